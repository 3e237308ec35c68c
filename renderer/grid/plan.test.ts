import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { sampleFacts } from '../../shared/sample/sample.ts'
import type { Screen } from './block-gestures.ts'
import { copiedBlock, fillOf, planFill, planPaste, planSame, planText } from './block-gestures.ts'
import type { Offer } from './plan.ts'
import { withoutEchoes } from './plan.ts'
import { Sheet } from './sheet.ts'
import { tallyOf } from './tally.ts'

const edition = builtInEdition()
function screenOf(form: string): Screen {
  const engine = Engine.create(edition, sampleFacts(edition)) as Engine
  const sheet = new Sheet(layOut(engine, form, { department: '', year: 2024, offered: true }))
  return { sheet, engine, unit: '万元', shown: sheet.rows.map(({ index }) => index) }
}
const text = (...rows: readonly (readonly string[])[]): Offer[][] =>
  rows.map((row) => row.map((one): Offer => ({ kind: 'text', text: one })))
const one = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column })

// GK05: 0 code, 1 name, 2 opening, 3 income, 4–7 computed, 8–9 closing; row 3 is 2080501
describe('pasting', () => {
  const screen = screenOf('GK05')

  it('takes what fits and counts the rest by its reason', () => {
    const { plan, range } = planPaste(screen, one(3, 3), text(['1', '2', '', 'x', '', '8', '九']))
    expect(plan.changes).toEqual([
      { kind: 'cell', key: 'GK05!2080501!income', after: 1_000_000 },
      { kind: 'cell', key: 'GK05!2080501!closingBasic', after: 8_000_000 },
    ])
    expect(plan).toMatchObject({ taken: 2, locked: 2, outside: 0 })
    expect(plan.refused).toEqual([
      {
        address: { form: 'GK05', row: '2080501', column: 'closingProject' },
        text: '九',
        reason: '“九”不能出现在数字里，请删去后再填',
      },
    ])
    expect(range).toEqual({ top: 3, left: 3, bottom: 3, right: 9 })
    expect(planText('粘贴', plan)).toBe('已粘贴 2 个单元格，未写入：2 个公式或名称单元格、1 个不是有效的数')
  })

  it('one value fills the range, a block is repeated where it fits', () => {
    const range = { top: 3, left: 8, bottom: 5, right: 9 }
    expect(planPaste(screen, range, text(['1'])).plan.taken).toBe(6)
    const { plan } = planPaste(screen, range, text(['1', '2']))
    expect(plan.changes.map(({ after }) => after)).toEqual([1, 2, 1, 2, 1, 2].map((value) => value * 1_000_000))
    expect(planPaste(screen, range, text(['1'], ['2'])).range).toEqual({ ...range, bottom: 4, right: 8 })
  })

  it('counts what lies beyond the table, but not empty cells', () => {
    const last = screen.sheet.rows.length - 1
    const { plan } = planPaste(screen, one(last, 9), text(['1', '2', ''], ['3', '', '']))
    expect(plan).toMatchObject({ taken: 1, outside: 2 })
  })

  it('a table pasted over itself changes nothing and leaves nothing out', () => {
    const range = { top: 0, left: 0, bottom: screen.sheet.rows.length - 1, right: 9 }
    const { offers, cells } = copiedBlock(screen, range)
    for (const block of [offers, text(...cells.map((row) => row.map((cell) => cell.text)))]) {
      const { plan } = planPaste(screen, range, block)
      expect(plan).toMatchObject({ changes: [], locked: 0, outside: 0, refused: [] })
    }
  })

  it('empty text clears, and a number goes exactly from cell to cell', () => {
    expect(planPaste(screen, one(3, 3), text([''])).plan.changes).toEqual([
      { kind: 'cell', key: 'GK05!2080501!income', after: null },
    ])
    const value: Offer = { kind: 'value', value: 123, holds: 'amount' }
    expect(planSame(screen, one(3, 3), value).changes).toMatchObject([{ after: 123 }])
  })
})

describe('filling', () => {
  const screen = screenOf('GK05')

  it('repeats the source in the direction of the fill', () => {
    const source = { top: 3, left: 3, bottom: 4, right: 3 }
    const plan = planFill(screen, source, { ...source, bottom: 5 })
    expect(plan.changes).toEqual([{ kind: 'cell', key: 'GK05!2080506!income', after: 7_391_326 }])
  })

  it('Ctrl+D takes the first row of the range, or the row above a single one', () => {
    expect(fillOf({ top: 3, left: 3, bottom: 5, right: 3 }, 'down')?.source).toEqual(one(3, 3))
    expect(fillOf(one(4, 3), 'down')?.source).toEqual(one(3, 3))
    expect(fillOf(one(0, 3), 'down')).toBeNull()
    expect(fillOf(one(4, 3), 'right')?.source).toEqual(one(4, 2))
  })
})

describe('default cells', () => {
  const screen = screenOf('GK03')
  const key = 'GK03!2080501!basic'

  it('are not stated when the formula gives the same after the whole gesture', () => {
    const { engine } = screen
    const before = JSON.stringify(engine.book.list())
    const income = { kind: 'cell', key: 'GK06!2080501@u1!basic', after: 5_000_000 } as const
    const stated = { kind: 'cell', key, after: 5_000_000 } as const
    expect(withoutEchoes(engine, [stated])).toEqual([stated])
    expect(withoutEchoes(engine, [income, stated])).toEqual([income])
    expect(withoutEchoes(engine, [{ ...stated, after: 7_391_326 }])).toEqual([])
    expect(JSON.stringify(engine.book.list())).toBe(before)
    expect(engine.number({ form: 'GK03', row: '2080501', column: 'basic' })).toBe(7_391_326)
  })

  it('go back to the formula when it is pasted over a stated value', () => {
    const { engine } = screen
    engine.apply([{ kind: 'cell', key, after: 9_000_000 }])
    expect(withoutEchoes(engine, [{ kind: 'cell', key, after: 7_391_326 }])).toEqual([
      { kind: 'cell', key, after: null },
    ])
  })
})

describe('the status line', () => {
  const amount = (value: number | null) => ({ value, holds: 'amount' as const })

  it('adds up exactly, beyond what one amount may be', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(tallyOf([amount(most), amount(most), amount(null), null], '元')).toEqual({
      cells: 4,
      filled: 2,
      numbers: 2,
      sum: '180,143,985,094,819.82',
    })
    expect(tallyOf([amount(-5)], '万元').sum).toBe('-0.000005')
  })

  it('gives no sum of different units', () => {
    expect(tallyOf([amount(1), { value: 2, holds: 'count' }], '元').sum).toBeNull()
    expect(tallyOf([{ value: '良', holds: 'text' }], '元')).toEqual({ cells: 1, filled: 1, numbers: 0, sum: null })
  })
})
