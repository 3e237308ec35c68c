import { cellKey } from '../address/cell.ts'
import { divideHalfUp } from '../amount/rounding.ts'
import type { LinkedNarrative } from '../catalogue/linked-narrative.ts'
import type { RowInfo } from '../engine/engine.ts'
import { levels } from '../engine/rows.ts'
import type { OperandValue, Values } from './values.ts'

/** fen in 0.01 万元 */
const step = 10_000n

const sum = (values: readonly bigint[]): bigint => values.reduce((total, one) => total + one, 0n)

/** Largest whole number not above the quotient; the divisor is positive. */
const floor = (dividend: bigint, divisor: bigint): bigint =>
  dividend >= 0n || dividend % divisor === 0n ? dividend / divisor : dividend / divisor - 1n

/**
 * Parts in fen as hundredths of 万元 that add to `total`: all cut down, and what is missing given one by one to the
 * largest remainders. Null when no rounding of the parts adds to it.
 */
export function byLargestRemainder(parts: readonly bigint[], total: bigint): bigint[] | null {
  const cut = parts.map((part) => floor(part, step))
  const missing = total - sum(cut)
  const open = parts
    .map((part, place) => ({ place, rest: part - (cut[place] as bigint) * step }))
    .filter(({ rest }) => rest > 0n)
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.place - b.place))
  if (missing < 0n || missing > BigInt(open.length)) return null
  for (const { place } of open.slice(0, Number(missing))) cut[place] = (cut[place] as bigint) + 1n
  return cut
}

/** Parts in fen as hundredths of 万元 that add to `total`: all truncated but the largest, which is the balance. */
export function byLargestItem(parts: readonly bigint[], total: bigint): bigint[] {
  const cut = parts.map((part) => part / step)
  let largest = 0
  parts.forEach((part, place) => {
    if (part > (parts[largest] as bigint)) largest = place
  })
  if (parts.length > 0) cut[largest] = total - sum(cut) + (cut[largest] as bigint)
  return cut
}

/**
 * Amounts of a book as they are printed, in hundredths of 万元 (design §9). The trees of the edition are rounded first,
 * whatever the order of the text; a figure with the same exact value then takes the amount found there, further totals
 * give their parts, and everything else is rounded half up.
 */
export class Rounding {
  private readonly byCell = new Map<string, bigint>()
  private readonly byValue = new Map<bigint, bigint>([[0n, 0n]])
  private readonly shared = new Set<bigint>()

  constructor(values: Values, { rounding }: LinkedNarrative) {
    for (const { form, column } of rounding.trees) this.tree(values, form, column, rounding.policy)
    for (const { total, parts } of rounding.sums)
      this.parts(
        values.of(total, null).exact,
        parts.map((part) => values.of(part, null).exact ?? 0n),
      )
  }

  private keep(exact: bigint, printed: bigint): void {
    if (!this.byValue.has(exact)) this.byValue.set(exact, printed)
    if (printed !== divideHalfUp(exact, step)) this.shared.add(exact)
  }

  private tree(values: Values, form: number, column: number, policy: LinkedNarrative['rounding']['policy']): void {
    const { engine } = values
    const linked = engine.edition.forms[form]
    if (linked === undefined) return
    const key = linked.columns[column]?.key ?? ''
    const cellOf = (row: string) => ({ form: linked.key, row, column: key })
    const below = new Map<string, { row: RowInfo; exact: bigint }[]>()
    for (const row of engine.rows(linked.key)) {
      if (row.level !== levels.class && row.level !== levels.item) continue
      const exact = engine.number(cellOf(row.key))
      if (exact === null) continue
      const above = row.level === levels.class ? 'total' : row.key.slice(0, 3)
      const list = below.get(above)
      if (list === undefined) below.set(above, [{ row, exact: BigInt(exact) }])
      else list.push({ row, exact: BigInt(exact) })
    }
    const total = engine.number(cellOf('total'))
    if (total === null) return
    const set = (row: string, exact: bigint, printed: bigint): void => {
      this.byCell.set(cellKey(cellOf(row)), printed)
      this.keep(exact, printed)
    }
    const printedTotal = this.byValue.get(BigInt(total)) ?? divideHalfUp(BigInt(total), step)
    set('total', BigInt(total), printedTotal)
    const classes = below.get('total') ?? []
    const printedClasses = byLargestRemainder(
      classes.map(({ exact }) => exact),
      printedTotal,
    )
    classes.forEach(({ row, exact }, place) => {
      const printed = printedClasses?.[place] ?? divideHalfUp(exact, step)
      set(row.key, exact, printed)
      const items = below.get(row.key) ?? []
      const exacts = items.map((item) => item.exact)
      const shared = policy === 'largestItem' ? byLargestItem(exacts, printed) : byLargestRemainder(exacts, printed)
      items.forEach((item, number) => set(item.row.key, item.exact, shared?.[number] ?? divideHalfUp(item.exact, step)))
    })
  }

  /** A part already found keeps its amount; the others share what is left of the total. */
  private parts(total: bigint | null, parts: readonly bigint[]): void {
    if (total === null || sum(parts) !== total) return
    const printed = this.amount(total)
    const open = parts.filter((part) => !this.byValue.has(part))
    const found = sum(parts.map((part) => this.byValue.get(part) ?? 0n))
    const shared = byLargestRemainder(open, printed - found)
    if (shared !== null) open.forEach((part, place) => this.keep(part, shared[place] as bigint))
    this.keep(total, printed)
  }

  private amount(exact: bigint): bigint {
    return this.byValue.get(exact) ?? divideHalfUp(exact, step)
  }

  /** An amount as printed; blank is nought. Counts and scores are printed as they are. */
  printed({ exact, unit, cells, text }: OperandValue): bigint {
    if (exact === null || unit !== 'amount') return exact ?? 0n
    const [cell] = cells
    // one cell of a tree has its own place there; a sum goes by its value
    const own =
      cell !== undefined && cells.length === 1 && !text.includes('-') ? this.byCell.get(cellKey(cell)) : undefined
    return own ?? this.amount(exact)
  }

  /** True when an amount is printed otherwise than rounded by itself, so that printed parts add up. */
  isShared(exact: bigint): boolean {
    return this.shared.has(exact)
  }
}
