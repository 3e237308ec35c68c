import { divideHalfUp } from '../amount/rounding.ts'

/**
 * The change from `base` in hundredths of a per cent (12.34 % is 1234), a half away from zero; its sign is that of the
 * difference, also over a negative base. Null when the base is nought: there is no such percentage.
 */
export function percentOf(difference: number, base: number): number | null {
  if (base === 0) return null
  const [size, below] = [Math.abs(difference), Math.abs(base)]
  const scaled = size * 20_000 + below
  // exact while everything stays below 2^53; a screen has tens of thousands of them
  const percent =
    Number.isSafeInteger(scaled) && Number.isSafeInteger(2 * below)
      ? Math.floor(scaled / (2 * below))
      : Number(divideHalfUp(BigInt(size) * 10_000n, BigInt(below)))
  return difference < 0 && percent !== 0 ? -percent : percent
}

/** From which change on a reason is asked for: more than so many per cent, and at least so many fen. */
export type Threshold = { readonly percent: number; readonly amount: number }

/** Whether a change goes beyond the threshold, as rule `change` of the checks tells it; only amounts have a least size. */
export function isBeyond(difference: number, base: number, { percent, amount }: Threshold, isAmount: boolean): boolean {
  const [size, below] = [Math.abs(difference), Math.abs(base)]
  if (size === 0 || (isAmount && size < amount)) return false
  const [left, right] = [size * 100, below * percent]
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left > right
  return BigInt(size) * 100n > BigInt(below) * BigInt(percent)
}
