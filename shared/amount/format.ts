import { type AmountUnit, decimalsOf, type Fen } from './fen.ts'

export type NumberFormat = {
  /** Thousands separators: `1,234.56`. */
  readonly grouped?: boolean
}

function format(value: number, decimals: number, { grouped = false }: NumberFormat): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer of the smallest unit: ${value}`)
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  const front = grouped ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole
  return `${value < 0 ? '-' : ''}${front}${decimals > 0 ? '.' : ''}${fraction}`
}

/**
 * An amount in 分 written in `unit`, exactly: always 6 decimals in 万元 and 2 in 元, so that columns align.
 * `parseAmount` of the text gives the amount back. Throws `RangeError` for what is no `Fen`.
 */
export const formatAmount = (fen: Fen, unit: AmountUnit, style: NumberFormat = {}): string =>
  format(fen, decimalsOf[unit], style)

/** A count as it is. Throws `RangeError` for what is no safe integer. */
export const formatCount = (count: number, style: NumberFormat = {}): string => format(count, decimalsOf.count, style)

/** A score given in hundredths, with its two decimals. Throws `RangeError` for what is no safe integer. */
export const formatScore = (score: number, style: NumberFormat = {}): string => format(score, decimalsOf.score, style)
