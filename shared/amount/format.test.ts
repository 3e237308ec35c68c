import { describe, expect, it } from 'vitest'
import { MAX_FEN } from './fen.ts'
import { formatAmount, formatCount, formatScore } from './format.ts'

describe('format', () => {
  it.each([
    [0, '元', '0.00'],
    [-0, '元', '0.00'],
    [1, '元', '0.01'],
    [-1, '元', '-0.01'],
    [123_456, '元', '1234.56'],
    [123_456, '万元', '0.123456'],
    [-1, '万元', '-0.000001'],
    [6_889_685_723, '万元', '6889.685723'],
    [MAX_FEN, '元', '90071992547409.91'],
    [-MAX_FEN, '万元', '-9007199254.740991'],
  ] as const)('%d 分 in %s', (fen, unit, text) => {
    expect(formatAmount(fen, unit)).toBe(text)
  })

  it('groups by three in front of the point only', () => {
    expect(formatAmount(MAX_FEN, '元', { grouped: true })).toBe('90,071,992,547,409.91')
    expect(formatAmount(-100_000, '元', { grouped: true })).toBe('-1,000.00')
    expect(formatAmount(99_999, '元', { grouped: true })).toBe('999.99')
    expect(formatAmount(MAX_FEN, '万元', { grouped: true })).toBe('9,007,199,254.740991')
  })

  it('writes counts and scores', () => {
    expect(formatCount(1200)).toBe('1200')
    expect(formatCount(1200, { grouped: true })).toBe('1,200')
    expect(formatCount(-3)).toBe('-3')
    expect(formatScore(9868)).toBe('98.68')
    expect(formatScore(5)).toBe('0.05')
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_FEN + 1])('refuses %d, which is no amount', (value) => {
    expect(() => formatAmount(value, '元')).toThrow(RangeError)
  })
})
