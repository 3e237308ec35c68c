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

/** A start until the form is there, and what the form then took of a key. */
export type FormStart = {
  readonly milliseconds: number
  /** text in the open cell after the key; empty where none opened */
  readonly taken: string
}

/** Starts the program, waits for its form, presses the key of a digit and ends the program. */
export async function startToForm(start: Start, digit: string): Promise<FormStart> {
  const { begun, child, gone } = startPacked({ ...start, words: ['--remote-debugging-port=0'] })
  const socket = new WebSocket(await pageDebugger(await debuggerAddress(child)))
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const ask = (method: string, params: object): Promise<string> => {
    const answer = new Promise<string>((resolve) =>
      socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true }),
    )
    socket.send(JSON.stringify({ id: 1, method, params }))
    return answer
  }
  // while the page is still coming into being the debugger answers with an error, which has no result
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = JSON.parse(await ask('Runtime.evaluate', { expression })) as {
      readonly result?: { readonly result?: { readonly value?: unknown } }
    }
    return answer.result?.result?.value
  }
  const press = async (key: string, text?: string): Promise<void> => {
    const typed = text === undefined ? {} : { text }
    await ask('Input.dispatchKeyEvent', {
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      key,
      ...typed,
      ...keyCode(key),
    })
    await ask('Input.dispatchKeyEvent', { type: 'keyUp', key, ...keyCode(key) })
  }
  while ((await evaluate("document.querySelector('.form-host .ag-cell') !== null")) !== true) await soon()
  const milliseconds = performance.now() - begun
  // the form takes the keys itself, without a click; the first cells of it are not for typing into
  for (let down = 0; down < 3; down++) await press('ArrowDown')
  await press(digit, digit)
  let taken: unknown = ''
  for (let look = 0; look < 250 && taken === ''; look++) {
    taken = await evaluate("document.activeElement?.closest('.form-host') ? (document.activeElement.value ?? '') : ''")
    if (taken === '') await soon()
  }
  socket.close()
  child.kill('SIGTERM')
  await gone
  return { milliseconds, taken: String(taken) }
}

const keyCode = (key: string): object => {
  const windowsVirtualKeyCode = key === 'ArrowDown' ? 40 : key.charCodeAt(0)
  return { windowsVirtualKeyCode, code: key === 'ArrowDown' ? key : `Digit${key}` }
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
