import type { AmountRefusal } from './refusal.ts'

/** An unsigned decimal number as its digits: no leading zeros in front, no trailing zeros behind the point. */
export type Digits = { readonly whole: string; readonly fraction: string }

/** One kind of separator, groups of three, and no leading zero: `0,123` is somebody's decimal comma. */
const grouped = /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)$/

/** Reads a run of digits with an optional point and thousands separators; characters are plain, signs are gone. */
export function readDigits(text: string): Digits | AmountRefusal {
  const parts = text.split('.')
  if (parts.length > 2) return 'two-points'
  const [whole = '', fraction = ''] = parts
  if (!/\d/.test(text)) return 'no-digits'
  if (/\D/.test(fraction)) return 'bad-grouping'
  if (/\D/.test(whole) && !grouped.test(whole)) return 'bad-grouping'
  return { whole: whole.replace(/\D/g, '').replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') }
}
