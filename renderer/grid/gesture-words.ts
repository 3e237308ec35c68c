import type { BookNames } from '../../shared/words/cells.ts'
import type { LiveBook } from '../book/live-book.ts'

/** What names of cells need of a book. */
export const bookNames = ({ engine, year }: LiveBook): BookNames => ({
  edition: engine.edition,
  year,
  hasSeveralUnits: engine.book.units().length > 1,
  row: (form, key) => engine.row(form, key),
})
