import type { CellAddress } from '../../shared/address/cell.ts'
import { Lineage } from '../../shared/years/lineage.ts'
import type { Session } from '../app/session.ts'
import { lastYearsBook } from '../book/last-years-book.ts'

/**
 * Shows what a formula reads of last year's book: opens that book at the cell, to be looked at. Its edition may call the
 * cell otherwise, or several cells may have become one.
 *
 * @param cell as this year's edition names it
 */
export async function lookUpLastYear(session: Session, cell: CellAddress): Promise<void> {
  const { book, books, grid } = session.state
  if (book === null) return
  const last = lastYearsBook(books, book)
  if (last === undefined) {
    session.notice(`账套里没有 ${book.year - 1} 年度决算，可能已转出到别的账套`, 'warning')
    return
  }
  const newer = book.engine.edition
  if (!(await session.openBook(last.id, { book: book.id, year: book.year, place: grid?.address ?? null }))) return
  const older = session.state.book?.engine.edition
  if (older === undefined) return
  const [first, ...others] = new Lineage(older, newer).sources(cell) ?? []
  if (first === undefined) session.notice('上年的套表没有对应的单元格', 'info')
  else session.goTo(first, others)
}

/** Back to the book and the cell from which last year's was looked up. */
export async function returnFromLook(session: Session): Promise<void> {
  const { lookedFrom } = session.state
  if (lookedFrom === null || !(await session.openBook(lookedFrom.book))) return
  if (lookedFrom.place !== null) session.goTo(lookedFrom.place)
}

/** From now on the book that is looked at can be changed. */
export function takeUp(session: Session): void {
  session.state.book?.takeUp()
  session.set({ lookedFrom: null })
}
