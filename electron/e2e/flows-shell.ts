import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { root } from '../../build/application.ts'
import { faultScreen } from '../../shared/words/window-faults.ts'
import { browserShell, browserWindow, stranger } from './browser-window.ts'
import { callFrom, committed, commitWithoutEnd, hear, mustFrom } from './calls.ts'
import {
  afterwards,
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

describe('start', () => {
  it('shows the window without a complaint; the sample opens, and opens again next time', async () => {
    const first = await browserWindow()
    expect(await first.page.title()).toBe('部门决算填报')
    expect(await mustFrom(first.page, 'ledger.openSample', {})).toMatchObject({ fault: null })
    const [book] = await mustFrom(first.page, 'books.list', {})
    const { facts } = await mustFrom(first.page, 'book.open', { book: book?.id ?? 0 })
    expect(facts.length).toBeGreaterThan(86)
    expect(first.complaints).toEqual([])
    expect(await first.interrupt()).toBe(0)
    const second = await browserWindow({ home: first.home })
    expect((await mustFrom(second.page, 'app.start', {})).ledger?.name).toBe('2024年度部门决算（示例）')
  })

  it.each([
    ['missingLedger', missingLedger, { kind: 'ledger-missing', path: '' }],
    ['ledgerFromFuture', ledgerFromFuture, { kind: 'ledger-too-new', path: '', theirs: 99, ours: 1 }],
    ['damagedLedger', damagedLedger, { kind: 'ledger-damaged', path: '', detail: '' }],
    ['lockedLedger', lockedLedger, { kind: 'ledger-locked', path: '', who: '', since: '' }],
    ['readOnlyLedger', readOnlyLedger, { kind: 'ledger-read-only', path: '' }],
  ] as const)('%s: a screen that says what is wrong', async (_, make, fault) => {
    const { page } = await browserWindow({ ledger: await make() })
    await page.getByText(faultScreen(fault).title).first().waitFor()
    expect((await mustFrom(page, 'app.start', {})).fault?.kind).toBe(fault.kind)
  })
})

describe('the door', () => {
  it('lets one browser in by the printed address, and further tabs and reloads by the cookie', async () => {
    const { address, origin, context, page } = await browserWindow()
    const other = await (await stranger()).newPage()
    expect((await other.goto(address))?.status()).toBe(403)
    await other.getByText('这个地址已经用过').waitFor()
    expect((await other.goto(`${origin}/`))?.status()).toBe(403)
    const tab = await context.newPage()
    expect((await tab.goto(`${origin}/`))?.status()).toBe(200)
    await page.reload()
    expect(await page.title()).toBe('部门决算填报')
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' })
    expect(await page.evaluate(() => document.cookie)).toBe('')
  })

  it('stays shut for pages of other sites in the very same browser', async () => {
    const { origin, context } = await browserWindow()
    const site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>another site</p>'))
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    afterwards(() => site.close())
    const evil = await context.newPage()
    // another host in the browser's eyes, so that the cookie is another site's
    await evil.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
    const tried = await evil.evaluate(async (origin) => {
      const call = (mode: RequestMode) =>
        fetch(`${origin}/call/ledger.close`, {
          method: 'POST',
          mode,
          credentials: 'include',
          headers: { 'content-type': mode === 'cors' ? 'application/json' : 'text/plain' },
          body: '{}',
        }).then(
          (answer) => answer.type,
          () => 'failed',
        )
      const framed = await new Promise<boolean>((resolve) => {
        const frame = document.createElement('iframe')
        frame.src = `${origin}/`
        frame.addEventListener('load', () => {
          try {
            resolve(frame.contentDocument !== null)
          } catch {
            resolve(false)
          }
        })
        document.body.append(frame)
      })
      return { cors: await call('cors'), simple: await call('no-cors'), framed }
    }, origin)
    expect(tried).toEqual({ cors: 'failed', simple: expect.stringMatching(/failed|opaque/) as unknown, framed: false })
  })

  it('runs no script but its own, and talks to nobody else', async () => {
    const { page, origin, complaints } = await browserWindow()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.reload()
    const outcome = await page.evaluate(async () => {
      const at = globalThis as unknown as { intruded?: boolean }
      const script = document.createElement('script')
      script.textContent = 'globalThis.intruded = true'
      document.body.append(script)
      const button = document.createElement('button')
      button.setAttribute('onclick', 'globalThis.intruded = true')
      button.click()
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      )
      return { intruded: at.intruded === true, fetched }
    })
    expect(outcome).toEqual({ intruded: false, fetched: false })
    expect(asked.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))).toEqual([])
    expect(complaints.length).toBeGreaterThan(0)
  })
})

describe('work', () => {
  it('acknowledged before kill -9 is there afterwards, whole', async () => {
    const ledger = await sampleLedger()
    const { page, home: at, kill } = await browserWindow({ ledger })
    const [book] = await mustFrom(page, 'books.list', {})
    await commitWithoutEnd(page, book?.id ?? 0, income)
    await expect.poll(() => committed(page), { timeout: 20_000 }).toBeGreaterThan(25)
    await kill()
    const last = await committed(page)
    const found = await readAfterwards(ledger, (open) => {
      const { value } = open.readBook(book?.id ?? 0) as { value: { facts: readonly { key: string; value: unknown }[] } }
      return value.facts.find(({ key }) => key === income)?.value
    })
    expect([last, last + 1]).toContain(found)
    const again = await browserWindow({ home: at, ledger })
    expect(await mustFrom(again.page, 'ledger.verify', {})).toEqual([])
    const undone = await mustFrom(again.page, 'book.undo', {
      book: book?.id ?? 0,
      base: (await mustFrom(again.page, 'books.list', {}))[0]?.revision ?? 0,
    })
    expect(undone.label).toBe('录入')
  })

  it('of two tabs on one book: the second is refused as stale, and told of the first', async () => {
    const { page, context, origin } = await browserWindow({ ledger: await sampleLedger() })
    const other = await context.newPage()
    await other.goto(`${origin}/`)
    await other.waitForLoadState('load')
    const heard = await hear(other)
    const [book] = await mustFrom(page, 'books.list', {})
    const { id = 0, revision: base = 0 } = book ?? {}
    const commit = (after: number) => ({
      book: id,
      base,
      label: '录入',
      place: null,
      changes: [{ kind: 'cell' as const, key: income, after }],
    })
    await mustFrom(page, 'book.commit', commit(1))
    expect(await callFrom(other, 'book.commit', commit(2))).toEqual({
      ok: false,
      fault: { kind: 'stale-revision', base, current: base + 1 },
    })
    await expect.poll(heard).toContainEqual({ kind: 'book-changed', book: id, revision: base + 1 })
  })

  it('ends with Ctrl+C: tabs are asked first, the ledger is closed, the exit code is 0', async () => {
    const ledger = await sampleLedger()
    const { page, interrupt } = await browserWindow({ ledger })
    const heard = await hear(page)
    const ended = interrupt()
    await expect.poll(heard).toContainEqual({ kind: 'closing' })
    expect(await ended).toBe(0)
    await readAfterwards(ledger, (open) => expect(open.verify()).toMatchObject({ value: [] }))
  })
})

describe('npm start', () => {
  it('without Electron says why in one line, then serves a browser at the address it prints', async () => {
    const at = home()
    const child = spawn(process.execPath, [join(root, 'build/start.ts'), '--no-open'], {
      cwd: root,
      env: {
        ...process.env,
        HOME: at,
        XDG_CONFIG_HOME: join(at, '.config'),
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    afterwards(async () => {
      child.kill('SIGKILL')
      await gone
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const said: string[] = []
    for (let line = await lines.next(); said.length < 2; line = await lines.next()) {
      if (line.done === true) break
      if (line.value !== '正在构建……') said.push(line.value)
      if (said.length === 2) break
    }
    expect(said).toEqual([
      expect.stringMatching(/^没有.*，改在浏览器中填报；按 Ctrl\+C 结束。$/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/),
    ])
    const page = await (await stranger()).newPage()
    await page.goto(said[1] ?? '')
    await page.waitForURL((url) => url.search === '')
    expect(await mustFrom(page, 'app.start', {})).toMatchObject({ shell: 'browser', fault: null })
    child.kill('SIGINT')
    expect(await gone).toBe(0)
  })
})

describe('the command', () => {
  it('prints one line, the address, and remembers nothing of a ledger that is not there', async () => {
    const at = home()
    const { address, process: child } = await browserShell({ home: at, ledger: `${at}/没有.juesuan` })
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
    const more: string[] = []
    child.stdout?.on('data', (data: Buffer) => more.push(data.toString()))
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(more).toEqual([])
    expect(() => readFileSync(`${at}/.config/juesuan/settings.json`)).toThrow()
  })
})
