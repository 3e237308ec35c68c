import { createHash } from 'node:crypto'
import type { Result } from '../../shared/channels/result.ts'
import { type FactKind, type FactValue, isFactValue } from '../../shared/engine/facts.ts'
import { Refusal, Torn } from './file-faults.ts'
import { type Handle, look, timeOf } from './handle.ts'
import type { BookRow, JournalKind, JournalRow } from './statements.ts'
import { checkStorable, isKind, parseRecord, parseStored, type ValueText } from './values.ts'

/** Where the user was: what undo and the history return to. */
export type Place = { readonly form: string; readonly row: string | null; readonly column: string | null }

/** One fact's change with both sides; null where there was or is no such fact. */
export type JournalChange = {
  readonly kind: FactKind
  readonly key: string
  readonly before: FactValue | null
  readonly after: FactValue | null
}

/** `JournalChange` with values as canonical JSON. */
export type EncodedChange = {
  readonly kind: string
  readonly key: string
  readonly before: ValueText | null
  readonly after: ValueText | null
}

/** One journal row as people and programs read it. */
export type JournalEntry = {
  readonly seq: number
  /** ISO UTC. */
  readonly time: string
  readonly kind: JournalKind
  readonly who: string
  readonly origin: string
  readonly label: string
  readonly place: Place | null
  readonly revision: number
  /** Undo, redo: the gesture taken back or done again. */
  readonly target: number | null
  /** Opening, edition change, seal, unseal, arrival, leaving: what it was about. */
  readonly detail: unknown
  readonly changed: number
  /** Null in a history list if there are more than the list was asked for; `readEntry` has them all. */
  readonly changes: readonly JournalChange[] | null
}

/** What stands before the first row of a chain. */
export const chainStart = '0'.repeat(64)

/**
 * Hash of a row: SHA-256 over the hash before it and everything it says, except the number the book has in this
 * ledger, so that a moved book takes its chain along. The parts are JSON, which has no raw line ends.
 */
export function hashRow(row: Omit<JournalRow, 'book' | 'hash'>): string {
  const head = JSON.stringify([
    row.prev_hash,
    row.seq,
    row.time,
    row.kind,
    row.who,
    row.origin,
    row.label,
    row.changed,
    row.revision,
    row.target,
    row.below,
  ])
  return createHash('sha256')
    .update(`${head}\n${row.place ?? ''}\n${row.detail ?? ''}\n`)
    .update(row.changes)
    .digest('hex')
}

/** `[[kind, key, before, after], ...]`; values are JSON already. */
export const encodeChanges = (changes: readonly EncodedChange[]): string =>
  `[${changes
    .map((c) => `[${JSON.stringify(c.kind)},${JSON.stringify(c.key)},${c.before ?? 'null'},${c.after ?? 'null'}]`)
    .join(',')}]`

type ChangeTuple = [kind: FactKind, key: string, before: FactValue | null, after: FactValue | null]

/** @throws Torn if the text is not what `encodeChanges` made */
export function decodeChanges(text: string): JournalChange[] {
  const tuples = parseStored(text)
  if (!Array.isArray(tuples)) throw new Torn('变动记录已损坏')
  return tuples.map((tuple: unknown) => {
    if (!isChangeTuple(tuple)) throw new Torn('变动记录已损坏')
    const [kind, key, before, after] = tuple
    return { kind, key, before, after }
  })
}

function isChangeTuple(tuple: unknown): tuple is ChangeTuple {
  if (!Array.isArray(tuple) || tuple.length !== 4) return false
  const [kind, key, ...sides] = tuple as unknown[]
  return isKind(kind) && typeof key === 'string' && sides.every((side) => side === null || isFactValue(kind, side))
}

/** The place of a row's gesture. @throws Torn for what is none */
export function decodePlace(text: string): Place {
  const { form, row, column } = parseRecord(text)
  const isOptional = (part: unknown): part is string | null => part === null || typeof part === 'string'
  if (typeof form !== 'string' || !isOptional(row) || !isOptional(column)) throw new Torn('位置记录已损坏')
  return { form, row, column }
}

/** What a gesture says about itself. */
export type Gesture = {
  /** Short name of the cause: `typed`, `paste`, `import`, `cli`. */
  readonly origin: string
  /** Words for the history. */
  readonly label: string
  readonly place: Place | null
}

/** The next journal row of a book and what becomes of the book with it. */
export type Step = Gesture & {
  readonly kind: JournalKind
  readonly changes: readonly EncodedChange[]
  readonly detail?: unknown
  readonly target?: number
  readonly below?: number | null
  readonly revision: number
  readonly undoTop: number | null | 'this'
  readonly redoTop: number | null | 'this'
  readonly state?: BookRow['state']
  readonly edition?: string
  /** Runs between the row and the book's new state: while the row is last and the book is still in the old state. */
  readonly between?: (seq: number) => void
}

/**
 * Appends the row and moves the book on to it. Runs inside the caller's transaction; facts are already written.
 *
 * @returns sequence number and time (ISO UTC) of the row
 */
export function append(handle: Handle, book: BookRow, step: Step): { readonly seq: number; readonly time: string } {
  const place = step.place === null ? null : JSON.stringify(step.place)
  const detail = step.detail === undefined ? null : JSON.stringify(step.detail)
  checkStorable('journal', step.origin, step.label)
  const seq = book.seq + 1
  const time = timeOf(handle.clock)
  const row = {
    seq,
    time,
    kind: step.kind,
    who: handle.who,
    origin: step.origin,
    label: step.label,
    place,
    changed: step.changes.length,
    changes: encodeChanges(step.changes),
    detail,
    revision: step.revision,
    target: step.target ?? null,
    below: step.below ?? null,
    prev_hash: book.hash,
  }
  const hash = hashRow(row)
  handle.statements.insertJournal.run({ ...row, book: book.id, hash })
  step.between?.(seq)
  handle.statements.advanceBook.run({
    id: book.id,
    edition: step.edition ?? book.editionHash,
    state: step.state ?? book.state,
    revision: step.revision,
    seq,
    hash,
    undoTop: step.undoTop === 'this' ? seq : step.undoTop,
    redoTop: step.redoTop === 'this' ? seq : step.redoTop,
  })
  return { seq, time }
}

const entryOf = (row: JournalRow, most: number): JournalEntry => ({
  seq: row.seq,
  time: row.time,
  kind: row.kind,
  who: row.who,
  origin: row.origin,
  label: row.label,
  place: row.place === null ? null : decodePlace(row.place),
  revision: row.revision,
  target: row.target,
  detail: row.detail === null ? null : parseStored(row.detail),
  changed: row.changed,
  changes: row.changed > most ? null : decodeChanges(row.changes),
})

/** The book's row, or a refusal; for use inside `look` and `change`. */
export function bookRow(handle: Handle, id: number): BookRow {
  const book = handle.statements.book.get(id)
  if (book === undefined)
    throw new Refusal({ kind: 'request-rejected', where: `${id}`, reason: '账套中没有这个年度决算' })
  return book
}

/**
 * Journal rows of a book, the newest first.
 *
 * @param options.before only rows before this sequence number
 * @param options.limit at most so many rows
 * @param options.changes rows with more changes than this (default 200) come without them
 */
export const history = (
  handle: Handle,
  bookId: number,
  options: { readonly before?: number; readonly limit: number; readonly changes?: number },
): Result<readonly JournalEntry[]> =>
  look(handle, () => {
    bookRow(handle, bookId)
    const most = options.changes ?? 200
    const before = options.before ?? Number.MAX_SAFE_INTEGER
    return handle.statements.journalBefore.all(most, bookId, before, options.limit).map((row) => entryOf(row, most))
  })

/** One journal row with all its changes, however many. */
export const readEntry = (handle: Handle, bookId: number, seq: number): Result<JournalEntry> =>
  look(handle, () => {
    const row = handle.statements.journalRow.get(bookId, seq)
    if (row === undefined) throw new Refusal({ kind: 'request-rejected', where: `${seq}`, reason: '没有这条操作记录' })
    return entryOf(row, Number.POSITIVE_INFINITY)
  })

/**
 * Time (ISO UTC) of the last journal row that changed what the book says: the date inside exported files. Sealing and
 * unsealing do not count, so that a sealed book exported afresh gives the very bytes that were sealed.
 */
export const lastJournalTime = (handle: Handle, bookId: number): Result<string> =>
  look(handle, () => handle.statements.contentTime.get(bookRow(handle, bookId).id) as string)
