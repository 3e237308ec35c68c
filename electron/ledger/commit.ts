import type { Result } from '../../shared/channels/result.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { Refusal } from './file-faults.ts'
import { change, type Handle } from './handle.ts'
import { append, bookRow, type EncodedChange, type Gesture } from './journal.ts'
import type { BookRow } from './statements.ts'
import { checkStorable, encodeValue, storedText, type ValueText } from './values.ts'

/** What a durable change became. */
export type Receipt = {
  readonly revision: number
  /** Sequence number of the book's last journal row. */
  readonly seq: number
  /** ISO UTC; of that row, or null if nothing changed and no row was written. */
  readonly time: string | null
  /** Facts that are different now. */
  readonly changed: number
}

/** One gesture on the facts of a book, based on the revision its author saw. */
export type CommitRequest = Gesture & { readonly base: number; readonly changes: readonly FactChange[] }

/** @throws Refusal book-sealed; request-rejected for a book that left for another ledger */
export function checkOpen(book: BookRow): void {
  const { state, department, year } = book
  if (state === 'moved') throw gone(book, '这里只能查看，不能修改')
  if (state === 'sealed') throw new Refusal({ kind: 'book-sealed', department, year })
}

/** The refusal for a book that left for another ledger; `rest` says what that means for the wish. */
export const gone = ({ department, year }: BookRow, rest: string): Refusal =>
  new Refusal({ kind: 'request-rejected', where: `“${department}”${year} 年度决算`, reason: `已转到另一账套，${rest}` })

/** @throws Refusal stale-revision if somebody else changed the book meanwhile */
export function checkBase(book: BookRow, base: number): void {
  if (base !== book.revision) throw new Refusal({ kind: 'stale-revision', base, current: book.revision })
}

/** A fact to set, or to take back; the value as canonical JSON. */
export type Wanted = { readonly kind: string; readonly key: string; readonly after: ValueText | null }

export const wantedOf = (changes: readonly FactChange[]): Wanted[] =>
  changes.map(({ kind, key, after }) => {
    checkStorable(key, kind, key)
    return { kind, key, after: after === null ? null : encodeValue(after, key) }
  })

/** Of several changes to one fact in one gesture the last counts: undo needs one before and one after per fact. */
function lastOfEach(wanted: readonly Wanted[]): Iterable<Wanted> {
  if (wanted.length < 2) return wanted
  const last = new Map<string, Wanted>()
  for (const one of wanted) last.set(`${one.kind}\0${one.key}`, one)
  return last.values()
}

/** Writes facts and returns what really changed, with the values before. Runs inside the caller's transaction. */
export function applyFacts(handle: Handle, bookId: number, wanted: readonly Wanted[]): EncodedChange[] {
  const { fact, insertFact, updateFact, deleteFact } = handle.statements
  const applied: EncodedChange[] = []
  for (const { kind, key, after } of lastOfEach(wanted)) {
    const found = fact.get(bookId, kind, key)
    const before = found === undefined ? null : typeof found === 'number' ? storedText(found, null) : found
    if (before === after) continue
    if (after === null) deleteFact.run(bookId, kind, key)
    else {
      const isText = after.startsWith('"') || after.startsWith('{')
      const number = isText ? null : Number(after)
      const text = isText ? after : null
      if (before === null) insertFact.run(bookId, kind, key, number, text)
      else updateFact.run(number, text, bookId, kind, key)
    }
    applied.push({ kind, key, before, after })
  }
  return applied
}

/**
 * One gesture in one synchronous transaction: facts, one journal row, the next revision. Durable when it returns.
 * Changes that change nothing are left out; if none is left, nothing is written and the present revision returned.
 * Faults: stale-revision, book-sealed, request-rejected (a value that cannot be stored), disk-full, file-failed,
 * ledger-missing (deleted while open), ledger-read-only.
 */
export const commit = (handle: Handle, bookId: number, request: CommitRequest): Result<Receipt> =>
  change(handle, () => {
    const book = bookRow(handle, bookId)
    checkOpen(book)
    checkBase(book, request.base)
    const changes = applyFacts(handle, bookId, wantedOf(request.changes))
    if (changes.length === 0) return { revision: book.revision, seq: book.seq, time: null, changed: 0 }
    const revision = book.revision + 1
    const { origin, label, place } = request
    const row = append(handle, book, {
      kind: 'gesture',
      origin,
      label,
      place,
      changes,
      revision,
      below: book.undoTop,
      undoTop: 'this',
      redoTop: null,
    })
    return { revision, ...row, changed: changes.length }
  })
