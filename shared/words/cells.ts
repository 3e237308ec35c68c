import type { CellAddress } from '../address/cell.ts'
import { formatAmount, formatCount, formatScore } from '../amount/format.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'

/** What names of cells need of a book: an engine and its year. */
export type BookNames = {
  readonly edition: LinkedEdition
  readonly year: number
  /** whether lines of units need the unit's name to be told apart */
  readonly hasSeveralUnits: boolean
  readonly row: (form: string, key: string) => RowInfo | null
}

/** Names of a book's cells; the engine is asked anew each time, so they follow its gestures. */
export const namesOf = (engine: Engine, year: number): BookNames => ({
  edition: engine.edition,
  year,
  get hasSeveralUnits() {
    return engine.book.facts.unit.size > 1
  },
  row: (form, key) => engine.row(form, key),
})

const filled = (text: string, year: number): string => text.replaceAll('{year}', String(year))

/** A label as it is said: the spaces that spread it over its cell are left out. */
const spoken = (label: string, year: number): string => filled(label, year).replaceAll(/\s+/g, '')

/** Title of a form, e.g. `支出决算表`; its key when the edition has no such form. */
export function formTitle({ edition, year }: Pick<BookNames, 'edition' | 'year'>, form: string): string {
  const title = edition.forms[edition.formIndex.get(form) ?? -1]?.form.title
  return title === undefined ? form : filled(title, year)
}

/** Header path of a column, e.g. `年末结转结余·合计`; its key when the form has no such column. */
export function columnName({ edition, year }: Pick<BookNames, 'edition' | 'year'>, form: string, key: string): string {
  const column = edition.forms[edition.formIndex.get(form) ?? -1]?.form.columns.find((one) => one.key === key)
  if (column === undefined) return key
  return column.header
    .map((text) => spoken(text, year))
    .filter((text) => text !== '')
    .join('·')
}

/** Name of a row, e.g. `2080501 行政单位离退休`; with what it is part of where the form has the label twice. */
export function rowName(names: BookNames, form: string, key: string): string {
  const { edition, year } = names
  const info = names.row(form, key)
  if (info === null) return `${key} ${edition.codes.get(key)?.name ?? ''}`.trim()
  const rows = edition.forms[edition.formIndex.get(form) ?? -1]?.rows
  if (rows === null || rows === undefined) return lineName(names, info)
  const label = spoken(info.label, year)
  if (info.code !== null) return `${info.code} ${label}`
  const row = rows.find((one) => one.row.key === key)?.row
  const isTwice = rows.filter((one) => spoken(one.row.label, year) === label).length > 1
  const parent = isTwice && row?.parent !== undefined ? names.row(form, row.parent) : null
  return parent === null ? label : `${spoken(parent.label, year)}·${label}`
}

function lineName({ hasSeveralUnits }: BookNames, { code, label, project, unit }: RowInfo): string {
  if (code === null) return label
  const unitName = hasSeveralUnits && unit !== null ? `（${unit.name}）` : ''
  return project === null ? `${code} ${label}${unitName}`.trim() : `${code} 项目“${label}”${unitName}`
}

/** Name of a cell: `GK05 2080501 行政单位离退休·本年收入`. */
export const cellName = (names: BookNames, { form, row, column }: CellAddress): string =>
  `${form} ${rowName(names, form, row)}·${columnName(names, form, column)}`

/**
 * A value in its unit without grouping, as programs take it: 6 decimals in 万元, a count, 2 decimals of a score, text;
 * null is blank.
 */
export function plainValue(value: number | string | null, unit: ValueUnit): string | null {
  if (value === null || typeof value === 'string') return value
  switch (unit) {
    case 'amount':
      return formatAmount(value, '万元')
    case 'count':
      return formatCount(value)
    case 'score':
      return formatScore(value)
    case 'text':
      return String(value)
  }
}

/** A value as people read it: grouped, and blank as a word. */
export function valueText(value: number | string | null, unit: ValueUnit): string {
  if (value === null) return '空白'
  if (typeof value === 'string') return `“${value}”`
  if (unit === 'amount') return formatAmount(value, '万元', { grouped: true })
  return unit === 'score' ? formatScore(value) : formatCount(value, { grouped: true })
}

const decimals = { amount: 6, count: 0, score: 2, text: 0 } as const

/** left − right as a plain decimal of the unit; null where both are blank. Exact even where no amount is that large. */
export function differenceText(left: number | null, right: number | null, unit: ValueUnit): string | null {
  if (left === null && right === null) return null
  const difference = BigInt(left ?? 0) - BigInt(right ?? 0)
  const digits = String(difference < 0n ? -difference : difference).padStart(decimals[unit] + 1, '0')
  const point = digits.length - decimals[unit]
  const fraction = decimals[unit] === 0 ? '' : `.${digits.slice(point)}`
  return `${difference < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`
}

const unitWords: Readonly<Record<ValueUnit, string>> = {
  amount: '金额（万元）',
  count: '整数',
  score: '分值（2 位小数）',
  text: '文字',
}
export const unitWord = (unit: ValueUnit): string => unitWords[unit]
