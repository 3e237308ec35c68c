import type { ColDef, ColGroupDef, GridApi } from 'ag-grid-community'
import { createGrid } from 'ag-grid-community'
import { LeafHeader, theme } from './ag-parts.ts'
import type { HeaderNode } from './header.ts'
import { headerDepth, headerTree, lowestRowHeight } from './header.ts'
import type { Sheet, SheetRow, Spot } from './sheet.ts'
import type { Widths } from './widths.ts'
import { numberColumnWidth } from './widths.ts'

/** What the cells show: asked for each cell on screen whenever it is painted. */
export type Painter = {
  /** text of a cell; rows are those of the sheet */
  readonly text: (row: number, column: number) => string
  /** classes that never change while the cell stands */
  readonly kind: (row: number, column: number) => string
  /** whether a changing class applies */
  readonly is: (state: CellState, row: number, column: number) => boolean
  /** folding sign of a row in the code column: open, folded, or none */
  readonly fold: (row: number) => 'open' | 'folded' | null
  /** steps by which the code is indented */
  readonly indent: (row: number) => number
}
const cellStates = [
  'fails',
  'doubts',
  'hints',
  'explained',
  'hides-fail',
  'stated',
  'carried',
  'differs',
  'foreign',
  'kept',
] as const
export type CellState = (typeof cellStates)[number]

const groupRowHeight = 26
const numbersHeight = 19

/** AG Grid as a painter of a sheet: rows on demand, header, frozen columns, scrolling. Focus and keys are not its own. */
export class AgView {
  readonly api: GridApi<SheetRow>
  readonly host: HTMLElement
  sheet: Sheet
  readonly rowHeight = 26
  readonly headerHeight: number
  /** width of a scrollbar, px: it lies beside the rows, never over them */
  readonly bar: number
  /** rows of the header, as assistive technology counts them */
  readonly headerRows: number
  /** element that scrolls both ways */
  readonly viewport: HTMLElement
  private readonly painter: Painter
  private shown: readonly number[]
  private widths: Widths
  private frozenWidth = 0
  /** what of the rows is in sight, px */
  sight = { top: 0, left: 0, height: 0, width: 0 }

  constructor(
    host: HTMLElement,
    sheet: Sheet,
    painter: Painter,
    shown: readonly number[],
    widths: Widths,
    options: { readonly label: string; readonly nonce: string | undefined },
  ) {
    this.host = host
    this.sheet = sheet
    this.painter = painter
    this.shown = shown
    this.widths = widths
    this.bar = scrollbarWidth(host)
    const nodes = headerTree(sheet)
    const depth = headerDepth(nodes)
    const hasNumbers = nodes.some(hasNumber)
    this.headerRows = depth
    const lowest = lowestRowHeight(nodes, widths.columns, groupRowHeight) + (hasNumbers ? numbersHeight : 0)
    this.headerHeight = (depth - 1) * groupRowHeight + lowest
    const { top, body } = this.split(shown)
    this.api = createGrid<SheetRow>(host, {
      theme,
      ...(options.nonce === undefined ? {} : { styleNonce: options.nonce }),
      columnDefs: [this.numberColumn(hasNumbers), ...nodes.map((node) => this.definition(node, hasNumbers))],
      rowData: body,
      pinnedTopRowData: top,
      getRowId: ({ data }) => data.id,
      rowHeight: this.rowHeight,
      headerHeight: lowest,
      groupHeaderHeight: groupRowHeight,
      rowBuffer: 6,
      tabIndex: -1,
      suppressCellFocus: true,
      suppressHeaderFocus: true,
      suppressColumnVirtualisation: true,
      suppressMovableColumns: true,
      suppressRowHoverHighlight: true,
      suppressNoRowsOverlay: true,
      scrollbarWidth: this.bar,
      animateRows: false,
      defaultColDef: { sortable: false, resizable: true, suppressHeaderMenuButton: true, cellDataType: false },
    })
    const find = (selector: string): HTMLElement => host.querySelector<HTMLElement>(selector) ?? host
    this.viewport = find('.ag-grid-viewport')
    this.viewport.setAttribute('aria-label', options.label)
    for (const guard of host.querySelectorAll('.ag-tab-guard')) guard.setAttribute('tabindex', '-1')
    this.look()
    this.measure()
  }

  private split(shown: readonly number[]): { top: SheetRow[]; body: SheetRow[] } {
    const rows = shown.map((row) => this.sheet.rows[row] as SheetRow)
    return this.sheet.totalRow >= 0 && rows[0]?.index === this.sheet.totalRow
      ? { top: rows.slice(0, 1), body: rows.slice(1) }
      : { top: [], body: rows }
  }

  /** Rows that do not scroll: the 合计 of a table that follows codes. */
  get topRows(): number {
    return this.shown.length > 0 && this.shown[0] === this.sheet.totalRow ? 1 : 0
  }

  // ---- columns

  private numberColumn(hasNumbers: boolean): ColDef<SheetRow> {
    return {
      colId: 'line',
      pinned: 'left',
      width: numberColumnWidth,
      resizable: false,
      cellClass: 'cell-line',
      headerComponent: LeafHeader,
      headerComponentParams: { text: '行次', number: '', hasNumbers },
      valueGetter: ({ data }) => (data === undefined ? '' : String(data.index + 1)),
    }
  }

  private definition(node: HeaderNode, hasNumbers: boolean): ColDef<SheetRow> | ColGroupDef<SheetRow> {
    if (node.kind === 'group')
      return {
        headerName: node.text,
        marryChildren: true,
        children: node.children.map((child) => this.definition(child, hasNumbers)),
      }
    const { column } = node
    const { painter, sheet } = this
    const definition: ColDef<SheetRow> = {
      colId: sheet.columns[column]?.id ?? '',
      pinned: column < this.widths.frozen ? 'left' : null,
      width: this.widths.columns[column] ?? 100,
      headerComponent: LeafHeader,
      headerComponentParams: { text: node.text, number: node.number, hasNumbers },
      valueGetter: ({ data }) => (data === undefined ? '' : painter.text(data.index, column)),
      cellClass: ({ data }) => (data === undefined ? '' : painter.kind(data.index, column)),
      cellClassRules: Object.fromEntries(
        statesOf(sheet, column).map((state) => [
          state,
          ({ data }: { data?: SheetRow | undefined }) => data !== undefined && painter.is(state, data.index, column),
        ]),
      ),
      colSpan: ({ data }) => (data === undefined ? 1 : this.span(data.index, column)),
    }
    if (column === sheet.codeColumn)
      definition.cellRenderer = ({ data }: { data?: SheetRow | undefined }) => this.codeCell(data, column)
    return definition
  }

  /** A label may reach over its neighbours, as far as they scroll together. */
  private span(row: number, column: number): number {
    const span = this.sheet.spanAt(row, column)
    const { frozen } = this.widths
    return column < frozen ? Math.min(span, frozen - column) : span
  }

  private codeCell(data: SheetRow | undefined, column: number): HTMLElement | string {
    if (data === undefined) return ''
    const text = this.painter.text(data.index, column)
    const fold = this.painter.fold(data.index)
    const cell = this.host.ownerDocument.createElement('span')
    cell.className = 'code-cell'
    cell.style.paddingLeft = `${this.painter.indent(data.index) * 12}px`
    const sign = this.host.ownerDocument.createElement('span')
    sign.className = fold === null ? 'fold-none' : `fold fold-${fold}`
    cell.append(sign, text)
    return cell
  }

  // ---- rows

  /** Takes over a sheet of the same form, laid out again. */
  setSheet(sheet: Sheet, shown: readonly number[]): void {
    this.sheet = sheet
    this.setRows(shown)
    this.api.refreshCells({ force: true })
  }

  setRows(shown: readonly number[]): void {
    this.shown = shown
    const { top, body } = this.split(shown)
    this.api.setGridOption('rowData', body)
    this.api.setGridOption('pinnedTopRowData', top)
  }

  /** Paints the codes anew: their folding signs are no text that could be compared. */
  refreshCodes(): void {
    const code = this.sheet.columns[this.sheet.codeColumn]
    if (code !== undefined) this.api.refreshCells({ columns: [code.id], force: true })
  }

  /** Repaints places given as row × columns + column; everything on screen when there are many. */
  refresh(places: ReadonlySet<number> | 'all'): void {
    if (places === 'all' || places.size > 400) {
      this.api.refreshCells()
      return
    }
    const width = this.sheet.columns.length
    const byRow = new Map<number, string[]>()
    for (const place of places) {
      const row = Math.floor(place / width)
      const id = this.sheet.columns[place % width]?.id ?? ''
      const known = byRow.get(row)
      if (known === undefined) byRow.set(row, [id])
      else known.push(id)
    }
    for (const [row, columns] of byRow) {
      const top = row === this.sheet.totalRow && this.topRows > 0
      const node = top ? this.api.getPinnedTopRow(0) : this.api.getRowNode(this.sheet.rows[row]?.id ?? '')
      // rows that are not painted need no repaint
      if (node !== undefined && (top || this.isNear((node.rowIndex ?? 0) + this.topRows)))
        this.api.refreshCells({
          rowNodes: [node],
          columns,
          force: columns.includes(this.sheet.columns[this.sheet.codeColumn]?.id ?? ''),
        })
    }
  }

  /** Takes over new widths, unless the user has drawn the columns to his own. */
  setWidths(widths: Widths): void {
    this.widths = widths
    this.api.applyColumnState({
      state: this.sheet.columns.map(({ id, index }) => ({
        colId: id,
        width: widths.columns[index] ?? 100,
        pinned: index < widths.frozen ? ('left' as const) : null,
      })),
    })
    this.measure()
  }

  // ---- geometry

  private lefts: number[] = []
  private rights: number[] = []

  /** Reads where the columns stand, after they were drawn wider or narrower. */
  measure(): void {
    let left = numberColumnWidth
    this.lefts = []
    this.rights = []
    for (const { id, index } of this.sheet.columns) {
      this.lefts[index] = left
      left += this.api.getColumn(id)?.getActualWidth() ?? 100
      this.rights[index] = left
    }
    this.frozenWidth = this.frozen === 0 ? numberColumnWidth : (this.rights[this.frozen - 1] ?? 0)
  }

  /** Leading columns that do not scroll. */
  get frozen(): number {
    return this.widths.frozen
  }
  get frozenPixels(): number {
    return this.frozenWidth
  }
  leftOf(column: number): number {
    return this.lefts[column] ?? 0
  }
  rightOf(column: number): number {
    return this.rights[column] ?? 0
  }
  /** Width of all columns, px. */
  get contentWidth(): number {
    return this.rights.at(-1) ?? 0
  }
  /** Width that shows every column, px: a narrow form is no wider than its paper. */
  get neededWidth(): number {
    return this.contentWidth + 2 + (this.needsBar ? this.bar : 0)
  }

  private get needsBar(): boolean {
    return this.headerHeight + this.shown.length * this.rowHeight + 4 > this.host.clientHeight
  }

  /** Height that shows every row without scrolling, px. */
  get neededHeight(): number {
    const borders = 4
    const bar = this.contentWidth + 2 > this.host.clientWidth ? this.bar : 0
    return this.headerHeight + this.shown.length * this.rowHeight + borders + bar
  }
  /** Whole rows in sight. */
  get page(): number {
    return Math.max(1, Math.floor((this.sight.height - this.headerHeight) / this.rowHeight) - this.topRows - 1)
  }

  /** Scrolls so that a cell is in sight; rows are those on screen. */
  show({ row, column }: Spot): void {
    const { sight } = this
    const body = row - this.topRows
    if (body >= 0) {
      const [top, height] = [body * this.rowHeight, sight.height - this.headerHeight - this.topRows * this.rowHeight]
      if (top < sight.top) this.scrollTo(top, sight.left)
      else if (top + this.rowHeight > sight.top + height) this.scrollTo(top + this.rowHeight - height, sight.left)
    }
    if (column < this.frozen) return
    const [left, right] = [this.leftOf(column), this.rightOf(column)]
    const width = sight.width - (this.needsBar ? this.bar + 1 : 0)
    if (left < sight.left + this.frozenWidth) this.scrollTo(this.sight.top, left - this.frozenWidth)
    else if (right > sight.left + width) this.scrollTo(this.sight.top, right - width)
  }

  private scrollTo(top: number, left: number): void {
    this.viewport.scrollTo(left, top)
    this.sight = { ...this.sight, top: Math.max(0, top), left: Math.max(0, left) }
  }

  /** Reads anew what is in sight, after scrolling or a change of size: reading it at every step would cost a layout. */
  look(): void {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.viewport
    this.sight = { top: scrollTop, left: scrollLeft, height: clientHeight, width: clientWidth }
  }

  /** Whether a row on screen may be painted: in sight, or close to it. */
  isNear(row: number): boolean {
    const top = (row - this.topRows) * this.rowHeight - this.sight.top
    return row < this.topRows || (top > -200 && top < this.sight.height + 200)
  }

  /** The painted element of a cell; null when it is out of sight. Rows are those on screen. */
  element({ row, column }: Spot): HTMLElement | null {
    const index = row < this.topRows ? `t-${row}` : String(row - this.topRows)
    return this.host.querySelector(`.ag-row[row-index="${index}"] [col-id="${this.sheet.columns[column]?.id ?? ''}"]`)
  }

  /** The cell an element belongs to; column -1 is the line number, row -1 the header. */
  spotOf(target: EventTarget | null): Spot | null {
    if (!(target instanceof Element)) return null
    const cell = target.closest('.ag-cell, .ag-header-cell')
    if (cell === null || !this.host.contains(cell)) return null
    const id = cell.getAttribute('col-id') ?? ''
    const column = id === 'line' ? -1 : Number(id.slice(1))
    if (Number.isNaN(column)) return null
    if (cell.classList.contains('ag-header-cell')) return { row: -1, column }
    const index = cell.closest('.ag-row')?.getAttribute('row-index') ?? ''
    return { row: index.startsWith('t-') ? Number(index.slice(2)) : Number(index) + this.topRows, column }
  }

  destroy(): void {
    this.api.destroy()
  }
}

/**
 * Width of a scrollbar in this browser. Bars that float over the content would hide the last digits of the last column:
 * they are given a place of their own.
 */
function scrollbarWidth(host: HTMLElement): number {
  const probe = host.ownerDocument.createElement('div')
  probe.style.cssText = 'position:absolute;visibility:hidden;overflow:scroll;width:60px;height:60px'
  host.append(probe)
  const width = probe.offsetWidth - probe.clientWidth
  probe.remove()
  return width > 0 ? width : 14
}

const hasNumber = (node: HeaderNode): boolean =>
  node.kind === 'group' ? node.children.some(hasNumber) : node.number !== ''

/** Changing classes a column can have; few rules keep scrolling fast. */
function statesOf(sheet: Sheet, column: number): readonly CellState[] {
  if (column === sheet.codeColumn) return ['fails', 'doubts', 'hints', 'hides-fail']
  return sheet.columns[column]?.isLabel === true ? [] : cellStates.filter((state) => state !== 'hides-fail')
}
