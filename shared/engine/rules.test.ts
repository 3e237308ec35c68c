import { describe, expect, it } from 'vitest'
import { MAX_FEN } from '../amount/fen.ts'
import { compare, perCount, sameScale, tryRelation, withinChange } from './rules.ts'

const blank = null

describe('compare', () => {
  it.each([
    // left, is, right, outcome
    [blank, '=', blank, 'not-applicable'],
    [0, '=', blank, 'holds'],
    [blank, '=', 0, 'holds'],
    [1, '=', blank, 'fails'],
    [5, '=', 5, 'holds'],
    [5, '=', 6, 'fails'],
    [MAX_FEN, '=', -MAX_FEN, 'fails'],
    [5, '<=', 5, 'holds'],
    [6, '<=', 5, 'fails'],
    [blank, '<=', -1, 'fails'],
    [5, '>=', 5, 'holds'],
    [4, '>=', 5, 'fails'],
    [blank, '>=', 1, 'fails'],
    [1, '>=', blank, 'holds'],
  ] as const)('%s %s %s: %s', (left, is, right, outcome) => {
    expect(compare(left, is, right)).toBe(outcome)
  })
})

describe('withinChange: at most 10 %, or less than 100', () => {
  it.each([
    // now, before, outcome
    [blank, blank, 'not-applicable'],
    [0, 0, 'holds'],
    [1_100, 1_000, 'holds'],
    [1_101, 1_000, 'fails'],
    [900, 1_000, 'holds'],
    [899, 1_000, 'fails'],
    [99, 0, 'holds'],
    [100, 0, 'fails'],
    [100, blank, 'fails'],
    [blank, 99, 'holds'],
    [blank, 1_000, 'fails'],
    [-1_100, -1_000, 'holds'],
    [-1_101, -1_000, 'fails'],
    // no rounding where doubles would
    [MAX_FEN, Math.floor(MAX_FEN / 11) * 10, 'fails'],
    [MAX_FEN, -MAX_FEN, 'fails'],
  ] as const)('%s against %s: %s', (now, before, outcome) => {
    expect(withinChange(now, before, 10, 100)).toBe(outcome)
  })

  it('without a floor every change beyond the percentage fails', () => {
    expect(withinChange(1, 0, 10, 0)).toBe('fails')
    expect(withinChange(0, 0, 10, 0)).toBe('holds')
  })
})

describe('sameScale: less than 100 times, more than one hundredth', () => {
  it.each([
    [blank, 5, 'not-applicable'],
    [5, blank, 'not-applicable'],
    [0, 5, 'not-applicable'],
    [5, 0, 'not-applicable'],
    [99, 1, 'holds'],
    [100, 1, 'fails'],
    [1, 99, 'holds'],
    [1, 100, 'fails'],
    [-100, 1, 'fails'],
    [-99, 1, 'holds'],
    [MAX_FEN, MAX_FEN, 'holds'],
  ] as const)('%s against %s: %s', (left, right, outcome) => {
    expect(sameScale(left, right, 100)).toBe(outcome)
  })
})

describe('perCount: both or neither, at most 10 each', () => {
  it.each([
    [blank, blank, 'not-applicable'],
    [0, 0, 'holds'],
    [0, blank, 'holds'],
    [5, 0, 'fails'],
    [5, blank, 'fails'],
    [0, 1, 'fails'],
    [blank, 1, 'fails'],
    [20, 2, 'holds'],
    [21, 2, 'fails'],
    [MAX_FEN, MAX_FEN, 'holds'],
  ] as const)('%s for %s: %s', (amount, count, outcome) => {
    expect(perCount(amount, count, 10)).toBe(outcome)
  })
})

describe('tryRelation picks the rule that is named', () => {
  const at = { form: 'GK01', rows: ['a'], columns: ['b'] }
  const sides = { at, left: 'b', right: 'b' }
  it.each([
    [{ ...sides, is: '<=' as const }, 'fails'],
    [{ ...sides, rule: 'change' as const, percent: 100 }, 'holds'],
    [{ ...sides, rule: 'change' as const, percent: 10, below: 11 }, 'holds'],
    [{ ...sides, rule: 'change' as const, percent: 10 }, 'fails'],
    [{ ...sides, rule: 'ratio' as const, times: 2 }, 'fails'],
    [{ ...sides, rule: 'ratio' as const, times: 3 }, 'holds'],
    [{ at, rule: 'perCount' as const, amount: 'b', count: 'b', most: 2 }, 'holds'],
  ])('%j of 20 and 10: %s', (relation, outcome) => {
    expect(tryRelation(relation, 20, 10)).toBe(outcome)
  })
})
