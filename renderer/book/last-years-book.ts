import type { BookSummary } from '../../shared/channels/values.ts'

/** Last year's book of the same department among those of the ledger; undefined where it has none. */
export const lastYearsBook = (
  books: readonly BookSummary[],
  book: Pick<BookSummary, 'department' | 'year'>,
): BookSummary | undefined =>
  books.find(({ department, year }) => department === book.department && year === book.year - 1)
