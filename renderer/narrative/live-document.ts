import type { NarrativeDocument } from '../../shared/narrative/document.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import type { OpenedBook } from '../book/opened-book.ts'

const made = new WeakMap<OpenedBook, { document: NarrativeDocument | null }>()

/** The text part of an open book as it reads now: made once between two changes, however many parts of the window ask. */
export function documentOf(book: OpenedBook): NarrativeDocument {
  let kept = made.get(book)
  if (kept === undefined) {
    const fresh = { document: null }
    made.set(book, fresh)
    book.subscribe(() => {
      fresh.document = null
    })
    kept = fresh
  }
  const { engine, department, year } = book
  kept.document ??= narrate(engine, { department, year })
  return kept.document
}
