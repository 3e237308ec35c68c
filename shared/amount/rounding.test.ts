import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FEN } from './fen.ts'
import { divideHalfUp, percentHundredths, size } from './rounding.ts'

describe('rounding', () => {
  it.each([
    [5n, 10n, 1n],
    [-5n, 10n, -1n],
    [5n, -10n, -1n],
    [4n, 10n, 0n],
    [-4n, 10n, 0n],
    [14n, 10n, 1n],
    [15n, 10n, 2n],
    [-15n, 10n, -2n],
    [25n, 10n, 3n],
    [7n, 7n, 1n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
  ])('%d / %d', (numerator, denominator, quotient) => {
    expect(divideHalfUp(numerator, denominator)).toBe(quotient)
  })

  it.each([
    [6_889_685_723, 688_969n],
    [5_000, 1n],
    [-5_000, -1n],
    [4_999, 0n],
    [-4_999, 0n],
    [-19_999, -2n],
    [MAX_FEN, 900_719_925_474n],
  ])('%d 分 in hundredths of 万元', (fen, rounded) => {
    expect(divideHalfUp(BigInt(fen), 10_000n)).toBe(rounded)
  })

  it.each([
    [1, 3, 3333],
    [2, 3, 6667],
    [-1, 8, -1250],
    [1, -8, -1250],
    [1, 20_000, 1],
    [MAX_FEN, MAX_FEN, 10_000],
    [0, 5, 0],
    [5, 0, null],
  ])('%d of %d in hundredths of a per cent', (part, whole, percent) => {
    expect(percentHundredths(part, whole)).toBe(percent)
  })

  it('is never further from the true quotient than a half', () => {
    const denominator = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).filter((value) => value !== 0n)
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), denominator, (a, b) => {
        const twice = 2n * (a - divideHalfUp(a, b) * b)
        const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
        expect(magnitude(twice) <= magnitude(b)).toBe(true)
        expect(size(twice)).toBe(magnitude(twice))
      }),
    )
  })
})
