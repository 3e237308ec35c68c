import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integerOf } from './number-text.ts'

describe('the integer a person saw', () => {
  it.each([
    // figures as they are
    [5306.515601, 6, 5_306_515_601],
    [0, 6, 0],
    [-0, 6, 0],
    [-45.5, 2, -4550],
    [123_456_789.123456, 6, 123_456_789_123_456],
    [1e-6, 6, 1],
    [40_071_992_547_409.91, 2, 4_007_199_254_740_991],
    [4_007_199_254.740991, 6, 4_007_199_254_740_991],
    // traces of calculation
    [0.1 + 0.2, 6, 300_000],
    [5306.515600999999, 6, 5_306_515_601],
    [1_000_000.1 - 1_000_000, 6, 100_000],
    [1.1 * 3, 2, 330],
    // counts and scores
    [3, 0, 3],
    [8.9, 2, 890],
  ])('%d with %i places', (value, decimals, integer) => {
    expect(integerOf(value, decimals)).toBe(integer)
  })

  it.each([
    [0.0000001, 6],
    [1.2345678, 6],
    [1.005, 2],
    [123_456.7890004, 6],
    [2.5, 0],
    [1 / 3, 6],
  ])('%d has more than %i places', (value, decimals) => {
    expect(integerOf(value, decimals)).toBe('finer')
  })

  it.each([
    [9_007_199_255, 6],
    [1e300, 2],
    [-1e16, 0],
  ])('%d with %i places is too large', (value, decimals) => {
    expect(integerOf(value, decimals)).toBe('too-large')
  })

  it('does not guess where doubles cannot tell two 分 apart', () => {
    expect(integerOf(90_071_992_547_409.91, 2)).toBe('inexact')
    expect(integerOf(8_907_199_254.740991, 6)).toBe('inexact')
  })

  it('gives back every amount of nine digits and six places', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }), (fen) => {
        expect(integerOf(fen / 1e6, 6)).toBe(fen === 0 ? 0 : fen)
        expect(integerOf(fen / 100, 2)).toBe(fen === 0 ? 0 : fen)
      }),
    )
  })

  it('gives back sums of amounts, whatever the machine makes of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), { minLength: 2, maxLength: 40 }),
        (amounts) => {
          const sum = amounts.reduce((total, fen) => total + fen / 1e6, 0)
          const exact = amounts.reduce((total, fen) => total + fen, 0)
          // what is left of large amounts that cancel may be too small to tell from a trace
          fc.pre(Math.abs(exact) > 10 ** 6)
          expect(integerOf(sum, 6)).toBe(exact)
        },
      ),
    )
  })
})
