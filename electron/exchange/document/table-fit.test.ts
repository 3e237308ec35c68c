import { expect, test } from 'vitest'
import { sampleDocument } from '../../../build/testing/document.ts'
import { type PaperCell, type PaperTable, paperTable, valueText } from './paper-table.ts'
import { fitTable } from './table-fit.ts'

const cell = (text: string, from = 0): PaperCell => ({ from, text, align: 'left', indent: 0, colSpan: 1, rowSpan: 1 })

/** A table of so many rows and columns of a width, all saying the same. */
const table = (rows: number, columns: number, width: number, text = '0.000000', landscape = false): PaperTable => ({
  form: 'T',
  title: '表',
  departmentLine: '部门名称：某',
  unitLine: '单位:万元',
  landscape,
  widths: Array.from({ length: columns }, () => width),
  header: [Array.from({ length: columns }, (_, from) => cell('栏', from))],
  body: Array.from({ length: rows }, () => Array.from({ length: columns }, (_, from) => cell(text, from))),
  notes: [],
})

test.each<[string, PaperTable, Readonly<Record<string, unknown>>]>([
  ['a small table has letters of 10.5 and high rows', table(5, 3, 12), { size: 10.5, pad: 5.5, continues: false }],
  ['a wide one has smaller letters', table(5, 10, 15), { size: 6, pad: 5.5 }],
  ['one that leaves less room has lower rows', table(38, 3, 12), { size: 10.5, pad: expect.closeTo(2.6, 0) }],
  ['one a little too long is drawn smaller', table(48, 3, 12), { size: expect.closeTo(9.2, 0) }],
  ['a long one goes on in full size', table(200, 3, 12), { size: 10.5, pad: 3, continues: true }],
  ['a wrapped line counts', table(30, 3, 12, '一二三四五六'.repeat(6)), { size: 10.5, continues: true }],
])('%s', (_, given, fit) => {
  expect(fitTable(given)).toMatchObject(fit)
})

test('all forms of the sample fit their page, in letters that can be read', () => {
  for (const { form, ...printed } of sampleDocument().tables) {
    const { size, pad } = fitTable(paperTable({ form, ...printed }))
    expect(size, form).toBeGreaterThan(6.4)
    expect(pad, form).toBeGreaterThan(1.2)
  }
})

test('a value is printed as the public document prints it', () => {
  expect(valueText({ value: 6_912_978_296, unit: 'amount' })).toBe('6912.978296')
  expect(valueText({ value: -1, unit: 'amount' })).toBe('-0.000001')
  expect(valueText({ value: 0, unit: 'amount' })).toBe('0.000000')
  expect(valueText({ value: null, unit: 'amount' })).toBe('')
  expect(valueText({ value: 1_234, unit: 'count' })).toBe('1234')
  expect(valueText({ value: 9_681, unit: 'score' })).toBe('96.81')
  expect(valueText({ value: '有', unit: 'text' })).toBe('有')
})

test('rows on paper have no gaps, and every place is taken once', () => {
  for (const printed of sampleDocument().tables) {
    const paper = paperTable(printed)
    for (const rows of [paper.header, paper.body]) {
      const taken = rows.map(() => new Set<number>())
      rows.forEach((row, line) => {
        for (const { from, colSpan, rowSpan } of row)
          for (let down = 0; down < rowSpan; down++)
            for (let place = from; place < from + colSpan; place++) {
              expect(taken[line + down]?.has(place), `${paper.form} ${line} ${place}`).toBe(false)
              taken[line + down]?.add(place)
            }
      })
      for (const places of taken) expect(places.size, paper.form).toBe(paper.widths.length)
    }
  }
})

test('a column is as wide as its longest figure', () => {
  const [first] = sampleDocument().tables
  if (first === undefined) throw new Error('no form')
  const rows = first.rows.map((row, number) =>
    number > 0
      ? row
      : {
          ...row,
          cells: row.cells.map((one) =>
            one.kind === 'value' && one.column === 1 ? { ...one, value: Number.MAX_SAFE_INTEGER } : one,
          ),
        },
  )
  expect(paperTable(first).widths[1]).toBe(12)
  expect(paperTable({ ...first, rows }).widths[1]).toBe('9007199254.740991'.length + 1)
})
