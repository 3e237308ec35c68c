import type { Mode } from './keys.ts'

export type FieldEvents = {
  readonly onKey: (event: KeyboardEvent) => void
  /** text began to come into an idle field: a key, or the IME */
  readonly onBegin: () => void
  readonly onText: (text: string) => void
  readonly onLeave: () => void
  readonly onEnter: () => void
}

/**
 * The one text field of the grid. It lies over the active cell, unseen until something is typed, and always has the
 * focus of the grid: so the first key and the first letter of a composition go where they belong, and the candidate
 * window of the IME opens at the cell. For assistive technology it is a cell of its own row.
 */
export class Field {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
  private readonly cell: HTMLElement
  private readonly events: FieldEvents
  private isMoving = false
  mode: Mode = 'idle'

  constructor(document: Document, events: FieldEvents) {
    this.events = events
    this.element = document.createElement('div')
    this.element.className = 'grid-field'
    this.element.setAttribute('role', 'row')
    this.cell = document.createElement('div')
    this.cell.setAttribute('role', 'gridcell')
    this.input = document.createElement('input')
    this.input.type = 'text'
    this.input.autocomplete = 'off'
    this.input.spellcheck = false
    this.cell.append(this.input)
    this.element.append(this.cell)
    const { input } = this
    input.addEventListener('keydown', (event) => {
      // the IME takes its keys for itself: Enter picks the candidate and commits nothing
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- 229 is the only mark of the key that begins a composition
      if (event.isComposing || event.keyCode === 229) event.stopPropagation()
      else events.onKey(event)
    })
    input.addEventListener('compositionstart', () => this.begin())
    input.addEventListener('input', () => {
      this.begin()
      events.onText(input.value)
    })
    input.addEventListener('blur', () => {
      if (!this.isMoving) events.onLeave()
    })
    input.addEventListener('focus', () => {
      if (!this.isMoving) events.onEnter()
    })
  }

  private begin(): void {
    if (this.mode === 'idle') {
      this.mode = 'type'
      this.show()
      this.events.onBegin()
    }
  }

  /** Moves the field without losing the focus it may have. */
  move(place: () => void): void {
    const hadFocus = this.hasFocus
    this.isMoving = true
    place()
    if (hadFocus) this.focus()
    this.isMoving = false
  }

  get hasFocus(): boolean {
    return this.input.ownerDocument.activeElement === this.input
  }

  focus(): void {
    if (!this.hasFocus) this.input.focus({ preventScroll: true })
  }

  /** Says what the active cell is, for assistive technology; a locked cell takes no text. */
  describe(label: string, row: number, column: number, isLocked: boolean): void {
    this.input.setAttribute('aria-label', label)
    this.element.setAttribute('aria-rowindex', String(row))
    this.cell.setAttribute('aria-colindex', String(column))
    this.input.readOnly = isLocked
  }

  /** Opens the field with a text, the caret at its end. */
  open(mode: 'type' | 'edit', text: string): void {
    this.mode = mode
    this.input.value = text
    this.show()
    this.input.setSelectionRange(text.length, text.length)
  }

  private show(): void {
    this.element.classList.add('is-open')
    this.element.dataset.mode = this.mode
  }

  setMode(mode: 'type' | 'edit'): void {
    this.mode = mode
    this.element.dataset.mode = mode
  }

  close(): void {
    this.mode = 'idle'
    this.input.value = ''
    this.element.classList.remove('is-open', 'is-refused')
    delete this.element.dataset.mode
  }

  setAlignment(align: 'left' | 'right'): void {
    this.input.style.textAlign = align
  }

  markRefused(isRefused: boolean): void {
    this.element.classList.toggle('is-refused', isRefused)
    this.input.setAttribute('aria-invalid', String(isRefused))
  }
}
