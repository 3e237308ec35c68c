import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, errors, type Page } from 'playwright-core'
import { complaintsOf } from './browser-window.ts'
import { afterwards, home } from './homes.ts'

/** The desktop window: the staged application as a process of its own, under a home of its own. */
export type DesktopWindow = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  readonly complaints: readonly string[]
  /** milliseconds from starting the process to the loaded page */
  readonly startedIn: number
  /** ends the process as a power cut would */
  readonly kill: () => Promise<void>
}

/** Words that start the staged program in a home; as root Chromium refuses its own sandbox. */
export function startWords(at: string, ledger?: string): string[] {
  const words = ['--no-sandbox', '--disable-gpu', '--log-level=3', `--user-data-dir=${join(at, 'user')}`]
  return ledger === undefined ? words : [...words, ledger]
}

export function executable(): string {
  const path = process.env['ELECTRON_RIG_EXECUTABLE']
  if (path === undefined) throw new Error('start these flows with npm run test:desktop')
  return path
}

export const environment = (at: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  HOME: at,
  XDG_CONFIG_HOME: join(at, '.config'),
  LANG: 'zh_CN.UTF-8',
  JUESUAN_CHECKS_OUTPUT: '1',
})

export async function desktopWindow(
  options: { readonly home?: string; readonly ledger?: string } = {},
): Promise<DesktopWindow> {
  const at = options.home ?? home()
  mkdirSync(join(at, 'user'), { recursive: true })
  const { app, page, begun } = await launch(at, options.ledger)
  const child = app.process()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  // an application left open by a failed test would keep the run alive for ever
  afterwards(() => kill())
  page.setDefaultTimeout(15_000)
  const complaints = complaintsOf(page)
  await page.waitForLoadState('load')
  const startedIn = performance.now() - begun
  return { app, page, home: at, complaints, startedIn, kill }
}

/** Ends a process that was started in vain; its profile is free for the next one when this returns. */
async function end(child: ReturnType<ElectronApplication['process']>): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.kill('SIGKILL')) await gone
}

type Launched = { readonly app: ElectronApplication; readonly page: Page; readonly begun: number }

/**
 * Starts the program. About once in thirty times Playwright goes on waiting although the window is loaded and painted
 * (it misses an event of this old Electron), for the process or for its window; another process is then started.
 */
async function launch(at: string, ledger?: string): Promise<Launched> {
  for (let tries = 1; ; tries++) {
    const begun = performance.now()
    let app: ElectronApplication | null = null
    try {
      const args = startWords(at, ledger)
      app = await _electron.launch({ executablePath: executable(), args, env: environment(at), timeout: 10_000 })
      const page = app.windows()[0] ?? (await app.firstWindow({ timeout: 10_000 }))
      return { app, page, begun }
    } catch (error) {
      if (tries === 3 || !(error instanceof errors.TimeoutError)) throw error
      if (app !== null) await end(app.process())
    }
  }
}

/** Chooses a command from the native menu. */
export const command = ({ app }: DesktopWindow, id: string): Promise<void> =>
  app.evaluate(({ Menu }, id) => {
    Menu.getApplicationMenu()?.getMenuItemById(id)?.click()
  }, id)

/** Answers native dialogs instead of a person: they would wait for ever. */
export async function answerDialogs(
  app: ElectronApplication,
  answers: { readonly open?: string | null; readonly save?: string | null; readonly button?: number },
): Promise<void> {
  await app.evaluate(({ dialog }, { open, save, button }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: open === null || open === undefined, filePaths: [open ?? ''] })
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: save === null || save === undefined, filePath: save ?? '' })
    dialog.showMessageBox = (...words: unknown[]) => {
      asked.push((words.at(-1) as { message: string }).message)
      return Promise.resolve({ response: button ?? 0, checkboxChecked: false })
    }
  }, answers)
}

/** What message boxes said since `answerDialogs`. */
export const askedIn = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
