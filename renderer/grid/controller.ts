import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { type Difference, differencesAmong } from '../../shared/years/carried.ts'
import type { BookEvent, LiveBook } from '../book/live-book.ts'
import { AgView } from './ag-view.ts'
import type { Screen } from './block-gestures.ts'
import { Bubble } from './bubble.ts'
import { flash } from './flash.ts'
import { FormScreen, lockTexts } from './form-screen.ts'
import type { GridHooks, GridOptions } from './grid-hooks.ts'
import { groundOf } from './ground.ts'
import type { Mode } from './keys.ts'
import type { Ground } from './moves.ts'
import { Overlay } from './overlay.ts'
import type { Selection } from './range.ts'
import { at, clip, rangeOf } from './range.ts'
import { countText, findCode, findText } from './search.ts'
import type { Spot } from './sheet.ts'
import type { GridStatus, MessageTone } from './status.ts'
import { statusOf } from './status.ts'
import { TextEntry } from './text-entry.ts'
import { columnWidths } from './widths.ts'

/** What became of a gesture: the book took it, refused it, or the user would rather leave everything as it is. */
export type Outcome = 'taken' | 'refused' | 'left'

/** padding of the room at either side, px, as the style sheet has it */
const roomPadding = 10

/** One form on screen: selection, repaint, and going to places. Keys, mouse and clipboard drive it. */
export class Controller {
  readonly host: HTMLElement
  readonly screen: FormScreen
  readonly view: AgView
  readonly overlay: Overlay
  readonly entry: TextEntry
  readonly bubble: Bubble
  hooks: GridHooks
  selection: Selection
  /** column in which a run of Tabs began: Enter returns to it */
  tabColumn: number | null = null
  private said: GridStatus['message'] = null
  private frame = 0
  private marksAreStale = false
  /** places to paint anew, as row × columns + column */
  private dirty: Set<number> | 'all' = new Set()
  private readonly flashing: CellAddress[] = []
  private readonly typed = new Set<string>()
  private isGone = false
  private readonly unsubscribe: () => void
  private readonly resize: ResizeObserver
  private readonly room: HTMLElement
  private width: number

  constructor(host: HTMLElement, options: GridOptions, hooks: GridHooks) {
    this.host = host
    this.hooks = hooks
    this.screen = new FormScreen(options.book, options.form, options.unit, options.offersLine)
    this.room = options.room
    this.width = this.roomWidth
    const { sheet, shown } = this.screen
    this.view = new AgView(host, sheet, this.screen, shown, this.fittingWidths(), {
      label: sheet.table.title,
      nonce: options.nonce,
    })
    this.overlay = new Overlay(this.view)
    this.bubble = new Bubble(host.ownerDocument)
    this.entry = new TextEntry(this)
    this.selection = at(this.firstSpot())
    this.view.viewport.addEventListener('scroll', () => {
      this.view.look()
      this.overlay.clip()
      this.bubble.hide()
      this.entry.onScroll()
    })
    this.view.api.addEventListener('columnResized', ({ finished }) => {
      this.view.measure()
      this.redraw()
      if (finished) this.hooks.onRows()
    })
    this.resize = new ResizeObserver(() => this.fit())
    this.resize.observe(options.room)
    this.resize.observe(host)
    this.unsubscribe = options.book.subscribe((event) => this.onBook(event))
    this.select(this.selection, { show: false })
  }

  get book(): LiveBook {
    return this.screen.book
  }
  get mode(): Mode {
    return this.entry.mode
  }
  get range(): ReturnType<typeof rangeOf> {
    return rangeOf(this.selection)
  }
  get rows(): number {
    return this.screen.shown.length
  }
  get columns(): number {
    return this.screen.sheet.columns.length
  }

  /** The cells on screen, for gestures over blocks. */
  get block(): Screen {
    const { sheet, engine, unit, shown } = this.screen
    return { sheet, engine, unit, shown }
  }

  /** The ground for moving about. */
  get ground(): Ground {
    return groundOf(this)
  }

  /** Where one begins: the first cell that can be typed into. */
  private firstSpot(): Spot {
    const { ground } = this
    for (let row = 0; row < Math.min(this.rows, 200); row++)
      for (let column = 0; column < this.columns; column++)
        if (!this.screen.sheet.isBlankLine(this.screen.shown[row] ?? -1) && ground.isEditable({ row, column }))
          return { row, column }
    return { row: 0, column: ground.home }
  }

  // ---- selection

  select(selection: Selection, { show = true }: { readonly show?: boolean } = {}): void {
    this.selection = selection
    this.said = null
    if (show) this.view.show(selection.head === selection.anchor ? selection.active : selection.head)
    this.redraw()
  }

  /** Goes to one spot, or extends the range to it. */
  goTo(spot: Spot, extend = false): void {
    if (extend) this.select({ ...this.selection, head: spot })
    else this.select(at(spot))
  }

  redraw(): void {
    const { selection, overlay } = this
    const range = clip(rangeOf(selection), this.rows, this.columns)
    overlay.redraw()
    overlay.draw('range', range)
    overlay.draw('active', this.spanOf(selection.active))
    this.entry.place()
    this.touchStatus()
  }

  /** The rectangle of a cell; a label that reaches over its neighbours is as wide as they are. */
  private spanOf({ row, column }: Spot): ReturnType<typeof rangeOf> {
    const inSheet = this.screen.inSheet({ row, column })
    const span = this.screen.sheet.spanAt(inSheet.row, column)
    return { top: row, bottom: row, left: column, right: Math.min(this.columns - 1, column + span - 1) }
  }

  /** Shows a cell of the book, whatever hides it; false when it is not in this form. */
  goToAddress(address: CellAddress): boolean {
    const spot = this.screen.sheet.find(address)
    if (spot !== null) return this.goToSheet(spot)
    const row = this.screen.sheet.rowOf(address.row)
    return row >= 0 && this.goToSheet({ row, column: this.ground.home })
  }

  goToSheet({ row, column }: Spot): boolean {
    if (this.screen.reveal(row)) this.showRows()
    const place = this.screen.placeOf(row)
    if (place < 0) return false
    this.goTo({ row: place, column })
    return true
  }

  // ---- search

  find(words: string, back: boolean): { readonly found: boolean; readonly count: number } {
    const { screen } = this
    const text = ({ row, column }: Spot): string => (screen.sheet.isBlankLine(row) ? '' : screen.text(row, column))
    const count = countText(screen.sheet, words, text)
    const from = screen.inSheet(this.selection.active)
    const spot = count === 0 ? null : findText(screen.sheet, words, from, back, text)
    return { found: spot !== null && this.goToSheet(spot), count }
  }

  goToCode(digits: string): boolean {
    const row = findCode(this.screen.sheet, digits)
    return row !== null && this.goToSheet({ row, column: this.screen.sheet.codeColumn })
  }

  // ---- changing the book

  /**
   * Commits a gesture and says why if it was refused. Where a carried cell is to say something else than last year's
   * book, the user is asked why first, and what became of it is known later.
   */
  commit(label: string, changes: readonly FactChange[], place: CellAddress | null): Outcome | Promise<Outcome> {
    const differences = this.book.readOnly ? [] : differencesAmong(this.screen.engine, changes)
    if (differences.length === 0) return this.store(label, changes, place)
    return this.hooks.onDifference(differences).then((difference): Outcome => {
      if (difference !== null) return this.store(label, changes, place, difference)
      if (!this.isGone) {
        if (place !== null) this.goToAddress(place)
        this.say('没有改动', 'info')
      }
      return 'left'
    })
  }

  private store(
    label: string,
    changes: readonly FactChange[],
    place: CellAddress | null,
    difference?: Difference,
  ): Outcome {
    if (changes.length === 0) return 'taken'
    for (const { key } of changes) {
      this.screen.kept.dropKey(key)
      this.typed.add(key)
    }
    const done = this.book.commit({
      label,
      changes,
      place: place ?? { form: this.screen.form, row: null, column: null },
      ...(difference === undefined ? {} : { difference }),
    })
    this.typed.clear()
    if (!done.ok) this.say(done.reason, 'error')
    return done.ok ? 'taken' : 'refused'
  }

  /** Whether there is still something on screen to go on with, after an answer that took its time. */
  get isThere(): boolean {
    return !this.isGone
  }

  private onBook({ changed, place }: BookEvent): void {
    if (place !== null && changed !== 'all') this.repaint(this.screen.kept.dropWith(changed))
    if (changed === 'all' || changed.some((cell) => this.isNewLine(cell))) this.renew()
    else {
      const own = changed.filter(({ form }) => form === this.screen.form)
      this.repaint(own)
      for (const cell of own) if (!this.typed.has(cellKey(cell))) this.flashing.push(cell)
      this.marksAreStale = true
    }
    if (place?.form === this.screen.form && place.row !== null)
      this.goToAddress({ form: place.form, row: place.row, column: place.column ?? '' })
    this.touchStatus()
  }

  /** A typed line that was not offered before and now holds something. */
  private isNewLine({ form, row }: CellAddress): boolean {
    const { sheet, engine } = this.screen
    return form === this.screen.form && sheet.rowOf(row) < 0 && engine.row(form, row)?.leaf === true
  }

  /** Has cells painted anew with the next frame, in one go with the marks. */
  repaint(cells: readonly CellAddress[] | 'all'): void {
    this.touchStatus()
    if (cells === 'all' || this.dirty === 'all') {
      this.dirty = 'all'
      return
    }
    const { sheet } = this.screen
    for (const cell of cells) {
      const spot = sheet.find(cell)
      if (spot !== null) this.dirty.add(spot.row * sheet.columns.length + spot.column)
    }
  }

  /** Lays out again after rows came or went, and stays on the same row where it is still there. */
  renew(): void {
    const { active } = this.selection
    const { sheet, shown } = this.screen
    const key = sheet.rows[shown[active.row] ?? -1]?.keys[0]
    this.screen.renew()
    this.dirty = new Set()
    this.view.setSheet(this.screen.sheet, this.screen.shown)
    const row = key === undefined ? -1 : this.screen.placeOf(this.screen.sheet.rowOf(key))
    // what is being typed stays with its row
    if (row < 0) this.entry.close()
    this.select(at({ row: Math.max(0, Math.min(this.rows - 1, row < 0 ? active.row : row)), column: active.column }), {
      show: row >= 0,
    })
    this.hooks.onRows()
  }

  /** Takes over that the book was opened to changes or closed to them: the line for a further code comes or goes. */
  followLock(): void {
    if (this.screen.isLaidOutReadOnly !== this.book.readOnly) this.renew()
  }

  /** Shows other rows after folding, filtering or sorting; the active row stays active if it can. */
  showRows(keepRow: number | null = null): void {
    this.view.setRows(this.screen.shown)
    this.view.refreshCodes()
    const place = keepRow === null ? -1 : this.screen.placeOf(keepRow)
    const row = place >= 0 ? place : Math.min(this.selection.active.row, this.rows - 1)
    this.select(at({ row: Math.max(0, row), column: this.selection.active.column }), { show: place >= 0 })
    this.hooks.onRows()
  }

  setUnit(unit: AmountUnit): void {
    if (unit === this.screen.unit) return
    this.entry.close()
    this.screen.unit = unit
    this.view.setWidths(this.fittingWidths())
    this.repaint('all')
    this.redraw()
  }

  // ---- status

  say(text: string, tone: MessageTone): void {
    this.message({ text, tone })
  }

  message(message: GridStatus['message']): void {
    this.said = message
    this.touchStatus()
  }

  get lastMessage(): string | null {
    return this.said?.text ?? null
  }

  sayLocked(spot: Spot): void {
    const { row, column } = this.screen.inSheet(spot)
    const lock = this.screen.lockOf(row, column)
    if (lock !== null) this.say(lockTexts[lock], 'warning')
  }

  /** Everything that may wait for the next frame: values, marks, flashing, status. */
  touchStatus(): void {
    if (this.frame !== 0 || this.isGone) return
    this.frame = requestAnimationFrame(() => {
      this.frame = 0
      this.paint()
      flash(this, this.flashing.splice(0))
      this.hooks.onStatus(statusOf(this, this.said))
    })
  }

  private paint(): void {
    const { dirty } = this
    this.dirty = new Set()
    if (this.marksAreStale) {
      this.marksAreStale = false
      const changed = this.screen.marks.update(this.book.findings())
      if (dirty !== 'all') for (const place of changed) dirty.add(place)
    }
    if (dirty === 'all' || dirty.size > 0) this.view.refresh(dirty)
  }

  // ---- size

  private fittingWidths(): ReturnType<typeof columnWidths> {
    // the vertical scrollbar takes its share when the rows do not fit
    const { sheet, shown, engine, unit } = this.screen
    const needsBar = shown.length * 26 + 180 > this.room.clientHeight
    return columnWidths(sheet, engine, unit, this.width - (needsBar ? 18 : 2))
  }

  private get roomWidth(): number {
    return this.room.clientWidth - 2 * roomPadding
  }

  private fit(): void {
    this.view.look()
    if (this.roomWidth <= 0) return
    if (this.roomWidth !== this.width) {
      this.width = this.roomWidth
      this.view.setWidths(this.fittingWidths())
      this.redraw()
    }
    // whether all rows fit decides on a scrollbar, and that on the width
    this.hooks.onRows()
  }

  focus(): void {
    this.entry.focus()
  }

  destroy(): void {
    this.isGone = true
    cancelAnimationFrame(this.frame)
    this.unsubscribe()
    this.resize.disconnect()
    this.entry.close()
    this.bubble.hide()
    this.view.destroy()
  }
}
