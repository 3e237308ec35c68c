import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { cellKey } from '../address/cell.ts'
import { linkAnalysis } from '../catalogue/link-analysis.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleFacts } from '../sample/sample.ts'
import { type ChartData, chartsOf, restKey, yearPoints } from './charts.ts'

const edition = builtInEdition()
function bookOf(facts: readonly Fact[], under = edition): Engine {
  const engine = Engine.create(under, facts)
  if (engine === null) throw new Error('out of range')
  return engine
}
const sample = bookOf(sampleFacts(edition))
const charts = chartsOf(sample, 2024, [])
const chart = (key: string, all: readonly ChartData[] = charts): ChartData => {
  const found = all.find((one) => one.key === key)
  if (found === undefined) throw new Error(`no chart ${key}`)
  return found
}
const short = ({ drawn }: ChartData): string[] =>
  drawn.map(({ label, numbers, share }) => [label, ...numbers.map(({ value }) => value), share ?? ''].join(' ').trim())

describe('charts of rows', () => {
  it('have the largest first, their share of the whole, and the cells behind', () => {
    const income = chart('income')
    expect(income.title).toBe('2024年度收入来源')
    expect(short(income)).toEqual(['一般公共预算财政拨款收入 6889685723 9966', '其他收入 23292573 34'])
    expect(income.total).toEqual([6912978296])
    expect(income.rows[0]?.numbers[0]?.cells.map(cellKey)).toEqual(['GK01!general!incomeFinal'])
  })

  it('set pairs beside each other, blanks as blanks', () => {
    const { series, rows } = chart('budgetItems')
    expect(series).toEqual(['年初预算数', '决算数'])
    expect(rows[0]?.numbers.map(({ value }) => value)).toEqual([1624330000, 2991423958])
  })

  it('put what is beyond their number together, and list all of it', () => {
    const { drawn, rows, total } = chart('projects')
    expect(drawn).toHaveLength(15)
    expect(drawn.at(-1)).toMatchObject({ key: restKey, label: `其余${rows.length - 14}项` })
    const sum = (some: typeof rows): number => some.reduce((all, row) => all + (row.numbers[0]?.value ?? 0), 0)
    expect(sum(drawn)).toBe(sum(rows))
    expect(total).toEqual([sum(rows)])
    expect(drawn.at(-1)?.numbers[0]?.cells).toHaveLength(rows.length - 14)
  })

  it('are empty when nothing is there, and say so', () => {
    expect(chartsOf(bookOf([]), 2024, []).every(({ isEmpty }) => isEmpty)).toBe(true)
  })
})

describe('charts over years', () => {
  const money = (value: number): Fact[] => [
    { kind: 'row', key: '2080501', value: { name: '' } },
    { kind: 'cell', key: 'GK05!2080501!income', value },
  ]
  const totals = (all: readonly ChartData[]): (string | number | null)[][] =>
    chart('totals', all).rows.map(({ key, numbers }) => [key, numbers[0]?.value ?? null, numbers[0]?.book ?? null])

  it('take each year from its own book, the year before from its supplement, and leave gaps', () => {
    const of2020 = yearPoints(bookOf(money(20)), 2020)
    const of2023 = yearPoints(bookOf([...money(23), { kind: 'cell', key: 'S02!income!prior', value: 22 }]), 2023)
    expect(totals(chartsOf(bookOf(money(24)), 2024, [...of2020, ...of2023]))).toEqual([
      ['2020', 20, 2020],
      ['2021', null, 2021],
      ['2022', 22, 2023],
      ['2023', 23, 2023],
      ['2024', 24, 2024],
    ])
  })

  it('believe a book before the next one’s supplement, and the open book before what was read', () => {
    const later = yearPoints(bookOf([...money(25), { kind: 'cell', key: 'S02!income!prior', value: 1 }]), 2025)
    const stale = yearPoints(bookOf(money(7)), 2024)
    expect(totals(chartsOf(bookOf(money(24)), 2024, [...later, ...stale]))).toEqual([
      ['2024', 24, 2024],
      ['2025', 25, 2025],
    ])
  })

  it('ask each edition for its own chart of the same key and series', () => {
    const analysis = [
      {
        chart: 'totals',
        title: '收入',
        kind: 'years' as const,
        values: [
          { label: '本年收入合计', value: 'GK05!total!income' },
          { label: '只有旧套表有', value: 'GK05!total!income' },
        ],
      },
    ]
    const older = { ...edition, charts: linkAnalysis(analysis, edition.forms) }
    const all = chartsOf(bookOf(money(24)), 2024, yearPoints(bookOf(money(23), older), 2023))
    const { series, rows } = chart('totals', all)
    expect(series).toEqual(['本年收入合计', '本年支出合计'])
    expect(rows[0]?.numbers).toEqual([
      { value: 23, cells: [{ form: 'GK05', row: 'total', column: 'income' }], book: 2023 },
      { value: null, cells: [], book: 2023 },
    ])
    // an edition without the chart says nothing
    expect(
      totals(chartsOf(bookOf(money(24)), 2024, yearPoints(bookOf(money(23), { ...edition, charts: [] }), 2023))),
    ).toEqual([['2024', 24, 2024]])
  })
})
