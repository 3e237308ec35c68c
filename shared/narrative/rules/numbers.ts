import { divideHalfUp, size } from '../../amount/rounding.ts'
import { isValueColumn } from '../../catalogue/link.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Hit, Line, Reading, TextCheck } from '../reading.ts'
import { hasOwnNumbers, isTyped, matches, partsOfKey, plainNumber, scaled, shownValue } from '../reading.ts'
import { decimalText } from '../style.ts'
import { balancedShares } from './sums.ts'

/** Rules about numbers that a person typed into the text. */

const decimalsOf = { amount: 6, count: 0, score: 2 } as const

/** Every number of the book, as fen, count or hundredths; whether a typed one is among them depends on its decimals. */
function cellNumbers(engine: Engine): { readonly amounts: ReadonlySet<bigint>; readonly counts: ReadonlySet<string> } {
  const amounts = new Set<bigint>()
  const counts = new Set<string>()
  for (const form of engine.edition.forms) {
    for (const { key: row } of engine.rows(form.key))
      for (const column of form.form.columns.filter(isValueColumn)) {
        const address = { form: form.key, row, column: column.key }
        const value = engine.number(address)
        if (value === null) continue
        const unit = engine.unitOf(address)
        if (unit === 'amount') amounts.add(BigInt(value))
        else if (unit !== null && unit !== 'text') counts.add(decimalText(BigInt(value), decimalsOf[unit]))
      }
  }
  return { amounts, counts }
}

/** Amounts as they could be written with so many decimals of 万元, in units of the last one. */
function writtenAmounts(amounts: ReadonlySet<bigint>, decimals: number): Set<bigint> {
  const divisor = 10n ** BigInt(6 - Math.min(decimals, 6))
  const written = new Set<bigint>()
  for (const amount of amounts) written.add(divideHalfUp(size(amount), divisor))
  return written
}

type TypedNumber = {
  readonly text: string
  readonly value: string
  readonly unit: string
  readonly at: number
  readonly line: Line
}

const numberPattern = /(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元|%|％|个|辆|台|套|人次|批次|人|批|次|家|项)/g
const quoted = /《[^》]*》|“[^”]*”|〔[^〕]*〕|[（(]含[）)]/g

/** Numbers with a unit that a person typed, outside quotations. */
function typedNumbers(reading: Reading): TypedNumber[] {
  const found: TypedNumber[] = []
  for (const line of reading.touched) {
    const quotations = [...matches(line, quoted)].map((match) => [match.index, match.index + match[0].length] as const)
    for (const match of matches(line, numberPattern)) {
      const [text, digits = '', unit = ''] = match
      const value = plainNumber(digits)
      const at = match.index
      if (value === null || !isTyped(line, at) || quotations.some(([from, to]) => from < at && at < to)) continue
      found.push({ text, value, unit: unit.replace('％', '%'), at, line })
    }
  }
  return found
}

const powers: Readonly<Record<string, number>> = { 万元: 0, 亿元: 4, 元: -4 }

/** N: a typed number that is no figure of the book; in texts with numbers of their own only a slip of one digit. */
export const numberWithoutCell: TextCheck = (reading) => {
  const typed = typedNumbers(reading).filter(({ line, at }) => !isOverridden(line, at))
  if (typed.length === 0) return []
  const { amounts, counts } = cellNumbers(reading.engine)
  const printed = new Map<string, Set<string>>()
  for (const { figure } of reading.figures) {
    const { rule } = partsOfKey(figure)
    const kind = rule === 'share' || rule === 'percent' ? '%' : rule === 'count' ? 'count' : 'amount'
    printed.set(kind, (printed.get(kind) ?? new Set()).add(figure.value))
  }
  const written = new Map<number, Set<bigint>>()
  const amountsWith = (decimals: number): Set<bigint> => {
    const known = written.get(decimals) ?? writtenAmounts(amounts, decimals)
    written.set(decimals, known)
    return known
  }
  const hits: Hit[] = []
  for (const { text, value, unit, at, line } of typed) {
    const hit = (near: string): number => hits.push({ block: line.key, at: text, says: [near] })
    const own = hasOwnNumbers(reading, line, at)
    const power = powers[unit]
    if (power !== undefined) {
      const fraction = value.split('.')[1]?.length ?? 0
      const decimals = Math.max(0, fraction + power)
      if (decimals > 6) continue
      const wanted = scaled(power === 0 ? value : shifted(value, power), decimals)
      const known = amountsWith(decimals)
      const isFigure = power === 0 && printed.get('amount')?.has(value) === true
      if (known.has(wanted) || isFigure || wanted === 0n) continue
      const near = power === 0 ? nearMiss(wanted, known) : null
      if (near !== null) hit(decimalText(near, decimals))
      else if (!own) hit('')
    } else if (!own) {
      if (unit === '%') {
        if (value !== '0' && value !== '100' && printed.get('%')?.has(value) !== true) hit('')
      } else if (!counts.has(value) && printed.get('count')?.has(value) !== true) hit('')
    }
  }
  return hits
}

const isOverridden = (line: Line, at: number): boolean =>
  line.spans.some(({ from, to, run }) => run.kind === 'figure' && from <= at && at < to)

function shifted(value: string, power: number): string {
  const [whole = '', fraction = ''] = value.split('.')
  if (power > 0) return `${whole}${fraction.padEnd(power, '0').slice(0, power)}.${fraction.slice(power)}`
  const digits = whole.padStart(1 - power, '0')
  return `${digits.slice(0, power)}.${digits.slice(power)}${fraction}`
}

/** A number of the book that differs by one digit or two swapped neighbours; shorter numbers differ by chance. */
function nearMiss(wanted: bigint, known: ReadonlySet<bigint>): bigint | null {
  const digits = String(wanted)
  if (digits.length < 5) return null
  for (const one of known) {
    const other = String(one)
    if (other.length !== digits.length) continue
    const differing = Array.from(digits).flatMap((digit, place) => (digit === other.charAt(place) ? [] : [place]))
    const [first = 0, second = 0] = differing
    const swapped =
      differing.length === 2 &&
      second === first + 1 &&
      digits.charAt(first) === other.charAt(second) &&
      digits.charAt(second) === other.charAt(first)
    if (differing.length === 1 || swapped) return one
  }
  return null
}

/** N: a figure printed otherwise than it is computed, unless it is a share moved so that all shares add to 100.00 %. */
export const figureOverridden: TextCheck = (reading) => {
  const overridden = reading.figures.filter(
    ({ figure }) => figure.overridden !== null && shownValue(figure) !== figure.value,
  )
  const balanced = overridden.length === 0 ? new Set() : balancedShares(reading)
  return overridden.flatMap(({ figure, line }) =>
    balanced.has(figure.key)
      ? []
      : [{ block: line.key, at: figure.overridden ?? '', says: [figure.text], cells: figure.cells }],
  )
}

/** N: 增长13.95 without %. */
export const missingPercent: TextCheck = ({ lines }) => {
  const patterns = [
    /(?:增长|下降|上升|降低)(?:了|约|为)?\s*(\d+(?:\.\d+)?)(?![\d.,])(?!\s*(?:%|％|‰|个?百分点|倍|万|亿|元|个|人|次|件|家|辆|台|套|项|批|年|月|日|分))/g,
    /占[^，。；\d]{2,24}(?<![\d.])(\d+(?:\.\d+)?)(?=[，。；])/g,
  ]
  return lines.flatMap((line) =>
    patterns.flatMap((pattern) =>
      [...matches(line, pattern)].map((match) => ({ block: line.key, at: match[0], says: [match[1] ?? ''] })),
    ),
  )
}

/** N: a year that is neither the book's nor the one before, outside quotations; or no year at all, as 202年度. */
export const wrongYear: TextCheck = (reading) => {
  const { year } = reading.occasion
  const hits: Hit[] = []
  for (const line of reading.touched) {
    const quotations = [...matches(line, quoted)].map((match) => [match.index, match.index + match[0].length] as const)
    for (const match of matches(line, /(?<![\d.])(\d+)\s*年(度)?/g)) {
      const [text, digits = '', isFiscal] = match
      const at = match.index
      if (!isTyped(line, at) || quotations.some(([from, to]) => from < at && at < to)) continue
      const isMalformed = isFiscal !== undefined && digits.length !== 4
      const isOther =
        digits.length === 4 && ![year, year - 1].includes(Number(digits)) && !hasOwnNumbers(reading, line, at)
      if (isMalformed || isOther) hits.push({ block: line.key, at: text, says: [String(year), String(year - 1)] })
    }
  }
  return hits
}

/** Y6: a percentage where there is nothing to divide by. */
export const percentOfNothing: TextCheck = ({ lines }) =>
  lines.flatMap((line) => {
    const compared = line.grounds?.compared ?? []
    if (compared.length === 0 || compared.some(({ before }) => before !== '0')) return []
    return [...matches(line, /\d+(?:\.\d+)?\s*[%％]/g)].map((match) => ({ block: line.key, at: match[0], says: [] }))
  })
