import type { LinkedOperand } from '../../catalogue/linked-narrative.ts'
import { levels } from '../../engine/rows.ts'
import type { Figure } from '../document.ts'
import type { Hit, Reading, TextCheck } from '../reading.ts'
import { partsOfKey, scaled, shownValue } from '../reading.ts'
import { halfUp } from '../rounding.ts'
import { writtenFigure } from '../style.ts'
import { Values } from '../values.ts'

/** Rules about printed parts and their printed whole. */

/** A whole and its parts that are not nought, as texts of cells. */
type Family = { readonly whole: string; readonly parts: readonly string[] }

/** Every whole whose parts the text may print: totals of the rounding, and trees of total, class and item. */
function families(reading: Reading): Family[] {
  const { engine, narrative } = reading
  const values = new Values(engine)
  const cellOf = (operand: LinkedOperand): string | null =>
    operand.kind === 'formula' && /^\w+!\w+!\w+$/.test(operand.text) ? operand.text : null
  const list: Family[] = []
  for (const { total, parts } of narrative.rounding.sums) {
    const whole = cellOf(total)
    const kept = parts.filter((part) => !values.isNought(part, null)).map(cellOf)
    if (whole !== null && kept.length > 0 && kept.every((part) => part !== null)) list.push({ whole, parts: kept })
  }
  for (const { form, column } of narrative.rounding.trees) {
    const linked = engine.edition.forms[form]
    const key = linked?.columns[column]?.key ?? ''
    if (linked === undefined) continue
    const parts = new Map<string, string[]>()
    for (const row of engine.rows(linked.key)) {
      if (row.level !== levels.class && row.level !== levels.item) continue
      if (!engine.number({ form: linked.key, row: row.key, column: key })) continue
      const above = `${linked.key}!${row.level === levels.class ? 'total' : row.key.slice(0, 3)}!${key}`
      parts.set(above, [...(parts.get(above) ?? []), `${linked.key}!${row.key}!${key}`])
    }
    for (const [whole, below] of parts) list.push({ whole, parts: below })
  }
  return list
}

type Found = { readonly figure: Figure; readonly block: string }

/** Figures of a rule by the text of their first cell; the first of each counts. */
function byCell(reading: Reading, rule: string): Map<string, Found> {
  const found = new Map<string, Found>()
  for (const { figure, line } of reading.figures) {
    const parts = partsOfKey(figure)
    if (parts.rule === rule && !found.has(parts.cell)) found.set(parts.cell, { figure, block: line.key })
  }
  return found
}

/** Printed shares that together are all of one whole, with what they add to in hundredths of a per cent. */
function sharesOfOneWhole(reading: Reading): { readonly list: readonly Found[]; readonly total: bigint }[] {
  const found = byCell(reading, 'share')
  return families(reading).flatMap(({ whole, parts }) => {
    const list = parts.map((part) => found.get(part))
    if (list.length < 2 || !list.every((one): one is Found => one !== undefined)) return []
    // shares of another whole say nothing about this one
    if (!list.every(({ figure }) => keyOfLast(figure) === whole)) return []
    return [{ list, total: list.reduce((sum, { figure }) => sum + scaled(shownValue(figure), 2), 0n) }]
  })
}

/** Hundredths of a per cent by which a share may be moved to make all of them add up. */
const furthest = 2n

/** Keys of shares that were moved by a cent so that all of them add to 100.00 %: that is as it should be. */
export function balancedShares(reading: Reading): ReadonlySet<string> {
  const moved = ({ figure }: Found): boolean => {
    const by = scaled(shownValue(figure), 2) - scaled(figure.value, 2)
    return by !== 0n && by >= -furthest && by <= furthest
  }
  return new Set(
    sharesOfOneWhole(reading).flatMap(({ list, total }) =>
      total === 10_000n ? list.filter(moved).map(({ figure }) => figure.key) : [],
    ),
  )
}

/**
 * N: shares of one whole that do not add to 100.00 %. What rounding explains is offered as a move of the share rounded
 * furthest that way; more than that is a wrong figure, and only the sum is told.
 */
export const shares: TextCheck = (reading) => {
  const hits: Hit[] = []
  for (const { list, total } of sharesOfOneWhole(reading)) {
    const over = total - 10_000n
    if (over === 0n) continue
    const way = over > 0n ? 1n : -1n
    const sum = writtenFigure(total, 2, reading.style)
    const [move] = list
      .map((one) => ({ ...one, error: way * errorOf(one.figure) }))
      .sort((a, b) => (a.error < b.error ? 1 : a.error > b.error ? -1 : 0))
    if (move === undefined) continue
    if (over * way > furthest) {
      const wrong = list.find(({ figure }) => figure.overridden !== null) ?? move
      const at = wrong.figure.overridden ?? wrong.figure.text
      hits.push({ block: wrong.block, at, says: [sum], cells: wrong.figure.cells })
      continue
    }
    const to = writtenFigure(scaled(shownValue(move.figure), 2) - over, 2, reading.style)
    const says = [sum, move.figure.overridden ?? move.figure.text, to, move.figure.key]
    hits.push({ block: move.block, at: move.figure.overridden ?? move.figure.text, says, cells: move.figure.cells })
  }
  return hits
}

function keyOfLast({ cells }: Figure): string {
  const cell = cells.at(-1)
  return cell === undefined ? '' : `${cell.form}!${cell.row}!${cell.column}`
}

/** How far a printed share lies above its exact value, in millionths of a per cent. */
function errorOf({ value, exact }: Figure): bigint {
  const [part = '0', whole = '1'] = exact.split('/')
  const divisor = scaled(whole, 6)
  return divisor === 0n ? 0n : scaled(value, 6) - halfUp(scaled(part, 6) * 100_000_000n, divisor)
}

/** N: printed parts that do not add to their printed whole. */
export const parts: TextCheck = (reading) => {
  const found = byCell(reading, 'amount')
  return families(reading).flatMap(({ whole, parts: below }) => {
    const total = found.get(whole)
    const list = below.map((part) => found.get(part))
    if (total === undefined || list.length < 2 || !list.every((one): one is Found => one !== undefined)) return []
    const [printed, sum] = [
      scaled(shownValue(total.figure), 2),
      list.reduce((all, { figure }) => all + scaled(shownValue(figure), 2), 0n),
    ]
    if (printed === sum) return []
    const { style } = reading
    return [
      {
        block: total.block,
        at: total.figure.overridden ?? total.figure.text,
        says: [writtenFigure(sum, 2, style), writtenFigure(printed, 2, style)],
        cells: total.figure.cells,
      },
    ]
  })
}
