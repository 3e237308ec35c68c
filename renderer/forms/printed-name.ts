import type { Engine } from '../../shared/engine/engine.ts'
import type { RowFact } from '../../shared/engine/facts.ts'

/** Printed name of a code: the book's own, else the code table's, else ''. */
export function printedName({ book, edition }: Engine, code: string): string {
  const own = (book.get('row', code) as RowFact | null)?.name ?? ''
  return own === '' ? (edition.codes.get(code)?.name ?? '') : own
}
