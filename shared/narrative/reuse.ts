import { type LinkedSlot, slotOfKey } from '../catalogue/linked-narrative.ts'
import type { Book } from '../engine/book.ts'
import type { ProjectFact } from '../engine/facts.ts'
import type { NarrativeDocument } from './document.ts'
import { explanationFor } from './names.ts'

/** What last year's book says in a place this year's text asks for. */
export type ReusableText = {
  /** block and slot of this year's document */
  readonly block: string
  readonly slot: string
  readonly text: string
}

/**
 * Texts of last year's book for the places this year's text asks for, in the order of the text, each slot once: reasons
 * of items that occur again, also where last year gave them as 审核说明, meanings of codes, 职责. Offers, not facts: a
 * reason of last year may be none this year. Texts about a project are those of last year's project of the same name:
 * the same key may stand for another one in a book that was not carried forward.
 *
 * @param slots those of this year's edition
 */
export function reusableTexts(
  document: NarrativeDocument,
  { thisYear, lastYear }: { readonly thisYear: Book; readonly lastYear: Book },
  slots: ReadonlyMap<string, LinkedSlot>,
): ReusableText[] {
  const offers = new Map<string, ReusableText>()
  for (const { blocks } of document.parts)
    for (const block of blocks)
      for (const run of block.kind === 'table' ? block.rows.flat(2) : block.runs) {
        if (run.kind !== 'free' || !run.asked || offers.has(run.slot)) continue
        const theirs = slotOfLastYear(run.slot, thisYear, lastYear)
        const text = theirs === null ? '' : textOf(lastYear, theirs) || explanationOf(lastYear, theirs, slots)
        if (text !== '') offers.set(run.slot, { block: block.key, slot: run.slot, text })
      }
  return [...offers.values()]
}

/** Where last year's book has the text of a slot; null for a project it did not have, or had twice. */
function slotOfLastYear(slot: string, thisYear: Book, lastYear: Book): string | null {
  const dot = slot.lastIndexOf('.')
  const project = thisYear.get('project', slot.slice(dot + 1)) as ProjectFact | null
  if (project === null) return slot
  const [same, ...more] = lastYear.projects().filter(({ name }) => name.trim() === project.name.trim())
  return same === undefined || more.length > 0 ? null : `${slot.slice(0, dot)}.${same.key}`
}

function textOf(book: Book, slot: string): string {
  const text = book.get('text', slot)
  return typeof text === 'string' ? text.trim() : ''
}

/** The 审核说明 that stood for the slot in last year's text. */
function explanationOf(book: Book, key: string, slots: ReadonlyMap<string, LinkedSlot>): string {
  const found = slotOfKey(slots, key)
  return found === null ? '' : explanationFor(book, found.slot, found.row)
}
