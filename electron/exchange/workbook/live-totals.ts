import type { PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { placesOf } from './sheet.ts'
import type { Term } from './totals.ts'

/** Finds the value cells of one table by their address, for formulas between them. */
export class TableCells {
  private readonly table: PrintedTable
  private readonly lines = new Map<string, number>()
  private readonly bodyRow: number

  constructor(table: PrintedTable) {
    this.table = table
    this.bodyRow = placesOf(table).bodyRow
    table.rows.forEach(({ cells }, line) => {
      for (const cell of cells) {
        if (cell.kind === 'value' && cell.address.row !== '') this.lines.set(cell.address.row, line)
      }
    })
  }

  /**
   * The terms of a cell's sum as places of the sheet, and what they come to. Null when it is no sum, or when one of
   * its terms stands nowhere in the table. On an offered blank line, rows without a key mean that line.
   */
  sumOf(cell: ValueCell, line: number): { readonly terms: readonly Term[]; readonly value: number } | null {
    if (cell.sum === null || cell.sum.length === 0) return null
    const terms: Term[] = []
    let value = 0
    for (const { factor, address } of cell.sum) {
      const at = address.row === '' ? line : this.lines.get(address.row)
      if (at === undefined || address.form !== this.table.form) return null
      const found = this.table.rows[at]?.cells.find(
        (one): one is ValueCell =>
          one.kind === 'value' && one.address.row === address.row && one.address.column === address.column,
      )
      if (found === undefined || typeof found.value === 'string') return null
      terms.push({ factor, row: this.bodyRow + at, column: found.column + 1 })
      value += factor * (found.value ?? 0)
    }
    return { terms, value }
  }
}
