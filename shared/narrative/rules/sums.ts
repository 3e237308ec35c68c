import { cellKey } from '../../address/cell.ts'
import { divideHalfUp } from '../../amount/rounding.ts'
import type { Figure } from '../document.ts'
import type { Hit, Reading, TextCheck } from '../reading.ts'
import { partsOfKey, scaled, shownValue } from '../reading.ts'
import { writtenFigure } from '../style.ts'

/** Rules about printed parts and their printed whole. */

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
  return reading.families.flatMap(({ whole, parts }) => {
    const list = parts.map((part) => found.get(part))
    if (list.length < 2 || !list.every((one): one is Found => one !== undefined)) return []
    // shares of another whole say nothing about this one
    if (!list.every(({ figure }) => isShareOf(figure, whole))) return []
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

/** A share names the cell of its whole last. */
function isShareOf({ cells }: Figure, whole: string): boolean {
  const last = cells.at(-1)
  return last !== undefined && cellKey(last) === whole
}

/** How far a printed share lies above its exact value, in millionths of a per cent. */
function errorOf({ value, exact }: Figure): bigint {
  const [part = '0', whole = '1'] = exact.split('/')
  const divisor = scaled(whole, 6)
  return divisor === 0n ? 0n : scaled(value, 6) - divideHalfUp(scaled(part, 6) * 100_000_000n, divisor)
}

/** N: printed parts that do not add to their printed whole. */
export const parts: TextCheck = (reading) => {
  const found = byCell(reading, 'amount')
  return reading.families.flatMap(({ whole, parts: below }) => {
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
