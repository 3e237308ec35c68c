import type { CellAddress } from '../address/cell.ts'
import type { LinkedForm } from '../catalogue/link.ts'
import type { LinkedOperand, LinkedRows } from '../catalogue/linked-narrative.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'
import { levels } from '../engine/rows.ts'

/** What an operand of a pattern comes to in a book. */
export type OperandValue = {
  /** fen, count or hundredths; null when every cell of it is blank */
  readonly exact: bigint | null
  readonly unit: ValueUnit
  readonly cells: readonly CellAddress[]
  /** the formula with its rows filled in; the same quantity has the same text */
  readonly text: string
}

/** Reads operands of patterns out of a book. */
export class Values {
  readonly engine: Engine
  private readonly lines = new Map<number, RowInfo[]>()

  constructor(engine: Engine) {
    this.engine = engine
  }

  private form(index: number): LinkedForm {
    return this.engine.edition.forms[index] as LinkedForm
  }

  /** @param row what `.` stands for; null outside lists */
  of(operand: LinkedOperand, row: string | null): OperandValue {
    if (operand.kind === 'lines') {
      const lines = this.filledLines(operand.form)
      const { key, columns } = this.form(operand.form)
      const column = columns[0]?.key ?? ''
      const cells = lines.map((line) => ({ form: key, row: line.key, column }))
      return { exact: BigInt(lines.length), unit: 'count', cells, text: operand.text }
    }
    let exact: bigint | null = null
    const cells: CellAddress[] = []
    for (const term of operand.terms) {
      const { key, columns } = this.form(term.form)
      const cell = { form: key, row: term.row ?? row ?? '', column: columns[term.column]?.key ?? '' }
      cells.push(cell)
      const value = this.engine.number(cell)
      if (value !== null) exact = (exact ?? 0n) + BigInt(term.factor) * BigInt(value)
    }
    const text = row === null ? operand.text : operand.text.replaceAll('!.!', `!${row}!`)
    return { exact, unit: operand.unit, cells, text }
  }

  /** Words of a text cell; '' when it is blank. */
  words(operand: LinkedOperand, row: string | null): { text: string; cells: readonly CellAddress[] } {
    const { cells } = this.of(operand, row)
    const value = cells[0] === undefined ? null : this.engine.value(cells[0])
    return { text: typeof value === 'string' ? value.trim() : '', cells }
  }

  isNought(operand: LinkedOperand, row: string | null): boolean {
    return (this.of(operand, row).exact ?? 0n) === 0n
  }

  /** Rows of a list, in printed order: those with something in them. */
  rows(rows: LinkedRows): RowInfo[] {
    const { key } = this.form(rows.form)
    const all =
      rows.level === null
        ? rows.keys.map((row) => this.engine.row(key, row))
        : this.allRows(rows.form).filter((row) => row.level === levels[rows.level ?? 'item'])
    return all.filter(
      (row): row is RowInfo => row !== null && rows.nonZero.some((operand) => !this.isNought(operand, row.key)),
    )
  }

  private readonly rowsOfForm = new Map<number, RowInfo[]>()
  private allRows(form: number): RowInfo[] {
    const known = this.rowsOfForm.get(form)
    if (known !== undefined) return known
    const rows = this.engine.rows(this.form(form).key)
    this.rowsOfForm.set(form, rows)
    return rows
  }

  /** Typed lines of a code form that have a figure other than nought. */
  filledLines(form: number): RowInfo[] {
    const known = this.lines.get(form)
    if (known !== undefined) return known
    const filled = this.allRows(form).filter((row) => row.leaf && this.hasFigure(form, row.key))
    this.lines.set(form, filled)
    return filled
  }

  private hasFigure(form: number, row: string): boolean {
    const { key, columns } = this.form(form)
    return columns.some((column) => (this.engine.number({ form: key, row, column: column.key }) ?? 0) !== 0)
  }

  /** True when no cell of the form has a figure other than nought. */
  isEmpty(form: number): boolean {
    return !this.allRows(form).some((row) => this.hasFigure(form, row.key))
  }
}
