import type ExcelJS from 'exceljs'
import type { LabelCell, PrintedCell, PrintedRow, PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { linesOf } from '../text-width.ts'
import {
  departmentColumns,
  excelWidth,
  fittingHeights,
  fittingWidths,
  frozenColumns,
  heightOf,
  heights,
  lowestRow,
  spanWidth,
} from './fit.ts'
import { cellName } from './grid.ts'
import type { SheetState, StreamedBook, StreamedSheet } from './streamed-book.ts'
import { type Look, type Opening, styleOf } from './styles.ts'

/** Where the parts of a table stand in its sheet; rows from 1. */
export type Places = {
  readonly headerRow: number
  readonly bodyRow: number
  readonly noteRow: number
  readonly lastRow: number
}

/** What a printer puts into the cells of a table: the figures of a book, or room for them. */
export type Hand = {
  /** what a value cell holds; null leaves it empty */
  value(cell: ValueCell, line: number): ExcelJS.CellValue
  /** colour of a cell that is open for entry, null for all others */
  opening(cell: PrintedCell, row: PrintedRow): Opening | null
  /** true if the line with the department is to be filled in */
  readonly opensDepartment: boolean
}

/** Formats of values; text is kept as typed. */
const formats = { amount: '#,##0.000000', count: '0', score: '0.00', text: '@' } as const
/** A cell formatted as text shows #### in older Excel beyond this many characters. */
const longestText = 255
/** Title in row 1, department and unit in row 2, then header, body and notes. */
export function placesOf(table: PrintedTable): Places {
  const bodyRow = 3 + table.header.length
  const noteRow = bodyRow + table.rows.length
  return { headerRow: 3, bodyRow, noteRow, lastRow: noteRow + table.notes.length - 1 }
}

/** Writes a table into a sheet of its own, all but its end: the caller may still add to the sheet before `endSheet`. */
export function writeTable(
  book: StreamedBook,
  table: PrintedTable,
  name: string,
  state: SheetState,
  hand: Hand,
): StreamedSheet {
  const widths = fittingWidths(table)
  const places = placesOf(table)
  const last = widths.length
  const sheet = book.addSheet(name, state, {
    orientation: table.orientation,
    headRows: places.bodyRow - 1,
    headColumns: frozenColumns(table, widths),
    lastRow: places.lastRow,
    lastColumn: cellName(1, last).slice(0, -1),
  })
  sheet.columns = widths.map((width) => ({ width: excelWidth(width) }))
  const whole = { row: 1, column: 1, rowSpan: 1, colSpan: last }

  const title = sheet.getRow(1)
  title.height = heights.title
  put(book, sheet, { ...whole, value: table.title, look: plain('title', 'center', 'wrap') })
  title.commit()

  writeDepartment(book, sheet, table, widths, hand)

  const headerHeights = fittingHeights(table.header, widths, heights.line)
  writeRows(book, sheet, places.headerRow, table.header, headerHeights, last, (cell) => ({
    value: cell.kind === 'label' && cell.text !== '' ? cell.text : null,
    look: { ...plain('header', cell.kind === 'label' ? cell.align : 'center', 'wrap'), format: formatOf(cell) },
  }))

  const body = table.rows.map(({ cells }) => cells)
  const noteHeights = table.notes.map((note) => heightOf(linesOf(note, spanWidth(widths, 0, last))))
  const others = [heights.title, heights.line, ...headerHeights, ...noteHeights].reduce((sum, height) => sum + height)
  const bodyHeights = fittingHeights(body, widths, lowestRow(table, widths, others))
  writeRows(book, sheet, places.bodyRow, body, bodyHeights, last, (cell, line) => {
    const row = table.rows[line]
    const opening = row === undefined ? null : hand.opening(cell, row)
    return cell.kind === 'label' ? labelContent(cell, opening) : valueContent(cell, opening, hand.value(cell, line))
  })

  table.notes.forEach((note, place) => {
    const row = sheet.getRow(places.noteRow + place)
    row.height = noteHeights[place] ?? heights.line
    put(book, sheet, { ...whole, row: places.noteRow + place, value: note, look: plain('note', 'left', 'wrap') })
    row.commit()
  })
  return sheet
}

type Content = { readonly value: ExcelJS.CellValue; readonly look: Look }
type Put = Content & {
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly colSpan: number
}

const plain = (role: Look['role'], align: Look['align'], overflow: Look['overflow']): Look => {
  return { role, align, indent: 0, format: null, opening: null, overflow }
}

function labelContent(cell: LabelCell, opening: Opening | null): Content {
  return {
    value: cell.text === '' ? null : sheetText(cell.text),
    look: {
      role: 'body',
      align: cell.align,
      indent: cell.indent,
      format: formatOf(cell),
      opening,
      // The row of a cell to be filled in does not grow with it
      overflow: opening === null ? 'wrap' : 'shrink',
    },
  }
}

function valueContent(cell: ValueCell, opening: Opening | null, value: ExcelJS.CellValue): Content {
  const isText = cell.unit === 'text'
  const isLong = typeof value === 'string' && value.length > longestText
  return {
    value: typeof value === 'string' ? sheetText(value) : value,
    look: {
      role: 'body',
      align: isText ? 'left' : 'right',
      indent: isText ? 0 : 1,
      format: isLong ? null : formats[cell.unit],
      opening,
      overflow: isText ? 'wrap' : 'none',
    },
  }
}

/** Names and codes keep the shape they are typed in: no date, no number, no formula is made of them. */
const formatOf = (cell: PrintedCell): string | null => (cell.kind === 'label' && cell.holds !== 'label' ? '@' : null)

/** Characters of a cell; the manifest has longer texts whole. */
const mostCharacters = 32_767

/**
 * Text as a cell can hold it. Excel reads `_x0041_` as a letter, so it is said in a way that stays as it is; the two
 * code points that XML forbids are left out (exceljs leaves out the control characters, but not these).
 */
function sheetText(text: string): string {
  const whole = text.replace(/[\ufffe\uffff]/g, '').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return whole.length <= mostCharacters ? whole : `${whole.slice(0, mostCharacters - 1)}…`
}

function put(book: StreamedBook, sheet: StreamedSheet, { row, column, rowSpan, colSpan, value, look }: Put): void {
  const style = styleOf(look)
  const line = sheet.getRow(row)
  for (let place = column; place < column + colSpan; place++) line.getCell(place).style = style
  if (value !== null) line.getCell(column).value = value
  if (rowSpan * colSpan === 1) return
  book.merge(sheet, `${cellName(row, column)}:${cellName(row + rowSpan - 1, column + colSpan - 1)}`)
}

function writeDepartment(
  book: StreamedBook,
  sheet: StreamedSheet,
  table: PrintedTable,
  widths: readonly number[],
  hand: Hand,
): void {
  const columns = departmentColumns(table, widths)
  const row = sheet.getRow(2)
  const opening = hand.opensDepartment ? 'input' : null
  const look = { ...plain('department', 'left', 'wrap'), opening } as const
  const colSpan = columns ?? widths.length
  const text = columns === null ? `${table.departmentLine}　${table.unitLine}` : table.departmentLine
  row.height = Math.max(heights.line, heightOf(linesOf(text, spanWidth(widths, 0, colSpan))))
  put(book, sheet, { row: 2, column: 1, rowSpan: 1, colSpan, value: sheetText(text), look })
  if (columns !== null) {
    const rest = { row: 2, column: columns + 1, rowSpan: 1, colSpan: widths.length - columns }
    put(book, sheet, { ...rest, value: table.unitLine, look: plain('unitLine', 'right', 'none') })
  }
  row.commit()
}

/** Rows of header or body: every place gets the frame, places without a cell stay empty. */
function writeRows(
  book: StreamedBook,
  sheet: StreamedSheet,
  firstRow: number,
  rows: readonly (readonly PrintedCell[])[],
  rowHeights: readonly number[],
  columns: number,
  content: (cell: PrintedCell, line: number) => Content,
): void {
  const empty = styleOf({ ...plain('body', 'center', 'none') })
  /** cells that reach down into the rows below: how far, and how they look */
  const reaching: { rows: number; style: Partial<ExcelJS.Style> }[] = []
  rows.forEach((cells, line) => {
    const row = sheet.getRow(firstRow + line)
    row.height = rowHeights[line] ?? heights.line
    for (let place = 0; place < columns; place++) {
      const above = reaching[place]
      row.getCell(place + 1).style = above !== undefined && above.rows > 0 ? above.style : empty
      if (above !== undefined) above.rows -= 1
    }
    for (const cell of cells) {
      const { column, rowSpan, colSpan } = cell
      const { value, look } = content(cell, line)
      put(book, sheet, { row: firstRow + line, column: column + 1, rowSpan, colSpan, value, look })
      for (let place = column; rowSpan > 1 && place < column + colSpan; place++) {
        reaching[place] = { rows: rowSpan - 1, style: styleOf(look) }
      }
    }
    row.commit()
  })
}
