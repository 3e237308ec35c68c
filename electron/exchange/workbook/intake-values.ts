import { type CellAddress, cellKey } from '../../../shared/address/cell.ts'
import type { LinkedCell } from '../../../shared/catalogue/link.ts'
import type { Book } from '../../../shared/engine/book.ts'
import type { BookNames } from './intake-names.ts'
import type { Source } from './intake-source.ts'
import type { Manifest } from './manifest.ts'
import { printedValues } from './manifest.ts'
import type { FoundBook, FoundForm } from './match.ts'
import type { FoundLine, FoundValue } from './match-rows.ts'
import { isWritten } from './read-value.ts'
import { type Trouble, textOf } from './sheet-view.ts'

/** One value of the file that counts, at its place in the book. */
export type GivenValue = {
  readonly address: CellAddress
  readonly definition: LinkedCell
  /** null is blank */
  readonly value: number | string | null
  readonly sheet: string
  /** `B7` */
  readonly cell: string
}
/** A cell that a person changed after we wrote the file; a line taken out of the sheet has no place in it. */
export type Edited = {
  readonly address: CellAddress
  readonly sheet: string
  readonly cell: string | null
  readonly was: number | string | null
  readonly now: number | string | null
}
export type Given = {
  readonly values: readonly GivenValue[]
  readonly edited: readonly Edited[]
  readonly troubles: readonly Trouble[]
  /** keys of cells where the file has something that could not be taken: they stay as they are */
  readonly unclear: ReadonlySet<string>
  /** keys of cells the file says anything about, blank included */
  readonly seen: ReadonlySet<string>
}

/**
 * Collects what the sheets of a workbook state about the cells of a book. What the file merely shows because we wrote
 * it there is left out; so is a zero that may stand for a blank.
 */
export class GivenValues {
  private readonly source: Source
  private readonly book: Book
  private readonly names: BookNames
  private readonly printed = new Map<string, number | string | null>()
  private readonly values: GivenValue[] = []
  private readonly edited: Edited[] = []
  private readonly troubles: Trouble[] = []
  private readonly unclear = new Set<string>()
  private readonly seen = new Set<string>()

  constructor(source: Source, manifest: Manifest | null, book: Book, names: BookNames) {
    this.source = source
    this.book = book
    this.names = names
    if (manifest === null || source === 'foreign') return
    for (const sheet of manifest.sheets) {
      for (const { address, value } of printedValues(sheet)) this.printed.set(cellKey(address), value)
    }
  }

  collect(found: FoundBook): Given {
    for (const form of found.forms) {
      form.lines.forEach((line) => this.line(form, line))
      if (this.source === 'own') this.linesTakenOut(form)
    }
    const { values, edited, troubles, unclear, seen } = this
    return { values, edited, troubles, unclear, seen }
  }

  private line(form: FoundForm, line: FoundLine): void {
    const holds = line.values.some((value) => value.unclear !== null || this.stated(form, value) !== null)
    const placed = this.names.place(form, line, holds)
    if ('reason' in placed) {
      for (const value of line.values) if (this.stated(form, value) !== null) this.tell(form, value, placed.reason)
      return
    }
    for (const value of line.values) {
      const address = { form: form.form.key, row: placed.row, column: value.column }
      const definition = this.definition(form, line, value)
      this.seen.add(cellKey(address))
      if (definition !== null) this.value(form, value, address, definition)
    }
  }

  private definition(form: FoundForm, { subject }: FoundLine, { column }: FoundValue): LinkedCell | null {
    const number = form.form.columnIndex.get(column) ?? -1
    if (subject.kind === 'fixed') {
      const row = form.form.rows?.[form.form.rowIndex.get(subject.key) ?? -1]
      return row?.cells[number] ?? null
    }
    const isTyped = subject.kind === form.form.form.codes?.leaf
    return (isTyped ? form.form.leaf : form.form.parents)[number] ?? null
  }

  /**
   * What a value cell states. In a form that prints blanks as zero, a zero may stand for a blank: in every foreign sheet,
   * and in lines put into a sheet of a book's. In a template nothing is printed, so a zero there was typed.
   */
  private stated({ form }: FoundForm, { value }: FoundValue): number | string | null {
    return value === 0 && this.source !== 'template' && form.form.blank === 'asZero' ? null : value
  }

  private value(form: FoundForm, found: FoundValue, address: CellAddress, definition: LinkedCell): void {
    const key = cellKey(address)
    const isOurs = this.source !== 'foreign'
    // totals of our own sheets count along in Excel, or not at all in programs that do not calculate
    if (isOurs && definition.kind === 'computed' && found.cell?.formula === true) return
    if (found.unclear !== null) {
      this.unclear.add(key)
      this.tell(form, found, found.unclear)
      return
    }
    const isListed = this.printed.has(key)
    const was = this.printed.get(key) ?? null
    if (isListed && this.isUntouched(form, found, was, definition)) return
    // beside a formula a zero says something: it may differ from what the formula gives
    const value = definition.kind === 'input' && !isListed ? this.stated(form, found) : found.value
    if (this.source === 'own') {
      if (!isListed && value === null) return
      this.edited.push({ address, sheet: form.sheet, cell: found.address, was, now: value })
    }
    this.values.push({ address, definition, value, sheet: form.sheet, cell: found.address })
  }

  private isUntouched(
    form: FoundForm,
    { value, cell }: FoundValue,
    was: number | string | null,
    definition: LinkedCell,
  ): boolean {
    if (value === (was === '' ? null : was)) return true
    return cell !== null && typeof was === 'number' && isWritten(cell, was, definition.unit, form.amountUnit)
  }

  /** In a file of ours a line that is no longer there was deleted by somebody: its typed cells are blank now. */
  private linesTakenOut(form: FoundForm): void {
    for (const [key, was] of this.printed) {
      const [formKey = '', row = '', column = ''] = key.split('!')
      if (formKey !== form.form.key || this.seen.has(key) || this.book.get('cell', key) === null) continue
      const block = form.form.rows?.[form.form.rowIndex.get(row) ?? -1]?.block ?? 0
      const number = form.form.columnIndex.get(column) ?? -1
      const definition = (form.form.rows?.[form.form.rowIndex.get(row) ?? -1]?.cells ?? form.form.leaf)[number]
      if (definition === undefined || !form.hasColumn(block, column)) continue
      const address = { form: formKey, row, column }
      this.edited.push({ address, sheet: form.sheet, cell: null, was, now: null })
      this.values.push({ address, definition, value: null, sheet: form.sheet, cell: '' })
    }
  }

  private tell(form: FoundForm, found: FoundValue, reason: string): void {
    this.troubles.push({ sheet: form.sheet, cell: found.address, text: textOf(found.cell).slice(0, 200), reason })
  }
}
