import { useSyncExternalStore } from 'react'
import type { Finding } from '../../shared/engine/finding.ts'
import { narrativeFindings } from '../../shared/narrative/findings.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { documentOf } from './live-document.ts'

/** Milliseconds without a change after which the text is read again: nobody waits for its findings while typing. */
const shortestPause = 300
/** A text that takes long to read is read after a longer pause, so many times what it took last. */
const pauses = 4

/** Findings about the text part of one book, read once for all parts of the window that show or count them. */
class TextFindings {
  private readonly book: OpenedBook
  private findings: readonly Finding[] = []
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | null = null
  private stop: () => void = () => undefined
  private took = 0

  constructor(book: OpenedBook) {
    this.book = book
  }

  readonly current = (): readonly Finding[] => this.findings

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.listeners.size === 1) {
      this.stop = this.book.subscribe(() => this.readLater())
      this.readLater()
    }
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.stop()
      if (this.timer !== null) clearTimeout(this.timer)
    }
  }

  private readLater(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(
      () => {
        const { book } = this
        const begun = performance.now()
        this.findings = narrativeFindings(book.engine, documentOf(book), {
          department: book.department,
          year: book.year,
        })
        this.took = performance.now() - begun
        for (const listener of this.listeners) listener()
      },
      Math.max(shortestPause, pauses * this.took),
    )
  }
}

const byBook = new WeakMap<OpenedBook, TextFindings>()

function findingsOf(book: OpenedBook): TextFindings {
  const known = byBook.get(book)
  if (known !== undefined) return known
  const fresh = new TextFindings(book)
  byBook.set(book, fresh)
  return fresh
}

/** What was found last in the text part of a book. */
export const lastTextFindings = (book: OpenedBook): readonly Finding[] => findingsOf(book).current()

export function useTextFindings(book: OpenedBook): readonly Finding[] {
  const { subscribe, current } = findingsOf(book)
  return useSyncExternalStore(subscribe, current)
}
