import type { AmountUnit } from '../../shared/amount/fen.ts'
import { decimalsOf } from '../../shared/amount/fen.ts'
import { formatAmount, formatCount, formatScore } from '../../shared/amount/format.ts'
import { parseNumberText } from '../../shared/amount/parse.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { amountRefusalText } from '../../shared/words/amount.ts'

export type CellValue = number | string | null

/** What a cell shows: grouped, with the fixed decimals of its unit, so that columns align; blank shows nothing. */
export function shownText(value: CellValue, holds: ValueUnit, unit: AmountUnit): string {
  if (value === null || typeof value === 'string') return value ?? ''
  if (holds === 'amount') return formatAmount(value, unit, { grouped: true })
  return holds === 'score' ? formatScore(value) : formatCount(value, { grouped: true })
}

/** The exact value without separators, as it is copied. */
export function plainText(value: CellValue, holds: ValueUnit, unit: AmountUnit): string {
  if (value === null || typeof value === 'string') return value ?? ''
  if (holds === 'amount') return formatAmount(value, unit)
  return holds === 'score' ? formatScore(value) : formatCount(value)
}

/** The exact value as it is edited: without the zeros that only fill up the decimals. */
export function editText(value: CellValue, holds: ValueUnit, unit: AmountUnit): string {
  const text = plainText(value, holds, unit)
  return typeof value === 'number' && text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Decimals that a cell of the unit shows. */
export const decimalsShown = (holds: ValueUnit, unit: AmountUnit): number =>
  holds === 'text' ? 0 : decimalsOf[holds === 'amount' ? unit : holds]

export type ReadText =
  | { readonly ok: true; readonly value: CellValue }
  | { readonly ok: false; readonly reason: string }

/** Reads typed or pasted text for a cell: the integer to store, text, or null for blank; else why not, in Chinese. */
export function readText(text: string, holds: ValueUnit, unit: AmountUnit): ReadText {
  if (holds === 'text') {
    const line = text.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim()
    return { ok: true, value: line === '' ? null : line }
  }
  const parsed = parseNumberText(text, holds === 'amount' ? unit : holds)
  return parsed.ok ? parsed : { ok: false, reason: amountRefusalText(parsed) }
}
