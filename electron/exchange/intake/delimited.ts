import { parse } from 'csv-parse/sync'
import { FileRefused } from '../file-refused.ts'
import type { GridCell, SheetGrid } from '../workbook/grid.ts'
import { documentLimits } from './limits.ts'

const delimiters = [',', ';', '\t', '，'] as const
/** Columns of a form are some twenty. */
const mostColumns = 300
/** Lines at the top that show how a file is divided. */
const probed = 60

/** The delimiter that divides most of the first lines into the same number of parts; null when none does. */
export function delimiterOf(text: string): string | null {
  const lines = text
    .slice(0, 200_000)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, probed)
  const unquoted = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, ''))
  const scores = delimiters.map((delimiter) => {
    const counts = unquoted.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0)
    const same = new Map<number, number>()
    for (const count of counts) same.set(count, (same.get(count) ?? 0) + 1)
    return { delimiter, score: Math.max(0, ...same.values()) + counts.length / 1000 }
  })
  const best = scores.sort((one, other) => other.score - one.score)[0]
  return best !== undefined && best.score >= Math.max(2, lines.length / 3) ? best.delimiter : null
}

/**
 * The sheet of a CSV file: texts as they stand, nothing calculated.
 * @throws FileRefused for what is not divided into columns, has quotes without their pair, or too many cells
 */
export function delimitedSheet(text: string, name: string): SheetGrid {
  const delimiter = delimiterOf(text)
  if (delimiter === null) throw new FileRefused('没有用逗号、分号或制表符分栏，不能按表格读取')
  let cells = 0
  const grid: GridCell[] = []
  try {
    const onRecord = (record: string[], { records }: { readonly records: number }): null => {
      if (record.length > mostColumns) throw new FileRefused(`有 ${record.length} 栏，不像决算报表，没有读取`)
      cells += record.length
      if (records > documentLimits.lines || cells > documentLimits.cells)
        throw new FileRefused('行数过多，不像决算报表，没有读取')
      record.forEach((value, column) => {
        const trimmed = value.trim()
        if (trimmed !== '')
          grid.push({ row: records, column: column + 1, value: trimmed, formula: false, trouble: null })
      })
      return null
    }
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 200_000,
      on_record: onRecord,
    })
  } catch (error) {
    if (error instanceof FileRefused) throw error
    const { code, lines } = error as { readonly code?: string; readonly lines?: number }
    const at = lines === undefined ? '' : `第 ${lines} 行附近`
    throw new FileRefused(
      code === 'CSV_MAX_RECORD_SIZE'
        ? `${at}有一行过长，可能少了引号，没有读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入`
        : `${at}引号没有成对，没有读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入`,
    )
  }
  return { name, state: 'visible', cells: grid, merges: [] }
}
