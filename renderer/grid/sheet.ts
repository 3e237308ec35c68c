import type { CellAddress } from '../../shared/address/cell.ts'
import type { LabelCell, PrintedCell, PrintedTable, ValueCell } from '../../shared/layout/table.ts'

/** A column on screen: one printed column, or the three of a code (类 款 项) in one. */
export type SheetColumn = {
  readonly index: number
  /** id in the grid: `c0`, `c1` … */
  readonly id: string
  readonly key: string
  readonly holds: PrintedTable['columns'][number]['holds']
  /** what the row is called, not what it holds */
  readonly isLabel: boolean
  /** half ems */
  readonly width: number
  /** header path, e.g. `本年支出·小计` */
  readonly title: string
}

export type SheetRow = {
  readonly index: number
  /** stable id: the keys of the printed line */
  readonly id: string
  readonly level: number
  /** keys of the form's rows on this line; none on a line for a further code */
  readonly keys: readonly string[]
  /** row above in the tree of codes, -1 at the top and in tables without codes */
  readonly parent: number
  readonly hasChildren: boolean
}

/** Row and column of a sheet, from 0. */
export type Spot = { readonly row: number; readonly column: number }

const labelKinds: readonly string[] = ['label', 'code', 'name', 'unitName', 'projectName']

/** A printed table as a grid of single cells: every place has a value cell, a label, or nothing. */
export class Sheet {
  readonly table: PrintedTable
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
  /** the lines follow codes and can be folded by 类 and 款 */
  readonly followsCodes: boolean
  /** some labels are indented: those that are not are main lines */
  readonly hasIndents: boolean
  /** column that shows the code, -1 if none */
  readonly codeColumn: number
  private readonly cells: readonly (PrintedCell | null)[]
  private readonly spans = new Map<number, number>()
  private readonly rowOfKey = new Map<string, number>()

  constructor(table: PrintedTable) {
    this.table = table
    const columnOf: number[] = []
    const columns: SheetColumn[] = []
    table.columns.forEach((printed, place) => {
      const before = columns.at(-1)
      // the printed columns of one code are neighbours with one key
      if (printed.holds === 'code' && before?.holds === 'code' && before.key === printed.key) {
        columns[columns.length - 1] = { ...before, width: before.width + printed.width }
      } else {
        columns.push({
          index: columns.length,
          id: `c${columns.length}`,
          key: printed.key,
          holds: printed.holds,
          isLabel: labelKinds.includes(printed.holds),
          width: printed.width,
          title: headerPath(table, place, printed.holds === 'code'),
        })
      }
      columnOf.push(columns.length - 1)
    })
    this.columns = columns
    this.codeColumn = columns.findIndex(({ holds }) => holds === 'code')
    this.followsCodes = this.codeColumn >= 0

    const cells = new Array<PrintedCell | null>(table.rows.length * columns.length).fill(null)
    table.rows.forEach((row, number) => {
      for (const cell of row.cells) {
        const column = columnOf[cell.column] as number
        const at = number * columns.length + column
        const there = cells[at]
        // 类, 款 and 项 of the total row share one column on screen
        if (there?.kind === 'label' && cell.kind === 'label')
          cells[at] = { ...there, text: `${there.text} ${cell.text}` }
        else cells[at] = cell
        const span = (columnOf[cell.column + cell.colSpan - 1] as number) - column + 1
        if (span > 1) this.spans.set(at, span)
      }
      for (const key of row.keys) this.rowOfKey.set(key, number)
    })
    this.cells = cells
    this.hasIndents = cells.some((cell) => cell?.kind === 'label' && cell.indent > 0)
    this.rows = rowsOf(table, this.followsCodes)
  }

  cellAt(row: number, column: number): PrintedCell | null {
    return this.cells[row * this.columns.length + column] ?? null
  }

  valueAt(row: number, column: number): ValueCell | null {
    const cell = this.cellAt(row, column)
    return cell?.kind === 'value' ? cell : null
  }

  labelAt(row: number, column: number): LabelCell | null {
    const cell = this.cellAt(row, column)
    return cell?.kind === 'label' ? cell : null
  }

  /** Columns on screen that a cell reaches over. */
  spanAt(row: number, column: number): number {
    return this.spans.get(row * this.columns.length + column) ?? 1
  }

  /** The 合计 line of a table that follows codes stands first and stays in sight; -1 if there is none. */
  get totalRow(): number {
    return this.followsCodes && this.rows[0]?.level === 0 ? 0 : -1
  }

  /** Where a cell of the book stands; null when it is not in this table. */
  find(address: CellAddress): Spot | null {
    if (address.form !== this.table.form) return null
    const row = this.rowOfKey.get(address.row)
    if (row === undefined) return null
    for (const { index } of this.columns) {
      const cell = this.valueAt(row, index)
      if (cell?.address.column === address.column && cell.address.row === address.row) return { row, column: index }
    }
    return null
  }

  rowOf(key: string): number {
    return this.rowOfKey.get(key) ?? -1
  }

  /** What the row of a cell is called: the labels to its left, up to the next value. */
  rowTitle({ row, column }: Spot): string {
    const labels: string[] = []
    let at = column
    while (at >= 0 && this.columns[at]?.isLabel !== true) at--
    for (; at >= 0 && this.columns[at]?.isLabel === true; at--) {
      const text = this.labelAt(row, at)?.text.replaceAll(/\s+/g, '')
      if (text) labels.unshift(text)
    }
    return labels.join(' ')
  }

  /** The line on which a further code can be typed. */
  isBlankLine(row: number): boolean {
    return this.rows[row]?.keys.length === 0
  }
}

function rowsOf(table: PrintedTable, followsCodes: boolean): SheetRow[] {
  const above: (number | undefined)[] = []
  const parents = table.rows.map((row, index) => {
    if (!followsCodes || row.keys.length === 0) return -1
    above.length = row.level
    const parent = above.findLast((one) => one !== undefined && table.rows[one]?.level !== 0) ?? -1
    above[row.level] = index
    return parent
  })
  const withChildren = new Set(parents)
  return table.rows.map((row, index) => ({
    index,
    id: row.keys.length === 0 ? `line${index}` : row.keys.join('+'),
    level: row.level,
    keys: row.keys,
    parent: parents[index] as number,
    hasChildren: withChildren.has(index),
  }))
}

/** Texts over a printed column from top to bottom, without the 栏次 line and the parts of a code. */
function headerPath(table: PrintedTable, place: number, isCode: boolean): string {
  const texts = headerCells(table, place).map(({ text }) => text.replaceAll(/\s+/g, ''))
  const path = isCode && texts.at(-1) === '类' ? texts.slice(0, -1) : texts
  return path.filter((text) => text !== '').join('·')
}

/** Number of header rows with words: the 栏次 line is the last row when it holds numbers. */
const wordRows = (table: PrintedTable): number =>
  table.header.at(-1)?.some(({ holds }) => holds === 'number') === true ? table.header.length - 1 : table.header.length

/** Header cells over a printed column, from the top. */
export const headerCells = (table: PrintedTable, place: number): LabelCell[] =>
  table.header
    .slice(0, wordRows(table))
    .flatMap((row) => row.filter(({ column, colSpan }) => column <= place && place < column + colSpan))

/** 栏次 of a printed column; '' when it has none. */
export function columnNumber(table: PrintedTable, place: number): string {
  if (wordRows(table) === table.header.length) return ''
  const cell = table.header.at(-1)?.find(({ column, colSpan }) => column <= place && place < column + colSpan)
  return cell === undefined ? '' : cell.holds === 'number' || cell.column === place ? cell.text : ''
}
