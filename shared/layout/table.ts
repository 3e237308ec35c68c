import type { CellAddress } from '../address/cell.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'

/**
 * One printed table: the form and its values as they stand on paper. Grid, workbook, PDF and Word are printers of
 * this value and know no form (design §8).
 */
export type PrintedTable = {
  /** key of the form, e.g. GK05 */
  readonly form: string
  /** the printed title and nothing else */
  readonly title: string
  /** e.g. `部门名称：北京市…` */
  readonly departmentLine: string
  /** e.g. `单位:万元` */
  readonly unitLine: string
  readonly onPaper: boolean
  readonly orientation: 'portrait' | 'landscape'
  readonly columns: readonly PrintedColumn[]
  /** header rows from top to bottom, the 栏次 line last; a cell that spans rows stands in the first of them */
  readonly header: readonly (readonly LabelCell[])[]
  readonly rows: readonly PrintedRow[]
  /** lines under the table: 注, and the sentence for a table without data */
  readonly notes: readonly string[]
}

/** A column of the grid on paper. The code column is three of them (类 款 项). */
export type PrintedColumn = {
  /** key of the form's column */
  readonly key: string
  /** half ems */
  readonly width: number
  readonly holds: 'label' | 'code' | 'name' | 'unitName' | 'projectName' | ValueUnit
}

type Placed = {
  /** number of the printed column where the cell begins, from 0 */
  readonly column: number
  readonly colSpan: number
  readonly rowSpan: number
}
export type LabelCell = Placed & {
  readonly kind: 'label'
  readonly text: string
  readonly align: 'left' | 'center'
  /** half ems */
  readonly indent: number
  /** what the text is: codes stay text in workbooks */
  readonly holds: 'label' | 'code' | 'name' | 'unitName' | 'projectName' | 'number'
}
export type ValueCell = Placed & {
  readonly kind: 'value'
  readonly address: CellAddress
  readonly unit: ValueUnit
  readonly cell: 'input' | 'computed' | 'default'
  /** what is printed: fen, count, hundredths or text; null prints nothing. A blank of a form that prints zeros is 0 here */
  readonly value: number | string | null
  /** the linear sum that gives the value, when every term stands in this table; for live totals in workbooks */
  readonly sum: readonly { readonly factor: number; readonly address: CellAddress }[] | null
}
export type PrintedCell = LabelCell | ValueCell

export type PrintedRow = {
  /** keys of the form's rows on this line, one per block that has a row here; empty for an offered blank line */
  readonly keys: readonly string[]
  /** 0 合计 and totals, 1 类, 2 款, 3 项, 4 unit or project lines */
  readonly level: number
  /** cells from left to right; a place without a cell stays empty */
  readonly cells: readonly PrintedCell[]
}
