import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { root } from '../../build/application.ts'
import { chromiumPath } from '../../build/testing/chromium.ts'
import { afterwards, home } from './homes.ts'

/** The window in a browser: the shell as a process of its own, and a tab that was let in. */
export type BrowserWindow = {
  readonly page: Page
  readonly context: BrowserContext
  /** as it was printed; spent by the tab */
  readonly address: string
  readonly origin: string
  readonly home: string
  /** what the page complained about: errors of scripts and of the console, refused content */
  readonly complaints: readonly string[]
  /** ends the shell's process as a power cut would */
  readonly kill: () => Promise<void>
  /** ends it as Ctrl+C does; exit code */
  readonly interrupt: () => Promise<number | null>
}

let shared: Promise<Browser> | null = null
const browser = (): Promise<Browser> => {
  shared ??= chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--lang=zh-CN'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
  return shared
}
afterAll(async () => {
  await (await shared)?.close()
  shared = null
})

/** Starts the browser shell of a home of its own, without a browser. */
export async function browserShell(
  options: { readonly home?: string; readonly ledger?: string } = {},
): Promise<{ readonly address: string; readonly process: ChildProcess; readonly home: string }> {
  const at = options.home ?? home()
  const words = ['serve', '--no-open', ...(options.ledger === undefined ? [] : ['--ledger', options.ledger])]
  const child = spawn(process.execPath, [join(root, 'electron/shell/cli/main.ts'), ...words], {
    cwd: root,
    env: { ...process.env, HOME: at, XDG_CONFIG_HOME: join(at, '.config'), JUESUAN_CHECKS_OUTPUT: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  afterwards(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { address, process: child, home: at }
}

/** A window over a ledger (or over nothing), in a browser that has never seen the program. */
export async function browserWindow(
  options: { readonly home?: string; readonly ledger?: string; readonly size?: { width: number; height: number } } = {},
): Promise<BrowserWindow> {
  const shell = await browserShell(options)
  const { address, process: child } = shell
  const context = await (await browser()).newContext({
    locale: 'zh-CN',
    viewport: options.size ?? { width: 1440, height: 900 },
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  afterwards(() => context.close())
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  // Playwright catches file dialogs only while somebody listens, and may start listening after the key that opens one
  page.on('filechooser', () => undefined)
  const complaints = complaintsOf(page)
  const origin = new URL(address).origin
  await page.goto(address)
  await page.waitForURL(`${origin}/`)
  await page.waitForLoadState('load')
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<number | null> => {
    child.kill(signal)
    return gone
  }
  return {
    page,
    context,
    address,
    origin,
    home: shell.home,
    complaints,
    kill: async () => {
      await end('SIGKILL')
    },
    interrupt: () => end('SIGINT'),
  }
}

/** A browser of another person: it has no cookie. */
export async function stranger(): Promise<BrowserContext> {
  const context = await (await browser()).newContext()
  afterwards(() => context.close())
  return context
}

export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}
