import { departmentId } from './books.ts'
import type { Handle } from './handle.ts'
import { chainStart } from './journal.ts'
import type { SealedFile } from './seal.ts'
import type { JournalRow } from './statements.ts'
import type { FactRow } from './values.ts'

/** A book as rows, as another ledger had them. */
export type BookInRows = {
  readonly department: string
  readonly year: number
  /** Hash of the edition it has now. */
  readonly edition: string
  readonly created: string
  readonly rows: Iterable<JournalRow>
  readonly facts: Iterable<FactRow>
  readonly filesOf: (seal: JournalRow) => readonly SealedFile[]
}

/**
 * Lays a book down row by row, byte for byte, and leaves it open at its last row, whatever it was: only so do the
 * triggers let rows, facts and files in. The caller moves it on to its state. Runs inside the caller's transaction; the
 * editions are there.
 *
 * @returns number of the book in this ledger
 */
export function layBook(target: Handle, book: BookInRows): number {
  const { statements } = target
  const { department, year, edition, created } = book
  const home = departmentId(target, department)
  const { lastInsertRowid } = statements.insertBook.run({ department: home, year, edition, hash: chainStart, created })
  const id = Number(lastInsertRowid)
  for (const row of book.rows) {
    statements.insertJournal.run({ ...row, book: id })
    for (const file of row.kind === 'seal' ? book.filesOf(row) : []) {
      statements.insertSealedFile.run(id, row.seq, file.name, file.bytes, file.sha256)
    }
    const { seq, hash, revision } = row
    statements.advanceBook.run({ id, edition, state: 'open', revision, seq, hash, undoTop: null, redoTop: null })
  }
  for (const [kind, key, number, text] of book.facts) statements.insertFact.run(id, kind, key, number, text)
  return id
}
