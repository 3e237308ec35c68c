import type { CellAddress } from '../address/cell.ts'
import type { LinkedCell, LinkedForm } from '../catalogue/link.ts'
import { isValueColumn } from '../catalogue/link.ts'
import type { Fund } from '../catalogue/vocabulary.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'
import type { PlacedColumn } from './header.ts'
import { codeParts, headerRows, placeColumns, printedColumns } from './header.ts'
import type { LabelCell, PrintedCell, PrintedRow, PrintedTable, ValueCell } from './table.ts'

export type LayoutOptions = {
  readonly department: string
  readonly year: number
  /** also the rows that are offered for entry but print nothing */
  readonly offered?: boolean
  /** false leaves out the sums of computed cells, which only workbooks want */
  readonly sums?: boolean
  /** so many empty lines for further codes, in forms whose rows follow codes */
  readonly blankLines?: number
}

/** Turns a form and its values into the one printed table that grid, workbook, PDF and Word print (design §8). */
export function layOut(engine: Engine, formKey: string, options: LayoutOptions): PrintedTable {
  const form = engine.edition.forms[engine.edition.formIndex.get(formKey) ?? -1]
  if (form === undefined) throw new Error(`the edition has no form ${formKey}`)
  return new Layout(engine, form, options).table()
}

class Layout {
  private readonly engine: Engine
  private readonly form: LinkedForm
  private readonly options: LayoutOptions
  private readonly placed: readonly PlacedColumn[]
  private readonly printed: readonly RowInfo[]
  private readonly printedKeys: ReadonlySet<string>
  private readonly children = new Map<string, string[]>()

  constructor(engine: Engine, form: LinkedForm, options: LayoutOptions) {
    this.engine = engine
    this.form = form
    this.options = options
    this.placed = placeColumns(
      form.form.blocks === undefined
        ? form.form.columns.map((one) => ({ column: one, block: 0 }))
        : form.form.blocks.flatMap((block, number) =>
            block.columns.flatMap((key) =>
              form.form.columns.filter((one) => one.key === key).map((one) => ({ column: one, block: number })),
            ),
          ),
    )
    this.printed = this.printedRows()
    this.printedKeys = new Set(this.printed.map(({ key }) => key))
  }

  table(): PrintedTable {
    const { form } = this.form
    const { head } = this.engine.edition.edition
    const rows = form.codes === undefined ? this.fixedRows() : this.codeRows()
    const empty = rows.every((row) => row.cells.every((cell) => cell.kind !== 'value' || !cell.value))
    const notes = empty && form.emptyNote !== undefined ? [...form.notes, form.emptyNote] : form.notes
    return {
      form: form.form,
      title: this.fill(form.title),
      departmentLine: this.fill(head.departmentLine),
      unitLine: this.fill(head.unitLine),
      onPaper: form.onPaper,
      orientation: form.orientation,
      columns: printedColumns(this.placed),
      header: headerRows(this.placed, form.numbersLabel, (text) => this.fill(text)),
      rows,
      notes: notes.map((note) => this.fill(note)),
    }
  }

  private fill(text: string): string {
    return text.replaceAll('{year}', String(this.options.year)).replaceAll('{department}', this.options.department)
  }

  // ---- which rows

  private isBlankRow(row: RowInfo): boolean {
    return this.form.columns.every((column) => {
      const address = this.address(row.key, column.key)
      const value = this.engine.value(address)
      // a line that closed at nought last year is not printed for that
      const isCarriedNought = value === 0 && this.engine.cell(address)?.carried === true
      return value === null || (isCarriedNought && !this.engine.isStatedDefault(address))
    })
  }

  /** Lines with something in them, and their parents; offered ones too when asked. */
  private printedRows(): RowInfo[] {
    const rows = this.engine.rows(this.form.key)
    const { codes } = this.form.form
    if (codes === undefined) return rows
    const levelNames = ['total', 'class', 'section', 'item', codes.leaf] as const
    const wanted: RowInfo[] = []
    // from the bottom: a parent is kept when something below it was
    const above: string[][] = [[], [], [], [], []]
    for (const row of rows.toReversed()) {
      const below = above[row.level + 1] ?? []
      const keep = row.leaf ? this.keepsLeaf(row, codes.funds) : row.level === 0 || below.length > 0
      if (!keep) continue
      if (!row.leaf) {
        this.children.set(row.key, below.toReversed())
        above[row.level + 1] = []
      }
      above[row.level]?.push(row.key)
      const name = levelNames[row.level]
      if (
        row.level === 0
          ? codes.total !== undefined
          : name !== undefined && name !== 'total' && codes.prints.includes(name)
      )
        wanted.push(row)
    }
    return wanted.toReversed()
  }

  private keepsLeaf(row: RowInfo, funds: readonly Fund[]): boolean {
    if (!this.isBlankRow(row)) return true
    if (this.options.offered !== true) return false
    const code = row.code ?? ''
    const { codes } = this.engine.edition
    // an unknown 项 goes with its 款, an unknown 款 with its 类
    const entry = codes.get(code) ?? codes.get(code.slice(0, 5)) ?? codes.get(code.slice(0, 3))
    return entry === undefined || funds.includes(entry.fund ?? 'general')
  }

  // ---- rows of code forms

  private codeRows(): PrintedRow[] {
    const rows = this.printed.map(
      (row): PrintedRow => ({
        keys: [row.key],
        level: row.level,
        cells: this.placed.flatMap((placed) =>
          row.level === 0 ? this.totalCell(row, placed) : this.lineCell(row, placed),
        ),
      }),
    )
    for (let line = 0; line < (this.options.blankLines ?? 0); line++)
      rows.push({ keys: [], level: 3, cells: this.placed.flatMap((placed) => this.blankCell(placed)) })
    return rows
  }

  private lineCell(row: RowInfo, placed: PlacedColumn): PrintedCell[] {
    const { column, at, places } = placed
    if (isValueColumn(column)) return this.valueCells(row.key, column.key, at)
    const text =
      {
        code: row.code,
        name: row.label,
        unitName: row.unit?.name,
        projectName: row.project === null ? null : row.label,
        label: null,
      }[column.holds as 'code'] ?? ''
    return text === '' && column.holds !== 'code'
      ? []
      : [label(at, places, text, 'left', 0, column.holds as LabelCell['holds'])]
  }

  private totalCell(row: RowInfo, placed: PlacedColumn): PrintedCell[] {
    const { column, at } = placed
    const total = this.form.form.codes?.total
    if (isValueColumn(column)) return this.valueCells(row.key, column.key, at)
    if (column.partsOn === 'total') return codeParts.map((part, number) => label(at + number, 1, part, 'center'))
    if (column.totalText !== undefined) return [label(at, 1, column.totalText, 'center')]
    if (column.key !== total?.at) return []
    // the label reaches over the label columns behind it that print nothing in this row
    const silent = this.placed.filter(
      (other) =>
        other.at > at &&
        !isValueColumn(other.column) &&
        other.column.partsOn !== 'total' &&
        other.column.totalText === undefined,
    )
    return [label(at, 1 + silent.reduce((sum, other) => sum + other.places, 0), total.label, 'center')]
  }

  private blankCell({ column, at, places }: PlacedColumn): PrintedCell[] {
    if (!isValueColumn(column)) return [label(at, places, '', 'left', 0, column.holds as LabelCell['holds'])]
    const number = this.form.columnIndex.get(column.key) ?? -1
    const cell = this.form.leaf[number]
    if (cell === undefined || cell.kind === 'none') return []
    const inForm =
      cell.kind === 'computed' && cell.terms.every((term) => term.form === this.form.index && term.row === null)
    const sum = inForm
      ? cell.terms.map((term) => ({
          factor: term.factor,
          address: this.address('', this.form.columns[term.column]?.key as string),
        }))
      : null
    return [
      {
        kind: 'value',
        column: at,
        colSpan: 1,
        rowSpan: 1,
        address: this.address('', column.key),
        unit: cell.unit,
        cell: cell.kind,
        value: null,
        sum,
      },
    ]
  }

  // ---- rows of fixed forms

  private fixedRows(): PrintedRow[] {
    const lines = new Map<number, { keys: string[]; level: number; cells: PrintedCell[] }>()
    for (const { row, block, line } of this.form.rows ?? []) {
      const known = lines.get(line)
      const entry = known ?? { keys: [], level: row.level, cells: [] }
      if (known === undefined) lines.set(line, entry)
      entry.keys.push(row.key)
      const own = this.placed.filter((placed) => placed.block === block)
      const labelAt = own.find(
        ({ column }) => column.holds === 'label' && (row.labelIn === undefined || column.key === row.labelIn),
      )
      if (labelAt !== undefined) {
        const from =
          row.labelFrom === undefined
            ? labelAt.at
            : (this.placed.find((placed) => placed.block === this.blockNumber(row.labelFrom))?.at ?? labelAt.at)
        entry.cells.push(
          label(
            from,
            labelAt.at - from + 1,
            this.fill(row.label),
            row.level === 0 ? 'center' : 'left',
            row.indent ?? 0,
          ),
        )
      }
      for (const { column, at } of own)
        if (isValueColumn(column)) entry.cells.push(...this.valueCells(row.key, column.key, at))
    }
    return [...lines].sort(([a], [b]) => a - b).map(([, row]) => row)
  }

  private blockNumber(key: string | undefined): number {
    return (this.form.form.blocks ?? []).findIndex((block) => block.key === key)
  }

  // ---- values

  private address(row: string, column: string): CellAddress {
    return { form: this.form.key, row, column }
  }

  private valueCells(row: string, column: string, at: number): ValueCell[] {
    const address = this.address(row, column)
    const cell = this.engine.cell(address)
    if (cell === null || cell.kind === 'none') return []
    const value = this.engine.value(address)
    const printsZero = this.form.form.blank === 'asZero' && cell.unit !== 'text'
    const printed = value ?? (printsZero ? 0 : null)
    return [
      {
        kind: 'value',
        column: at,
        colSpan: 1,
        rowSpan: 1,
        address,
        unit: cell.unit,
        cell: cell.kind,
        value: printed,
        sum: cell.kind === 'computed' && this.options.sums !== false ? this.sumOf(cell, row, column) : null,
      },
    ]
  }

  /** Terms of a computed cell when all that count stand in this table, else null. */
  private sumOf(cell: LinkedCell, row: string, column: string): ValueCell['sum'] {
    const below = this.children.get(row)
    if (below !== undefined)
      return below.length === 0
        ? null
        : below
            .flatMap((key) => this.printedBelow(key))
            .map((key) => ({ factor: 1, address: this.address(key, column) }))
    if (cell.terms.length === 0 || cell.terms.some((term) => term.prior || term.form !== this.form.index)) return null
    const terms = cell.terms.map((term) => ({
      factor: term.factor,
      address: this.address(term.row ?? row, this.form.columns[term.column]?.key as string),
    }))
    const isPrinted = ({ address }: (typeof terms)[number]): boolean => this.printedKeys.has(address.row)
    if (terms.every(isPrinted)) return terms
    return terms.every((term) => isPrinted(term) || this.engine.value(term.address) === null)
      ? terms.filter(isPrinted)
      : null
  }

  /** A row as it stands on paper: itself, or the lines below it when its level is not printed. */
  private printedBelow(key: string): string[] {
    return this.printedKeys.has(key)
      ? [key]
      : (this.children.get(key) ?? []).flatMap((child) => this.printedBelow(child))
  }
}

const label = (
  column: number,
  colSpan: number,
  text: string,
  align: 'left' | 'center',
  indent = 0,
  holds: LabelCell['holds'] = 'label',
): LabelCell => ({
  kind: 'label',
  column,
  colSpan,
  rowSpan: 1,
  text,
  align,
  indent,
  holds,
})
