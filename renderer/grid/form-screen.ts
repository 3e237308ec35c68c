import type { CellAddress } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { LiveBook } from '../book/live-book.ts'
import type { CellState, Painter } from './ag-view.ts'
import type { CellValue } from './cell-text.ts'
import { shownText } from './cell-text.ts'
import type { KeptTexts } from './kept-texts.ts'
import { keptTextsOf } from './kept-texts.ts'
import { Marks, mark } from './marks.ts'
import type { OutlineState, RowFilter, RowOrder } from './outline.ts'
import { foldedTo, visibleRows } from './outline.ts'
import type { Spot } from './sheet.ts'
import { Sheet } from './sheet.ts'

/** Why a cell takes nothing: it follows a formula, names a row, is no cell at all, or the book is closed to changes. */
export type Lock = 'computed' | 'label' | 'none' | 'readOnly'
export const lockTexts: Readonly<Record<Lock, string>> = {
  computed: '此格由公式计算，不能填写',
  label: '此格是名称，不能填写',
  none: '此处没有要填的数',
  readOnly: '本决算已上报或以只读方式打开，不能修改',
}

/**
 * One form of the open book as it stands on screen: its sheet, the rows that are not folded away, marks and kept texts,
 * and what each cell shows. Rows are those of the sheet unless they are said to be on screen.
 */
export class FormScreen implements Painter {
  readonly book: LiveBook
  readonly form: string
  unit: AmountUnit
  sheet: Sheet
  marks: Marks
  readonly kept: KeptTexts
  shown: readonly number[] = []
  /** place on screen by sheet row, -1 while folded away */
  private places = new Int32Array(0)
  private outline: OutlineState = { folded: new Set(), filter: 'all', order: null }
  private readonly offersLine: boolean
  isLaidOutReadOnly = false

  /** @param offersLine whether a line for a further code is wanted, in forms whose lines follow codes */
  constructor(book: LiveBook, form: string, unit: AmountUnit, offersLine: boolean) {
    this.book = book
    this.form = form
    this.unit = unit
    this.offersLine = offersLine
    this.kept = keptTextsOf(book)
    this.sheet = this.layOut()
    this.marks = new Marks(this.sheet)
    this.marks.update(book.findings())
    this.arrange()
  }

  get engine(): Engine {
    return this.book.engine
  }

  private layOut(): Sheet {
    const { engine, department, year, readOnly } = this.book
    this.isLaidOutReadOnly = readOnly
    const blankLines = this.offersLine && !readOnly ? 1 : 0
    return new Sheet(layOut(engine, this.form, { department, year, offered: true, sums: false, blankLines }))
  }

  /** Lays the form out again after rows came or went. */
  renew(): void {
    this.sheet = this.layOut()
    this.marks = new Marks(this.sheet)
    this.marks.update(this.book.findings())
    this.arrange()
  }

  // ---- rows on screen

  private arrange(): void {
    this.shown = visibleRows(this.sheet, this.outline, {
      fails: (row) => this.sheet.columns.some(({ index }) => (this.marks.at(row, index) & ~mark.explained) > 0),
      isFilled: (row) =>
        this.sheet.columns.some(
          ({ index }) => this.sheet.valueAt(row, index) !== null && this.value(row, index) !== null,
        ),
      sortValue: (row, column) => this.sheet.labelAt(row, column)?.text ?? this.value(row, column),
    })
    this.places = new Int32Array(this.sheet.rows.length).fill(-1)
    this.shown.forEach((row, place) => {
      this.places[row] = place
    })
  }

  placeOf(row: number): number {
    return this.places[row] ?? -1
  }

  get order(): RowOrder {
    return this.outline.order
  }

  isFolded(row: number): boolean {
    return this.outline.folded.has(this.sheet.rows[row]?.id ?? '')
  }

  setFolded(rows: readonly number[], isFolded: boolean): void {
    const folded = new Set(this.outline.folded)
    for (const row of rows) {
      const { id = '' } = this.sheet.rows[row] ?? {}
      if (isFolded) folded.add(id)
      else folded.delete(id)
    }
    this.outline = { ...this.outline, folded }
    this.arrange()
  }

  foldTo(level: number): void {
    this.outline = { ...this.outline, folded: foldedTo(this.sheet, level) }
    this.arrange()
  }

  setFilter(filter: RowFilter): void {
    this.outline = { ...this.outline, filter }
    this.arrange()
  }

  setOrder(order: RowOrder): void {
    this.outline = { ...this.outline, order }
    this.arrange()
  }

  /** Brings a row onto the screen, whatever hides it; true when the rows on screen changed. */
  reveal(row: number): boolean {
    if (this.placeOf(row) >= 0) return false
    const above: number[] = []
    for (let parent = this.sheet.rows[row]?.parent ?? -1; parent >= 0; parent = this.sheet.rows[parent]?.parent ?? -1)
      above.push(parent)
    if (this.outline.filter !== 'all') this.outline = { ...this.outline, filter: 'all' }
    this.setFolded(above, false)
    return true
  }

  // ---- cells

  value(row: number, column: number): CellValue {
    const cell = this.sheet.valueAt(row, column)
    return cell === null ? null : this.engine.value(cell.address)
  }

  /** Sheet row and column of a spot on screen. */
  inSheet({ row, column }: Spot): Spot {
    return { row: this.shown[row] ?? -1, column }
  }

  lockOf(row: number, column: number): Lock | null {
    const { sheet } = this
    if (this.book.readOnly) return 'readOnly'
    if (sheet.isBlankLine(row)) return column === sheet.codeColumn ? null : 'none'
    const cell = sheet.cellAt(row, column)
    if (cell === null) return sheet.columns[column]?.isLabel === true ? 'label' : 'none'
    if (cell.kind === 'label') return 'label'
    return cell.cell === 'computed' ? 'computed' : null
  }

  isCodeEntry(row: number, column: number): boolean {
    return this.sheet.isBlankLine(row) && column === this.sheet.codeColumn
  }

  addressAt(row: number, column: number): CellAddress | null {
    if (this.sheet.isBlankLine(row)) return null
    return this.sheet.valueAt(row, column)?.address ?? null
  }

  // ---- painter

  text(row: number, column: number): string {
    const { sheet } = this
    const cell = sheet.cellAt(row, column)
    if (sheet.isBlankLine(row) && column === sheet.codeColumn + 1) return '输入编码、名称或拼音首字母，新增科目'
    if (cell === null) return ''
    if (cell.kind === 'label') return this.isCodeEntry(row, column) ? '＋ 科目编码' : cell.text
    if (sheet.isBlankLine(row)) return ''
    return this.kept.get(cell.address)?.text ?? shownText(this.engine.value(cell.address), cell.unit, this.unit)
  }

  kind(row: number, column: number): string {
    return this.plainKind(row, column) + (this.isStrong(row, column) ? ' cell-strong' : '')
  }

  /** Totals and main lines stand out, as on paper: by level in forms of codes, else by how their label is set. */
  private isStrong(row: number, column: number): boolean {
    const { sheet } = this
    if (sheet.followsCodes) {
      const level = sheet.rows[row]?.level ?? 9
      return level === 0 || (level === 1 && sheet.columns[column]?.isLabel === true && !sheet.isBlankLine(row))
    }
    let at = column
    while (at > 0 && sheet.labelAt(row, at) === null) at--
    const label = sheet.labelAt(row, at)
    if (label === null) return false
    return label.align === 'center' || (at === column && label.indent === 0 && sheet.hasIndents)
  }

  private plainKind(row: number, column: number): string {
    const { sheet } = this
    const cell = sheet.cellAt(row, column)
    if (sheet.isBlankLine(row)) return this.isCodeEntry(row, column) ? 'cell-new' : 'cell-idle cell-hint'
    if (cell === null) return sheet.columns[column]?.isLabel === true ? 'cell-label' : 'cell-none'
    if (cell.kind === 'value') return `cell-${cell.cell}${cell.unit === 'text' ? ' cell-text' : ' cell-number'}`
    return `cell-label cell-${cell.align}${cell.indent > 0 ? ` indent-${Math.min(3, Math.ceil(cell.indent / 4))}` : ''}`
  }

  is(state: CellState, row: number, column: number): boolean {
    const marks = this.marks.at(row, column)
    switch (state) {
      case 'fails':
        return (marks & mark.error) > 0
      case 'doubts':
        return (marks & mark.verify) > 0 && (marks & mark.error) === 0
      case 'hints':
        return (marks & mark.hint) > 0 && (marks & (mark.error | mark.verify)) === 0
      case 'explained':
        return marks === mark.explained
      case 'hides-fail':
        return (this.marks.below(row) & (mark.error | mark.verify)) > 0 && this.isFolded(row)
      case 'stated':
        return this.isStated(row, column)
      case 'carried':
        return this.isCarried(row, column)
      case 'differs': {
        const cell = this.sheet.valueAt(row, column)
        return cell !== null && this.isStated(row, column) && this.engine.carried(cell.address) !== null
      }
      case 'foreign': {
        const cell = this.sheet.valueAt(row, column)
        return cell?.cell === 'computed' && marks > 0 && this.engine.stated(cell.address) !== null
      }
      case 'kept': {
        if (this.kept.size === 0) return false
        const address = this.addressAt(row, column)
        return address !== null && this.kept.get(address) !== null
      }
    }
  }

  /** Whether a default cell stands on a value of the user's own. */
  isStated(row: number, column: number): boolean {
    const cell = this.sheet.valueAt(row, column)
    return cell?.cell === 'default' && !this.sheet.isBlankLine(row) && this.engine.isStatedDefault(cell.address)
  }

  /** Whether a cell takes its number over from last year's book. */
  isCarried(row: number, column: number): boolean {
    const cell = this.sheet.valueAt(row, column)
    if (cell?.cell !== 'default' || this.sheet.isBlankLine(row)) return false
    return this.engine.carried(cell.address) !== null && !this.engine.isStatedDefault(cell.address)
  }

  fold(row: number): 'open' | 'folded' | null {
    return this.sheet.rows[row]?.hasChildren === true ? (this.isFolded(row) ? 'folded' : 'open') : null
  }

  indent(row: number): number {
    let steps = 0
    for (let parent = this.sheet.rows[row]?.parent ?? -1; parent >= 0; parent = this.sheet.rows[parent]?.parent ?? -1)
      steps++
    return steps
  }
}
