import { describe, expect, it } from 'vitest'
import { generateBook } from '../../build/bench/generate.ts'
import { builtInEdition } from '../../build/testing/edition.ts'
import { cellKey } from '../address/cell.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleBook, sampleFacts } from '../sample/sample.ts'
import { layOut } from './layout.ts'
import type { PrintedTable, ValueCell } from './table.ts'

const edition = builtInEdition()
const engineOf = (facts: readonly Fact[]): Engine => {
  const engine = Engine.create(edition, facts)
  if (engine === null) throw new Error('out of range')
  return engine
}
const options = { department: '测试部门', year: 2024 }
const valueCells = (table: PrintedTable): ValueCell[] =>
  table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell.kind === 'value' ? [cell] : [])))
const keys = (table: PrintedTable): string[] => table.rows.map((row) => row.keys.join(' '))

const unit = (key: string, order: number): Fact => ({ kind: 'unit', key, value: { name: `单位${key}`, order } })
const item = (key: string): Fact => ({ kind: 'row', key, value: { name: `项${key}` } })
const cell = (key: string, value: number): Fact => ({ kind: 'cell', key, value })

describe('which rows are printed', () => {
  const facts = [unit('u2', 2), unit('u1', 1), item('2080501'), item('2080505'), item('2120501')]

  it('lines with something in them, a typed 0 included, and their parents', () => {
    const engine = engineOf([...facts, cell('GK05!2080501!income', 0)])
    expect(keys(layOut(engine, 'GK05', options))).toEqual(['total', '208', '20805', '2080501'])
  })

  it('lines of units in code, then unit order, without a line for 项', () => {
    const engine = engineOf([
      ...facts,
      cell('GK06!2080505@u1!basic', 1),
      cell('GK06!2080501@u2!basic', 1),
      cell('GK06!2080501@u1!project', 1),
    ])
    expect(keys(layOut(engine, 'GK06', options))).toEqual([
      'total',
      '208',
      '20805',
      '2080501@u1',
      '2080501@u2',
      '2080505@u1',
    ])
  })

  it('lines alone, in the order of the projects, in a form that adds nothing up', () => {
    const project = (key: string, code: string, order: number): Fact => ({
      kind: 'project',
      key,
      value: { code, unit: 'u1', name: `项目${key}`, order },
    })
    const engine = engineOf([
      ...facts,
      project('p1', '2080505', 1),
      project('p2', '2080501', 3),
      project('p3', '2080501', 2),
      cell('S06!p1!decisionScore', 900),
      cell('S06!p2!decisionScore', 800),
      cell('S06!p2!outputScore', 3050),
    ])
    const table = layOut(engine, 'S06', options)
    expect(keys(table)).toEqual(['p2', 'p1'])
    expect(valueCells(table).flatMap(({ address, value }) => (address.column === 'totalScore' ? [value] : []))).toEqual(
      [3850, 900],
    )
    expect(keys(layOut(engine, 'S06', { ...options, offered: true }))).toEqual(['p3', 'p2', 'p1'])
    expect(engine.cell({ form: 'S06', row: 'total', column: 'totalScore' })).toBeNull()
    expect(engine.value({ form: 'S06', row: '2080501', column: 'totalScore' })).toBeNull()
  })

  it('all lines of the funds of the form when offered, and empty lines after them', () => {
    const engine = engineOf([...facts, item('2120803'), item('9990101')])
    const offered = (form: string, blankLines = 0): string[] =>
      keys(layOut(engine, form, { ...options, offered: true, blankLines }))
    const general = [
      'total',
      '208',
      '20805',
      '2080501',
      '2080505',
      '212',
      '21205',
      '2120501',
      '999',
      '99901',
      '9990101',
    ]
    expect(edition.codes.get('2120803')?.fund).toBe('governmentFund')
    expect(offered('GK05', 2)).toEqual([...general, '', ''])
    // a code that no table knows may belong to any fund
    expect(offered('GK08')).toEqual(['total', '212', '21208', '2120803', '999', '99901', '9990101'])
  })

  it('only 合计 when the book has nothing for the form, with the sentence that says so', () => {
    const table = layOut(engineOf(facts), 'GK08', options)
    expect(keys(table)).toEqual(['total'])
    expect(valueCells(table).map((one) => one.value)).toEqual(Array.from({ length: 8 }, () => null))
    expect(table.notes.at(-1)).toContain('本表无数据')
    const filled = layOut(engineOf([...facts, cell('GK08!2120501!income', 1)]), 'GK08', options)
    expect(filled.notes).toHaveLength(1)
  })
})

describe('sums within a table', () => {
  it.each([
    ['the sample', sampleFacts(edition)],
    ['a made-up book', generateBook({ items: 12, units: 3, projects: 15, seed: 4 })],
  ] as const)('give the printed value, in %s', (_, facts) => {
    const engine = engineOf(facts)
    let sums = 0
    for (const form of edition.forms) {
      const cells = valueCells(layOut(engine, form.key, options))
      const printed = new Map(cells.map((one) => [cellKey(one.address), one.value]))
      for (const { address, value, sum } of cells) {
        if (sum === null) continue
        sums++
        const terms = sum.map((term) => {
          expect(printed.has(cellKey(term.address)), cellKey(term.address)).toBe(true)
          return term.factor * Number(printed.get(cellKey(term.address)) ?? 0)
        })
        expect([cellKey(address), terms.reduce((a, b) => a + b, 0)]).toEqual([cellKey(address), Number(value ?? 0)])
      }
    }
    expect(sums).toBeGreaterThan(100)
  })
})

it('replaces {year} and {department}', () => {
  const table = layOut(engineOf([]), 'GK10', { department: '甲局', year: 2031 })
  expect(table.departmentLine).toBe('部门名称：甲局')
  expect(table.header[0]?.map((one) => one.text)).toContain('2031年度决算数')
  expect(layOut(engineOf([]), 'GK11', sampleBook).rows.map((row) => row.cells[0])).toMatchObject([
    { text: '2024年预算' },
    { text: '2024年决算' },
  ])
})
