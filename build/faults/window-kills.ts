import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { prepareRig, withRig } from '../../electron/e2e/rig.ts'
import { ensureBuilt } from '../../electron/e2e/run-flows.ts'
import { type Bench, Crash, type Family, type Outcome } from './case.ts'
import { nothingTold, type Told } from './channel-work.ts'
import { exportedIsWhole } from './exported-file.ts'
import type { Scenery } from './scenery.ts'
import { backupsAreWhole } from './survival.ts'
import { toldSurvives } from './told-survives.ts'

/** A window that is to be opened over a ledger, worked with and killed. */
export type WindowOrder = { readonly home: string; readonly ledger: string; readonly seed: number }

/** What the window was told until it was killed. */
export type WindowAnswer = {
  readonly told: Omit<Told, 'values'> & { readonly values: readonly (readonly [string, unknown])[] }
  readonly answers: number
  /** how often the window was started; more than once where Playwright missed that it was there */
  readonly tries: number
  /** what went wrong before the kill; null if nothing */
  readonly crashed: string | null
}

/** Where the window is told to export to, in its home. */
export const exportedName = '决算.xlsx'

const script = fileURLToPath(new URL('window-process.ts', import.meta.url))

/** The Electron window, its whole process group killed while its page works. */
export function windowKills(scenery: Scenery): Family {
  let screen: Screen | null = null
  return {
    name: 'window-kills',
    lanes: 1,
    missing: async () => {
      await ensureBuilt()
      const problem = prepareRig()
      return problem === null ? null : `Electron (${problem})`
    },
    kinds: [{ name: 'electronWindow', count: 32, run }],
    end: async () => screen?.end(),
  }

  async function run(bench: Bench): Promise<Outcome> {
    const ledger = join(bench.folder, '决算.juesuan')
    copyFileSync((await scenery.sample()).path, ledger)
    const home = join(bench.folder, 'home')
    mkdirSync(home)
    const [workbook] = await scenery.workbooks()
    const path = join(home, exportedName)
    copyFileSync(workbook, path)
    screen = screen?.isGone === false ? screen : new Screen()
    const here = screen
    let isAnswered = false
    bench.afterwards(() => (isAnswered ? undefined : here.end()))
    const { told, answers, tries, crashed } = await here.ask({ home, ledger, seed: bench.chance.below(2 ** 31) })
    isAnswered = true
    if (crashed !== null) throw new Crash(crashed)
    const values = new Map(told.values) as Told['values']
    const exported = { path, old: readFileSync(workbook), isAcknowledged: told.exported !== null }
    const lost = [
      ...(await toldSurvives(ledger, { ...told, values })),
      ...(await backupsAreWhole(ledger)),
      ...(await exportedIsWhole(exported, ledger)),
    ]
    return { kills: 1, tries, lost, ended: answers > 0 ? 'killed at work' : 'killed at the first call' }
  }
}

/** A screen with a process on it that opens windows as it is told. */
class Screen {
  private readonly child
  private waiting: ((answer: WindowAnswer) => void) | null = null
  isGone = false

  constructor() {
    const [command, ...words] = [...withRig, process.execPath, script]
    const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'ignore'], detached: true })
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.waiting?.(JSON.parse(line) as WindowAnswer)
    })
    child.once('close', (code) => {
      this.isGone = true
      const crashed = `the process of the windows ended with ${String(code)}`
      this.waiting?.({ told: { ...nothingTold(0), values: [] }, answers: 0, tries: 1, crashed })
    })
    this.child = child
  }

  ask(order: WindowOrder): Promise<WindowAnswer> {
    return new Promise((resolve) => {
      this.waiting = resolve
      this.child.stdin.write(`${JSON.stringify(order)}\n`)
    })
  }

  /** Ends screen, process and window: they are one group. */
  async end(): Promise<void> {
    if (this.isGone) return
    const closed = new Promise((resolve) => this.child.once('close', resolve))
    this.child.stdin.end()
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'late').unref())
    if ((await Promise.race([closed, late])) === 'late') {
      process.kill(-(this.child.pid as number), 'SIGKILL')
      await closed
    }
  }
}
