import { planFill } from './block-gestures.ts'
import type { Controller } from './controller.ts'
import { carryOut } from './key-commands.ts'
import { noteAt, reasonAt } from './notes.ts'
import type { Range } from './range.ts'
import { at, contains, fillRange, sameSpot } from './range.ts'
import type { Spot } from './sheet.ts'

/** The mouse: clicking, dragging a range, dragging the fill handle, whole rows and columns, folding, the menu. */
export function attachPointer(grid: Controller): () => void {
  const pointer = new Pointer(grid)
  const { host } = grid
  const { ownerDocument } = host
  const listeners: readonly [EventTarget, string, (event: never) => void][] = [
    [host, 'mousedown', (event: MouseEvent) => pointer.down(event)],
    [host, 'dblclick', (event: MouseEvent) => pointer.doubleClick(event)],
    [host, 'contextmenu', (event: MouseEvent) => pointer.menu(event)],
    [host, 'mouseover', (event: MouseEvent) => pointer.over(event)],
    [host, 'mouseleave', () => grid.bubble.hide()],
    [ownerDocument, 'mousemove', (event: MouseEvent) => pointer.move(event)],
    [ownerDocument, 'mouseup', () => pointer.up()],
  ]
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener as EventListener)
  return () => {
    pointer.up()
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener as EventListener)
  }
}

type Drag =
  | { readonly kind: 'range' }
  | { readonly kind: 'rows' }
  | { readonly kind: 'columns' }
  | { readonly kind: 'fill'; readonly source: Range; target: Range }

class Pointer {
  private readonly grid: Controller
  private drag: Drag | null = null
  private last: { readonly x: number; readonly y: number } = { x: 0, y: 0 }
  private scrolling: ReturnType<typeof setInterval> | undefined

  constructor(grid: Controller) {
    this.grid = grid
  }

  down(event: MouseEvent): void {
    const { grid } = this
    const target = event.target
    if (!(target instanceof Element)) return
    if (target === grid.overlay.handle) {
      this.start({ kind: 'fill', source: grid.range, target: grid.range }, event)
      return
    }
    if (target.closest('.ag-header-cell-resize') !== null) return
    // a click into the open field moves its caret
    if (target.closest('.grid-field') !== null) {
      if (grid.mode === 'idle') event.preventDefault()
      return
    }
    const spot = grid.view.spotOf(target)
    if (spot === null) return
    if (event.button === 2) {
      this.right(spot, event)
      return
    }
    if (event.button !== 0) return
    event.preventDefault()
    grid.entry.leave()
    grid.focus()
    grid.tabColumn = null
    if (target.closest('.fold') !== null) {
      this.fold(spot)
      return
    }
    const { rows, columns, selection } = grid
    if (spot.row < 0 && spot.column < 0)
      grid.select(
        { anchor: { row: 0, column: 0 }, head: { row: rows - 1, column: columns - 1 }, active: selection.active },
        { show: false },
      )
    else if (spot.row < 0) this.lines('columns', spot, event)
    else if (spot.column < 0) this.lines('rows', spot, event)
    else {
      if (event.shiftKey) grid.goTo(spot, true)
      else grid.select(at(spot))
      this.start({ kind: 'range' }, event)
    }
  }

  private lines(kind: 'rows' | 'columns', { row, column }: Spot, event: MouseEvent): void {
    const { grid } = this
    const { anchor } = grid.selection
    const last = kind === 'rows' ? { row, column: grid.columns - 1 } : { row: grid.rows - 1, column }
    const first =
      kind === 'rows'
        ? { row: event.shiftKey ? anchor.row : row, column: 0 }
        : { row: 0, column: event.shiftKey ? anchor.column : column }
    grid.select({ anchor: first, head: last, active: first }, { show: false })
    this.start({ kind }, event)
  }

  private fold({ row }: Spot): void {
    const { grid } = this
    const line = grid.screen.shown[row] ?? -1
    grid.screen.setFolded([line], !grid.screen.isFolded(line))
    grid.showRows(line)
  }

  private right(spot: Spot, event: MouseEvent): void {
    const { grid } = this
    event.preventDefault()
    grid.entry.leave()
    grid.focus()
    if (spot.row >= 0 && spot.column >= 0 && !contains(grid.range, spot)) grid.select(at(spot))
  }

  menu(event: MouseEvent): void {
    event.preventDefault()
    this.grid.hooks.onMenu({ x: event.clientX, y: event.clientY })
  }

  doubleClick(event: MouseEvent): void {
    const target = event.target
    if (!(target instanceof Element) || this.grid.mode !== 'idle') return
    const inField = target.closest('.grid-field') !== null
    const spot = inField ? this.grid.selection.active : this.grid.view.spotOf(target)
    if (spot !== null && spot.row >= 0 && spot.column >= 0) this.grid.entry.edit()
  }

  // ---- dragging

  private start(drag: Drag, event: MouseEvent): void {
    event.preventDefault()
    this.drag = drag
    this.last = { x: event.clientX, y: event.clientY }
    this.grid.bubble.hide()
    clearInterval(this.scrolling)
    this.scrolling = setInterval(() => this.scroll(), 40)
  }

  move(event: MouseEvent): void {
    if (this.drag === null) return
    this.last = { x: event.clientX, y: event.clientY }
    this.follow()
  }

  /** The cell under the mouse, or the nearest one while it is outside the rows. */
  private spotHere(): Spot {
    const { view, rows, columns } = this.grid
    const box = view.viewport.getBoundingClientRect()
    const { scrollLeft, scrollTop } = view.viewport
    const x = Math.max(0, Math.min(this.last.x - box.left, view.viewport.clientWidth - 1))
    const inFrozen = x < view.frozenPixels && scrollLeft > 0 && this.last.x >= box.left
    const left = inFrozen ? x : x + scrollLeft
    let column = 0
    while (column < columns - 1 && view.rightOf(column) <= left) column++
    const y = this.last.y - box.top - view.headerHeight
    const top = view.topRows * view.rowHeight
    const row =
      y < top && scrollTop > 0 && y >= 0 ? 0 : Math.floor((Math.max(0, y) + (y < top ? 0 : scrollTop)) / view.rowHeight)
    return { row: Math.max(0, Math.min(rows - 1, row)), column }
  }

  private follow(): void {
    const { drag, grid } = this
    if (drag === null) return
    const here = this.spotHere()
    const { selection } = grid
    if (drag.kind === 'fill') {
      drag.target = fillRange(drag.source, here)
      grid.overlay.draw('fill', drag.target)
      return
    }
    const head =
      drag.kind === 'rows'
        ? { row: here.row, column: grid.columns - 1 }
        : drag.kind === 'columns'
          ? { row: grid.rows - 1, column: here.column }
          : here
    if (!sameSpot(head, selection.head)) grid.select({ ...selection, head }, { show: false })
  }

  /** Scrolls while the mouse is held beyond an edge. */
  private scroll(): void {
    const { view } = this.grid
    const box = view.viewport.getBoundingClientRect()
    const { x, y } = this.last
    const down = y > box.bottom - 4 ? view.rowHeight : y < box.top + view.headerHeight ? -view.rowHeight : 0
    const across = x > box.right - 4 ? 40 : x < box.left + view.frozenPixels && view.viewport.scrollLeft > 0 ? -40 : 0
    if (down === 0 && across === 0) return
    if (this.drag?.kind !== 'columns') view.viewport.scrollTop += down
    if (this.drag?.kind !== 'rows') view.viewport.scrollLeft += across
    this.follow()
  }

  up(): void {
    clearInterval(this.scrolling)
    const { drag, grid } = this
    this.drag = null
    if (drag?.kind !== 'fill') return
    grid.overlay.draw('fill', null)
    const { source, target } = drag
    const isSame =
      source.top === target.top &&
      source.bottom === target.bottom &&
      source.left === target.left &&
      source.right === target.right
    if (!isSame) carryOut(grid, '填充', planFill(grid.block, source, target), target)
  }

  // ---- hovering

  over(event: MouseEvent): void {
    if (this.drag !== null || this.grid.mode !== 'idle') return
    const { grid } = this
    const spot = grid.view.spotOf(event.target)
    if (spot === null || spot.row < 0 || spot.column < 0) {
      grid.bubble.hide()
      return
    }
    const inSheet = grid.screen.inSheet(spot)
    const cell = grid.view.element(spot)
    const cut =
      cell !== null && cell.scrollWidth > cell.clientWidth ? grid.screen.text(inSheet.row, inSheet.column) : null
    const words = [reasonAt(grid, inSheet), noteAt(grid, inSheet)].filter((text) => text !== null)
    const shown = words.length > 0 ? words.join('\n') : cut
    if (shown === null) grid.bubble.hide()
    else grid.bubble.later(shown, () => grid.view.element(spot)?.getBoundingClientRect() ?? null, grid.host)
  }
}
