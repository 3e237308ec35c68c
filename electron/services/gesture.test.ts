import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { FactChange } from '../../shared/engine/facts.ts'
import { createLedger, type Ledger } from '../ledger/ledger.ts'
import { newBook } from './books.ts'
import { checkBook } from './check.ts'
import { must, refusal } from './fixtures/books.ts'
import { perform } from './gesture.ts'
import { chooseBook, openBook } from './open-book.ts'
import { makeSampleBook } from './sample.ts'

const made: (() => void)[] = []
afterEach(() => {
  for (const undo of made.splice(0).reverse()) undo()
})

async function ledger(): Promise<Ledger> {
  const folder = mkdtempSync(join(tmpdir(), 'services-'))
  made.push(() => rmSync(folder, { recursive: true, force: true }))
  const opened = must(await createLedger(join(folder, 'a.juesuan'), { clock: Date.now, program: 'test' }))
  made.push(opened.close)
  return opened
}

const income = { form: 'GK05', row: '2080501', column: 'income' }
const cell = (key: string, after: number | null): FactChange => ({ kind: 'cell', key, after })
const gesture = (...changes: readonly FactChange[]) => ({ changes, label: '录入', place: null })

describe('perform', () => {
  it('moves engine and ledger together, gesture by gesture', async () => {
    const open = must(makeSampleBook(await ledger()))
    const receipt = must(perform(open, gesture(cell('GK05!2080501!income', 5)), 'typed'))
    expect(open.summary).toMatchObject({ revision: receipt.revision, seq: receipt.seq })
    expect(open.engine.value(income)).toBe(5)
    must(perform(open, gesture(cell('GK05!2080501!income', 6)), 'typed'))
    expect(must(openBook(open.ledger, { year: 2024 })).engine.book.list()).toEqual(open.engine.book.list())
  })

  it('puts the engine back when the ledger refuses', async () => {
    const open = must(makeSampleBook(await ledger()))
    const other = must(openBook(open.ledger, { year: 2024 }))
    must(perform(other, gesture(cell('GK05!2080501!income', 5)), 'typed'))
    const before = open.engine.book.list()
    const stale = gesture(cell('GK05!2080501!income', 9), { kind: 'row', key: '2130104', after: { name: '' } })
    expect(refusal(perform(open, stale, 'typed'))).toBe('stale-revision')
    expect(open.engine.book.list()).toEqual(before)
    expect(open.engine.value(income)).toBe(7_391_326)
    expect(open.engine.row('GK05', '2130104')).toBeNull()
  })

  it('refuses as a whole what leads out of range', async () => {
    const open = must(makeSampleBook(await ledger()))
    const most = Number.MAX_SAFE_INTEGER
    const wild = gesture(cell('GK12!goods!amount', 1), cell('GK05!2080501!income', most))
    expect(refusal(perform(open, wild, 'typed'))).toMatch(/^input-refused 录入：有合计数超出/)
    expect(open.engine.value(income)).toBe(7_391_326)
    expect(must(open.ledger.readBook(open.summary.id)).summary.revision).toBe(3)
  })

  it('keeps a default an import states only where the whole gesture leaves it different', async () => {
    const open = must(makeSampleBook(await ledger()))
    // 基本支出 of GK03 follows GK06, which the same gesture changes
    const both = gesture(cell('GK03!2080501!basic', 5), cell('GK06!2080501@u1!basic', 5), cell('GK03!2080505!basic', 5))
    expect(must(perform(open, both, 'import'))).toMatchObject({ changed: 2 })
    const { facts } = must(open.ledger.readBook(open.summary.id))
    const keys = facts.filter(({ kind }) => kind === 'cell').map(({ key }) => key)
    expect(keys).not.toContain('GK03!2080501!basic')
    expect(keys).toContain('GK03!2080505!basic')
  })
})

describe('openBook', () => {
  it('takes last year’s book of the same department as prior', async () => {
    const file = await ledger()
    const { department } = must(makeSampleBook(file)).summary
    const request = { department, year: 2025, edition: 'dongcheng-2024' }
    must(newBook(file, request))
    must(newBook(file, { ...request, department: '另一局' }))
    const open = must(openBook(file, { department, year: 2025 }))
    const grand = { form: 'S02', row: 'grand', column: 'prior' }
    expect(open.engine.number(grand)).toBe(6_912_978_296)
    expect(must(openBook(file, { department: '另一局', year: 2025 })).engine.number(grand)).toBeNull()
    // every code of last year is gone
    expect(checkBook(open).findings.filter(({ check }) => check === 'Y2')).toHaveLength(9)
    expect(checkBook(open).unexplained).toBeGreaterThan(0)
  })

  it('says which books there are', async () => {
    const file = await ledger()
    expect(refusal(chooseBook(file, { year: 2024 }))).toMatch(/账套中还没有部门决算，请先用 new 新建/)
    must(makeSampleBook(file))
    expect(refusal(openBook(file, { year: 2020 }))).toMatch(/没有 2020 年度决算，已有 2024 年度/)
  })
})
