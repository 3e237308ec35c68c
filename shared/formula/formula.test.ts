import { describe, expect, it } from 'vitest'
import { FormulaError, parseFormula } from './formula.ts'

const cell = (form: string | null, row: string | null, column: string | null, prior = false) => ({
  kind: 'cell',
  prior,
  form,
  row,
  column,
})

describe('formulas', () => {
  it.each([
    ['basic + project', [1, cell(null, null, 'basic')], [1, cell(null, null, 'project')]],
    ['income!. - opening!.', [1, cell(null, 'income', null)], [-1, cell(null, 'opening', null)]],
    ['GK03!.!total', [1, cell('GK03', null, 'total')]],
    ['GK06!2080505!basic', [1, cell('GK06', '2080505', 'basic')]],
    ['-a', [-1, cell(null, null, 'a')]],
    ['a - (b - c)', [1, cell(null, null, 'a')], [-1, cell(null, null, 'b')], [1, cell(null, null, 'c')]],
    ['prior(GK01!closing!expenditureFinal)', [1, cell('GK01', 'closing', 'expenditureFinal', true)]],
    ['children', [1, { kind: 'children' }]],
    ['sum(201..234!.)', [1, { kind: 'range', form: null, from: '201', to: '234', column: null }]],
    [
      'sum(GK01!201..234!expenditureFinal)',
      [1, { kind: 'range', form: 'GK01', from: '201', to: '234', column: 'expenditureFinal' }],
    ],
    ['.', [1, cell(null, null, null)]],
    ['0'],
  ] as const)('%s', (text, ...terms) => {
    expect(parseFormula(text).terms).toEqual(
      (terms as readonly (readonly [number, unknown])[]).map(([factor, reference]) => ({ factor, reference })),
    )
  })

  it.each([
    ['', 0],
    ['a +', 3],
    ['a b', 2],
    ['a * b', 2],
    ['a / b', 2],
    ['sum(a..)', 7],
    ['sum(a)', 5],
    ['(a', 2],
    ['a!b!c!d', 5],
    ['a！b', 1],
    ['if(a)', 2],
    ['1.5 + a', 1],
  ])('refuses %j at %i', (text, at) => {
    expect(() => parseFormula(text)).toThrow(FormulaError)
    try {
      parseFormula(text)
    } catch (error) {
      expect((error as FormulaError).at).toBe(at)
    }
  })

  it('refuses what is nested too deep or too long, whatever the stack would bear', () => {
    const deep = (levels: number) => `${'('.repeat(levels)}a${')'.repeat(levels)}`
    expect(parseFormula(deep(50)).terms).toHaveLength(1)
    expect(() => parseFormula(deep(51))).toThrow(FormulaError)
    for (const levels of [2_000, 100_000]) expect(() => parseFormula(deep(levels))).toThrow(FormulaError)
    expect(() => parseFormula(`${'a+'.repeat(100_000)}a`)).toThrow(/longer than/)
  })

  it('parses 2,000 characters of anything without hanging', () => {
    for (const piece of ['(', '-', 'a+', '..', '!', '(a-']) {
      const text = piece.repeat(2000 / piece.length)
      expect(() => parseFormula(text)).toThrow(FormulaError)
    }
  })
})
