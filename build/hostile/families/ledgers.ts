import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { claim, type Family } from '../family.ts'
import { hostileValue, mutateBytes, mutateJson, nested } from '../mutate.ts'
import { outcomeOf } from '../outcome.ts'
import { sampleLedger, servicesOver } from '../program.ts'
import type { Random } from '../random.ts'
import { hostileText, wellFormed } from '../texts.ts'

/** Changes a ledger past the program; its own triggers stand aside meanwhile. */
function tamper(path: string, act: (db: DatabaseSync) => void): void {
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
const foreign = (random: Random): string =>
  random.pick([
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

const header = (random: Random): string =>
  random.pick([
    'PRAGMA application_id = 0',
    'PRAGMA application_id = 1247102290',
    'PRAGMA user_version = 99',
    'PRAGMA user_version = -1',
    'PRAGMA user_version = 0',
    'PRAGMA user_version = 2147483647',
    'PRAGMA journal_mode = WAL',
  ])

/** Contents that the columns take and the program never writes. */
function odd(db: DatabaseSync, random: Random): void {
  const text = (): string => wellFormed(hostileText(random)).replaceAll('\u0000', '')
  const json = (): string => {
    const made = JSON.stringify(random.once(8) ? nested(900, random) : hostileValue(random))
    // what is longer could not be stored by any way in, and the window's schema would say so
    return made.length > 90_000 ? '"long"' : made
  }
  const fact = (): readonly [string, string, string] => {
    const rows = db.prepare('SELECT kind, key, coalesce(text, number) AS value FROM fact').all() as {
      kind: string
      key: string
      value: string | number
    }[]
    const row = random.pick(rows)
    return [row.kind, row.key, String(row.value)]
  }
  switch (random.below(14)) {
    case 0: {
      const [kind, key, value] = fact()
      const changed = random.once(2)
        ? json()
        : JSON.stringify(
            mutateJson(
              JSON.parse(value.startsWith('{') || value.startsWith('"') ? value : '{"name":"x","order":1}'),
              random,
            ),
          )
      db.prepare('UPDATE fact SET number = NULL, text = ? WHERE kind = ? AND key = ?').run(changed, kind, key)
      break
    }
    case 1:
    case 2:
      db.prepare('INSERT INTO fact (book, kind, key, text) VALUES (1, ?, ?, ?)').run(
        random.pick([
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
        random.pick([
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
        random.pick([
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
        random.pick(['cell', 'stated', 'row', 'unit', 'project', 'explanation', 'text', 'option', 'cover']),
        random.pick([
          'GK05!2080501!income',
          'GK05!2080501!opening',
          '2080502',
          'p9',
          'X1!GK01!!',
          'decimals',
          'S05!result!value',
          text(),
        ]),
        random.pick([0, 1, -1, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]),
      )
      break
    case 4:
      db.prepare('UPDATE journal SET changes = ? WHERE seq = ?').run(
        random.pick([json(), '[[1]]', '[["cell"]]', '[null]', '[', '{}', '[["nothing","a",null,5]]']),
        random.between(1, 3),
      )
      break
    case 5:
      db.prepare('UPDATE journal SET place = ?, detail = ?').run(
        random.pick(['1', '{}', '{"form":1}', json()]),
        random.pick(['1', '[]', '{"to":1}', '{"files":5}', 'null', json()]),
      )
      break
    case 6:
      db.prepare('UPDATE journal SET label = ?, who = ?, origin = ?, time = ?').run(
        text(),
        text(),
        text(),
        random.pick(['2025-13-45T99:99:99.999Z', '2025-01-01T00:00:00.000Z', 'x']),
      )
      break
    case 7: {
      const { json: whole } = db.prepare('SELECT json FROM edition').get() as { json: string }
      const value = random.pick<() => string>([
        () => JSON.stringify(mutateJson(JSON.parse(whole), random, { isGentle: true })),
        json,
        () => '{}',
        () => '{',
        () => '{"head":{}}',
        () => '{"head":null}',
        () => whole.slice(0, 1_000),
      ])()
      const hash = random.once(2)
        ? createHash('sha256').update(value).digest('hex')
        : (db.prepare('SELECT hash FROM edition').get() as { hash: string }).hash
      db.prepare('UPDATE edition SET json = ?, hash = ?').run(value, hash)
      db.prepare('UPDATE book SET edition = ?').run(hash)
      break
    }
    case 8:
      db.prepare('UPDATE department SET name = ?').run(random.once(4) ? '长'.repeat(1_000_000) : text() || 'x')
      break
    case 9:
      db.prepare('UPDATE book SET year = ?, revision = ?, seq = ?').run(
        random.pick([1949, 9999, 2024]),
        random.pick([0, 2 ** 40, 3]),
        random.pick([0, 1, 99, 3]),
      )
      break
    case 10:
      db.prepare('UPDATE book SET undo_top = ?, redo_top = ?').run(
        random.pick([null, 0, 1, 99]),
        random.pick([null, 0, 1, 99]),
      )
      break
    case 11:
      db.prepare('UPDATE book SET state = ?').run(random.pick(['sealed', 'moved', 'x']))
      break
    case 12:
      db.prepare('INSERT INTO edition (hash, name, revision, json) VALUES (?, ?, ?, ?)').run(
        'f'.repeat(64),
        text(),
        random.pick([1, -1, 2 ** 40]),
        random.pick([json(), '{}', '{"head":{"edition":5,"revision":"x"}}', '{"head":[]}', '{']),
      )
      break
    default:
      db.prepare(
        'INSERT INTO book (department, year, edition, state, revision, seq, hash, created) SELECT department, ?, edition, state, 0, 0, hash, ? FROM book',
      ).run(random.pick([2023, 2025, 1949]), text())
  }
}

/** Ledger files from elsewhere: opened, shown, edited, verified, and read beside a writer. */
export const ledgers: Family = {
  name: 'ledgers',
  cases: 150,
  begin: async (folder) => {
    const whole = await sampleLedger(join(folder, '样例.juesuan'))
    const bytes = readFileSync(whole)
    const home = join(folder, 'home')
    const path = join(folder, '外来.juesuan')
    const places = readdirSync(folder)
    return {
      attempt: async (random) => {
        for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) writeFileSync(path + end, '')
        const kind = random.below(10)
        let isForeign = false
        if (kind < 3) writeFileSync(path, mutateBytes(bytes, random))
        else {
          copyFileSync(whole, path)
          try {
            tamper(path, (db) => {
              db.exec('CREATE TABLE executed (what)')
              if (kind < 5) odd(db, random)
              else if (kind < 8) odd(db, random)
              else if (kind === 8) db.exec(header(random))
            })
            if (kind === 9) {
              isForeign = true
              const db = new DatabaseSync(path)
              db.exec(foreign(random))
              db.close()
            } else if (random.once(2)) {
              const db = new DatabaseSync(path)
              db.exec('DROP TABLE executed')
              db.close()
            }
          } catch (error) {
            // SQLite itself would not have it
            if ((error as { readonly code?: string }).code !== 'ERR_SQLITE_ERROR') throw error
            return 'not made'
          }
        }
        const services = servicesOver(home, path)
        const call = (name: string, input: unknown) => services.serve(name, input, { client: 'one', isTrusted: true })
        const told: string[] = []
        const say = async (name: string, input: unknown): Promise<unknown> => {
          const result = await call(name, input)
          try {
            told.push(outcomeOf(result))
          } catch (error) {
            const { file } = services.incidents
            const noted = existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : ''
            throw new Error(`${name}: ${(error as Error).message.slice(0, 200)}\n${noted.slice(0, 700)}`)
          }
          return result.ok ? result.value : null
        }
        try {
          const start = (await say('app.start', {})) as { ledger: unknown; fault: { kind: string } | null } | null
          if (start !== null && start.fault !== null) outcomeOf({ ok: false, fault: start.fault as never })
          if ((start?.ledger ?? null) === null) return `not opened: ${start?.fault?.kind ?? ''}`
          await say('editions.all', {})
          await say('books.all', {})
          await say('ledger.verify', {})
          const books = ((await say('books.list', {})) ?? []) as { id: number; revision: number }[]
          for (const { id: book, revision: base } of books.slice(0, 2)) {
            if ((await say('book.open', { book })) === null) continue
            await say('book.history', { book, before: null, limit: 50 })
            await say('book.sealing', { book })
            await say('book.newerRevision', { book })
            await say('compare.prior', { book, form: 'GK05' })
            await say('analysis.years', { book })
            await say('book.rollForwardPreview', { book, edition: null, options: {} })
            const change = { kind: 'cell', key: 'GK05!2080501!income', after: 5 }
            await say('book.commit', { book, base, label: '录入', place: null, changes: [change] })
            await say('book.undo', { book, base: base + 1 })
            await say('book.undo', { book, base: base + 2 })
            await say('book.restoreState', { book, base, seq: 1 })
            await say('book.structure', { book, base, request: { kind: 'add-unit', name: '某中心' } })
          }
          await say('ledger.backup', {})
        } finally {
          await services.end()
        }
        if (kind >= 3) claim(wasExecuted(join(home, '账套.juesuan')) === 0, 'a trigger of the file was run')
        const left = readdirSync(folder).filter(
          (name) => !places.includes(name) && !name.startsWith('外来') && name !== 'home',
        )
        claim(
          left.every((name) => name.startsWith('juesuan-')),
          `files appeared: ${left.join()}`,
        )
        return isForeign
          ? 'foreign parts, opened'
          : `opened${told.some((one) => one !== 'value') ? ', refused later' : ''}`
      },
    }
  },
}

function wasExecuted(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return (db.prepare('SELECT count(*) AS count FROM executed').get() as { count: number }).count
  } catch {
    return 0
  } finally {
    db.close()
  }
}
