import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changedBetween, executedIn, readBytes } from './ledger-contents.ts'
import { tamper } from './odd-ledgers.ts'
import { sampleLedger } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostile-contents-'))
const whole = join(folder, '样例.juesuan')
const path = join(folder, '改过.juesuan')
const scratch = join(folder, 'scratch')
beforeAll(() => sampleLedger(whole))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The sample, changed past the program. */
function changed(sql: string): string {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  copyFileSync(whole, path)
  tamper(path, (db) => db.exec(sql))
  return path
}

describe('what a refusal changed', () => {
  it.each([
    ['SELECT 1', []],
    ['CREATE INDEX moved ON fact (number)', []],
    ["UPDATE fact SET number = number + 1 WHERE key = 'GK05!2080501!income'", ['facts']],
    ["DELETE FROM fact WHERE key = 'GK05!2080501!income'", ['facts']],
    ['UPDATE book SET revision = revision + 1', ['books']],
    ["UPDATE journal SET label = 'x' WHERE seq = 1", ['journal']],
    ["UPDATE department SET name = 'x'", ['departments']],
    ["UPDATE edition SET json = '{}'", ['editions']],
  ])('is seen: %s', (sql, expected) => {
    expect(changedBetween(readBytes(whole), readBytes(changed(sql)), scratch)).toEqual(expected)
  })

  it('is seen where it lies only in the log', () => {
    const db = new DatabaseSync(changed('SELECT 1'))
    try {
      db.exec('PRAGMA journal_mode = WAL')
      const before = readBytes(path)
      db.exec('UPDATE book SET revision = revision + 1')
      const after = readBytes(path)
      expect(after.file.equals(before.file)).toBe(true)
      expect(changedBetween(before, after, scratch)).toEqual(['books'])
    } finally {
      db.close()
    }
  })
})

describe('what was run', () => {
  it('is counted; a ledger without the table for it counts none', () => {
    expect(executedIn(whole)).toBe(0)
    expect(executedIn(changed('CREATE TABLE executed (what)'))).toBe(0)
    expect(executedIn(changed('CREATE TABLE executed (what); INSERT INTO executed VALUES (1)'))).toBe(1)
  })

  it('is not nothing where it cannot be read', () => {
    expect(() => executedIn(changed('CREATE VIEW executed AS SELECT * FROM elsewhere'))).toThrow('elsewhere')
  })
})
