import { createHash } from 'node:crypto'
import type { Result } from '../../shared/channels/result.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { applyFacts, checkBase, checkOpen, type Receipt, wantedOf } from './commit.ts'
import { Refusal } from './file-faults.ts'
import { change, type Handle, look } from './handle.ts'
import { append, bookRow } from './journal.ts'
import type { BookRow, StoredEdition } from './statements.ts'

/** Identity of an edition's content: SHA-256 (hex) of its JSON text as UTF-8. */
export const editionHash = (json: string): string => createHash('sha256').update(json, 'utf8').digest('hex')

export const editionNameOf = (book: BookRow) => ({
  name: book.editionName,
  revision: book.editionRevision,
  hash: book.editionHash,
})

/** Keeps an edition, once per hash. Runs inside the caller's transaction. */
export function keepEdition(handle: Handle, edition: StoredEdition): void {
  if (editionHash(edition.json) !== edition.hash) {
    throw new Refusal({ kind: 'request-rejected', where: `套表 ${edition.name}`, reason: '内容与校验值不符' })
  }
  if (handle.statements.edition.get(edition.hash) === undefined) {
    const { name, revision, hash, json } = edition
    handle.statements.insertEdition.run({ name, revision, hash, json })
  }
}

/**
 * The edition as it was when a book was filled under it. Faults: edition-missing; ledger-damaged if its content no
 * longer has its hash (figures computed by it would be wrong).
 */
export const readEdition = (handle: Handle, hash: string): Result<StoredEdition> =>
  look(handle, () => {
    const edition = handle.statements.edition.get(hash)
    if (edition === undefined) throw new Refusal({ kind: 'edition-missing', edition: hash })
    return checkedEdition(handle, edition)
  })

/** @throws Refusal ledger-damaged if the content no longer has its hash */
export function checkedEdition({ path }: Handle, edition: StoredEdition): StoredEdition {
  if (editionHash(edition.json) === edition.hash) return edition
  throw new Refusal({ kind: 'ledger-damaged', path, detail: `套表 ${edition.name} 的内容与校验值不符` })
}

/**
 * Every edition the ledger keeps, those of its books and those that users brought, in the order they came.
 * Fault: ledger-damaged if the content of one no longer has its hash.
 */
export const listEditions = (handle: Handle): Result<readonly StoredEdition[]> =>
  look(handle, () => handle.statements.editions.all().map((edition) => checkedEdition(handle, edition)))

/**
 * Keeps an edition that a user brought, before any book is filled under it; once per hash. Editions belong to no book,
 * so this is in no journal. Faults: request-rejected if its hash is not that of its JSON, and those of writing.
 */
export const keepImported = (handle: Handle, edition: StoredEdition): Result<void> =>
  change(handle, () => keepEdition(handle, edition))

/** What moves a book to another edition: the edition, and what becomes of the facts under it. */
export type EditionChange = {
  readonly base: number
  readonly edition: StoredEdition
  readonly changes: readonly FactChange[]
  readonly origin: string
  readonly label: string
}

/**
 * Moves an open book to another edition or revision of it: one journaled gesture, which undo does not cross.
 * Faults: as `commit`; request-rejected if the edition's hash is not that of its JSON.
 */
export const changeEdition = (handle: Handle, bookId: number, request: EditionChange): Result<Receipt> =>
  change(handle, () => {
    const book = bookRow(handle, bookId)
    checkOpen(book)
    checkBase(book, request.base)
    keepEdition(handle, request.edition)
    const { name, revision, hash } = request.edition
    const changes = applyFacts(handle, bookId, wantedOf(request.changes))
    if (changes.length === 0 && hash === book.editionHash) {
      return { revision: book.revision, seq: book.seq, time: null, changed: 0 }
    }
    const next = book.revision + 1
    const row = append(handle, book, {
      kind: 'edition',
      origin: request.origin,
      label: request.label,
      place: null,
      changes,
      detail: { from: editionNameOf(book), to: { name, revision, hash } },
      edition: hash,
      revision: next,
      undoTop: null,
      redoTop: null,
    })
    return { revision: next, ...row, changed: changes.length }
  })
