import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'
import { afterwards, home } from '../../electron/e2e/homes.ts'
import { executableName, packedFolder } from './configuration.ts'

/** The program as packed for this system. */
export const executable = join(packedFolder, executableName)

/** A started program, ended with the test at the latest. */
export type PackedProgram = {
  readonly home: string
  /** exit code, once it has ended by itself */
  readonly gone: Promise<number | null>
  readonly begun: number
  /** `performance.now()` */
  readonly child: ChildProcess
}

type Start = { readonly home?: string; readonly ledger?: string; readonly words?: readonly string[] }

/** Starts the program in a home of its own, as its entry in the menu does. */
export function startPacked({ home: at = home(), ledger, words = [] }: Start = {}): PackedProgram {
  mkdirSync(join(at, 'user'), { recursive: true })
  // as root Chromium refuses its own sandbox; a screen in memory has no graphics card
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const all = [...sandbox, '--disable-gpu', '--log-level=3', `--user-data-dir=${join(at, 'user')}`, ...words]
  const begun = performance.now()
  const child = spawn(executable, ledger === undefined ? all : [...all, ledger], {
    env: { ...process.env, HOME: at, XDG_CONFIG_HOME: join(at, '.config'), LANG: 'zh_CN.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  afterwards(async () => {
    child.kill('SIGKILL')
    await gone
  })
  return { home: at, gone, begun, child }
}

/** The program with its page in the hands of the test, through Chromium's debugging port. */
export async function startWatched(start: Start = {}): Promise<PackedProgram & { readonly page: Page }> {
  const program = startPacked({ ...start, words: ['--remote-debugging-port=0'] })
  const address = await debuggerAddress(program.child)
  // Playwright waits for ever when the page comes into being while it connects
  await pageDebugger(address)
  const browser = await chromium.connectOverCDP(address, { timeout: 15_000 })
  const page = browser.contexts()[0]?.pages()[0]
  if (page === undefined) throw new Error('the program has no page')
  page.setDefaultTimeout(15_000)
  return { ...program, page }
}

/** Milliseconds from starting the program to a form that takes keys. */
export async function timeToForm(start: Start): Promise<number> {
  const { begun, child, gone } = startPacked({ ...start, words: ['--remote-debugging-port=0'] })
  const socket = new WebSocket(await pageDebugger(await debuggerAddress(child)))
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const isFormThere = (id: number): Promise<boolean> => {
    const answer = new Promise<boolean>((resolve) =>
      socket.addEventListener('message', ({ data }) => resolve(/"value":true/.test(String(data))), { once: true }),
    )
    const expression = "document.querySelector('.form-host .ag-cell') !== null"
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } }))
    return answer
  }
  for (let asked = 1; !(await isFormThere(asked)); asked++) await soon()
  const time = performance.now() - begun
  socket.close()
  child.kill('SIGTERM')
  await gone
  return time
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

/** Where the debugger of the window's page listens, once there is the page. */
async function pageDebugger(browser: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://${new URL(browser).host}/json/list`)
    const pages = (await answer.json()) as readonly { readonly url: string; readonly webSocketDebuggerUrl: string }[]
    const page = pages.find(({ url }) => url.startsWith('juesuan://window/'))
    if (page !== undefined) return page.webSocketDebuggerUrl
    await soon()
  }
}

/** Where the debugger of the whole program listens: Chromium prints it. */
function debuggerAddress({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (stderr === null) throw new Error('no standard error')
    const lines = createInterface({ input: stderr })
    lines.on('line', (line) => {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    lines.once('close', () => reject(new Error('the program ended before it could be debugged')))
  })
}
