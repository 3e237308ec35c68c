import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Chance } from '../testing/chance.ts'
import { hostileValue, mutateJson, nested } from './mutate.ts'
import { hostileText, wellFormed } from './texts.ts'

/** Changes a ledger past the program; its own triggers stand aside meanwhile. */
export function tamper(path: string, act: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON')
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string
      sql: string
    }[]
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
    try {
      act(db)
    } finally {
      for (const { sql } of triggers) db.exec(sql)
    }
  } finally {
    db.close()
  }
}

/** Things another program could have put into the file, to have them run when the ledger is opened, read or written. */
export const foreign = (chance: Chance): string =>
  chance.oneOf([
    ...['fact', 'journal', 'book', 'edition', 'department', 'ledger'].flatMap((table) => [
      `CREATE TRIGGER other_${table} AFTER INSERT ON ${table} BEGIN INSERT INTO executed VALUES ('${table}'); END`,
      `CREATE TRIGGER other_${table} BEFORE UPDATE ON ${table} BEGIN INSERT INTO executed VALUES ('${table}'); END`,
    ]),
    "CREATE TRIGGER other AFTER INSERT ON journal BEGIN UPDATE fact SET number = 1 WHERE kind = 'cell'; INSERT INTO executed VALUES (1); END",
    'CREATE TRIGGER other AFTER INSERT ON journal BEGIN WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO executed SELECT i FROM n; END',
    'CREATE VIEW other AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
    'CREATE INDEX other ON fact (kind) WHERE number = -77 AND hex(zeroblob(300000000)) <> 1',
    'CREATE INDEX other ON journal (hex(seq))',
    'CREATE UNIQUE INDEX other ON fact (kind)',
    'CREATE TABLE other (a, b GENERATED ALWAYS AS (iif(a = 1, hex(zeroblob(300000000)), a)) STORED); INSERT INTO other (a) VALUES (2)',
    'CREATE TABLE other (a CHECK (a = 1 OR length(hex(zeroblob(300000000))) > 0)); INSERT INTO other VALUES (1)',
    'CREATE VIRTUAL TABLE other USING fts5(a)',
    'CREATE VIRTUAL TABLE other USING rtree(id, a, b)',
    'CREATE TABLE other (a); INSERT INTO other WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT hex(randomblob(400)) FROM n',
    Array.from({ length: 2_000 }, (_, at) => `CREATE TABLE other_${at} (a, b, c)`).join(';'),
    'ALTER TABLE fact ADD COLUMN other TEXT',
    'ALTER TABLE journal RENAME TO other',
    'DROP INDEX book_of_year',
    'CREATE TABLE "other\u202e" (a)',
  ])

export const header = (chance: Chance): string =>
  chance.oneOf([
    'PRAGMA application_id = 0',
    'PRAGMA application_id = 1247102290',
    'PRAGMA user_version = 99',
    'PRAGMA user_version = -1',
    'PRAGMA user_version = 0',
    'PRAGMA user_version = 2147483647',
    'PRAGMA journal_mode = WAL',
  ])

/** Contents that the columns take and the program never writes. */
export function odd(db: DatabaseSync, chance: Chance): void {
  const text = (): string => wellFormed(hostileText(chance)).replaceAll('\u0000', '')
  const json = (): string => {
    const made = JSON.stringify(chance.once(8) ? nested(900, chance) : hostileValue(chance))
    // what is longer could not be stored by any way in, and the window's schema would say so
    return made.length > 90_000 ? '"long"' : made
  }
  const fact = (): readonly [string, string, string] => {
    const rows = db.prepare('SELECT kind, key, coalesce(text, number) AS value FROM fact').all() as {
      kind: string
      key: string
      value: string | number
    }[]
    const row = chance.oneOf(rows)
    return [row.kind, row.key, String(row.value)]
  }
  switch (chance.below(14)) {
    case 0: {
      const [kind, key, value] = fact()
      const changed = chance.once(2)
        ? json()
        : JSON.stringify(
            mutateJson(
              JSON.parse(value.startsWith('{') || value.startsWith('"') ? value : '{"name":"x","order":1}'),
              chance,
            ),
          )
      db.prepare('UPDATE fact SET number = NULL, text = ? WHERE kind = ? AND key = ?').run(changed, kind, key)
      break
    }
    case 1:
    case 2:
      db.prepare('INSERT INTO fact (book, kind, key, text) VALUES (1, ?, ?, ?)').run(
        chance.oneOf([
          'cell',
          'stated',
          'row',
          'unit',
          'project',
          'explanation',
          'text',
          'option',
          'cover',
          '__proto__',
          'constructor',
          '无',
        ]),
        chance.oneOf([
          'GK05!2080501!income',
          'GK05!total!income',
          '2080502',
          'p9',
          'X1!GK01!!',
          'decimals',
          'duty',
          '__proto__',
          '',
          text(),
        ]),
        chance.oneOf([
          json(),
          '"文字"',
          '{}',
          '{"name":1}',
          '{"name":"甲","order":"1"}',
          '{"code":5,"unit":null}',
          JSON.stringify({ name: text(), order: 1e300 }),
          JSON.stringify('长'.repeat(90_000)),
        ]),
      )
      break
    case 3:
      db.prepare('INSERT OR REPLACE INTO fact (book, kind, key, number) VALUES (1, ?, ?, ?)').run(
        chance.oneOf(['cell', 'stated', 'row', 'unit', 'project', 'explanation', 'text', 'option', 'cover']),
        chance.oneOf([
          'GK05!2080501!income',
          'GK05!2080501!opening',
          '2080502',
          'p9',
          'X1!GK01!!',
          'decimals',
          'S05!result!value',
          text(),
        ]),
        chance.oneOf([0, 1, -1, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]),
      )
      break
    case 4:
      db.prepare('UPDATE journal SET changes = ? WHERE seq = ?').run(
        chance.oneOf([json(), '[[1]]', '[["cell"]]', '[null]', '[', '{}', '[["nothing","a",null,5]]']),
        chance.between(1, 3),
      )
      break
    case 5:
      db.prepare('UPDATE journal SET place = ?, detail = ?').run(
        chance.oneOf(['1', '{}', '{"form":1}', json()]),
        chance.oneOf(['1', '[]', '{"to":1}', '{"files":5}', 'null', json()]),
      )
      break
    case 6:
      db.prepare('UPDATE journal SET label = ?, who = ?, origin = ?, time = ?').run(
        text(),
        text(),
        text(),
        chance.oneOf(['2025-13-45T99:99:99.999Z', '2025-01-01T00:00:00.000Z', 'x']),
      )
      break
    case 7: {
      const { json: whole } = db.prepare('SELECT json FROM edition').get() as { json: string }
      const value = chance.oneOf<() => string>([
        () => JSON.stringify(mutateJson(JSON.parse(whole), chance, { isGentle: true })),
        json,
        () => '{}',
        () => '{',
        () => '{"head":{}}',
        () => '{"head":null}',
        () => whole.slice(0, 1_000),
      ])()
      const hash = chance.once(2)
        ? createHash('sha256').update(value).digest('hex')
        : (db.prepare('SELECT hash FROM edition').get() as { hash: string }).hash
      db.prepare('UPDATE edition SET json = ?, hash = ?').run(value, hash)
      db.prepare('UPDATE book SET edition = ?').run(hash)
      break
    }
    case 8:
      db.prepare('UPDATE department SET name = ?').run(chance.once(4) ? '长'.repeat(1_000_000) : text() || 'x')
      break
    case 9:
      db.prepare('UPDATE book SET year = ?, revision = ?, seq = ?').run(
        chance.oneOf([1949, 9999, 2024]),
        chance.oneOf([0, 2 ** 40, 3]),
        chance.oneOf([0, 1, 99, 3]),
      )
      break
    case 10:
      db.prepare('UPDATE book SET undo_top = ?, redo_top = ?').run(
        chance.oneOf([null, 0, 1, 99]),
        chance.oneOf([null, 0, 1, 99]),
      )
      break
    case 11:
      db.prepare('UPDATE book SET state = ?').run(chance.oneOf(['sealed', 'moved', 'x']))
      break
    case 12:
      db.prepare('INSERT INTO edition (hash, name, revision, json) VALUES (?, ?, ?, ?)').run(
        'f'.repeat(64),
        text(),
        chance.oneOf([1, -1, 2 ** 40]),
        chance.oneOf([json(), '{}', '{"head":{"edition":5,"revision":"x"}}', '{"head":[]}', '{']),
      )
      break
    default:
      db.prepare(
        'INSERT INTO book (department, year, edition, state, revision, seq, hash, created) SELECT department, ?, edition, state, 0, 0, hash, ? FROM book',
      ).run(chance.oneOf([2023, 2025, 1949]), text())
  }
}
