import { ok, type Result } from '../../../shared/channels/result.ts'
import type { PriorBook, BookSummary as ShownBook, Snapshot } from '../../../shared/channels/values.ts'
import { priorCells } from '../../../shared/years/prior.ts'
import type { BookSummary, Ledger } from '../../ledger/ledger.ts'
import { storedEdition } from '../editions.ts'
import { rejected } from '../gesture.ts'
import { type OpenBook, openBook } from '../open-book.ts'

/** Books of a ledger under calculation: main is the authority, so each has its engine here too. */
export class OpenBooks {
  private readonly ledger: Ledger
  private readonly books = new Map<number, OpenBook>()

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /**
   * The book with its engine, as the ledger has it. Whoever only reads the ledger reads the book anew each time, for
   * somebody else may be writing it. Faults: request-rejected for no such book, and those of `openBook`.
   */
  get(id: number): Result<OpenBook> {
    const known = this.books.get(id)
    if (known !== undefined && this.ledger.mode === 'write') return ok(known)
    const found = this.find(id)
    if (!found.ok) return found
    const { department, year } = found.value
    const opened = openBook(this.ledger, { department, year })
    if (opened.ok) this.books.set(id, opened.value)
    return opened
  }

  /** Every book a window may see: not those that left for another ledger. */
  list(): Result<readonly BookSummary[]> {
    const books = this.ledger.books()
    return books.ok ? ok(books.value.filter(({ state }) => state !== 'moved')) : books
  }

  /** Makes the editions of the books ready, which takes longer than the books. */
  warm(): void {
    const books = this.list()
    const hashes = books.ok ? new Set(books.value.map(({ edition }) => edition.hash)) : []
    for (const hash of hashes) {
      const stored = this.ledger.readEdition(hash)
      if (stored.ok) storedEdition(stored.value)
    }
  }

  /** Forgets a book's engine, so that it is read anew. */
  forget(id: number): void {
    this.books.delete(id)
  }

  /**
   * A book was changed: the later ones of the department read it, each through the one before, and are forgotten.
   * Returns them.
   */
  follow({ department, year }: Pick<BookSummary, 'department' | 'year'>): readonly BookSummary[] {
    const books = this.list()
    const later = books.ok ? books.value.filter((book) => book.department === department && book.year > year) : []
    for (const { id } of later) this.forget(id)
    return later
  }

  private find(id: number): Result<BookSummary> {
    const books = this.list()
    if (!books.ok) return books
    const found = books.value.find((book) => book.id === id)
    return found === undefined ? rejected('年度决算', '账套中没有这个年度决算') : ok(found)
  }
}

/** A book as lists of the window show it. */
export const shownBook = ({ id, department, year, edition, state, revision }: BookSummary): ShownBook => ({
  id,
  department,
  year,
  edition,
  state: state === 'open' ? 'open' : 'sealed',
  revision,
})

/** A book as opened: everything the window needs to compute it. */
export function snapshotOf(open: OpenBook): Result<Snapshot> {
  const { ledger, summary, engine } = open
  const labels = ledger.reversible(summary.id)
  if (!labels.ok) return labels
  const prior = priorValues(open)
  return ok({ summary: shownBook(summary), facts: engine.book.list(), prior, ...labels.value })
}

/** Last year's book as the formulas of a book see it: all non-blank numbers, and its codes with their names. */
export function priorValues({ edition, summary, prior, priorEngine }: OpenBook): PriorBook | null {
  if (prior === null || priorEngine === null) return null
  const cells = priorCells(edition, priorEngine, prior).map(([key, value]): [string, number] => [key, value])
  return {
    year: summary.year - 1,
    cells,
    codes: [...prior.codes],
    divided: [...(prior.divided ?? [])],
    absent: [...(prior.absent ?? [])],
  }
}
