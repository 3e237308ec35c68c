import type { Result } from '../../shared/channels/result.ts'
import { autoBackup, type BackupReason, backupTo } from './backup.ts'
import {
  type Book,
  type BookSummary,
  createBook,
  findBook,
  listBooks,
  listDepartments,
  type NewBook,
  readBook,
} from './books.ts'
import { type CommitRequest, commit, type Receipt } from './commit.ts'
import { type Custody, custodyOf } from './custody.ts'
import { changeEdition, type EditionChange, keepImported, listEditions, readEdition } from './editions.ts'
import { attempt, attemptLater } from './file-faults.ts'
import { type FileHead, headOf } from './file-head.ts'
import { type Handle, look } from './handle.ts'
import { history, type JournalEntry, lastJournalTime, readEntry } from './journal.ts'
import { createFile, type Opened, type Opener, openForReading, openForWriting } from './open.ts'
import { type SealedFile, type SealRequest, seal, sealedFiles, unseal } from './seal.ts'
import type { LedgerRow, StoredEdition } from './statements.ts'
import { type Transfer, type TransferRequest, transfer } from './transfer.ts'
import { type Reversal, type ReversalRequest, type Reversible, redo, reversible, undo } from './undo.ts'
import { type Problem, verifyDatabase } from './verify.ts'
import { verifyApart } from './verify-apart.ts'

export { type Backup, type BackupReason, backupFolder, listBackups } from './backup.ts'
export type { Book, BookSummary, NewBook } from './books.ts'
export type { CommitRequest, Receipt } from './commit.ts'
export type { Arrival, ArriveDetail, CloseDetail, Custody, NamedLedger, Passage } from './custody.ts'
export { type EditionChange, editionHash } from './editions.ts'
export { type FileHead, headAt } from './file-head.ts'
export type { Clock } from './handle.ts'
export type { Gesture, JournalChange, JournalEntry, Place } from './journal.ts'
export type { Opener } from './open.ts'
export { type Restored, restoreLedger } from './restore.ts'
export { type Salvage, type SalvageRequest, salvageLedger } from './salvage.ts'
export type { NamedFile, SealedFile, SealRequest } from './seal.ts'
export type { JournalKind, LedgerRow, StoredEdition } from './statements.ts'
export type { Transfer, TransferRequest } from './transfer.ts'
export type { Reversal, ReversalRequest, Reversible } from './undo.ts'
export type { Problem } from './verify.ts'

/**
 * What is wrong with a ledger or a backup that this program does not have open, in a thread of its own.
 * Faults: those of opening it for reading.
 */
export const verifyFile = (
  path: string,
  opener: Opener,
  progress?: (done: number) => void,
): Promise<Result<readonly Problem[]>> =>
  verifyApart({ what: 'closed', path, program: opener.program, folder: opener.migrations ?? null }, progress)

/**
 * An open ledger: the only way to its file. Everything but backups, transfers and `verifyApart` is synchronous; a change is durable when it
 * returns. After `close` nothing else may be called. Each method is documented where it is implemented.
 */
export type Ledger = {
  /** Resolved path. */
  readonly path: string
  readonly mode: 'read' | 'write'
  readonly info: () => Result<LedgerRow>
  readonly head: () => Result<FileHead>

  readonly books: () => Result<readonly BookSummary[]>
  readonly departments: () => Result<readonly string[]>
  readonly findBook: (department: string, year: number) => Result<BookSummary>
  readonly readBook: (bookId: number) => Result<Book>
  readonly createBook: (request: NewBook) => Result<BookSummary>
  readonly readEdition: (hash: string) => Result<StoredEdition>
  readonly editions: () => Result<readonly StoredEdition[]>
  readonly keepEdition: (edition: StoredEdition) => Result<void>
  readonly changeEdition: (bookId: number, request: EditionChange) => Result<Receipt>

  readonly commit: (bookId: number, request: CommitRequest) => Result<Receipt>
  readonly undo: (bookId: number, request?: ReversalRequest) => Result<Reversal>
  readonly redo: (bookId: number, request?: ReversalRequest) => Result<Reversal>
  readonly reversible: (bookId: number) => Result<Reversible>
  readonly history: (bookId: number, options: HistoryOptions) => Result<readonly JournalEntry[]>
  readonly readEntry: (bookId: number, seq: number) => Result<JournalEntry>
  readonly lastJournalTime: (bookId: number) => Result<string>

  readonly seal: (bookId: number, request: SealRequest) => Result<Receipt>
  readonly unseal: (bookId: number, reason: string) => Result<Receipt>
  readonly sealedFiles: (bookId: number, sealSeq?: number) => Result<readonly SealedFile[]>
  readonly custody: (bookId: number) => Result<Custody>
  readonly transfer: (bookId: number, request: TransferRequest, opener: Opener) => Promise<Result<Transfer>>

  readonly backupTo: (path: string, options?: { readonly replace?: boolean }) => Promise<Result<string>>
  readonly autoBackup: (reason: Exclude<BackupReason, 'damaged'>) => Promise<Result<string | null>>
  readonly verify: () => Result<readonly Problem[]>
  /** `verify` in a thread of its own; `progress` is told how far it is, from 0 to 1. */
  readonly verifyApart: (progress?: (done: number) => void) => Promise<Result<readonly Problem[]>>
  readonly close: () => void
}
export type HistoryOptions = Parameters<typeof history>[2]

/**
 * Makes a new, empty ledger and opens it for writing. Never overwrites, not even what appears meanwhile.
 * Faults: ledger-exists (also for a log left by a deleted ledger of this name), ledger-missing (no such folder),
 * ledger-read-only (the folder), ledger-locked, migration-changed, disk-full, file-failed.
 */
export const createLedger = (path: string, opener: Opener): Promise<Result<Ledger>> =>
  attemptLater(path, async () => ledgerOf(await createFile(path, opener)))

/**
 * Opens a ledger. For `write` the caller becomes its one writer until `close`, and an older schema is brought up to
 * date after a verified backup; `read` needs no lock and works beside a writer and on read-only media.
 * Faults: ledger-missing, ledger-foreign (not ours, or a folder), ledger-damaged, ledger-too-new, ledger-read-only,
 * ledger-locked, migration-changed, migration-failed, disk-full, file-failed.
 */
export const openLedger = (
  path: string,
  opener: Opener & { readonly mode: 'read' | 'write' },
): Promise<Result<Ledger>> =>
  attemptLater(path, async () =>
    ledgerOf(opener.mode === 'write' ? await openForWriting(path, opener) : await openForReading(path, opener)),
  )

function ledgerOf({ handle, close }: Opened): Ledger {
  let isOpen = true
  return {
    path: handle.path,
    mode: handle.mode,
    info: () => look(handle, () => handle.statements.ledger.get() as LedgerRow),
    head: () => headOf(handle),
    books: () => listBooks(handle),
    departments: () => listDepartments(handle),
    findBook: (department, year) => findBook(handle, department, year),
    readBook: (bookId) => readBook(handle, bookId),
    createBook: (request) => createBook(handle, request),
    readEdition: (hash) => readEdition(handle, hash),
    editions: () => listEditions(handle),
    keepEdition: (edition) => keepImported(handle, edition),
    changeEdition: (bookId, request) => changeEdition(handle, bookId, request),
    commit: (bookId, request) => commit(handle, bookId, request),
    undo: (bookId, request) => undo(handle, bookId, request),
    redo: (bookId, request) => redo(handle, bookId, request),
    reversible: (bookId) => reversible(handle, bookId),
    history: (bookId, options) => history(handle, bookId, options),
    readEntry: (bookId, seq) => readEntry(handle, bookId, seq),
    lastJournalTime: (bookId) => lastJournalTime(handle, bookId),
    seal: (bookId, request) => seal(handle, bookId, request),
    unseal: (bookId, reason) => unseal(handle, bookId, reason),
    sealedFiles: (bookId, sealSeq) => sealedFiles(handle, bookId, sealSeq),
    custody: (bookId) => custodyOf(handle, bookId),
    transfer: (bookId, request, opener) => transfer(handle, bookId, request, opener),
    backupTo: (path, options) => backupTo(handle, path, options),
    autoBackup: (reason) => backupBy(handle, reason),
    verify: () => attempt(handle.path, () => verifyDatabase(handle.db, handle.migrations)),
    // the file that is read: of a medium where nothing can be written, a copy
    verifyApart: (progress) =>
      verifyApart({ what: 'open', path: handle.db.name, migrations: handle.migrations }, progress),
    close: () => {
      if (isOpen) close()
      isOpen = false
    },
  }
}

const backupBy = (handle: Handle, reason: Exclude<BackupReason, 'damaged'>): Promise<Result<string | null>> =>
  handle.mode === 'write'
    ? autoBackup(handle, reason)
    : Promise.resolve({ ok: false, fault: { kind: 'ledger-read-only', path: handle.path } })
