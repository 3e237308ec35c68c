import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import { shownText } from './cell-text.ts'
import type { Sheet } from './sheet.ts'

/** Width of the column of line numbers (行次), px. */
export const numberColumnWidth = 44

const digitWidth = 7.3
const padding = 14
/** Labels may be cut to so many px before the grid scrolls sideways: the whole text is then shown on hover. */
const leastLabel = 132
const mostStretch = 1.5

export type Widths = {
  /** px by sheet column */
  readonly columns: readonly number[]
  /** leading sheet columns that stay in sight when the rest scrolls */
  readonly frozen: number
}

/** Gives each column what its numbers and words need, and spreads or saves space so that a form fits its window. */
export function columnWidths(sheet: Sheet, engine: Engine, unit: AmountUnit, available: number): Widths {
  const natural = sheet.columns.map((column) => {
    const printed = column.width * 6.6 + 4
    if (column.holds === 'code') return Math.max(printed, 7 * digitWidth + 2 * 12 + 18 + padding)
    if (column.isLabel) return printed
    return Math.max(printed * 0.92, longest(sheet, engine, unit, column.index) * digitWidth + padding + 4)
  })
  const room = available - numberColumnWidth
  const total = sum(natural)
  if (total <= room) {
    const stretch = Math.min(mostStretch, room / total)
    return { columns: natural.map((width) => Math.floor(width * stretch)), frozen: 0 }
  }
  const isCuttable = (index: number): boolean => sheet.columns[index]?.isLabel === true && index !== sheet.codeColumn
  const cuttable = sum(natural.filter((width, index) => isCuttable(index) && width > leastLabel)) || 1
  const missing = total - room
  const cut = natural.map((width, index) =>
    isCuttable(index) && width > leastLabel
      ? Math.max(leastLabel, Math.floor(width - (missing * width) / cuttable))
      : Math.floor(width),
  )
  if (sum(cut) <= room) return { columns: cut, frozen: 0 }
  // the labels that begin a line stay in sight, unless they would take the window for themselves
  let frozen = 0
  let taken = 0
  while (sheet.columns[frozen]?.isLabel === true && taken + (cut[frozen] ?? 0) <= room * 0.45) {
    taken += cut[frozen] ?? 0
    frozen++
  }
  const sideBySide = sheet.columns.slice(frozen).some(({ isLabel, holds }) => isLabel && holds === 'label')
  return { columns: cut, frozen: sideBySide ? 0 : frozen }
}

/** Characters of the widest number of a column: that of the largest size, with a sign if any is negative. */
function longest(sheet: Sheet, engine: Engine, unit: AmountUnit, column: number): number {
  let size = 0
  let holds: 'amount' | 'count' | 'score' = 'amount'
  let negative = false
  for (const { index } of sheet.rows) {
    const cell = sheet.valueAt(index, column)
    if (cell === null || cell.unit === 'text') continue
    holds = cell.unit
    const value = engine.number(cell.address)
    if (value === null) continue
    if (value < 0) negative = true
    if (Math.abs(value) > size) size = Math.abs(value)
  }
  return shownText(size, holds, unit).length + (negative ? 1 : 0)
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0)
