import { describe, expect, it } from 'vitest'
import { isBeyond, percentOf } from './percent.ts'

describe('the change in hundredths of a per cent', () => {
  it.each([
    [1, 3, 3333],
    [-1, 3, -3333],
    [2, 3, 6667],
    [1, 20_000, 1],
    [1, 20_001, 0],
    [-1, 20_000, -1],
    [-1, 40_000, 0],
    [50, 100, 5000],
    [-100, 100, -10_000],
    // over a negative base the sign is still that of the change
    [10, -100, 1000],
    [9_007_199_254_740_991, 1, 90_071_992_547_409_910_000],
    [9_007_199_254_740_991, 9_007_199_254_740_990, 10_000],
  ])('%i of %i is %i', (difference, base, percent) => {
    expect(percentOf(difference, base)).toBe(percent)
  })

  it('is none of nought', () => {
    expect(percentOf(5, 0)).toBeNull()
  })
})

describe('a change beyond the threshold', () => {
  const threshold = { percent: 10, amount: 1_000_000 }
  it.each([
    ['exactly so many per cent', 10_000_000, 100_000_000, true, false],
    ['a fen more', 10_000_001, 100_000_000, true, true],
    ['a decrease', -10_000_001, 100_000_000, true, true],
    ['too small an amount', 999_999, 1_000, true, false],
    ['just the amount', 1_000_000, 1_000, true, true],
    ['out of nothing', 1_000_000, 0, true, true],
    ['no change', 0, 0, true, false],
    ['a count, which has no least size', 2, 10, false, true],
    ['beyond exact floating numbers', 900_719_925_474_100, 9_007_199_254_740_990, true, true],
    ['beyond exact floating numbers, and not more', 900_719_925_474_099, 9_007_199_254_740_990, true, false],
  ])('%s', (_, difference, base, isAmount, expected) => {
    expect(isBeyond(difference, base, threshold, isAmount)).toBe(expected)
  })
})
