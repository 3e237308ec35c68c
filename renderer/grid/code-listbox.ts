import type { CodeChoice } from './code-search.ts'
import { trustWords } from './code-search.ts'

/**
 * The list under a field in which a code is typed: choices with their levels above and how far the table vouches for
 * them. The field keeps the focus and drives the list (combobox pattern).
 */
export class CodeListbox {
  readonly element: HTMLElement
  private choices: readonly CodeChoice[] = []
  private active = 0
  private readonly onPick: (choice: CodeChoice) => void
  private readonly field: HTMLInputElement
  private static serial = 0

  constructor(field: HTMLInputElement, onPick: (choice: CodeChoice) => void) {
    this.field = field
    this.onPick = onPick
    this.element = field.ownerDocument.createElement('div')
    this.element.className = 'code-list'
    this.element.id = `code-list-${++CodeListbox.serial}`
    this.element.setAttribute('role', 'listbox')
    this.element.setAttribute('aria-label', '可选科目')
    // a list that scrolls must be reachable, though the field drives it
    this.element.tabIndex = 0
    // the field must not lose the focus to a click
    this.element.addEventListener('mousedown', (event) => {
      event.preventDefault()
      event.stopPropagation()
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null
      const choice = this.choices[Number(row?.dataset.place ?? -1)]
      if (choice !== undefined) this.onPick(choice)
    })
  }

  get isOpen(): boolean {
    return this.element.isConnected
  }

  /** Shows the choices below (or, without room, above) a rectangle of the window. */
  show(choices: readonly CodeChoice[], anchor: DOMRect, parent: HTMLElement): void {
    this.choices = choices
    this.active = 0
    this.element.replaceChildren(
      ...(choices.length === 0 ? [this.empty()] : choices.map((choice, place) => this.option(choice, place))),
    )
    if (!this.isOpen) parent.append(this.element)
    const { clientHeight, clientWidth } = this.field.ownerDocument.documentElement
    const height = Math.min(312, Math.max(1, choices.length) * 26 + 4)
    const below = clientHeight - anchor.bottom >= height || anchor.top < height
    this.element.style.top = `${below ? anchor.bottom + 1 : anchor.top - height - 3}px`
    this.element.style.left = `${Math.max(4, Math.min(anchor.left, clientWidth - 470))}px`
    this.field.setAttribute('aria-controls', this.element.id)
    this.mark()
  }

  hide(): void {
    this.element.remove()
    this.field.removeAttribute('aria-activedescendant')
    this.field.removeAttribute('aria-controls')
  }

  move(by: number): void {
    if (this.choices.length === 0) return
    this.active = (this.active + by + this.choices.length) % this.choices.length
    this.mark()
  }

  get current(): CodeChoice | null {
    return this.isOpen ? (this.choices[this.active] ?? null) : null
  }

  private mark(): void {
    this.element.querySelectorAll('[role=option]').forEach((option, place) => {
      option.setAttribute('aria-selected', String(place === this.active))
      if (place !== this.active) return
      option.scrollIntoView({ block: 'nearest' })
      this.field.setAttribute('aria-activedescendant', option.id)
    })
  }

  private empty(): HTMLElement {
    const line = this.field.ownerDocument.createElement('div')
    line.className = 'code-none'
    line.textContent = '没有匹配的科目；科目表之外的编码可输入 7 位数字'
    return line
  }

  private option(choice: CodeChoice, place: number): HTMLElement {
    const { ownerDocument } = this.field
    const part = (name: string, text: string): HTMLElement => {
      const element = ownerDocument.createElement('span')
      element.className = name
      element.textContent = text
      return element
    }
    const option = ownerDocument.createElement('div')
    option.id = `${this.element.id}-${place}`
    option.className = choice.isThere ? 'code-option is-there' : 'code-option'
    option.dataset.place = String(place)
    option.setAttribute('role', 'option')
    const trust = choice.trust === null ? '表外编码' : trustWords[choice.trust]
    option.append(
      part('code-digits', choice.code),
      part('code-name', choice.name === '' ? '（名称待填）' : choice.name),
      part('code-above', choice.isThere ? '已在本套表中' : (choice.above.at(-1) ?? '')),
      part(`code-trust trust-${choice.trust ?? 'unknown'}`, trust),
    )
    option.title = [...choice.above, choice.name].join(' › ')
    return option
  }
}
