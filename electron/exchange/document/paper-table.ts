import { formatAmount, formatCount, formatScore } from '../../../shared/amount/format.ts'
import type { PrintedCell, PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { halfEms } from '../text-width.ts'

/** A cell on paper: text and where it stands in its box. */
export type PaperCell = {
  /** printed column where the cell begins, from 0 */
  readonly from: number
  readonly text: string
  readonly align: 'left' | 'center' | 'right'
  /** half ems */
  readonly indent: number
  readonly colSpan: number
  readonly rowSpan: number
}

/** A printed table as rows without gaps, as page printers want it: where nothing stands there is an empty cell. */
export type PaperTable = {
  readonly form: string
  readonly title: string
  readonly departmentLine: string
  readonly unitLine: string
  readonly landscape: boolean
  /** half ems: what the form asks for, more where a figure needs it */
  readonly widths: readonly number[]
  readonly header: readonly (readonly PaperCell[])[]
  readonly body: readonly (readonly PaperCell[])[]
  readonly notes: readonly string[]
}

/** A value as the public document prints it: 万元 with six decimals and no thousands separators; a blank is nothing. */
export function valueText({ value, unit }: Pick<ValueCell, 'value' | 'unit'>): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  return unit === 'amount' ? formatAmount(value, '万元') : unit === 'score' ? formatScore(value) : formatCount(value)
}

/** The printed table as paper takes it. */
export function paperTable(table: PrintedTable): PaperTable {
  const { columns } = table
  return {
    form: table.form,
    title: table.title,
    departmentLine: table.departmentLine,
    unitLine: table.unitLine,
    landscape: table.orientation === 'landscape',
    widths: columns.map((_, column) => widthOf(table, column)),
    header: withoutGaps(table.header, columns.length),
    body: withoutGaps(
      table.rows.map(({ cells }) => cells),
      columns.length,
    ),
    notes: table.notes,
  }
}

/** Half ems of a column of figures that holds only small ones, and the least a column of words is drawn. */
const usual = { figures: 12, words: 8 } as const

/**
 * Half ems a column needs on paper. Figures are never broken, so the longest decides. Words may be: they get what the
 * form asks for, or less where they are shorter.
 */
function widthOf({ rows, columns }: PrintedTable, column: number): number {
  const declared = columns[column]?.width ?? 0
  let figures = 0
  let words = 0
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (cell.column !== column || cell.colSpan > 1) continue
      if (cell.kind === 'value' && cell.unit !== 'text') figures = Math.max(figures, valueText(cell).length)
      else words = Math.max(words, halfEms(cell.kind === 'label' ? cell.text : valueText(cell)) + indentOf(cell))
    }
  }
  const holdsFigures = figures > 0 || (words === 0 && declared <= 24)
  return holdsFigures
    ? Math.max(figures + 1, Math.min(declared, usual.figures))
    : Math.min(declared, Math.max(words + 1, usual.words))
}

const indentOf = (cell: PrintedCell): number => (cell.kind === 'label' ? cell.indent : 0)

function withoutGaps(rows: readonly (readonly PrintedCell[])[], columns: number): PaperCell[][] {
  // how many further rows each column is covered from above
  const covered: number[] = Array.from({ length: columns }, () => 0)
  return rows.map((cells) => {
    const placed = new Map(cells.map((cell) => [cell.column, cell]))
    const line: PaperCell[] = []
    for (let column = 0; column < columns; ) {
      if ((covered[column] ?? 0) > 0) {
        covered[column] = (covered[column] ?? 0) - 1
        column++
        continue
      }
      const cell = placed.get(column)
      const { colSpan, rowSpan } = cell ?? { colSpan: 1, rowSpan: 1 }
      line.push(cell === undefined ? emptyAt(column) : paperCell(cell))
      for (let place = column; place < column + colSpan; place++) covered[place] = rowSpan - 1
      column += colSpan
    }
    return line
  })
}

const emptyAt = (from: number): PaperCell => ({ from, text: '', align: 'left', indent: 0, colSpan: 1, rowSpan: 1 })

function paperCell(cell: PrintedCell): PaperCell {
  const { column: from, colSpan, rowSpan } = cell
  if (cell.kind === 'label') return { from, text: cell.text, align: cell.align, indent: cell.indent, colSpan, rowSpan }
  return { from, text: valueText(cell), align: cell.unit === 'text' ? 'left' : 'right', indent: 0, colSpan, rowSpan }
}
