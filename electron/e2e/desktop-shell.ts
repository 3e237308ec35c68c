import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultScreen } from '../../shared/words/window-faults.ts'
import { callFrom, committed, commitWithoutEnd, hear, mustFrom } from './calls.ts'
import {
  answerDialogs,
  askedIn,
  command,
  type DesktopWindow,
  desktopWindow,
  environment,
  executable,
  startWords,
} from './desktop-window.ts'
import {
  damagedLedger,
  home,
  ledgerFromFuture,
  lockedLedger,
  missingLedger,
  readAfterwards,
  readOnlyLedger,
  sampleLedger,
} from './homes.ts'

const income = 'GK05!2080501!income'

const firstBook = async ({ page }: DesktopWindow) => {
  const [book] = await mustFrom(page, 'books.list', {})
  if (book === undefined) throw new Error('no book')
  return book
}

/** Closes as the person does by the cross. */
const pressCross = ({ app }: DesktopWindow): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const ended = ({ app }: DesktopWindow): Promise<unknown> =>
  new Promise((resolve) => app.process().once('exit', resolve))

describe('start', () => {
  it('shows a locked-down window; the sample opens, and opens again next time', async () => {
    const window = await desktopWindow()
    const { page, app, complaints } = window
    expect(page.url()).toBe('juesuan://window/')
    expect(await page.title()).toBe('部门决算填报')
    const inside = await page.evaluate(() => ({
      node: typeof (globalThis as { process?: unknown; require?: unknown }).process,
      require: typeof (globalThis as { require?: unknown }).require,
      door: Object.keys((globalThis as unknown as { juesuan: object }).juesuan).sort(),
    }))
    expect(inside).toEqual({ node: 'undefined', require: 'undefined', door: ['call', 'give', 'listen'] })
    expect(await mustFrom(page, 'ledger.openSample', {})).toMatchObject({ shell: 'desktop', fault: null })
    const { id } = await firstBook(window)
    expect((await mustFrom(page, 'book.open', { book: id })).facts.length).toBeGreaterThan(86)
    expect(complaints).toEqual([])
    const gone = ended(window)
    await app.close()
    await gone
    const again = await desktopWindow({ home: window.home })
    expect((await mustFrom(again.page, 'app.start', {})).ledger?.name).toBe('2024年度部门决算（示例）')
    console.log(`cold start to the loaded page: ${Math.round(window.startedIn)}, ${Math.round(again.startedIn)} ms`)
  })

  it.each([
    ['missingLedger', missingLedger, { kind: 'ledger-missing', path: '' }],
    ['ledgerFromFuture', ledgerFromFuture, { kind: 'ledger-too-new', path: '', theirs: 99, ours: 1 }],
    ['damagedLedger', damagedLedger, { kind: 'ledger-damaged', path: '', detail: '' }],
    ['lockedLedger', lockedLedger, { kind: 'ledger-locked', path: '', who: '', since: '' }],
    ['readOnlyLedger', readOnlyLedger, { kind: 'ledger-read-only', path: '' }],
  ] as const)('%s: a screen that says what is wrong', async (_, make, fault) => {
    const { page } = await desktopWindow({ ledger: await make() })
    await page.getByText(faultScreen(fault).title).first().waitFor()
    expect((await mustFrom(page, 'app.start', {})).fault?.kind).toBe(fault.kind)
  })

  it('a second time brings the first to the front, with the ledger named there', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    const heard = await hear(window.page)
    const other = await sampleLedger(join(home(), '另一个.juesuan'))
    const second = spawn(executable(), startWords(window.home, other), {
      env: environment(window.home),
      stdio: 'ignore',
    })
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0)
    await expect.poll(heard).toContainEqual({ kind: 'ledger-changed' })
    expect((await mustFrom(window.page, 'app.start', {})).ledger?.name).toBe('另一个')
    expect(window.app.windows()).toHaveLength(1)
  })

  it('finds the window where it was left', async () => {
    const first = await desktopWindow()
    await first.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setBounds({ x: 40, y: 60, width: 1100, height: 700 })
      window?.webContents.setZoomLevel(1)
    })
    const gone = ended(first)
    await pressCross(first)
    await gone
    const second = await desktopWindow({ home: first.home })
    const found = () =>
      second.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const { width, height } = window?.getBounds() ?? {}
        return { width, height, zoom: window?.webContents.getZoomLevel() }
      })
    await expect.poll(found).toEqual({ width: 1100, height: 700, zoom: 1 })
  })
})

describe('the window', () => {
  it('goes nowhere else, opens nothing, gets no permission, reaches no other machine', async () => {
    const { page, app } = await desktopWindow()
    const tried = await page.evaluate(async () => {
      const reach = (address: string) =>
        fetch(address).then(
          () => true,
          () => false,
        )
      const opened = window.open('https://example.com/') !== null
      const notification = await Notification.requestPermission()
      const outside = await reach('https://example.com/')
      const file = await reach('file:///etc/passwd')
      const traversal = (await fetch('juesuan://window/%2e%2e/main/index.js')).status
      const other = await reach('juesuan://elsewhere/')
      return { opened, notification, outside, file, traversal, other }
    })
    expect(tried).toEqual({
      opened: false,
      notification: 'denied',
      outside: false,
      file: false,
      traversal: 404,
      other: false,
    })
    for (const address of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello', 'about:blank']) {
      await page.evaluate((to) => {
        location.href = to
      }, address)
    }
    // Chromium asks nobody before it goes to about:blank: the window comes back from there
    await page.waitForTimeout(300)
    await page.waitForURL('juesuan://window/')
    expect(app.windows()).toHaveLength(1)
  })

  it('is the only one that main listens to', async () => {
    const { app, page } = await desktopWindow({ ledger: await sampleLedger() })
    const answers = await app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/app/preload/preload.cjs`
      const forged = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      const ask = "Promise.all([juesuan.call('books.list', {}), juesuan.give('a.xlsx', new ArrayBuffer(3))])"
      await forged.loadURL('juesuan://window/')
      const sameAddress: unknown = await forged.webContents.executeJavaScript(ask)
      await forged.loadURL('data:text/html,<p>forged</p>')
      const otherAddress: unknown = await forged.webContents.executeJavaScript(ask)
      forged.destroy()
      return { sameAddress, otherAddress }
    })
    const refused = { ok: false, fault: expect.objectContaining({ kind: 'request-rejected' }) as unknown }
    expect(answers).toEqual({ sameAddress: [refused, refused], otherAddress: [refused, refused] })
    expect(await mustFrom(page, 'books.list', {})).toHaveLength(1)
  })

  it('has Chinese menus that send commands', async () => {
    const window = await desktopWindow()
    const heard = await hear(window.page)
    await command(window, 'edit.undo')
    const menus = await window.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
    expect(menus).toEqual(['文件', '编辑', '报表', '审核', '查看', '帮助'])
    await expect.poll(heard).toContainEqual({ kind: 'menu', command: 'edit.undo' })
  })

  it('has its own dialogs for files: an export goes where the person says, an import comes from there', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    const { app, page } = window
    const file = join(home(), '导出.xlsx')
    await answerDialogs(app, { save: file, open: file })
    const { id: book } = await firstBook(window)
    expect(await mustFrom(page, 'export.workbook', { book, supplements: false })).toMatchObject({ name: '导出.xlsx' })
    expect(existsSync(file)).toBe(true)
    const chosen = await mustFrom(page, 'import.choose', {})
    const preview = await mustFrom(page, 'import.preview', { book, file: chosen?.token ?? '' })
    expect(preview).toMatchObject({ source: 'own', changes: [] })
    // dropped on the window: bytes, never a path
    const bytes = [...readFileSync(file)]
    const dropped = await page.evaluate((bytes) => {
      const { juesuan } = globalThis as unknown as { juesuan: { give: (...words: unknown[]) => Promise<unknown> } }
      return juesuan.give('../拖入.xlsx', Uint8Array.from(bytes).buffer)
    }, bytes)
    const token = (dropped as { value: { token: string; name: string } }).value
    expect(token.name).toBe('拖入.xlsx')
    expect(await mustFrom(page, 'import.preview', { book, file: token.token })).toMatchObject({ source: 'own' })
    await answerDialogs(app, {})
    expect(await mustFrom(page, 'export.workbook', { book, supplements: false })).toBeNull()
    expect(await mustFrom(page, 'import.choose', {})).toBeNull()
    expect(
      await callFrom(page, 'file.reveal', { file: token.token.replace(/^./, (first) => (first === '0' ? '1' : '0')) }),
    ).toMatchObject({ ok: false })
  })
})

describe('the end', () => {
  it('killedWhileTyping: what was acknowledged before kill -9 is there afterwards, whole', async () => {
    const ledger = await sampleLedger()
    const window = await desktopWindow({ ledger })
    const { id: book } = await firstBook(window)
    await commitWithoutEnd(window.page, book, income)
    await expect.poll(() => committed(window.page), { timeout: 20_000 }).toBeGreaterThan(25)
    const last = await committed(window.page)
    await window.kill()
    const found = await readAfterwards(ledger, (open) => {
      expect(open.verify()).toMatchObject({ value: [] })
      const { value } = open.readBook(book) as { value: { facts: readonly { key: string; value: unknown }[] } }
      return value.facts.find(({ key }) => key === income)?.value
    })
    expect(found).toBeGreaterThanOrEqual(last)
    const again = await desktopWindow({ home: window.home, ledger })
    const { facts } = await mustFrom(again.page, 'book.open', { book })
    expect(facts).toContainEqual({ kind: 'cell', key: income, value: found })
  })

  it('waits for what is not saved: the person decides', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    // whatever the page answers, main hears that something is not saved
    await window.app.evaluate(({ ipcMain }) => {
      type Handler = (event: unknown, name: unknown, input: unknown) => unknown
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers
      const call = handlers.get('call') as Handler
      handlers.set('call', (event, name, input) => call(event, name, name === 'app.closed' ? { saved: false } : input))
    })
    await answerDialogs(window.app, { button: 0 })
    await pressCross(window)
    await expect.poll(() => askedIn(window.app)).toEqual(['还有改动没有保存'])
    expect(await mustFrom(window.page, 'books.list', {})).toHaveLength(1)
    await answerDialogs(window.app, { button: 1 })
    const gone = ended(window)
    await pressCross(window)
    await gone
  })

  it('comes even when the page hangs', async () => {
    const ledger = await sampleLedger()
    const window = await desktopWindow({ ledger })
    await answerDialogs(window.app, { button: 1 })
    void window.page.evaluate('for (;;);').catch(() => undefined)
    const gone = ended(window)
    await pressCross(window)
    await gone
    await readAfterwards(ledger, (open) => expect(open.verify()).toMatchObject({ value: [] }))
  })

  it('of the page alone is no end: it is loaded again, over the same ledger', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    await answerDialogs(window.app, { button: 0 })
    await window.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await expect.poll(() => askedIn(window.app)).toEqual(['窗口意外中断'])
    await expect
      .poll(() =>
        window.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]
            ?.webContents.executeJavaScript("juesuan.call('books.list', {})")
            .then((answer: { value: unknown[] }) => answer.value.length)
            .catch(() => 0),
        ),
      )
      .toBe(1)
  })
})
