import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** The bytes of a ledger as they lie there, with the log of what was written last. */
export type LedgerBytes = { readonly file: Buffer; readonly log: Buffer }

const bytesAt = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))

/** Reads a ledger past SQLite: another library's connection to a file that is open here would truncate its index. */
export const readBytes = (path: string): LedgerBytes => ({ file: bytesAt(path), log: bytesAt(`${path}-wal`) })

/** What a refusal has to leave alone: facts, heads, journal, departments and editions, each as a hash; or why it cannot be read. */
export type Contents = Readonly<Record<string, string>>

const kept = {
  facts: 'SELECT * FROM fact ORDER BY book, kind, key',
  books: 'SELECT * FROM book ORDER BY id',
  journal: 'SELECT * FROM journal ORDER BY book, seq',
  departments: 'SELECT * FROM department ORDER BY id',
  editions: 'SELECT hash, name, revision, json FROM edition ORDER BY hash',
} as const

/** @param scratch where a copy may lie meanwhile */
function contentsOf({ file, log }: LedgerBytes, scratch: string): Contents {
  const all = [scratch, `${scratch}-wal`, `${scratch}-shm`]
  for (const path of all) rmSync(path, { force: true })
  writeFileSync(scratch, file)
  if (log.length > 0) writeFileSync(`${scratch}-wal`, log)
  const db = new DatabaseSync(scratch)
  try {
    return Object.fromEntries(Object.entries(kept).map(([what, sql]) => [what, hashOf(db, sql)]))
  } finally {
    db.close()
    for (const path of all) rmSync(path, { force: true })
  }
}

function hashOf(db: DatabaseSync, sql: string): string {
  const hash = createHash('sha256')
  try {
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    for (const row of statement.iterate())
      hash.update(JSON.stringify(Object.values(row).map((value) => (typeof value === 'bigint' ? `${value}n` : value))))
    return hash.digest('hex')
  } catch (error) {
    return `unreadable: ${(error as Error).message}`
  }
}

/** Names of what is not the same in both; nothing for bytes that are, or differ only in where they lie. */
export function changedBetween(before: LedgerBytes, after: LedgerBytes, scratch: string): readonly string[] {
  if (before.file.equals(after.file) && before.log.equals(after.log)) return []
  const [was, is] = [contentsOf(before, scratch), contentsOf(after, scratch)]
  return Object.keys(kept).filter((what) => was[what] !== is[what])
}

/**
 * How often something in a ledger ran that was not the program's; a ledger without the table for it counts none.
 * @throws what keeps the table from being read: what nobody could look at is not fine
 */
export function executedIn(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return (db.prepare('SELECT count(*) AS count FROM executed').get() as { count: number }).count
  } catch (error) {
    if (/no such table: executed/.test((error as Error).message)) return 0
    throw error
  } finally {
    db.close()
  }
}
