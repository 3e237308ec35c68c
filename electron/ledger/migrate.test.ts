import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { readOnlyMedium, smallDisk } from './fixtures/faults.ts'
import {
  closedLedger,
  factsOf,
  folder,
  gesture,
  like,
  must,
  opening,
  refused,
  reopened,
  set,
} from './fixtures/ledgers.ts'
import { listBackups } from './ledger.ts'
import { loadMigrations, migrationsFolder } from './migrate.ts'

/** Today's migrations and one of tomorrow's. */
function withSecond(sql: string): string {
  const path = join(folder(), 'migrations')
  cpSync(migrationsFolder(), path, { recursive: true })
  writeFileSync(join(path, '0002_note.sql'), sql)
  const hashes = JSON.parse(readFileSync(join(path, 'hashes.json'), 'utf8')) as Record<string, string>
  hashes['0002_note.sql'] = createHash('sha256').update(sql).digest('hex')
  writeFileSync(join(path, 'hashes.json'), JSON.stringify(hashes))
  return path
}

const addNote =
  'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;\nALTER TABLE book ADD COLUMN note TEXT;'
const dump = (path: string) => {
  const db = new Database(path, { readonly: true })
  try {
    return {
      schema: db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
      facts: db.prepare('SELECT * FROM fact').all(),
      journal: db.prepare('SELECT * FROM journal').all(),
      number: db.pragma('user_version', { simple: true }),
      id: db.pragma('application_id', { simple: true }),
    }
  } finally {
    db.close()
  }
}

describe('an older ledger', () => {
  it('is brought up to date after a verified backup that the older program still opens', async () => {
    const { path, book } = await closedLedger()
    const old = dump(path)
    const migrations = withSecond(addNote)
    const ledger = await reopened(path, 'write', { migrations })
    must(gesture(ledger, book.id, set('a', 1)))
    expect(must(ledger.verify())).toEqual([])
    ledger.close()
    expect(dump(path).number).toBe(2)
    const backups = must(listBackups(path))
    expect(backups.map(({ reason }) => reason)).toEqual(['migration'])
    expect(dump(backups[0]?.path ?? '')).toEqual(old)
    const older = await reopened(backups[0]?.path ?? '')
    expect(factsOf(older, book.id)).toEqual({ 'GK05!2010101!basic': 3 })
    expect(refused(await opening(path))).toEqual({
      kind: 'ledger-too-new',
      path,
      theirs: 2,
      ours: 1,
    })
  })

  it('opened for reading is migrated in a copy, and stays as it is', async () => {
    const { path, book } = await closedLedger()
    const before = readFileSync(path)
    const migrations = withSecond(addNote)
    const reader = await reopened(path, 'read', { migrations })
    expect(factsOf(reader, book.id)).toEqual({ 'GK05!2010101!basic': 3 })
    expect(must(reader.verify())).toEqual([])
    expect(readFileSync(path).equals(before)).toBe(true)
    const medium = readOnlyMedium(dirname(path))
    if (medium === null) return
    expect(factsOf(await reopened(join(medium, basename(path)), 'read', { migrations }), book.id)).toEqual({
      'GK05!2010101!basic': 3,
    })
  })

  it.each([
    ['a mistake', `${addNote}\nINSERT INTO nowhere VALUES (1);`, /nowhere/],
    [
      'a broken foreign key',
      `${addNote}\nDROP TRIGGER fact_insert_open; INSERT INTO fact VALUES (99, 'a', 'b', 1, NULL);`,
      /fact/,
    ],
    ['an end of the transaction', `${addNote}\nCOMMIT;`, /transaction/],
  ] as const)('with a migration that has %s stays untouched', async (what, sql, reason) => {
    const { path } = await closedLedger()
    const old = dump(path)
    const result = await opening(path, 'write', { migrations: withSecond(sql) })
    expect(refused(result)).toMatchObject({
      kind: 'migration-failed',
      name: '0002_note.sql',
      detail: like(reason),
    })
    if (what === 'an end of the transaction') return // already committed: the backup has the old file
    expect(dump(path)).toEqual(old)
    ;(await reopened(path)).close()
  })

  it('on a full disk stays untouched', async (context) => {
    const disk = smallDisk(400)
    if (disk === null) return context.skip('this user cannot mount a small disk')
    const { path: source } = await closedLedger()
    const path = join(disk, 'a.juesuan')
    cpSync(source, path)
    const fill = `${addNote}
      INSERT INTO note WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 2000)
        SELECT value, hex(zeroblob(500)) FROM n;`
    const old = dump(path)
    const result = await opening(path, 'write', { migrations: withSecond(fill) })
    expect(refused(result).kind).toBe('disk-full')
    expect(dump(path)).toEqual(old)
  })
})

describe('the list of migrations', () => {
  it('is numbered without gaps and every file has its hash', () => {
    expect(loadMigrations(migrationsFolder()).map(({ name }) => name)).toEqual(['0001_ledger.sql'])
  })

  it.each([
    ['an edited file', (path: string) => appendFileSync(join(path, '0001_ledger.sql'), '--'), '0001_ledger.sql'],
    ['a file without hash', (path: string) => writeFileSync(join(path, '0003_x.sql'), ''), '0003_x.sql'],
    ['a missing file', (path: string) => rmSync(join(path, '0002_note.sql')), '0002_note.sql'],
  ] as const)('refuses %s', async (_what, change, name) => {
    const migrations = withSecond(addNote)
    change(migrations)
    const { path } = await closedLedger()
    expect(refused(await opening(path, 'write', { migrations }))).toEqual({
      kind: 'migration-changed',
      name,
    })
  })

  it('is the same list with the line ends of Windows', () => {
    const migrations = withSecond(addNote)
    const file = join(migrations, '0001_ledger.sql')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
    expect(loadMigrations(migrations)).toHaveLength(2)
  })
})
