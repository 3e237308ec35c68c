import { expect, test } from 'vitest'
import { type Term, totalFormula } from './totals.ts'

const term = (row: number, column: number, factor = 1): Term => ({ row, column, factor })
const column = (from: number, to: number, step = 1): Term[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, place) => term(from + place * step, 4))

test.each<[string, readonly Term[], string | null]>([
  ['one cell', [term(8, 3)], 'C8'],
  ['neighbours below each other', column(8, 10), 'SUM(D8:D10)'],
  ['in any order', column(8, 10).reverse(), 'SUM(D8:D10)'],
  ['neighbours beside each other', [term(8, 3), term(8, 4)], 'SUM(C8:D8)'],
  ['a block', [...column(8, 9), term(8, 3), term(9, 3)], 'SUM(C8:D9)'],
  ['a few cells apart', [term(8, 2), term(8, 4)], 'B8+D8'],
  ['a difference', [term(8, 2), term(8, 4, -1)], 'B8-D8'],
  ['a minus first', [term(8, 2, -1), term(9, 4)], 'D9-B8'],
  ['only minus', [term(8, 2, -1)], '-B8'],
  ['factors', [term(8, 2, 2), term(8, 4, -3)], '2*B8-3*D8'],
  ['ranges and cells', [...column(8, 10), term(12, 4)], 'SUM(D8:D10,D12)'],
  ['sums on both sides', [...column(8, 10), term(12, 4, -1), term(13, 4, -1)], 'SUM(D8:D10)-SUM(D12:D13)'],
  ['nothing', [], null],
  ['nothing that counts', [term(8, 2, 0)], null],
])('%s', (_name, terms, formula) => {
  expect(totalFormula(terms)).toBe(formula)
})

test('as a function text does no harm', () => {
  expect(totalFormula([term(8, 2), term(8, 4), term(9, 2, -1)], true)).toBe('SUM(B8,D8)-SUM(B9)')
})

test('more than 255 places become sums of sums', () => {
  const formula = totalFormula(column(1, 1199, 2)) ?? ''
  expect(formula).toMatch(/^SUM\(SUM\(D1,D3,.*\),SUM\(.*\),SUM\(.*\)\)$/)
  for (const list of formula.match(/\(D[^()]*\)/g) ?? []) expect(list.split(',').length).toBeLessThanOrEqual(255)
  expect(formula.match(/D[0-9]+/g)).toHaveLength(600)
})

test('what Excel has no room for is no formula', () => {
  expect(totalFormula(column(100_001, 104_000, 2))).toBeNull()
})
