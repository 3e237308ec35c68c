/** A small note at a cell: why it fails, why a text was refused, or a name that is cut off. One at a time. */
export class Bubble {
  private readonly element: HTMLElement
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(document: Document) {
    this.element = document.createElement('div')
    this.element.className = 'grid-bubble'
    this.element.setAttribute('role', 'tooltip')
  }

  show(text: string, anchor: DOMRect, parent: HTMLElement, tone: 'plain' | 'refused' = 'plain'): void {
    clearTimeout(this.timer)
    this.element.textContent = text
    this.element.dataset.tone = tone
    if (!this.element.isConnected) parent.append(this.element)
    const { clientHeight, clientWidth } = parent.ownerDocument.documentElement
    const { offsetHeight, offsetWidth } = this.element
    const below = anchor.bottom + offsetHeight + 6 <= clientHeight
    this.element.style.top = `${below ? anchor.bottom + 4 : anchor.top - offsetHeight - 4}px`
    this.element.style.left = `${Math.max(4, Math.min(anchor.left, clientWidth - offsetWidth - 8))}px`
  }

  /** Shows after a moment, unless hidden before. */
  later(text: string, anchor: () => DOMRect | null, parent: HTMLElement): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const place = anchor()
      if (place !== null) this.show(text, place, parent)
    }, 350)
  }

  hide(): void {
    clearTimeout(this.timer)
    this.element.remove()
  }
}
