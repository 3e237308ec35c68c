import type { AgView } from './ag-view.ts'
import type { Range } from './range.ts'
import type { Spot } from './sheet.ts'

export type Drawn = 'range' | 'active' | 'fill' | 'copied'
type Quarter = 'topLeft' | 'top' | 'left' | 'body'

/**
 * Rectangles over the cells: selection, active cell, fill preview. They lie inside what scrolls, so that they move with
 * the rows; there are four quarters, because 合计 and frozen columns stay where they are.
 */
export class Overlay {
  private readonly view: AgView
  private readonly layers: ReadonlyMap<Quarter, HTMLElement>
  private readonly boxes = new Map<string, HTMLElement>()
  private readonly drawn = new Map<Drawn, Range>()
  readonly handle: HTMLElement

  constructor(view: AgView) {
    this.view = view
    const { ownerDocument } = view.host
    const layer = (parent: string, name: string): HTMLElement => {
      const element = ownerDocument.createElement('div')
      element.className = `grid-layer ${name}`
      view.host.querySelector(parent)?.append(element)
      return element
    }
    const rows = '.ag-grid-scrolling-container'
    const top = '.ag-grid-pinned-top-rows-container'
    this.layers = new Map([
      ['body', layer(rows, 'grid-layer-all')],
      ['left', layer(rows, 'grid-layer-left')],
      ['top', layer(top, 'grid-layer-all')],
      ['topLeft', layer(top, 'grid-layer-left')],
    ])
    this.handle = ownerDocument.createElement('div')
    this.handle.className = 'fill-handle'
    this.clip()
  }

  private quarterOf({ row, column }: Spot): Quarter {
    const top = row < this.view.topRows
    const left = column < this.view.frozen
    return top ? (left ? 'topLeft' : 'top') : left ? 'left' : 'body'
  }

  /** Frozen columns cover what scrolls below them. */
  clip(): void {
    const { left } = this.view.sight
    const path = left > 0 ? `inset(-2px 0 0 ${left + this.view.frozenPixels}px)` : ''
    for (const quarter of ['body', 'top'] as const) {
      const layer = this.layers.get(quarter)
      if (layer !== undefined && layer.style.clipPath !== path) layer.style.clipPath = path
    }
  }

  /** Draws, moves or takes away a rectangle; rows are those on screen. */
  draw(kind: Drawn, range: Range | null): void {
    if (range === null) this.drawn.delete(kind)
    else this.drawn.set(kind, range)
    const { topRows, frozen } = this.view
    const last = Number.MAX_SAFE_INTEGER
    const quarters: readonly [Quarter, Range][] = [
      ['topLeft', { top: 0, bottom: topRows - 1, left: 0, right: frozen - 1 }],
      ['top', { top: 0, bottom: topRows - 1, left: frozen, right: last }],
      ['left', { top: topRows, bottom: last, left: 0, right: frozen - 1 }],
      ['body', { top: topRows, bottom: last, left: frozen, right: last }],
    ]
    for (const [quarter, area] of quarters) {
      const part =
        range === null
          ? null
          : {
              top: Math.max(range.top, area.top),
              bottom: Math.min(range.bottom, area.bottom),
              left: Math.max(range.left, area.left),
              right: Math.min(range.right, area.right),
            }
      const isThere = part !== null && part.top <= part.bottom && part.left <= part.right
      this.box(kind, quarter, isThere ? part : null)
    }
    if (kind === 'range') this.putHandle(range)
  }

  private box(kind: Drawn, quarter: Quarter, part: Range | null): void {
    const key = `${kind} ${quarter}`
    let box = this.boxes.get(key)
    if (part === null) {
      if (box !== undefined) box.style.display = 'none'
      return
    }
    if (box === undefined) {
      box = this.view.host.ownerDocument.createElement('div')
      box.className = `grid-box grid-box-${kind}`
      this.layers.get(quarter)?.append(box)
      this.boxes.set(key, box)
    }
    const left = this.view.leftOf(part.left)
    const top = this.topOf(part.top)
    box.style.display = 'block'
    box.style.left = `${left - 1}px`
    box.style.top = `${top - 1}px`
    box.style.width = `${this.view.rightOf(part.right) - left + 1}px`
    box.style.height = `${(part.bottom - part.top + 1) * this.view.rowHeight + 1}px`
  }

  private topOf(row: number): number {
    return (row < this.view.topRows ? row : row - this.view.topRows) * this.view.rowHeight
  }

  private putHandle(range: Range | null): void {
    if (range === null) {
      this.handle.remove()
      return
    }
    const corner = { row: range.bottom, column: range.right }
    const layer = this.layers.get(this.quarterOf(corner))
    if (this.handle.parentElement !== layer) layer?.append(this.handle)
    this.handle.style.left = `${this.view.rightOf(corner.column) - 5}px`
    this.handle.style.top = `${this.topOf(corner.row) + this.view.rowHeight - 5}px`
  }

  /** While something is typed there is nothing to fill from. */
  showHandle(isShown: boolean): void {
    this.handle.style.display = isShown ? '' : 'none'
  }

  /** Puts the text field's element over a cell, into the quarter the cell belongs to. */
  host(element: HTMLElement, spot: Spot): void {
    const layer = this.layers.get(this.quarterOf(spot))
    if (element.parentElement !== layer) layer?.append(element)
    const left = this.view.leftOf(spot.column)
    element.style.left = `${left}px`
    element.style.top = `${this.topOf(spot.row)}px`
    element.style.width = `${this.view.rightOf(spot.column) - left - 1}px`
    element.style.height = `${this.view.rowHeight - 1}px`
  }

  /** Draws everything again after columns moved or rows were folded. */
  redraw(): void {
    this.clip()
    for (const [kind, range] of this.drawn) this.draw(kind, range)
  }
}
