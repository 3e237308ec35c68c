import { read, type WorkSheet } from '@e965/xlsx'
import { FileRefused } from '../file-refused.ts'
import type { GridCell, SheetGrid } from '../workbook/grid.ts'
import { documentLimits } from './limits.ts'

const resave = '请用 Excel 或 WPS 打开后另存为 .xlsx 再导入'
const states = ['visible', 'hidden', 'veryHidden'] as const
/** Rows and columns beyond which nothing is read. */
const farthest = { row: 20_000, column: 300 }

/**
 * The sheets of a workbook in the format before .xlsx, or of the tables that some programs save under its name (HTML,
 * XML). Values only: formulas are not run, macros and links not read.
 * @throws FileRefused for an encrypted, damaged or too large one
 */
export function legacySheets(bytes: Uint8Array): SheetGrid[] {
  let book: ReturnType<typeof read>
  try {
    book = read(bytes, {
      type: 'array',
      dense: true,
      cellFormula: true,
      cellHTML: false,
      cellText: false,
      cellDates: true,
      bookVBA: false,
      sheetRows: farthest.row + 1,
    })
  } catch (error) {
    const { message } = error as Error
    if (/password|encrypt/i.test(message))
      throw new FileRefused(`设有打开密码（已加密），不能读取，请去掉密码，${resave}`)
    throw new FileRefused(`不是完整的 .xls 工作簿（${message.slice(0, 60)}），可能已损坏，${resave}`)
  }
  let cells = 0
  const sheets = book.SheetNames.map((name, number): SheetGrid => {
    const sheet = book.Sheets[name]
    const own = sheet === undefined ? [] : cellsOf(sheet)
    cells += own.length
    if (cells > documentLimits.cells) throw new FileRefused('内容过多，不像决算报表，没有读取')
    const merges = (sheet?.['!merges'] ?? []).map(({ s, e }) => ({
      top: s.r + 1,
      left: s.c + 1,
      bottom: e.r + 1,
      right: e.c + 1,
    }))
    return { name, state: states[book.Workbook?.Sheets?.[number]?.Hidden ?? 0], cells: own, merges }
  })
  if (cells === 0) throw new FileRefused(`没有内容，可能不是工作簿或已损坏，${resave}`)
  return sheets
}

/** Errors by the numbers that cells keep. */
const errorTexts: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

/** A cell of the library: a boolean, an error, a number, a text, a date. */
type LibraryCell = {
  readonly t?: string
  readonly v?: boolean | number | string | Date | null
  readonly f?: string
}

function cellsOf(sheet: WorkSheet): GridCell[] {
  // dense sheets keep their rows here, with holes
  const rows = ((sheet as { '!data'?: unknown })['!data'] ?? []) as ((LibraryCell | null | undefined)[] | undefined)[]
  const cells: GridCell[] = []
  rows.forEach((row, rowNumber) =>
    row?.forEach((cell, columnNumber) => {
      if (columnNumber >= farthest.column || cell === undefined || cell === null) return
      const shown = shownIn(cell)
      if (shown !== null)
        cells.push({ row: rowNumber + 1, column: columnNumber + 1, formula: cell.f !== undefined, ...shown })
    }),
  )
  return cells
}

function shownIn({ t, v, f }: LibraryCell): Pick<GridCell, 'value' | 'trouble'> | null {
  if (t === 'e') return { value: errorTexts[Number(v)] ?? '#N/A', trouble: 'error' }
  if (v === undefined || v === null || v === '')
    return f === undefined ? null : { value: '', trouble: 'formula-without-result' }
  if (typeof v === 'boolean') return { value: v ? '是' : '否', trouble: null }
  return { value: v instanceof Date ? v.toISOString().slice(0, 10) : v, trouble: null }
}
