import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '../../electron/ledger/ledger.ts'
import { programFile } from '../../electron/program/places.ts'
import type { Bench, Family, Outcome } from './case.ts'
import { Crash } from './case.ts'
import { isSame, must, type SaidBook, saidBy } from './said.ts'
import { opener, type Scenery } from './scenery.ts'
import { backupIsWhole, backupsAreWhole, survives } from './survival.ts'

/** One command after the other, a process each, killed; what it printed is its acknowledgement. */
export function cliKills(scenery: Scenery): Family {
  /** milliseconds a command of each kind took when it was let alone, to know when it is at work */
  const whole = new Map<string, number>()

  const kind = (name: string, count: number, command: Command) => ({
    name,
    count,
    run: (bench: Bench) => oneCommand(bench, name, command),
  })
  return {
    name: 'cli-kills',
    lanes: 2,
    kinds: [
      kind('cliSet', 14, ({ at, chance }) => [
        ...['set', ...at, '--form', 'GK05', '--row', '2080501', '--column', 'income'],
        `${chance.below(9_000)}.5`,
      ]),
      kind('cliImport', 9, ({ at, workbook }) => ['import', ...at, workbook]),
      kind('cliUndo', 6, ({ at }) => ['undo', ...at]),
      kind('cliExport', 6, ({ at, folder }) => ['export', ...at, '--out', join(folder, 'out'), '--replace']),
      kind('cliBackup', 6, ({ ledger, folder }) => [
        ...['backup', '--ledger', ledger, '--out', join(folder, '备份.juesuan'), '--replace'],
      ]),
      kind('cliRollForward', 6, ({ ledger }) => [
        ...['roll-forward', '--ledger', ledger, '--from', '2024', '--edition', 'dongcheng-2024'],
      ]),
    ],
  }

  async function oneCommand(bench: Bench, name: string, command: Command): Promise<Outcome> {
    const { chance, folder } = bench
    const ready = await scenery.sample()
    const ledger = join(folder, '决算.juesuan')
    copyFileSync(ready.path, ledger)
    mkdirSync(join(folder, 'out'))
    const at = ['--ledger', ledger, '--year', '2024']
    const [, workbook] = await scenery.workbooks()
    const words = command({ at, ledger, folder, chance, workbook })
    let before: readonly SaidBook[] = ready.said
    if (!whole.has(name)) {
      const started = performance.now()
      const first = await run(bench, words, null)
      if (first.code !== 0) throw new Crash(`${words[0]} ended with ${first.code}: ${first.err}`)
      whole.set(name, performance.now() - started)
      copyFileSync(ready.path, ledger)
    }
    // the first quarter of a command is loading the program
    const { code, out, err } = await run(bench, words, (whole.get(name) ?? 0) * (0.25 + 0.7 * chance.share()))
    if (code !== null && code !== 0) throw new Crash(`${words[0]} ended with ${code}: ${err}`)
    const lost: string[] = []
    if (out.endsWith('\n')) {
      // acknowledged: the ledger says it now, and is what the next look at it has to find
      const after = await saidIn(ledger)
      const changes = ['set', 'import', 'undo', 'roll-forward'].includes(words[0] ?? '')
      if (changes && isSame(after, before)) lost.push(`${words[0]} was acknowledged and is not there`)
      before = after
    }
    lost.push(...(await survives(ledger, before)), ...(await backupsAreWhole(ledger)))
    const backup = join(folder, '备份.juesuan')
    if (existsSync(backup)) lost.push(...(await backupIsWhole(backup, ready.said)))
    else if (words[0] === 'backup' && out !== '') lost.push('the backup that was acknowledged is not there')
    return {
      kills: code === null ? 1 : 0,
      lost,
      ended: code !== null ? 'done before the kill' : out === '' ? 'killed' : 'killed after its answer',
    }
  }
}

type Command = (place: {
  readonly at: readonly string[]
  readonly ledger: string
  readonly folder: string
  readonly workbook: string
  readonly chance: Bench['chance']
}) => readonly string[]

async function saidIn(path: string): Promise<readonly SaidBook[]> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger')
  const said = saidBy(ledger)
  ledger.close()
  return said
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** One command; killed after so many milliseconds, or let alone. */
async function run({ afterwards, folder }: Bench, words: readonly string[], after: number | null): Promise<Ended> {
  const child = spawn(process.execPath, [programFile('electron/shell/cli/main.ts'), ...words, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  afterwards(() => child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  if (after !== null) {
    await Promise.race([pause(after), closed])
    child.kill('SIGKILL')
  }
  return { code: await closed, out, err }
}
