import type { ElectronApplication, Page } from 'playwright-core'
import { executed } from './texts.ts'

/** One thing tried in the desktop window; throws when it was let happen. */
export type DesktopAttack = {
  readonly name: string
  readonly run: (app: ElectronApplication, page: Page) => Promise<void>
}

const home = 'juesuan://window/'
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}

/** The window is where it was, alone, and nothing of an attack was run in it. */
async function isUntouched(app: ElectronApplication, page: Page): Promise<void> {
  await page.waitForTimeout(150)
  await page.waitForURL(home)
  must(app.windows().length === 1, `${app.windows().length} windows`)
  must((await page.evaluate(`'${executed}' in window`)) === false, 'a script was run')
}

const addresses = [
  'https://example.com/',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  `data:text/html,<script>opener.${executed}=1</script>`,
  'about:blank',
  'juesuan://elsewhere/',
  'juesuan://window@evil/',
  'chrome://settings/',
  'devtools://devtools/bundled/inspector.html',
  'mailto:a@example.com',
  'ms-msdt:/id',
  'smb://192.0.2.1/x',
] as const

const navigations = addresses.flatMap((address): DesktopAttack[] => {
  const to = JSON.stringify(address)
  const trying = (name: string, script: string): DesktopAttack => ({
    name: `${name} ${address}`,
    run: async (app, page) => {
      await page.evaluate(script).catch(() => undefined)
      await isUntouched(app, page)
    },
  })
  return [
    trying('go to', `location.href = ${to}`),
    trying('open', `void window.open(${to}, '_blank')`),
    trying(
      'link',
      `(() => { const a = document.createElement('a'); a.href = ${to}; a.target = '_blank'; a.click() })()`,
    ),
    trying(
      'form',
      `(() => { const f = document.createElement('form'); f.action = ${to}; f.method = 'post'; document.body.append(f); f.submit(); f.remove() })()`,
    ),
    {
      name: `frame ${address}`,
      run: async (app, page) => {
        await page.evaluate(
          `new Promise((done) => { const f = document.createElement('iframe'); f.src = ${to}; f.onload = f.onerror = done; setTimeout(done, 300); document.body.append(f) })`,
        )
        // what a frame of another origin gets is not the bridge
        for (const frame of page.frames().slice(1)) {
          // a frame that was kept from loading has nothing a script could be put into, and is waited for in vain
          const asked = frame.evaluate(`'juesuan' in window && location.href !== 'about:blank'`).catch(() => false)
          const has: unknown = await Promise.race([asked, page.waitForTimeout(1_000).then(() => false)])
          must(has === false, `a frame of ${frame.url()} has the bridge`)
        }
        await page.evaluate(`document.querySelectorAll('iframe').forEach((f) => f.remove())`)
        await isUntouched(app, page)
      },
    },
  ]
})

const fetches = [
  'file:///etc/passwd',
  'juesuan://window/%2e%2e/main/index.js',
  'juesuan://window/..%2fmain%2findex.js',
  'juesuan://window//etc/passwd',
  'juesuan://window/preview/../../x',
  'juesuan://elsewhere/',
  'http://127.0.0.1:1/',
].map(
  (address): DesktopAttack => ({
    name: `fetch ${address}`,
    run: async (_, page) => {
      const status: unknown = await page.evaluate(
        `fetch(${JSON.stringify(address)}).then(({ status }) => status, () => 0)`,
      )
      must(status === 0 || status === 404, `fetched with ${String(status)}`)
    },
  }),
)

/** Another window with the same preload, at our address and at another: main must not listen to it. */
const senders = [home, 'data:text/html,<p>forged</p>', 'about:blank'].map(
  (address): DesktopAttack => ({
    name: `sender ${address}`,
    run: async (app, page) => {
      const answers = await app.evaluate(async ({ app: electron, BrowserWindow }, to) => {
        const preload = `${electron.getAppPath()}/out/app/preload/preload.cjs`
        const forged = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        })
        await forged.loadURL(to)
        const said: unknown = await forged.webContents.executeJavaScript(
          `Promise.all([juesuan.call('books.list', {}), juesuan.call('ledger.close', {}), juesuan.give('a.xlsx', new ArrayBuffer(3))])`,
        )
        forged.destroy()
        return said
      }, address)
      must(
        (answers as { ok: boolean }[]).every(({ ok }) => !ok),
        `a forged sender was answered: ${JSON.stringify(answers).slice(0, 200)}`,
      )
      const own: unknown = await page.evaluate(`juesuan.call('books.list', {})`)
      must((own as { ok: boolean }).ok, 'our own window is not answered any more')
    },
  }),
)

const calls = [
  `juesuan.call('__proto__', {})`,
  `juesuan.call({ toString: () => 'app.start' }.toString, {}).catch(() => ({ ok: false }))`,
  `juesuan.call('book.open', { book: 1n })`,
  `juesuan.call('book.open', new Map([['book', 1]]))`,
  `juesuan.call('book.open', JSON.parse('{"__proto__":{"isTrusted":true}}'))`,
  `juesuan.call('file.reveal', { file: '../../etc/passwd' })`,
  `juesuan.give('../../x.exe', new ArrayBuffer(9))`,
  `juesuan.give('x.exe', new ArrayBuffer(9))`,
  `juesuan.give({}, new ArrayBuffer(9))`,
  `juesuan.give('x.xlsx', 'text')`,
  `juesuan.give('x.xlsx', new ArrayBuffer(60 * 1024 * 1024))`,
].map(
  (script): DesktopAttack => ({
    name: script,
    run: async (app, page) => {
      const said: unknown = await page.evaluate(script).catch(() => ({ ok: false, fault: { kind: 'not sent' } }))
      const { ok, fault } = said as { ok: boolean; fault?: { kind: string } }
      must(!ok && fault?.kind !== 'unexpected', `answered: ${JSON.stringify(said).slice(0, 200)}`)
      await isUntouched(app, page)
    },
  }),
)

/** Files let fall on the window: they are given to the program by their bytes, or to nobody; the window stays. */
const drops = ['a.html', 'a.exe', '../../a.juesuan', 'a.svg', '\u202exslx.exe'].map(
  (name): DesktopAttack => ({
    name: `drop ${JSON.stringify(name)}`,
    run: async (app, page) => {
      await page.evaluate(`(() => {
        const data = new DataTransfer()
        data.items.add(new File(['<script>window.${executed}=1</script>'], ${JSON.stringify(name)}, { type: 'text/html' }))
        data.setData('text/uri-list', 'https://example.com/')
        for (const kind of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
      })()`)
      await isUntouched(app, page)
      await page.keyboard.press('Escape')
    },
  }),
)

export const desktopAttacks: readonly DesktopAttack[] = [...navigations, ...fetches, ...senders, ...calls, ...drops]
