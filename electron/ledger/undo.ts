import type { Result } from '../../shared/channels/result.ts'
import { applyFacts, checkBase, checkOpen, type Receipt, wantedOf } from './commit.ts'
import { Refusal } from './file-faults.ts'
import { change, type Handle, look } from './handle.ts'
import { append, bookRow, decodeChanges, decodePlace, hashRow, type JournalChange, type Place } from './journal.ts'
import type { BookRow, JournalRow } from './statements.ts'

/** What undo or redo did: the changes it applied, and where the gesture was made, to return there. */
export type Reversal = Receipt & {
  readonly target: number
  readonly label: string
  readonly place: Place | null
  readonly changes: readonly JournalChange[]
}

/** `base` guards against a gesture of somebody else that the caller has not seen; without it, the last one goes. */
export type ReversalRequest = { readonly base?: number; readonly origin?: string }

const turn = ({ kind, key, before, after }: JournalChange): JournalChange => ({
  kind,
  key,
  before: after,
  after: before,
})

/**
 * Takes back the book's last gesture not yet undone, whoever made it and whenever. The stack is two pointers of the
 * book and the `below` of journal rows, so it survives a restart and costs one row to find.
 * Faults: nothing-to-undo (also behind a sealing or an edition change), book-sealed, stale-revision, as `commit`.
 */
export const undo = (handle: Handle, bookId: number, request: ReversalRequest = {}): Result<Reversal> =>
  change(handle, () => {
    const book = openBook(handle, bookId, request)
    if (book.undoTop === null) throw new Refusal({ kind: 'nothing-to-undo' })
    const gesture = rowOf(handle, book, book.undoTop)
    return reverse(handle, book, gesture, decodeChanges(gesture.changes).map(turn), {
      kind: 'undo',
      origin: request.origin ?? 'undo',
      below: book.redoTop,
      undoTop: gesture.below,
      redoTop: 'this',
    })
  })

/** Does the gesture again that was undone last, if none was made since. Faults: nothing-to-redo, else as `undo`. */
export const redo = (handle: Handle, bookId: number, request: ReversalRequest = {}): Result<Reversal> =>
  change(handle, () => {
    const book = openBook(handle, bookId, request)
    if (book.redoTop === null) throw new Refusal({ kind: 'nothing-to-redo' })
    const undone = rowOf(handle, book, book.redoTop)
    const gesture = rowOf(handle, book, undone.target ?? 0)
    return reverse(handle, book, gesture, decodeChanges(gesture.changes), {
      kind: 'redo',
      origin: request.origin ?? 'redo',
      below: null,
      undoTop: gesture.seq,
      redoTop: undone.below,
    })
  })

/** Labels of the gestures that undo and redo would take; null where there is none. */
export type Reversible = { readonly undo: string | null; readonly redo: string | null }

/** What undo and redo would take, without reading what it changed. */
export const reversible = (handle: Handle, bookId: number): Result<Reversible> =>
  look(handle, () => {
    const { id, state, undoTop, redoTop } = bookRow(handle, bookId)
    const rowAt = (seq: number | null) =>
      seq === null || state !== 'open' ? undefined : handle.statements.journalLabel.get(id, seq)
    const undone = rowAt(redoTop)
    return { undo: rowAt(undoTop)?.label ?? null, redo: rowAt(undone?.target ?? null)?.label ?? null }
  })

function openBook(handle: Handle, bookId: number, request: ReversalRequest): BookRow {
  const book = bookRow(handle, bookId)
  checkOpen(book)
  if (request.base !== undefined) checkBase(book, request.base)
  return book
}

const damaged = (handle: Handle, detail: string) => new Refusal({ kind: 'ledger-damaged', path: handle.path, detail })

function rowOf(handle: Handle, book: BookRow, seq: number): JournalRow {
  const row = handle.statements.journalRow.get(book.id, seq)
  if (row === undefined) throw damaged(handle, `操作记录缺少第 ${seq} 条`)
  if (hashRow(row) !== row.hash) throw damaged(handle, `第 ${seq} 条操作记录与校验值不符`)
  return row
}

function reverse(
  handle: Handle,
  book: BookRow,
  gesture: JournalRow,
  changes: readonly JournalChange[],
  step: {
    readonly kind: 'undo' | 'redo'
    readonly origin: string
    readonly below: number | null
    readonly undoTop: number | null
    readonly redoTop: number | null | 'this'
  },
): Reversal {
  const applied = applyFacts(handle, book.id, wantedOf(changes))
  const expected = wantedOf(changes.map(turn))
  const isAsJournaled =
    applied.length === expected.length && applied.every(({ before }, index) => before === expected[index]?.after)
  if (!isAsJournaled) throw damaged(handle, `第 ${gesture.seq} 条操作记录与现有数据不符`)
  const place = gesture.place === null ? null : decodePlace(gesture.place)
  const revision = book.revision + 1
  const { label } = gesture
  const row = append(handle, book, { ...step, label, place, changes: applied, target: gesture.seq, revision })
  return { revision, ...row, changed: applied.length, target: gesture.seq, label, place, changes }
}
