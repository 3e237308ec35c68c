import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import { formatAmount } from '../../shared/amount/format.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { Figure } from '../../shared/narrative/document.ts'
import { partsOfKey, scaled } from '../../shared/narrative/reading.ts'
import { type BookNames, columnName, formTitle, rowName, valueText } from '../../shared/words/cells.ts'

/** Where a figure of the text comes from, in words. */

/** Cells of one form that follow each other. */
export type SourceForm = {
  readonly key: string
  /** e.g. `GK03 支出决算表` */
  readonly title: string
  readonly cells: readonly SourceCell[]
}
export type SourceCell = {
  readonly address: CellAddress
  readonly key: string
  readonly row: string
  readonly column: string
  /** live, in the unit the window shows */
  readonly value: string
}

export function sourceForms(engine: Engine, names: BookNames, figure: Figure, unit: AmountUnit): SourceForm[] {
  const forms: (SourceForm & { cells: SourceCell[] })[] = []
  const seen = new Set<string>()
  for (const address of figure.cells) {
    const key = cellKey(address)
    if (seen.has(key)) continue
    seen.add(key)
    const { form, row, column } = address
    const cell = {
      address,
      key,
      row: rowName(names, form, row),
      column: columnName(names, form, column),
      value: cellText(engine.value(address), engine.cell(address)?.unit ?? 'amount', unit),
    }
    const last = forms.at(-1)
    if (last?.key === form) last.cells.push(cell)
    else forms.push({ key: form, title: `${form} ${formTitle(names, form)}`, cells: [cell] })
  }
  return forms
}

const cellText = (value: number | string | null, holds: ValueUnit, unit: AmountUnit): string =>
  holds === 'amount' && typeof value === 'number'
    ? formatAmount(value, unit, { grouped: true })
    : valueText(value, holds)

/** What is printed behind a figure of a rule. */
const suffixes: Readonly<Record<string, string>> = { share: '%', percent: '%' }
export const suffixOf = (figure: Figure): string => suffixes[partsOfKey(figure).rule] ?? ''

/**
 * The value behind a figure as it is before rounding: amounts in 万元 and in 元, a ratio by its two sides, everything
 * else as it is.
 */
export function exactWords(engine: Engine, figure: Figure): readonly string[] {
  const [first] = figure.cells
  const isAmount = first !== undefined && (engine.cell(first)?.unit ?? 'amount') === 'amount'
  const [one = '', other] = figure.exact.split('/')
  if (other === undefined) return isAmount && isMoney(figure) ? [amountIn(one, '万元'), amountIn(one, '元')] : [one]
  const side = (text: string): string => (isAmount ? amountIn(text, '万元').replace(' 万元', '') : text)
  const divisor = partsOfKey(figure).rule === 'average' ? other : side(other)
  return [`未取舍 ${side(one)} ÷ ${divisor}`]
}

const isMoney = (figure: Figure): boolean => ['amount', 'difference'].includes(partsOfKey(figure).rule)

/** A decimal of 万元 in a unit, exactly. */
function amountIn(text: string, unit: AmountUnit): string {
  const fen = scaled(text, 6)
  const isSafe = fen >= BigInt(Number.MIN_SAFE_INTEGER) && fen <= BigInt(Number.MAX_SAFE_INTEGER)
  return isSafe ? `${formatAmount(Number(fen), unit, { grouped: true })} ${unit}` : `${text} 万元`
}
