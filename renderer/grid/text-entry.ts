import { cellKey } from '../../shared/address/cell.ts'
import { levelOfCode } from '../../shared/address/code.ts'
import { namesOf } from '../../shared/words/cells.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { editText, readText } from './cell-text.ts'
import { CodeListbox } from './code-listbox.ts'
import type { CodeChoice } from './code-search.ts'
import { searchCodes } from './code-search.ts'
import type { Controller, Outcome } from './controller.ts'
import { Field } from './field.ts'
import { runKey } from './key-commands.ts'
import type { Mode } from './keys.ts'
import { linesAreProjects } from './project-lines.ts'
import { at } from './range.ts'

/** Typing into the active cell: opening, reading, refusing, and the list of codes on the line for a further one. */
export class TextEntry {
  readonly field: Field
  readonly codes: CodeListbox
  private readonly grid: Controller
  /** text with which the field was opened: unchanged, it changes nothing */
  private opened = ''

  constructor(grid: Controller) {
    this.grid = grid
    this.field = new Field(grid.host.ownerDocument, {
      onKey: (event) => runKey(grid, event),
      onBegin: () => this.begin(),
      onText: (text) => this.onText(text),
      onLeave: () => this.leave(),
      onEnter: () => grid.host.classList.add('has-focus'),
    })
    this.codes = new CodeListbox(this.field.input, (choice) => this.pick(choice))
  }

  get mode(): Mode {
    return this.field.mode
  }
  private get spot() {
    return this.grid.screen.inSheet(this.grid.selection.active)
  }
  private get isCode(): boolean {
    return this.grid.screen.isCodeEntry(this.spot.row, this.spot.column)
  }

  focus(): void {
    this.field.focus()
  }

  /** Puts the field over the active cell and says what the cell is. */
  place(): void {
    const { screen, overlay, selection, view } = this.grid
    const { row, column } = this.spot
    const isLocked = screen.lockOf(row, column) !== null
    const cell = screen.sheet.valueAt(row, column)
    this.field.move(() => overlay.host(this.field.element, selection.active))
    this.field.setAlignment(cell === null || cell.unit === 'text' ? 'left' : 'right')
    const label = [
      screen.sheet.rowTitle(this.spot),
      screen.sheet.columns[column]?.title ?? '',
      screen.text(row, column) || '空',
      isLocked ? '不可填写' : '',
    ]
    this.field.describe(
      label.filter((text) => text !== '').join('，'),
      selection.active.row + 1 + view.headerRows,
      column + 2,
      isLocked,
    )
  }

  // ---- opening

  /** Text came into the idle field. */
  private begin(): void {
    this.opened = ''
    this.grid.overlay.showHandle(false)
    this.grid.message(null)
    this.grid.view.show(this.grid.selection.active)
    this.grid.bubble.hide()
    if (this.isCode) this.search('')
  }

  /** Opens the field on what the cell holds. */
  edit(): void {
    const { screen, selection, view } = this.grid
    const { row, column } = this.spot
    if (screen.lockOf(row, column) !== null) {
      this.grid.sayLocked(selection.active)
      return
    }
    const cell = screen.sheet.valueAt(row, column)
    const kept = cell === null ? null : screen.kept.get(cell.address)
    const text =
      kept?.text ??
      (cell === null || this.isCode ? '' : editText(screen.engine.value(cell.address), cell.unit, screen.unit))
    view.show(selection.active)
    this.grid.bubble.hide()
    this.opened = kept === null ? text : ''
    this.field.open('edit', text)
    this.grid.overlay.showHandle(false)
    this.focus()
    if (this.isCode) this.search('')
    this.grid.touchStatus()
  }

  toggle(): void {
    this.field.setMode(this.field.mode === 'edit' ? 'type' : 'edit')
    this.grid.touchStatus()
  }

  private onText(text: string): void {
    this.field.markRefused(false)
    this.grid.bubble.hide()
    if (this.isCode) this.search(text)
    this.grid.touchStatus()
  }

  // ---- closing

  /** Closes without a trace: the cell shows what it held. */
  close(): void {
    this.field.close()
    this.grid.overlay.showHandle(true)
    this.codes.hide()
    this.grid.bubble.hide()
    this.grid.touchStatus()
  }

  /** Escape: back to what was there; on an idle cell a kept text goes. */
  cancel(): void {
    if (this.mode === 'idle') {
      const address = this.grid.screen.addressAt(this.spot.row, this.spot.column)
      if (address !== null && this.grid.screen.kept.drop(address)) this.grid.repaint([address])
      this.grid.overlay.draw('copied', null)
      this.grid.message(null)
      return
    }
    this.close()
  }

  /**
   * Commits what is in the field; false when it was refused: then the field stays open, red, with the reason.
   */
  finish(): boolean {
    if (this.mode === 'idle') return true
    if (this.isCode) return this.finishCode()
    const { screen } = this.grid
    const { row, column } = this.spot
    const text = this.field.input.value
    const cell = screen.sheet.valueAt(row, column)
    const wasOpened = this.mode === 'edit' && text === this.opened
    if (cell === null || wasOpened) {
      this.close()
      return true
    }
    const read = readText(text, cell.unit, screen.unit)
    if (!read.ok) {
      this.refuse(read.reason)
      return false
    }
    const key = cellKey(cell.address)
    const { engine } = screen
    const isSame = engine.book.get('cell', key) === read.value
    const label = gestureLabels.cell(namesOf(engine, this.grid.book.year), cell.address, read.value === null)
    this.close()
    if (screen.kept.drop(cell.address)) this.grid.repaint([cell.address])
    if (isSame) return true
    const done = this.grid.commit(label, [{ kind: 'cell', key, after: read.value }], cell.address)
    const follow = (outcome: Outcome): void => {
      if (outcome !== 'refused') return
      // the book refused it (a total out of range): the text stays to be seen
      const reason = this.grid.lastMessage ?? ''
      screen.kept.keep([{ address: cell.address, text, reason }], [])
      this.grid.repaint([cell.address])
    }
    if (typeof done === 'string') follow(done)
    else void done.then(follow)
    return true
  }

  private refuse(reason: string): void {
    this.field.markRefused(true)
    this.grid.bubble.show(reason, this.field.element.getBoundingClientRect(), this.grid.host, 'refused')
    this.grid.say(reason, 'error')
  }

  /** The focus or the mouse goes elsewhere: what can be read is committed, other text stays in the cell, red. */
  leave(): void {
    this.grid.host.classList.toggle('has-focus', this.field.hasFocus)
    if (this.mode === 'idle') return
    const { screen } = this.grid
    const address = screen.addressAt(this.spot.row, this.spot.column)
    const text = this.field.input.value
    if (this.isCode) {
      this.close()
      return
    }
    if (this.finish() || address === null) return
    const reason = this.grid.lastMessage ?? ''
    this.close()
    screen.kept.keep([{ address, text, reason }], [])
    this.grid.repaint([address])
    this.grid.say(`“${text}”没有填入：${reason}`, 'error')
  }

  onScroll(): void {
    if (this.codes.isOpen) this.codes.hide()
  }

  // ---- codes

  private search(text: string): void {
    const { engine } = this.grid.screen
    const there = engine.book.codes()
    const choices = searchCodes(engine.edition.codes, text, (code) => there.has(code))
    if (text.trim() === '') this.codes.hide()
    else this.codes.show(choices, this.field.element.getBoundingClientRect(), this.grid.host)
  }

  private finishCode(): boolean {
    const choice = this.codes.current
    if (choice !== null) {
      this.pick(choice)
      return true
    }
    if (this.field.input.value.trim() === '') {
      this.close()
      return true
    }
    this.refuse('没有匹配的科目：请输入编码、名称的一部分或拼音首字母')
    return false
  }

  /** Takes a code: its line appears with name and parents in one step, or the one that is there is shown. */
  private pick(choice: CodeChoice): void {
    const { grid } = this
    this.close()
    if (linesAreProjects(grid.screen.engine.edition, grid.screen.form)) {
      grid.hooks.onInsertCode?.(choice.code)
      return
    }
    if (!choice.isThere && levelOfCode(choice.code) === 'item') {
      const changes = [{ kind: 'row' as const, key: choice.code, after: { name: choice.name } }]
      if (grid.commit(gestureLabels.rowAdded(choice.code, choice.name), changes, null) !== 'taken') return
    }
    this.showCode(choice.code)
  }

  private showCode(code: string): void {
    const { grid } = this
    if (!grid.goToCode(code)) {
      grid.say(`科目 ${code} 已在套表中，但不在本表填列`, 'warning')
      return
    }
    const row = grid.selection.active.row
    for (let column = 0; column < grid.columns; column++)
      if (grid.ground.isEditable({ row, column })) {
        grid.select(at({ row, column }))
        return
      }
  }
}
