import type ExcelJS from 'exceljs'
import type { PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { explanationTable, explanationTitle } from './explanations.ts'
import { cellName } from './grid.ts'
import { TableCells } from './live-totals.ts'
import type { EditionIdentity } from './manifest.ts'
import { type Hand, placesOf, writeTable } from './sheet.ts'
import { sheetNamer } from './sheet-name.ts'
import { type BookProperties, StreamedBook, type StreamedSheet } from './streamed-book.ts'
import { rangesOf, totalFormula } from './totals.ts'
import { addManifest } from './write.ts'

export type TemplateContent = {
  /** forms laid out without values; code forms with blank lines on offer (rows without keys) */
  readonly tables: Iterable<PrintedTable>
  readonly supplements: Iterable<PrintedTable>
  readonly edition: EditionIdentity
  readonly properties: BookProperties
}

/** Blank lines of 审核说明. */
const explanationLines = 20
/** Digits of an item code (项): the lines that 合计 adds up, whether or not 类 and 款 were typed as well. */
const itemDigits = 7

/**
 * The official workbook to be filled in: cells for entry are open and coloured, all others locked without password,
 * totals within a sheet count along. States nothing but its edition.
 */
export async function writeTemplate({
  tables,
  supplements,
  edition,
  properties,
}: TemplateContent): Promise<Uint8Array> {
  const book = new StreamedBook(properties)
  const nameOf = sheetNamer()
  const add = async (table: PrintedTable, name: string): Promise<void> => {
    const offered = offeredLines(table)
    const sheet = writeTable(book, table, name, 'visible', blank(table, offered))
    book.protect(sheet)
    if (offered !== null) validateCodes(book, sheet, offered)
    await book.endSheet(sheet)
  }
  for (const some of [tables, supplements]) {
    for (const table of some) await add(table, nameOf(`${table.form} ${table.title}`))
  }
  await add(explanationTable([], '部门名称：', explanationLines), nameOf(explanationTitle))
  const stated = {
    kind: 'template',
    edition,
    department: '',
    year: properties.year,
    revision: 0,
    lastJournalTime: null,
    facts: [],
  } as const
  await addManifest(book, stated, [])
  return book.finish()
}

/** The blank lines of a code form: rows of the sheet and its columns with codes, from 1. */
type OfferedLines = { readonly from: number; readonly to: number; readonly codeColumn: number }

function offeredLines(table: PrintedTable): OfferedLines | null {
  const first = table.rows.findIndex(({ keys }) => keys.length === 0)
  const last = table.rows.findLastIndex(({ keys }) => keys.length === 0)
  const code = table.rows[first]?.cells.find((cell) => cell.kind === 'label' && cell.holds === 'code')
  if (code === undefined) return null
  const { bodyRow } = placesOf(table)
  return { from: bodyRow + first, to: bodyRow + last, codeColumn: code.column + 1 }
}

function blank(table: PrintedTable, offered: OfferedLines | null): Hand {
  const cells = new TableCells(table)
  return {
    opensDepartment: true,
    opening: (cell, row) => {
      if (cell.kind === 'label') return row.keys.length === 0 ? 'input' : null
      return cell.cell === 'computed' ? null : cell.cell
    },
    value: (cell, line) => {
      if (cell.cell !== 'computed') return null
      const isTotal = offered !== null && table.rows[line]?.keys.length !== 0
      return live(isTotal ? totalOfItems(cell, offered) : totalOfTerms(cell, line, cells))
    },
  }
}

/** A formula that shows nothing while nothing is filled in; null stays empty. */
const live = (formula: string | null): ExcelJS.CellValue => (formula === null ? null : { formula, result: '' })

function totalOfTerms(cell: ValueCell, line: number, cells: TableCells): string | null {
  const sum = cells.sumOf(cell, line)
  const formula = sum === null ? null : totalFormula(sum.terms, true)
  if (sum === null || formula === null) return null
  const filled = rangesOf(sum.terms).map(({ text }) => text)
  return filled.length > 255 ? formula : `IF(COUNT(${filled.join(',')})=0,"",${formula})`
}

function totalOfItems({ column }: ValueCell, { from, to, codeColumn }: OfferedLines): string {
  const codes = `${cellName(from, codeColumn)}:${cellName(to, codeColumn)}`
  const values = `${cellName(from, column + 1)}:${cellName(to, column + 1)}`
  // As a second argument text counts as nothing; multiplied it would be an error
  return `IF(COUNT(${values})=0,"",SUMPRODUCT((LEN(${codes})=${itemDigits})*1,${values}))`
}

function validateCodes(book: StreamedBook, sheet: StreamedSheet, { from, to, codeColumn }: OfferedLines): void {
  const first = cellName(from, codeColumn)
  const lengths = [3, 5, itemDigits].map((digits) => `LEN(${first})=${digits}`).join(',')
  book.validate(sheet, `${first}:${cellName(to, codeColumn)}`, {
    type: 'custom',
    allowBlank: true,
    formulae: [`AND(ISNUMBER(VALUE(${first})),OR(${lengths}))`],
    showInputMessage: true,
    promptTitle: '支出功能分类科目编码',
    prompt: '填 7 位“项”级编码；“类”（3 位）、“款”（5 位）可以不填。',
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: '科目编码不对',
    error: '编码只能是 3 位（类）、5 位（款）或 7 位（项）数字，请改正。',
  })
}
