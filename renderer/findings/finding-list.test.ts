import { describe, expect, it } from 'vitest'
import type { Finding } from '../../shared/engine/finding.ts'
import { filterFindings, findingKey, groupFindings, nextFinding } from './finding-list.ts'

const finding = (
  check: string,
  form: string | null,
  severity: Finding['severity'],
  more: Partial<Finding> = {},
): Finding => ({
  check,
  title: check,
  severity,
  state: 'fails',
  kind: 'comparison',
  form,
  row: 'total',
  column: 'c',
  is: '=',
  left: 1,
  right: 2,
  difference: -1,
  unit: 'amount',
  sides: { left: '', right: '' },
  cells: [],
  detail: null,
  explanation: null,
  ...more,
})
const forms = new Map([
  ['GK01', 0],
  ['GK02', 1],
  ['GK03', 2],
])
const list = [
  finding('H1', 'GK03', 'hint'),
  finding('E3', 'GK03', 'error'),
  finding('V1', 'GK01', 'verify'),
  finding('E1', 'GK01', 'error'),
  finding('A1', null, 'verify'),
]
const checks = (findings: readonly Finding[]): string[] => findings.map(({ check }) => check)

describe('list of findings', () => {
  it('is grouped by form in printed order, lists first, the worst first', () => {
    expect(groupFindings(list, forms).map(({ form, findings }) => [form, checks(findings)])).toEqual([
      [null, ['A1']],
      ['GK01', ['E1', 'V1']],
      ['GK03', ['E3', 'H1']],
    ])
  })

  it('is filtered by severity, form, open ones and text', () => {
    const all = { severities: ['error', 'verify', 'hint'] as const, form: null, onlyOpen: false, text: '' }
    const by = (change: object) => checks(filterFindings(list, { ...all, ...change }, ({ check }) => `句子${check}`))
    expect(by({ severities: ['hint'] })).toEqual(['H1'])
    expect(by({ form: 'GK01' })).toEqual(['V1', 'E1'])
    expect(by({ onlyOpen: true })).toEqual(['E3', 'V1', 'E1', 'A1'])
    expect(by({ text: '句子E' })).toEqual(['E3', 'E1'])
    expect(by({ text: 'a1' })).toEqual(['A1'])
  })

  it('shows a finding at every form whose cells it compares', () => {
    const across = finding('X1', 'GK01', 'error', { cells: [{ form: 'GK02', row: 'r', column: 'c' }] })
    const found = filterFindings([across], { severities: ['error'], form: 'GK02', onlyOpen: false, text: '' }, () => '')
    expect(found).toHaveLength(1)
  })
})

describe('next error', () => {
  const next = (last: string | null, form: string, back = false) =>
    nextFinding(list, forms, { last, form, back })?.check
  it('begins at the form in sight', () => {
    expect(next(null, 'GK01')).toBe('E1')
    expect(next(null, 'GK02')).toBe('E3')
    expect(next(null, 'GK02', true)).toBe('E1')
  })
  it('goes on from the last one, round the end', () => {
    expect(next(findingKey(list[3] as Finding), 'GK01')).toBe('E3')
    expect(next(findingKey(list[1] as Finding), 'GK03')).toBe('E1')
    expect(next(findingKey(list[3] as Finding), 'GK01', true)).toBe('E3')
  })
  it('goes through what lacks an explanation when there are no errors', () => {
    const quiet = list.filter(({ severity }) => severity !== 'error')
    expect(nextFinding(quiet, forms, { last: null, form: 'GK01', back: false })?.check).toBe('V1')
    expect(nextFinding([], forms, { last: null, form: 'GK01', back: false })).toBeNull()
  })
})
