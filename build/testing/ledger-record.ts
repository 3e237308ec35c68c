import { createHash } from 'node:crypto'
import type { Ledger } from '../../electron/ledger/ledger.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { Result } from '../../shared/channels/result.ts'

/** What a book of a kept ledger says, whatever the program that opens it: written when the ledger is made. */
export type BookRecord = {
  readonly department: string
  readonly year: number
  readonly state: string
  readonly edition: string
  /** SHA-256 of the edition the ledger keeps */
  readonly editionHash: string
  /** last journal row */
  readonly seq: number
  readonly facts: number
  /** SHA-256 of every non-blank number, computed ones too; null for a book that was moved away */
  readonly values: string | null
  readonly sealed: readonly { readonly name: string; readonly sha256: string }[]
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}

function valuesHash({ engine }: OpenBook): string {
  const cells: [string, number][] = []
  for (const { key: form, columns } of engine.edition.forms) {
    for (const { key: row } of engine.rows(form)) {
      for (const { key: column } of columns) {
        const value = engine.number({ form, row, column })
        if (value !== null) cells.push([cellKey({ form, row, column }), value])
      }
    }
  }
  // rows may come in another order one day
  cells.sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex')
}

/** The books of a ledger as they are to be found again. */
export const recordOf = (ledger: Ledger): readonly BookRecord[] =>
  must(ledger.books()).map(({ id, department, year, state, edition, seq }) => {
    const files = must(ledger.custody(id)).sealing === null ? [] : must(ledger.sealedFiles(id))
    return {
      department,
      year,
      state,
      edition: edition.name,
      editionHash: edition.hash,
      seq,
      facts: must(ledger.readBook(id)).facts.length,
      values: state === 'moved' ? null : valuesHash(must(openBook(ledger, { department, year }))),
      sealed: files.map(({ name, bytes }) => ({ name, sha256: createHash('sha256').update(bytes).digest('hex') })),
    }
  })
