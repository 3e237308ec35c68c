import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** What the page of the harness offers to the outside; the page's own type is DOM, which Node does not know. */
type Harness = {
  readonly book: {
    readonly labels: string[]
    readOnly: boolean
    readonly undo: () => void
    readonly engine: { readonly book: { readonly facts: { readonly cell: Map<string, unknown> } } }
  }
  readonly status: Status | null
  readonly calls: string[]
  readonly value: (key: string) => number | string | null
  readonly set: (changes: unknown[]) => void
  readonly show: (properties: Record<string, unknown>) => void
  readonly place: (key: string) => { readonly row: string; readonly column: string } | null
  readonly handle: { readonly goTo: (address: unknown) => boolean; readonly focus: () => void } | null
}
type Status = {
  readonly place: string
  readonly address: { readonly form: string; readonly row: string; readonly column: string } | null
  readonly mode: string
  readonly reason: string | null
  readonly selection: {
    readonly cells: number
    readonly filled: number
    readonly numbers: number
    readonly sum: string | null
  }
  readonly message: { readonly text: string; readonly tone: string } | null
}
declare const harness: Harness

/** The page under test, driven as a person does: mouse, keyboard, clipboard, IME. */
export class GridPage {
  readonly page: Page
  private readonly context: BrowserContext
  private readonly base: string
  private session: CDPSession | null = null
  readonly errors: string[] = []

  constructor(context: BrowserContext, page: Page, base: string) {
    this.context = context
    this.page = page
    this.base = base
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon')) this.errors.push(message.text())
    })
  }

  async open(query: string): Promise<void> {
    await this.page.goto(`${this.base}/?${query}`)
    if (!query.includes('mounted=no')) {
      await this.page.waitForSelector('.ag-row')
      await this.settle()
    }
  }

  /** Waits until everything that follows an event is painted. */
  async settle(): Promise<void> {
    await this.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))')
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
    await this.settle()
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Scrolls the rows to a height, px, and waits until they are painted. */
  async scroll(top: number): Promise<void> {
    await this.page.locator('.ag-grid-viewport').evaluate((element, wanted) => {
      ;(element as unknown as { scrollTop: number }).scrollTop = wanted
    }, top)
    await this.page.waitForTimeout(150)
  }

  async selector(key: string): Promise<string> {
    const place = await this.page.evaluate((wanted) => harness.place(wanted), key)
    if (place === null) throw new Error(`${key} is not in the grid`)
    return `.ag-row[row-id="${place.row}"] [col-id="${place.column}"]`
  }

  private async middle(key: string): Promise<{ x: number; y: number }> {
    const box = await this.page.locator(await this.selector(key)).boundingBox()
    if (box === null) throw new Error(`${key} is out of sight`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  async click(key: string, options: { shift?: boolean; right?: boolean; double?: boolean } = {}): Promise<void> {
    const { x, y } = await this.middle(key)
    if (options.shift === true) await this.page.keyboard.down('Shift')
    await this.page.mouse.click(x, y, {
      button: options.right === true ? 'right' : 'left',
      clickCount: options.double === true ? 2 : 1,
    })
    if (options.shift === true) await this.page.keyboard.up('Shift')
    await this.settle()
  }

  async hover(key: string): Promise<void> {
    const { x, y } = await this.middle(key)
    await this.page.mouse.move(x - 3, y)
    await this.page.mouse.move(x, y)
  }

  async drag(from: { x: number; y: number } | string, to: string): Promise<void> {
    const start = typeof from === 'string' ? await this.middle(from) : from
    const end = await this.middle(to)
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2)
    await this.page.mouse.move(end.x, end.y)
    await this.page.mouse.up()
    await this.settle()
  }

  async handle(): Promise<{ x: number; y: number }> {
    const box = await this.page.locator('.fill-handle').boundingBox()
    if (box === null) throw new Error('there is no fill handle')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /** Text a cell shows. */
  async shown(key: string): Promise<string> {
    return (await this.page.locator(await this.selector(key)).innerText()).trim()
  }

  async classes(key: string): Promise<string> {
    return (await this.page.locator(await this.selector(key)).getAttribute('class')) ?? ''
  }

  async value(key: string): Promise<number | string | null> {
    return this.page.evaluate((wanted) => harness.value(wanted), key)
  }

  async status(): Promise<Status> {
    await this.settle()
    const status = await this.page.evaluate(() => harness.status)
    if (status === null) throw new Error('the grid has told no status')
    return status
  }

  /** Key of the active cell, without its form. */
  async active(): Promise<string> {
    const { address, place } = await this.status()
    return address === null ? place : `${address.row}!${address.column}`
  }

  async message(): Promise<string> {
    return (await this.status()).message?.text ?? ''
  }

  async labels(): Promise<string[]> {
    return this.page.evaluate(() => harness.book.labels)
  }

  async calls(): Promise<string[]> {
    return this.page.evaluate(() => harness.calls)
  }

  async set(key: string, after: number | string | null): Promise<void> {
    await this.page.evaluate(([cell, value]) => harness.set([{ kind: 'cell', key: cell, after: value }]), [
      key,
      after,
    ] as const)
    await this.settle()
  }

  /** Everything typed into the book, as one string: equal strings are equal books. */
  async facts(): Promise<string> {
    return this.page.evaluate(() => JSON.stringify([...harness.book.engine.book.facts.cell].sort()))
  }

  async show(properties: Record<string, unknown>): Promise<void> {
    await this.page.evaluate((wanted) => harness.show(wanted), properties)
    await this.settle()
  }

  /** Text in the open field; null while it is closed. */
  async field(): Promise<string | null> {
    const field = this.page.locator('.grid-field.is-open input')
    return (await field.count()) === 0 ? null : field.inputValue()
  }

  async caret(): Promise<number | null> {
    return this.page
      .locator('.grid-field input')
      .evaluate((input) => (input as unknown as { selectionStart: number }).selectionStart)
  }

  async isRefused(): Promise<boolean> {
    return (await this.page.locator('.grid-field.is-refused').count()) > 0
  }

  async bubble(): Promise<string> {
    const bubble = this.page.locator('.grid-bubble')
    return (await bubble.count()) === 0 ? '' : bubble.innerText()
  }

  // ---- clipboard

  async copied(type: 'text/plain' | 'text/html'): Promise<string> {
    return this.page.evaluate(async (wanted) => {
      const { clipboard } = (
        globalThis as unknown as {
          navigator: {
            clipboard: {
              read: () => Promise<{ getType: (type: string) => Promise<{ text: () => Promise<string> }> }[]>
            }
          }
        }
      ).navigator
      const [item] = await clipboard.read()
      const blob = await item?.getType(wanted)
      return (await blob?.text()) ?? ''
    }, type)
  }

  async setClipboard(text: string): Promise<void> {
    await this.page.evaluate(
      (words) =>
        (
          globalThis as unknown as { navigator: { clipboard: { writeText: (text: string) => Promise<void> } } }
        ).navigator.clipboard.writeText(words),
      text,
    )
  }

  async paste(text: string): Promise<void> {
    await this.setClipboard(text)
    await this.press('Control+v')
  }

  // ---- IME

  private async cdp(): Promise<CDPSession> {
    this.session ??= await this.context.newCDPSession(this.page)
    return this.session
  }

  async compose(text: string): Promise<void> {
    const session = await this.cdp()
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  /** A key that the IME takes for itself. */
  async imeKey(key: string): Promise<void> {
    const session = await this.cdp()
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: 229 })
  }

  async commitComposition(text: string): Promise<void> {
    const session = await this.cdp()
    await session.send('Input.insertText', { text })
  }
}
