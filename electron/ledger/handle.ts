import { statSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Result } from '../../shared/channels/result.ts'
import { attempt, faultOf, Refusal } from './file-faults.ts'
import { type FileIdentity, identityOf, isSameFile, isWritable } from './identify.ts'
import type { Migration } from './migrate.ts'
import { prepareStatements, type Statements } from './statements.ts'

/** Milliseconds since 1970 UTC, as `Date.now`. The only mocked thing in tests. */
export type Clock = () => number

/** ISO 8601 UTC with milliseconds, the form of every time in a ledger. */
export const timeOf = (clock: Clock): string => new Date(clock()).toISOString()

/** An open ledger as the functions of this folder see it. */
export type Handle = {
  readonly db: Database.Database
  /** Resolved path of the ledger; for a copy set aside from a read-only medium still the original's. */
  readonly path: string
  readonly mode: 'read' | 'write'
  readonly clock: Clock
  /** Who writes, as the journal and a refused second writer show it. */
  readonly who: string
  readonly program: string
  readonly migrations: readonly Migration[]
  readonly statements: Statements
  /** Runs inside one immediate transaction; a throw rolls it back. */
  readonly immediately: <T>(act: () => T) => T
  /** Runs inside one snapshot. */
  readonly together: <T>(act: () => T) => T
  readonly file: FileIdentity | null
  /** The log's identity, noted at the first change. */
  log: FileIdentity | null
  /** Size and time of the file after the last change; null before the first. */
  left: string | null
}

/** `user@host (program)`: who writes. */
export function writerName(program: string): string {
  let user = '?'
  try {
    user = userInfo().username
  } catch {
    // an account without a name, as in some containers
  }
  return `${user}@${hostname()} (${program})`
}

export function makeHandle(parts: {
  readonly db: Database.Database
  readonly path: string
  readonly mode: 'read' | 'write'
  readonly clock: Clock
  readonly who: string
  readonly program: string
  readonly migrations: readonly Migration[]
}): Handle {
  const run = parts.db.transaction((act: () => unknown) => act())
  return {
    ...parts,
    statements: prepareStatements(parts.db),
    immediately: <T>(act: () => T) => run.immediate(act) as T,
    together: <T>(act: () => T) => run.deferred(act) as T,
    file: identityOf(parts.path),
    log: null,
    left: null,
  }
}

/** Reads a consistent snapshot. */
export const look = <T>(handle: Handle, act: () => T): Result<T> => attempt(handle.path, () => handle.together(act))

/** One durable change, whole or not at all. Refuses on a ledger open for reading, or gone from its place. */
export const change = <T>(handle: Handle, act: () => T): Result<T> =>
  attempt(handle.path, () => {
    if (handle.mode === 'read') throw new Refusal({ kind: 'ledger-read-only', path: handle.path })
    checkInPlace(handle)
    const value = handle.immediately(act)
    settle(handle)
    handle.left = stateOf(handle.path)
    return value
  })

/**
 * Moves the log into the file after each change, so that the ledger's one file has everything: whoever copies it by
 * hand, or after a crash without its log, loses nothing. The change is durable before, so it costs latency only
 * (some 0.5 ms), waits for nobody who is reading, and may fail: the next one tries again.
 */
export function settle(handle: Handle): void {
  const { impatient, patient, checkpoint } = handle.statements
  try {
    impatient.get()
    checkpoint.get()
  } catch (error) {
    if (faultOf(error, handle.path) === null) throw error
  } finally {
    patient.get()
  }
}

/**
 * Where names can be taken from open files, SQLite goes on writing into a deleted ledger or log, and acknowledged
 * edits would vanish with the process; and it does not notice that somebody copied another file into this one.
 */
function checkInPlace(handle: Handle): void {
  const { path } = handle
  const file = identityOf(path)
  if (file === null) throw new Refusal({ kind: 'ledger-missing', path })
  const moved = (detail: string) => new Refusal({ kind: 'file-failed', path, detail })
  if (!isSameFile(file, handle.file)) throw moved('账套文件在打开期间被替换')
  if (!isWritable(path) || !isWritable(dirname(path))) throw new Refusal({ kind: 'ledger-read-only', path })
  const log = identityOf(`${path}-wal`)
  handle.log ??= log
  if (!isSameFile(log, handle.log)) throw moved('账套的日志文件（-wal）在打开期间被删除或替换')
  const isUntouched = handle.left === null || handle.left === stateOf(path)
  if (!isUntouched && !saysTheSame(handle)) throw moved('账套文件在打开期间被别的程序改写')
}

/** Nobody but the one writer changes the file: what it looks like then tells of others, if not for sure. */
function stateOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? '' : `${found.size} ${found.mtimeNs}`
}

/** What the file says to somebody who has kept nothing of it in memory is what it says to us. */
function saysTheSame({ db, path }: Handle): boolean {
  const sql = `SELECT id AS id, NULL AS seq, NULL AS hash FROM ledger
    UNION ALL SELECT id, seq, hash FROM (SELECT id, seq, hash FROM book ORDER BY id)`
  try {
    const other = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return JSON.stringify(other.prepare(sql).all()) === JSON.stringify(db.prepare(sql).all())
    } finally {
      other.close()
    }
  } catch (error) {
    if (faultOf(error, path) === null) throw error
    return false
  }
}
