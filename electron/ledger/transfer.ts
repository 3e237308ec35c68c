import { basename } from 'node:path'
import type { Result } from '../../shared/channels/result.ts'
import { type BookSummary, summaryOf } from './books.ts'
import { gone } from './commit.ts'
import type { ArriveDetail, CloseDetail, NamedLedger, Passage } from './custody.ts'
import { checkedEdition, keepEdition } from './editions.ts'
import { attempt, attemptLater, Refusal } from './file-faults.ts'
import { change, type Handle } from './handle.ts'
import { identityOf, isSameFile, resolvePath } from './identify.ts'
import { append, bookRow } from './journal.ts'
import { layBook } from './laying.ts'
import { createFile, type Opened, type Opener, openForWriting } from './open.ts'
import type { SealedFile } from './seal.ts'
import type { BookRow, JournalRow, LedgerRow, StoredEdition } from './statements.ts'
import type { FactRow } from './values.ts'
import { summaryOfProblems, verifyBook } from './verify.ts'

export type TransferRequest = {
  /** Path of the other ledger; made if there is none. */
  readonly to: string
  readonly how: Passage
}

export type Transfer = {
  /** Resolved path of the other ledger. */
  readonly path: string
  /** True if the other ledger was made for it. */
  readonly created: boolean
  /** True if an earlier move had brought the book already and only closing it here was left to do. */
  readonly wasThere: boolean
  /** The book as it is there. */
  readonly book: BookSummary
}

/** A book as it travels: every row of it, checked. */
type Parcel = {
  readonly source: NamedLedger
  readonly book: BookRow
  readonly editions: readonly StoredEdition[]
  readonly rows: readonly JournalRow[]
  readonly facts: readonly FactRow[]
  /** By the row of their sealing. */
  readonly files: ReadonlyMap<number, readonly SealedFile[]>
}

/**
 * Moves or copies a book into another ledger, with its whole journal, facts, editions, sealed files and state, byte for
 * byte; there an `arrive` row says where it came from. Moved, it stays here for reading, behind a `close` row.
 *
 * First the other ledger has the book, in one durable transaction, then it is closed here in another: at whatever moment
 * the process dies, it is whole in one of them, and open for change in at least one. The same request again finishes a
 * move that was cut off between the two, as long as the book was not changed here since.
 *
 * Faults, with nothing changed: ledger-damaged naming the first row that contradicts the others (of this ledger or of
 * what arrived), request-rejected for the same ledger and for a book that left, book-exists there, ledger-read-only,
 * and those of opening or creating the other ledger. A disk that is full here, not there, leaves a move to be finished.
 */
export async function transfer(
  handle: Handle,
  bookId: number,
  request: TransferRequest,
  opener: Opener,
): Promise<Result<Transfer>> {
  const packed = attempt(handle.path, () => {
    if (request.how === 'moved' && handle.mode === 'read') {
      throw new Refusal({ kind: 'ledger-read-only', path: handle.path })
    }
    return handle.together(() => pack(handle, bookId))
  })
  if (!packed.ok) return packed
  return attemptLater(request.to, () => deliver(handle, packed.value, request, opener))
}

const nameOf = ({ statements, path }: Handle): NamedLedger => ({
  ledger: (statements.ledger.get() as LedgerRow).id,
  file: basename(path),
})

function pack(handle: Handle, bookId: number): Parcel {
  const { statements } = handle
  const book = bookRow(handle, bookId)
  if (book.state === 'moved') throw gone(book, '请到那个账套中办理')
  const { problems, editions } = verifyBook(statements, book)
  if (problems.length > 0) {
    throw new Refusal({ kind: 'ledger-damaged', path: handle.path, detail: summaryOfProblems(problems) })
  }
  const rows = statements.journal.all(bookId)
  const seals = rows.filter(({ kind }) => kind === 'seal')
  return {
    source: nameOf(handle),
    book,
    // a salvaged book says which earlier editions it came without; any other that is missing is a problem
    editions: [...editions].flatMap((hash) => {
      const edition = statements.edition.get(hash)
      return edition === undefined ? [] : [checkedEdition(handle, edition)]
    }),
    rows,
    facts: statements.facts.all(bookId),
    files: new Map(seals.map(({ seq }) => [seq, statements.sealedFiles.all(bookId, seq)])),
  }
}

async function deliver(source: Handle, parcel: Parcel, request: TransferRequest, opener: Opener): Promise<Transfer> {
  const path = resolvePath(request.to)
  const found = identityOf(path)
  if (isSameFile(found, identityOf(source.path))) throw sameLedger(path)
  const { opened, bookId, wasThere } =
    found === null ? await arriveInNew(path, parcel, request, opener) : await arriveIn(path, parcel, request, opener)
  const { handle: target, close } = opened
  try {
    if (request.how === 'moved') taken(change(source, () => leave(source, parcel, nameOf(target))))
    return { path, created: found === null, wasThere, book: summaryOf(target, bookRow(target, bookId)) }
  } finally {
    close()
  }
}

type Arrived = { readonly opened: Opened; readonly bookId: number; readonly wasThere: boolean }

/** The ledger appears with the book in it, or not at all. */
async function arriveInNew(path: string, parcel: Parcel, { how }: TransferRequest, opener: Opener): Promise<Arrived> {
  let bookId = 0
  const opened = await createFile(path, opener, (draft) => {
    bookId = draft.immediately(() => unpack(draft, parcel, how))
  })
  return { opened, bookId, wasThere: false }
}

async function arriveIn(path: string, parcel: Parcel, { how }: TransferRequest, opener: Opener): Promise<Arrived> {
  const opened = await openForWriting(path, opener)
  const target = opened.handle
  try {
    if (nameOf(target).ledger === parcel.source.ledger) throw sameLedger(path)
    const { department, year, seq, hash } = parcel.book
    const arrived = change(target, () => {
      const there = how === 'moved' ? target.statements.arrivedFrom.get({ department, year, seq, hash }) : undefined
      if (there !== undefined) return { bookId: there, wasThere: true }
      if (target.statements.bookOfYear.get(department, year) !== undefined) {
        throw new Refusal({ kind: 'book-exists', department, year })
      }
      return { bookId: unpack(target, parcel, how), wasThere: false }
    })
    return { opened, ...taken(arrived) }
  } catch (error) {
    opened.close()
    throw error
  }
}

const sameLedger = (path: string): Refusal =>
  new Refusal({ kind: 'request-rejected', where: path, reason: '与原账套是同一个账套（或它的副本），请另选账套' })

/** The value, or its fault thrown again. */
function taken<T>(result: Result<T>): T {
  if (!result.ok) throw new Refusal(result.fault)
  return result.value
}

/** Writes the book, with the row that closes it again if it was sealed, and looks at it again as it stands now. */
function unpack(target: Handle, { source, book, editions, rows, facts, files }: Parcel, how: Passage): number {
  const { statements } = target
  const { department, year, editionHash: edition, state, revision, seq, hash, created } = book
  for (const one of editions) keepEdition(target, one)
  const filesOf = (seal: JournalRow) => files.get(seal.seq) ?? []
  const id = layBook(target, { department, year, edition, created, rows, facts, filesOf })
  append(target, bookRow(target, id), {
    kind: 'arrive',
    origin: how,
    label: source.file,
    place: null,
    changes: [],
    detail: { how, from: { ...source, department, year, seq, hash }, to: nameOf(target) } satisfies ArriveDetail,
    revision,
    undoTop: null,
    redoTop: null,
    state,
  })
  const { problems } = verifyBook(statements, bookRow(target, id))
  if (problems.length === 0) return id
  throw new Refusal({ kind: 'ledger-damaged', path: target.path, detail: summaryOfProblems(problems) })
}

function leave(source: Handle, { book: sent }: Parcel, to: NamedLedger): void {
  const book = bookRow(source, sent.id)
  if (book.hash !== sent.hash) {
    throw new Refusal({ kind: 'stale-revision', base: sent.revision, current: book.revision })
  }
  append(source, book, {
    kind: 'close',
    origin: 'moved',
    label: to.file,
    place: null,
    changes: [],
    detail: { to } satisfies CloseDetail,
    revision: book.revision,
    undoTop: null,
    redoTop: null,
    state: 'moved',
  })
}
