import type ExcelJS from 'exceljs'
import type { PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { type ExplanationLine, explanationTable, explanationTitle } from './explanations.ts'
import { TableCells } from './live-totals.ts'
import {
  encodeManifest,
  encodeSheet,
  type Manifest,
  manifestSheetName,
  type PrintedLine,
  type PrintedSheet,
} from './manifest.ts'
import { type Hand, placesOf, writeTable } from './sheet.ts'
import { sheetNamer } from './sheet-name.ts'
import { type BookProperties, StreamedBook } from './streamed-book.ts'
import { totalFormula } from './totals.ts'

export type WorkbookContent = {
  /** the official forms in order; taken one after the other, so a generator keeps only one in memory */
  readonly tables: Iterable<PrintedTable>
  readonly supplements: Iterable<PrintedTable>
  readonly explanations: readonly ExplanationLine[]
  /** what the user stated; what the sheets show is added while they are written */
  readonly manifest: Omit<Manifest, 'kind' | 'sheets'>
  readonly properties: BookProperties
  /** supplements and 审核说明 are hidden sheets otherwise */
  readonly showSupplements: boolean
}

/**
 * The official workbook of a book: a visible sheet for each form, the supplements and 审核说明, and the manifest out of
 * sight. Amounts stand in 万元, totals within one sheet as live formulas. The same content always gives the same bytes.
 */
export async function writeWorkbook(content: WorkbookContent): Promise<Uint8Array> {
  const { properties, showSupplements, manifest } = content
  const book = new StreamedBook(properties)
  const nameOf = sheetNamer()
  const sheets: string[] = []
  const further = showSupplements ? 'visible' : 'hidden'
  const add = async (table: PrintedTable, name: string, state: 'visible' | 'hidden'): Promise<void> => {
    await book.endSheet(writeTable(book, table, name, state, printing(table)))
  }
  for (const [tables, state] of [
    [content.tables, 'visible'],
    [content.supplements, further],
  ] as const) {
    for (const table of tables) {
      const name = nameOf(`${table.form} ${table.title}`)
      await add(table, name, state)
      sheets.push(encodeSheet(printedSheet(table, name)))
    }
  }
  const explanations = explanationTable(content.explanations, `部门名称：${properties.department}`, 0)
  await add(explanations, nameOf(explanationTitle), further)
  await addManifest(book, { ...manifest, kind: 'book' }, sheets)
  return book.finish()
}

/** Writes the manifest into the last sheet, which Excel shows in no list of sheets. */
export async function addManifest(
  book: StreamedBook,
  manifest: Omit<Manifest, 'sheets'>,
  sheets: readonly string[],
): Promise<void> {
  const sheet = book.addSheet(manifestSheetName, 'veryHidden')
  encodeManifest(manifest, sheets).forEach((texts, place) => {
    const row = sheet.getRow(place + 1)
    texts.forEach((text, column) => (row.getCell(column + 1).value = text))
    row.commit()
  })
  await book.endSheet(sheet)
}

/** Parts of one written unit: fen of a 万元, hundredths of a score. */
const scales = { amount: 1_000_000, count: 1, score: 100 } as const

function printing(table: PrintedTable): Hand {
  const cells = new TableCells(table)
  return { opensDepartment: false, opening: () => null, value: (cell, line) => printedValue(cell, line, cells) }
}

/** A number as the nearest double of its decimals; as a formula where it is a sum within the sheet. */
function printedValue(cell: ValueCell, line: number, cells: TableCells): ExcelJS.CellValue {
  if (cell.value === null || cell.value === '') return null
  if (typeof cell.value === 'string' || cell.unit === 'text') return String(cell.value)
  const number = cell.value / scales[cell.unit]
  const sum = cells.sumOf(cell, line)
  // A stated figure may differ from its formula; then Excel must not put the sum in its place
  if (sum?.value !== cell.value) return number
  const formula = totalFormula(sum.terms)
  return formula === null ? number : { formula, result: number }
}

/** The value cells of a table as they stand in its sheet. */
function printedSheet(table: PrintedTable, sheet: string): PrintedSheet {
  const { bodyRow } = placesOf(table)
  const columns = new Map<number, string>()
  for (const { cells } of table.rows) {
    for (const cell of cells) if (cell.kind === 'value') columns.set(cell.column, cell.address.column)
  }
  const places = [...columns.keys()].sort((a, b) => a - b)
  const lines = table.rows.flatMap(({ cells }, line): PrintedLine[] => {
    const values = cells.filter((cell) => cell.kind === 'value')
    const [one] = values
    if (one === undefined) return []
    const at = places.map((place) => values.find(({ column }) => column === place))
    const isWhole = at.every((cell) => cell?.address.row === one.address.row)
    const keys = isWhole ? [one.address.row] : at.map((cell) => cell?.address.row ?? '')
    return [[bodyRow + line, keys, at.map((cell) => cell?.value ?? null)]]
  })
  return {
    form: table.form,
    sheet,
    columns: places.map((place) => ({ column: place + 1, key: columns.get(place) ?? '' })),
    lines,
  }
}
