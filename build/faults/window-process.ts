import type { ChildProcess } from 'node:child_process'
import { mkdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { _electron, type ElectronApplication, errors, type Page } from 'playwright-core'
import { callFrom } from '../../electron/e2e/calls.ts'
import { Chance } from '../testing/chance.ts'
import { type Call, nothingTold, oneWork, openedBook, type Told, works, workUntilKilled } from './channel-work.ts'
import { anyMoment } from './victim.ts'
import { exportedName, type WindowAnswer, type WindowOrder } from './window-kills.ts'

// node window-process.ts, on a screen with an Electron (electron/e2e/rig.ts): opens a window as it is told, a line of
// JSON each, works with it through its own page, and kills it.

/** Starts the program; another one where Playwright misses that the window is there, as it does now and then. */
async function started({
  home,
  ledger,
}: WindowOrder): Promise<{ app: ElectronApplication; page: Page; tries: number }> {
  mkdirSync(join(home, 'user'), { recursive: true })
  const words = ['--no-sandbox', '--disable-gpu', '--log-level=3', `--user-data-dir=${join(home, 'user')}`, ledger]
  const env = { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: join(home, '.config') }
  const executablePath = process.env['ELECTRON_RIG_EXECUTABLE'] ?? ''
  for (let tries = 1; ; tries++) {
    let app: ElectronApplication | null = null
    try {
      app = await _electron.launch({ executablePath, args: words, env, timeout: 20_000 })
      const page = app.windows()[0] ?? (await app.firstWindow({ timeout: 15_000 }))
      await page.waitForLoadState('load', { timeout: 15_000 })
      return { app, page, tries }
    } catch (error) {
      if (app !== null) await killed(app.process())
      // staged anew for somebody else at this moment, it is not there for a moment
      const mayPass = error instanceof errors.TimeoutError || (error instanceof Error && /ENOENT/.test(error.message))
      if (tries === 3 || !mayPass) throw error
      await pause(1_000)
    }
  }
}

/** The main process and everything it started, at once. */
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    process.kill(-(child.pid as number), 'SIGKILL')
  } catch {
    child.kill('SIGKILL') // no group of its own
  }
  await gone
}

async function oneWindow(order: WindowOrder): Promise<WindowAnswer> {
  const chance = new Chance(order.seed)
  const { app, page, tries } = await started(order)
  // Playwright tells of it only while it lives
  const child = app.process()
  let told: Told = nothingTold(0)
  let answers = 0
  try {
    // the program writes where it likes: nobody sits before the dialog
    await app.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      },
      join(order.home, exportedName),
    )
    const call: Call = (name, input) => callFrom(page, name, input)
    const opened = await openedBook(call)
    told = opened.told
    const kill = new AbortController()
    const own = new Chance(chance.below(2 ** 31))
    const work = workUntilKilled(() => oneWork(call, opened.book, opened.told, own.oneOf(works), own), kill.signal)
    for (const wanted = chance.between(0, 5); work.answers() < wanted && !work.isOver(); ) await pause(3)
    await anyMoment({ chance }, 400)
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the window ended by itself')
    kill.abort()
    await killed(child)
    await work.over
    answers = work.answers()
  } finally {
    await killed(child)
  }
  return { told: { ...told, values: [...told.values] }, answers, tries, crashed: null }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer: WindowAnswer
  try {
    answer = await oneWindow(JSON.parse(line) as WindowOrder)
  } catch (error) {
    const crashed = error instanceof Error ? (error.stack ?? error.message) : String(error)
    answer = { told: { ...nothingTold(0), values: [] }, answers: 0, tries: 1, crashed }
  }
  writeSync(1, `${JSON.stringify(answer)}\n`)
}
process.exit(0)
