import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { programFile } from '../program/places.ts'
import { Refusal } from './file-faults.ts'

export type Migration = {
  readonly number: number
  readonly name: string
  readonly sha256: string
  readonly sql: string
}

/** Where the SQL files lie. */
export const migrationsFolder = (): string => programFile('migrations')

/**
 * All migrations in order, each checked against `hashes.json`.
 *
 * @throws Refusal migration-changed for a file that was edited, added or removed without its hash, or out of number
 */
export function loadMigrations(folder: string): readonly Migration[] {
  const hashes = JSON.parse(readFileSync(join(folder, 'hashes.json'), 'utf8')) as Record<string, string>
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return [...new Set([...names, ...Object.keys(hashes)])].sort().map((name, index) => {
    const number = index + 1
    if (!names.includes(name) || !name.startsWith(`${String(number).padStart(4, '0')}_`)) {
      throw new Refusal({ kind: 'migration-changed', name })
    }
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n') // git on Windows
    const sha256 = createHash('sha256').update(sql).digest('hex')
    if (hashes[name] !== sha256) throw new Refusal({ kind: 'migration-changed', name })
    return { number, name, sha256, sql }
  })
}

/** Schema number of the file; 0 for a new one. */
export const schemaOf = (db: Database.Database): number => db.pragma('user_version', { simple: true }) as number

/**
 * Brings the file to the last of `migrations` in one immediate transaction, or leaves it as it was.
 *
 * @param stamp time (ISO UTC) and program version to note
 * @throws Refusal migration-failed naming the file; a full disk and the like as the SqliteError it is
 */
export function migrate(
  db: Database.Database,
  path: string,
  migrations: readonly Migration[],
  stamp: { readonly now: string; readonly program: string },
): void {
  db.pragma('foreign_keys = OFF') // a table may have to be rebuilt; no effect once inside the transaction
  try {
    db.transaction(() => {
      const from = schemaOf(db)
      for (const migration of migrations.filter(({ number }) => number > from)) apply(db, path, migration, stamp)
    }).immediate()
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function apply(
  db: Database.Database,
  path: string,
  { number, name, sha256, sql }: Migration,
  stamp: { readonly now: string; readonly program: string },
): void {
  const failed = (detail: string) => new Refusal({ kind: 'migration-failed', path, name, detail })
  try {
    db.exec(sql)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^SQLITE_(ERROR|CONSTRAINT|MISMATCH)/.test(code)) throw failed((error as Error).message)
    throw error
  }
  if (!db.inTransaction) throw failed('the file ends the transaction')
  const broken = db.pragma('foreign_key_check') as readonly { table: string }[]
  if (broken[0] !== undefined) throw failed(`foreign keys broken in ${broken[0].table}`)
  db.prepare('INSERT INTO migration VALUES (?, ?, ?, ?, ?)').run(number, name, sha256, stamp.now, stamp.program)
  db.pragma(`user_version = ${number}`)
}
