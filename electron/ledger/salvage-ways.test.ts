import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { pagesOf, retouch, wreckPages } from './fixtures/faults.ts'
import {
  bookOf,
  closedLedger,
  edition,
  factsOf,
  folder,
  freshLedger,
  gesture,
  like,
  must,
  opener,
  refused,
  reopened,
  set,
} from './fixtures/ledgers.ts'
import { elsewhere, firstFiles, lastFiles, rowsOf, send, travelledBook } from './fixtures/travels.ts'
import { chainStart, hashRow } from './journal.ts'
import { listBackups, restoreLedger, type Salvage, salvageLedger, verifyFile } from './ledger.ts'
import { loadMigrations, migrationsFolder } from './migrate.ts'
import { readRemains } from './remains.ts'
import type { JournalRow } from './statements.ts'

const out = () => join(folder(), '救出.juesuan')
const salvaged = async (from: string): Promise<Salvage> => must(await salvageLedger({ from, to: out() }, opener))

/** Twelve steps, given up for a backup with five; then more steps, of other amounts. What was given up is a backup. */
async function restoredLedger(more: number) {
  const { ledger, path, book } = await freshLedger()
  for (let step = 2; step <= 5; step++) must(gesture(ledger, book.id, set(`old${step}`, step)))
  must(await ledger.autoBackup('manual'))
  for (let step = 6; step <= 12; step++) must(gesture(ledger, book.id, set(`old${step}`, step)))
  ledger.close()
  must(await restoreLedger(must(listBackups(path))[0]?.path ?? '', path, opener))
  const again = await reopened(path)
  for (let step = 6; step < 6 + more; step++) must(gesture(again, book.id, set(`new${step}`, step)))
  const facts = factsOf(again, book.id)
  return { ledger: again, path, facts }
}

describe('a way that was given up when a backup was restored', () => {
  it.each([
    ['a row in the middle', 6, 'seq = 6'],
    ['several rows', 6, 'seq IN (6, 7)'],
    ['all rows behind the backup', 6, 'seq > 5'],
    ['all rows of a way longer than the one given up', 9, 'seq > 5'],
  ])('is not followed where %s cannot be read', async (_what, more, where) => {
    const { ledger, path, facts } = await restoredLedger(more)
    ledger.close()
    retouch(path, `UPDATE journal SET label = 'x' WHERE ${where}`)
    const report = await salvaged(path)
    const saved = await reopened(report.ledger ?? '')
    expect(must(saved.verify())).toEqual([])
    expect(factsOf(saved, 1)).toEqual(facts)
    expect(report.books).toMatchObject([{ outcome: 'continued', steps: 5, lostSteps: more }])
  })

  it.each([
    ['a row in the middle', 'seq = 6'],
    ['all rows behind the restored backup', 'seq > 5'],
  ])('does not hide a backup that has the right one: %s', async (_what, where) => {
    const { ledger, path, facts } = await restoredLedger(7)
    must(await ledger.autoBackup('manual'))
    ledger.close()
    const before = rowsOf(path, 1)
    // the newest backup is the one given up
    const [right, given] = must(listBackups(path))
    const bytes = `${path}.bytes`
    copyFileSync(right?.path ?? '', bytes)
    copyFileSync(given?.path ?? '', right?.path ?? '')
    copyFileSync(bytes, given?.path ?? '')
    retouch(path, `UPDATE journal SET label = 'x' WHERE ${where}`)
    const report = await salvaged(path)
    expect(report.books).toMatchObject([{ outcome: 'whole', lostSteps: 0 }])
    const saved = await reopened(report.ledger ?? '')
    expect(rowsOf(saved.path, 1)).toEqual(before)
    expect(factsOf(saved, 1)).toEqual(facts)
  })

  it('nor one that was made since and ends before the last row', async () => {
    const { ledger, path, facts } = await restoredLedger(3)
    must(await ledger.autoBackup('manual'))
    must(gesture(ledger, 1, set('last', 1)))
    ledger.close()
    retouch(path, "UPDATE journal SET label = 'x' WHERE seq > 5")
    const report = await salvaged(path)
    expect(report.books).toMatchObject([{ outcome: 'continued', steps: 8, lostSteps: 1 }])
    expect(factsOf(await reopened(report.ledger ?? ''), 1)).toEqual({ ...facts, last: 1 })
  })

  it('is not taken for the journal of a book whose line names another last row', async () => {
    const { path } = await closedLedger()
    retouch(path, `UPDATE book SET hash = '${'1'.repeat(64)}'; UPDATE fact SET number = 9`)
    const report = await salvaged(path)
    expect(report.books).toMatchObject([{ outcome: 'continued', lostSteps: null, detail: like('末条不符') }])
    expect(factsOf(await reopened(report.ledger ?? ''), 1)).toEqual({ 'GK05!2010101!basic': 9 })
  })
})

/** The last row of book 1 with another detail, and the hashes that go with it. */
function forgeDetail(path: string, detail: string | null): void {
  const row = { ...(rowsOf(path, 1).journal.at(-1) as unknown as JournalRow), detail }
  const text = detail === null ? 'NULL' : `'${detail}'`
  const hash = hashRow(row)
  retouch(
    path,
    `UPDATE journal SET detail = ${text}, hash = '${hash}' WHERE book = 1 AND seq = ${row.seq};
     UPDATE book SET hash = '${hash}' WHERE id = 1`,
  )
}

describe('a detail of another shape, whose hash is right', () => {
  const shapes = ['null', '5', '[]', '{}', '{"files":5}', '{"files":[5]}']
  it.each(shapes)('of a sealing, %s, is damage of that book, and the others are saved', async (detail) => {
    const { ledger, path } = await travelledBook('sealed')
    must(ledger.createBook(bookOf({ department: '另一局' })))
    ledger.close()
    forgeDetail(path, detail)
    const problems = must(await verifyFile(path, opener))
    expect(problems).toContainEqual({
      what: 'journal',
      book: { department: '某局', year: 2024 },
      place: 'journal 10',
      detail: like('已损坏'),
    })
    expect(problems.every(({ book }) => book?.department === '某局')).toBe(true)
    const report = await salvaged(path)
    expect(report.books).toMatchObject([
      { outcome: 'continued', steps: 9 },
      { department: '另一局', outcome: 'whole' },
    ])
  })

  const arrivals = ['null', '{"lost":5}', '{"lost":{"files":5,"editions":[]}}', '{"lost":{"files":[],"editions":5}}']
  it.each(arrivals)('of an arrival, %s, is damage of that book', async (detail) => {
    const { ledger, book } = await travelledBook('open')
    const to = elsewhere()
    must(await send(ledger, book.id, 'copied', to))
    forgeDetail(to, detail)
    expect(must(await verifyFile(to, opener)).map(({ book: one }) => one?.department)).toContain('某局')
  })

  it.each(['null', '{"edition":null}', '{"edition":{"hash":5}}', '{"ledger":5}'])(
    'of an opening, %s',
    async (detail) => {
      const { ledger, path } = await freshLedger()
      ledger.close()
      forgeDetail(path, detail)
      expect(must(await verifyFile(path, opener)).map(({ book }) => book?.department)).toContain('某局')
      expect((await salvaged(path)).books).toHaveLength(1)
    },
  )
})

describe('a moved book', () => {
  it.each([
    ['one sealed file', "UPDATE sealed_file SET bytes = x'00' WHERE name = '某局.pdf'", 1],
    ['all sealed files', "UPDATE sealed_file SET bytes = x'00'", 3],
  ])('is saved without %s, and stays moved', async (_what, sql, lost) => {
    const { ledger, path, book } = await travelledBook('sealed')
    must(await send(ledger, book.id, 'moved', elsewhere()))
    ledger.close()
    const before = rowsOf(path, 1)
    retouch(path, sql)
    const report = await salvaged(path)
    expect(report.books).toMatchObject([{ outcome: 'whole', state: 'moved' }])
    expect(report.books[0]?.lostFiles).toHaveLength(lost)
    const saved = await reopened(report.ledger ?? '')
    expect(must(saved.verify())).toEqual([])
    const after = rowsOf(saved.path, 1)
    expect(after.facts).toEqual(before.facts)
    expect(after.journal.slice(0, -2)).toEqual(before.journal.slice(0, -1))
    expect(after.files).toHaveLength(firstFiles.length + lastFiles.length - lost)
    expect(must(saved.custody(1)).left).toMatchObject({ file: '另一账套.juesuan' })
    expect(must(saved.history(1, { limit: 2 }))).toMatchObject([
      { kind: 'close', origin: 'salvaged' },
      { kind: 'arrive', detail: { how: 'salvaged' }, label: like('转出') },
    ])
    expect(refused(gesture(saved, 1, set('a', 1))).kind).toBe('request-rejected')
    must(await saved.autoBackup('manual'))
  })
})

describe('a book that was saved without an earlier edition', () => {
  it.each(['moved', 'copied'] as const)('can be %s', async (how) => {
    const { ledger, path } = await travelledBook('sealed')
    ledger.close()
    wreckPages(path, pagesOf(path, 'edition').leaves)
    const newest = edition('dongcheng-2024', 2)
    const spare = (hash: string) => (hash === newest.hash ? newest : null)
    const report = must(await salvageLedger({ from: path, to: out(), spare }, opener))
    expect(report.books).toMatchObject([{ outcome: 'whole', lostEditions: 1 }])
    const saved = await reopened(report.ledger ?? '')
    const to = elsewhere()
    must(await send(saved, 1, how, to))
    expect(must(await verifyFile(to, opener))).toEqual([])
    expect(rowsOf(to, 1).facts).toEqual(rowsOf(saved.path, 1).facts)
  })
})

it('a journal on many pages has a last row', async () => {
  const { path } = await closedLedger()
  const count = 2_000
  const db = new Database(path)
  db.pragma('foreign_keys = OFF')
  db.exec('DROP TRIGGER journal_in_order; DROP TRIGGER journal_of_sealed')
  const insert = db.prepare(
    `INSERT INTO journal VALUES (7, @seq, @time, @kind, @who, @origin, @label, @place, @changed, @changes, @detail,
       @revision, @target, @below, @prev_hash, @hash)`,
  )
  const plain = {
    time: '2025-03-01T08:00:00.000Z',
    kind: 'gesture',
    who: '',
    origin: '',
    label: '',
    place: null,
    changed: 0,
    changes: '[]',
    detail: null,
    target: null,
    below: null,
  } as const
  db.transaction(() => {
    let before = chainStart
    for (let seq = 1; seq <= count; seq++) {
      const row = { ...plain, seq, revision: seq, prev_hash: before }
      const hash = hashRow(row)
      insert.run({ ...row, hash })
      before = hash
    }
  })()
  db.close()
  const remains = readRemains(path, loadMigrations(migrationsFolder()))
  try {
    expect(remains.lastRow(7)).toBe(count)
    expect(remains.lastRow(8)).toBe(0)
  } finally {
    remains.close()
  }
})
