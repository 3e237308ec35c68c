import { copyFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { foreignDatabase, retouch, tamper, tamperedLedger } from './fixtures/faults.ts'
import {
  cell,
  closedLedger,
  freshLedger,
  gesture,
  like,
  must,
  opener,
  opening,
  refused,
  reopened,
  sealNow,
  set,
} from './fixtures/ledgers.ts'
import { rowsOf } from './fixtures/travels.ts'
import { hashRow } from './journal.ts'
import { verifyFile } from './ledger.ts'
import { openForReading } from './open.ts'
import type { JournalRow } from './statements.ts'

/** A ledger with gestures, an undo, a redo and a sealing, changed past the program with its triggers put back. */
async function tampered(sql: string): Promise<string> {
  const { ledger, path, book } = await freshLedger(undefined, [cell('opening', 5)])
  for (const amount of [1, 2, 3]) must(gesture(ledger, book.id, set('a', amount)))
  must(ledger.undo(book.id))
  must(ledger.redo(book.id))
  must(ledger.undo(book.id))
  must(sealNow(ledger, book.id, [{ name: 'a.xlsx', bytes: Buffer.from('abc') }]))
  ledger.close()
  retouch(path, sql)
  return path
}

const problemsOf = async (path: string) =>
  must((await reopened(path, 'read')).verify()).map(({ what, place }) => `${what} ${place}`)

describe('verify', () => {
  it.each([
    ['nothing', 'SELECT 1', []],
    ['tamperedFact', "UPDATE fact SET number = 9 WHERE key = 'a'", ['facts fact cell a']],
    ['a fact taken away', "DELETE FROM fact WHERE key = 'a'", ['facts fact cell a']],
    ['a fact added', "INSERT INTO fact VALUES (1, 'cell', 'x', 1, NULL)", ['facts fact cell x']],
    ['tamperedJournal: a label', "UPDATE journal SET label = 'x' WHERE seq = 3", ['chain journal 3']],
    ['a time', "UPDATE journal SET time = '2020-01-01T00:00:00.000Z' WHERE seq = 8", ['chain journal 8']],
    ['a place', "UPDATE journal SET place = '{}' WHERE seq = 2", ['chain journal 2']],
    [
      'amounts in the journal',
      `UPDATE journal SET changes = '[["cell","a",null,7]]' WHERE seq = 2`,
      ['chain journal 2', 'journal journal 3'],
    ],
    [
      'the last row cut off',
      'DELETE FROM sealed_file; DELETE FROM journal WHERE seq = 8',
      ['chain book', 'undo book', 'journal book'],
    ],
    ['a row taken out', 'UPDATE journal SET below = NULL; DELETE FROM journal WHERE seq = 3', 'chain journal 4'],
    ['the revision', 'UPDATE book SET revision = 99', ['journal book']],
    ['the state', "UPDATE book SET state = 'open'", ['journal book']],
    ['the year', 'UPDATE book SET year = 2019', ['journal book']],
    ['the department', "UPDATE department SET name = '别局'", ['journal book']],
    ['the undo stack', 'UPDATE book SET undo_top = 2', ['undo book']],
    ['an edition', "UPDATE edition SET json = '{}'", ['edition edition dongcheng-2024 1']],
    ['a sealed file', "UPDATE sealed_file SET bytes = x'00'", ['sealed-file sealed_file 8 a.xlsx']],
    ['a sealed file gone', 'DELETE FROM sealed_file', ['sealed-file sealed_file 8 a.xlsx']],
    ['a trigger', 'CREATE TRIGGER spy AFTER INSERT ON fact BEGIN SELECT 1; END', ['schema trigger spy']],
    ['a table', 'CREATE TABLE spy (a)', ['schema table spy']],
    ['a foreign key', 'UPDATE book SET department = 77', ['foreign-key row book 1']],
  ] as const)('finds %s', async (_what, sql, expected) => {
    const problems = await problemsOf(await tampered(sql))
    if (typeof expected === 'string') expect(problems).toContain(expected)
    else expect(problems).toEqual(expected)
  })

  it('finds a missing trigger', async () => {
    const { path } = await closedLedger()
    tamper(path, 'DROP TRIGGER fact_update_open')
    expect(await problemsOf(path)).toEqual(['schema trigger fact_update_open'])
    expect(refused(await opening(path))).toMatchObject({
      kind: 'ledger-damaged',
      detail: '触发器 fact_update_open：缺少这一项',
    })
  })

  it('names the book and says it in Chinese', async () => {
    const path = await tampered("UPDATE fact SET number = 9 WHERE key = 'a'")
    expect(must((await reopened(path, 'read')).verify())).toEqual([
      { what: 'facts', book: { department: '某局', year: 2024 }, place: 'fact cell a', detail: '记录为 2，账上为 9' },
    ])
  })

  it('a forger who hashes again is found by the row that follows', async () => {
    const { path, book } = await closedLedger()
    const forged = { ...(rowsOf(path, book.id).journal[1] as unknown as JournalRow), label: 'x' }
    tamper(
      path,
      `DROP TRIGGER journal_not_updated; UPDATE journal SET label = 'x', hash = '${hashRow(forged)}' WHERE seq = 2`,
    )
    expect(await problemsOf(path)).toContain('chain journal 3')
  })
})

describe('what is damaged is not handed out', () => {
  it('an edition', async () => {
    const path = await tampered("UPDATE edition SET json = '{}'")
    const ledger = await reopened(path, 'read')
    const [book] = must(ledger.books())
    expect(refused(ledger.readEdition(book?.edition.hash ?? '')).kind).toBe('ledger-damaged')
    expect(refused(ledger.readEdition('0')).kind).toBe('edition-missing')
  })

  it('a sealed file', async () => {
    const ledger = await reopened(await tampered("UPDATE sealed_file SET bytes = x'00'"), 'read')
    expect(refused(ledger.sealedFiles(1))).toMatchObject({
      kind: 'ledger-damaged',
      detail: like('a.xlsx'),
    })
  })

  it('a journal row', async () => {
    const { path, book } = await closedLedger()
    retouch(path, 'UPDATE journal SET changes = substr(changes, 2)')
    const ledger = await reopened(path)
    expect(refused(ledger.history(book.id, { limit: 9 })).kind).toBe('ledger-damaged')
    expect(refused(ledger.undo(book.id)).kind).toBe('ledger-damaged')
  })

  it('an undo that would restore what never was', async () => {
    const { path, book } = await tamperedLedger()
    const ledger = await reopened(path)
    expect(refused(ledger.undo(book.id)).kind).toBe('ledger-damaged')
    expect(must(ledger.readBook(book.id)).summary.revision).toBe(4)
  })
})

describe('settings', () => {
  it('a reader cannot write, whatever it tries', async () => {
    const { path } = await closedLedger()
    const { handle, close } = await openForReading(path, opener)
    expect(() => handle.db.exec('DELETE FROM fact')).toThrow(/readonly/)
    close()
  })
})

describe('verifying in a thread', () => {
  it('says what verifying here says, of an open ledger while it is written, and how far it is', async () => {
    const { ledger, book } = await freshLedger()
    const told: number[] = []
    const verified = ledger.verifyApart((done) => told.push(done))
    must(gesture(ledger, book.id, set('a', 1)))
    expect(must(await verified)).toEqual([])
    expect(told).toEqual([0.3, 1])
    must(gesture(ledger, book.id, set('a', 2)))
    expect(must(ledger.verify())).toEqual([])
  })

  it('leaves the locks of an open ledger alone', async () => {
    const { ledger, path } = await freshLedger()
    must(await ledger.verifyApart())
    expect(refused(await opening(path, 'write')).kind).toBe('ledger-locked')
  })

  it('of a file that is closed, finds the same, and what cannot be opened is a fault', async () => {
    const { path } = await tamperedLedger()
    const here = must((await reopened(path, 'read')).verify())
    expect(here.length).toBeGreaterThan(0)
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    expect(must(await verifyFile(copy, opener))).toEqual(here)
    expect(refused(await verifyFile(foreignDatabase(), opener)).kind).toBe('ledger-foreign')
  })
})
