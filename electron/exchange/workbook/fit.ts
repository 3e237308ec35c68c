import type { LabelCell, PrintedCell, PrintedTable } from '../../../shared/layout/table.ts'
import { halfEms, linesOf } from '../text-width.ts'

/** Points: one line of 10 pt 宋体 as Excel sets it, and what it leaves above and below. */
const lineHeight = 13.5
const padding = 4.5
export const heights = { title: 32, line: 18, roomy: 27, highest: 409 } as const
/** Half ems that a number keeps free of the lines beside it: its indent, and what Excel itself leaves. */
const besideNumber = 3

/**
 * Widths in half ems that clip nothing: as the form asks, wider where a number or a code needs it (text wraps, a number
 * would show as ####).
 */
export function fittingWidths(table: PrintedTable): number[] {
  const widths = table.columns.map(({ width }) => width)
  const most = widths.map(() => ({ above: 0, below: 0, unit: '' }))
  const widen = ({ column, colSpan }: PrintedCell, needed: number): void => {
    const last = column + colSpan - 1
    const missing = needed - spanWidth(widths, column, colSpan)
    if (missing > 0) widths[last] = (widths[last] ?? 0) + missing
  }
  for (const { cells } of table.rows) {
    for (const cell of cells) {
      if (cell.kind === 'label') {
        if (cell.holds === 'code' || cell.holds === 'number') widen(cell, halfEms(cell.text) + 1)
        continue
      }
      const column = most[cell.column]
      if (typeof cell.value !== 'number' || column === undefined) continue
      // Only a number longer than all before can need more room
      if (cell.unit === column.unit && cell.value <= column.above && cell.value >= column.below) continue
      column.unit = cell.unit
      column.above = Math.max(column.above, cell.value)
      column.below = Math.min(column.below, cell.value)
      widen(cell, numberWidth(cell.value, cell.unit) + besideNumber)
    }
  }
  for (const row of table.header) {
    for (const cell of row) if (cell.holds === 'number') widen(cell, halfEms(cell.text))
  }
  return widths
}

const scales: Readonly<Record<string, number>> = { amount: 1_000_000, score: 100 }
const decimals: Readonly<Record<string, number>> = { amount: 7, score: 3 }

/** Characters of a number in the format of its unit: digits, separators of thousands, decimals, sign. */
function numberWidth(value: number, unit: string): number {
  const whole = String(Math.trunc(Math.abs(value) / (scales[unit] ?? 1))).length
  const separators = unit === 'amount' ? Math.floor((whole - 1) / 3) : 0
  return whole + separators + (decimals[unit] ?? 0) + (value < 0 ? 1 : 0)
}

/** Width of a cell over its columns. */
export function spanWidth(widths: readonly number[], column: number, colSpan: number): number {
  let sum = 0
  for (let place = column; place < column + colSpan; place++) sum += widths[place] ?? 0
  return sum
}

/** Points that so many lines need. */
export const heightOf = (lines: number): number => Math.min(lines * lineHeight + padding, heights.highest)

/**
 * Heights of rows in points, high enough for what wraps in them. Excel fits no row to a merged cell, and none at all
 * before a person opens the file.
 */
export function fittingHeights(
  rows: readonly (readonly PrintedCell[])[],
  widths: readonly number[],
  lowest: number,
): number[] {
  const result = rows.map((cells) =>
    cells.reduce((most, cell) => {
      return cell.rowSpan === 1 ? Math.max(most, neededHeight(cell, widths)) : most
    }, lowest),
  )
  rows.forEach((cells, row) => {
    for (const cell of cells) {
      if (cell.rowSpan === 1) continue
      const spanned = result.slice(row, row + cell.rowSpan)
      const missing = neededHeight(cell, widths) - spanned.reduce((sum, height) => sum + height, 0)
      if (missing <= 0) continue
      const share = Math.ceil(missing / spanned.length)
      spanned.forEach((height, place) => (result[row + place] = height + share))
    }
  })
  return result
}

function neededHeight(cell: PrintedCell, widths: readonly number[]): number {
  const text = cell.kind === 'label' ? cell.text : cell.value
  if (typeof text !== 'string') return 0
  const indent = cell.kind === 'label' ? cell.indent : 0
  return heightOf(linesOf(text, spanWidth(widths, cell.column, cell.colSpan) - indent))
}

/** Excel's column width, in digits of the standard font (7 pixels): more than half an em of ours at 10 pt. */
export const excelWidth = (halfEms: number): number => halfEms + 1

/** What A4 leaves inside the margins, in points. */
const pages = { portrait: { width: 523, height: 755 }, landscape: { width: 770, height: 509 } } as const

/**
 * The lowest a row may be, in points: as roomy as the page allows while the table still stands on one, once it is
 * fitted to the width of the page. Tables of several pages keep to one line.
 *
 * @param others points of everything but the body
 */
export function lowestRow(table: PrintedTable, widths: readonly number[], others: number): number {
  const page = pages[table.orientation]
  const width = widths.reduce((sum, halfEms) => sum + excelWidth(halfEms) * 7 * 0.75, 0)
  const room = page.height * Math.max(1, width / page.width) * 0.95 - others
  const share = Math.floor((room / Math.max(1, table.rows.length)) * 2) / 2
  return share < heights.line ? heights.line : Math.min(share, heights.roomy)
}

/**
 * The number of columns the line with the department keeps; the unit stands to the right of it. Null when the table
 * has one column only.
 */
export function departmentColumns(table: PrintedTable, widths: readonly number[]): number | null {
  if (widths.length < 2) return null
  const needed = halfEms(table.unitLine) + 2
  for (let columns = widths.length - 1; columns > 1; columns--) {
    if (spanWidth(widths, columns, widths.length - columns) >= needed) return columns
  }
  return 1
}

/**
 * Columns that stay in view beside wide lists: those before the first value, when there are no others and they leave
 * the greater part of a screen (half ems) to the numbers.
 */
export function frozenColumns(table: PrintedTable, widths: readonly number[]): number {
  const first = table.columns.findIndex(({ holds }) => isValue(holds))
  const laterLabel = table.columns.slice(first).some(({ holds }) => !isValue(holds))
  if (first < 1 || laterLabel) return 0
  const total = spanWidth(widths, 0, widths.length)
  return total > 110 && spanWidth(widths, 0, first) <= 70 ? first : 0
}

const labels: readonly string[] = ['label', 'code', 'name', 'unitName', 'projectName'] satisfies LabelCell['holds'][]
const isValue = (holds: string): boolean => !labels.includes(holds)
