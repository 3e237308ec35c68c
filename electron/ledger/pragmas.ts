import type Database from 'better-sqlite3'

/**
 * Every setting of a ledger connection, as [pragma, value to set, value read back].
 * The build of better-sqlite3 defaults WAL to synchronous=NORMAL, which may lose the last commits on power loss.
 */
const settings: readonly (readonly [string, string, string | number])[] = [
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0], // a handed-over file cannot run functions from its schema
  ['recursive_triggers', 'ON', 1], // else INSERT OR REPLACE deletes without asking the delete triggers
  ['cell_size_check', 'ON', 1], // notices some damage earlier
  ['synchronous', 'FULL', 2],
  ['fullfsync', 'ON', 1], // macOS: fsync alone does not reach the platter there
  ['checkpoint_fullfsync', 'ON', 1],
  ['temp_store', 'MEMORY', 2], // no amounts in temporary files
]

/** Milliseconds a statement waits for another connection (a checkpoint, a reader's recovery). */
export const busyMilliseconds = 2_000

/**
 * Sets up a connection and reads each setting back.
 *
 * @param keepsJournal `true` for a writer: the file is put into WAL mode. A reader leaves the file's mode alone.
 * @throws Error if a setting did not take; SqliteError as the file has it
 */
export function applyPragmas(db: Database.Database, keepsJournal: boolean): void {
  db.pragma(`busy_timeout = ${busyMilliseconds}`)
  if (keepsJournal) {
    const mode = db.pragma('journal_mode = WAL', { simple: true })
    if (mode !== 'wal') throw new Error(`journal_mode is ${String(mode)}, not wal`)
  }
  for (const [name, value, expected] of settings) {
    db.pragma(`${name} = ${value}`)
    const actual = db.pragma(name, { simple: true })
    if (actual !== expected) throw new Error(`pragma ${name} is ${String(actual)}, not ${expected}`)
  }
}
