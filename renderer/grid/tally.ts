import type { AmountUnit } from '../../shared/amount/fen.ts'
import { decimalsOf } from '../../shared/amount/fen.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import type { CellValue } from './cell-text.ts'

/** What the status line says about a range. */
export type RangeTally = {
  readonly cells: number
  /** cells with something in them */
  readonly filled: number
  readonly numbers: number
  /** exact sum as text in the unit of its cells; null when there are no numbers or their units differ */
  readonly sum: string | null
}

/** Counts and adds up the cells of a range, exactly: a sum may be larger than any single amount. */
export function tallyOf(
  cells: Iterable<{ readonly value: CellValue; readonly holds: ValueUnit } | null>,
  unit: AmountUnit,
): RangeTally {
  let [count, filled, numbers] = [0, 0, 0]
  let sum = 0n
  // a plain number adds up much faster, as long as it is exact
  let part = 0
  const units = new Set<ValueUnit>()
  for (const cell of cells) {
    count++
    if (cell === null || cell.value === null) continue
    filled++
    if (typeof cell.value === 'string') continue
    numbers++
    units.add(cell.holds)
    if (Number.isSafeInteger(part + cell.value)) part += cell.value
    else {
      sum += BigInt(part)
      part = cell.value
    }
  }
  const [holds, ...others] = units
  if (holds === undefined || others.length > 0) return { cells: count, filled, numbers, sum: null }
  const decimals = decimalsOf[holds === 'amount' ? unit : (holds as 'count' | 'score')]
  return { cells: count, filled, numbers, sum: decimalText(sum + BigInt(part), decimals) }
}

function decimalText(value: bigint, decimals: number): string {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${value < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`}`
}
