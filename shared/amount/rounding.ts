/** `numerator / denominator` to the nearest whole number, a half away from zero (四舍五入). Denominator not 0. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const below = size(denominator)
  const quotient = (2n * size(numerator) + below) / (2n * below)
  return numerator < 0n !== denominator < 0n ? -quotient : quotient
}

/** A whole number without its sign. */
export const size = (value: bigint): bigint => (value < 0n ? -value : value)

/**
 * `part` of `whole` in hundredths of a per cent (12.34 % is 1234), a half away from zero. Both are integers of one
 * and the same unit. `null` when the whole is 0: there is no such percentage.
 */
export const percentHundredths = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number(divideHalfUp(BigInt(part) * 10_000n, BigInt(whole)))
