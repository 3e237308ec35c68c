import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { faultOf, isBusy, Refusal } from './file-faults.ts'
import { identityOf, isWritable } from './identify.ts'

/** The right to write a ledger. The system takes it back when the process dies, however it dies. */
export type WriterLock = { readonly release: () => void }

type Writer = { who: string; since: string; token: string }

/**
 * Takes the writer lock of a ledger: an open write transaction on `<ledger>.lock`, a tiny SQLite file in
 * rollback-journal mode, where the row that says who holds it stays readable meanwhile. The file is never deleted:
 * somebody could be waiting on the deleted one while a third makes a new one.
 *
 * @param path resolved path of the ledger
 * @param request.who shown, with the process id, to whoever is refused
 * @param request.now time to note, ISO UTC
 * @param request.wait milliseconds to wait for another writer before refusing
 * @throws Refusal ledger-locked with who and since when; SqliteError as the folder has it
 */
export async function takeWriterLock(
  path: string,
  request: { readonly who: string; readonly now: string; readonly wait: number },
): Promise<WriterLock> {
  const file = `${path}.lock`
  const mine: Writer = { who: `${request.who}, pid ${process.pid}`, since: request.now, token: randomUUID() }
  const end = performance.now() + request.wait
  let isMended = false
  for (;;) {
    try {
      const db = holdOrNull(file, mine)
      if (db !== null) return { release: () => db.close() }
    } catch (error) {
      // Power loss may leave a torn lock file. Nobody can hold a lock on what is no database.
      if (isMended || !isTorn(error, file)) throw error
      isMended = true
      rmSync(file, { force: true })
      rmSync(`${file}-journal`, { force: true })
      continue
    }
    if (performance.now() >= end) {
      const holder = readHolder(file)
      throw new Refusal({ kind: 'ledger-locked', path, who: holder?.who ?? '', since: holder?.since ?? '' })
    }
    await pause(15 + Math.random() * 20)
  }
}

/** A torn header may also say that only later versions of SQLite write this file: it is read-only, and its mark is not. */
function isTorn(error: unknown, file: string): boolean {
  const kind = faultOf(error, file)?.kind
  return kind === 'ledger-damaged' || (kind === 'ledger-read-only' && identityOf(file) !== null && isWritable(file))
}

/** One try: notes who writes, then holds the transaction; null if another one has it or slipped in between. */
function holdOrNull(file: string, mine: Writer): Database.Database | null {
  const db = new Database(file, { timeout: 20 })
  let isHeld = false
  try {
    db.pragma('journal_mode = DELETE')
    db.pragma('synchronous = OFF') // the row matters only while this process lives
    db.exec('BEGIN IMMEDIATE')
    // made anew each time: in a torn file other rows could stand before this one, and nobody would ever hold the lock
    db.exec('DROP TABLE IF EXISTS writer')
    db.exec('CREATE TABLE writer (one INTEGER PRIMARY KEY CHECK (one = 1), who, since, token)')
    db.prepare('INSERT INTO writer VALUES (1, ?, ?, ?)').run(mine.who, mine.since, mine.token)
    db.exec('COMMIT')
    db.exec('BEGIN IMMEDIATE')
    isHeld = db.prepare('SELECT token FROM writer').pluck().get() === mine.token
  } catch (error) {
    if (!isBusy(error)) throw error
  } finally {
    if (!isHeld) db.close()
  }
  return isHeld ? db : null
}

function readHolder(file: string): Writer | undefined {
  const db = new Database(file, { readonly: true, timeout: 200 })
  try {
    return db.prepare<[], Writer>('SELECT who, since, token FROM writer').get()
  } catch {
    return undefined // being written this moment, or never written
  } finally {
    db.close()
  }
}
