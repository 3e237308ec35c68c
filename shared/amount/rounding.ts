import type { Fen } from './fen.ts'

/** `numerator / denominator` to the nearest whole number, a half away from zero (四舍五入). Denominator not 0. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const above = numerator < 0n ? -numerator : numerator
  const below = denominator < 0n ? -denominator : denominator
  const quotient = (2n * above + below) / (2n * below)
  return negative ? -quotient : quotient
}

const fenInHundredthOfWan = 10_000

/** An amount in 分 as hundredths of 万元, a half away from zero: the two decimals of the text part (决算说明). */
export const roundToHundredths = (fen: Fen): number => Number(divideHalfUp(BigInt(fen), BigInt(fenInHundredthOfWan)))

/** An amount in 分 as hundredths of 万元, what lies below cut off towards zero. */
export const truncateToHundredths = (fen: Fen): number => (fen - (fen % fenInHundredthOfWan)) / fenInHundredthOfWan + 0

/**
 * `part` of `whole` in hundredths of a per cent (12.34 % is 1234), a half away from zero. Both are integers of one
 * and the same unit. `null` when the whole is 0: there is no such percentage.
 */
export const percentHundredths = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number(divideHalfUp(BigInt(part) * 10_000n, BigInt(whole)))
