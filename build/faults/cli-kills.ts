import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
  /** what a command of each kind does when it is let alone, by name */
  const undisturbed = new Map<string, Promise<Undisturbed>>()

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

  /** A ledger in a folder of its own, what is exported before, and the command on it. */
  async function laid(bench: Bench, place: string, command: Command, old: Undisturbed['exported']): Promise<Laid> {
    const folder = join(bench.folder, place)
    mkdirSync(join(folder, 'out'), { recursive: true })
    const ledger = join(folder, '决算.juesuan')
    copyFileSync((await scenery.sample()).path, ledger)
    for (const name of old.keys()) writeFileSync(join(folder, 'out', name), oldFile)
    const at = ['--ledger', ledger, '--year', '2024']
    const [, workbook] = await scenery.workbooks()
    return { folder, ledger, words: command({ at, ledger, folder, chance: bench.chance, workbook }) }
  }

  async function letAlone(bench: Bench, command: Command): Promise<Undisturbed> {
    const { folder, ledger, words } = await laid(bench, 'alone', command, new Map())
    const { code, err, took } = await run(bench, words, null)
    if (code !== 0) throw new Crash(`${words[0]} ended with ${code}: ${err}`)
    const out = join(folder, 'out')
    const exported = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]))
    // it is the first of its kind, which compiles what it loads
    return { took: took * 0.8, said: await saidIn(ledger), exported }
  }

  async function oneCommand(bench: Bench, name: string, command: Command): Promise<Outcome> {
    const alone = undisturbed.get(name) ?? letAlone(bench, command)
    undisturbed.set(name, alone)
    const { said: before } = await scenery.sample()
    const usual = await alone
    const share = 0.25 + 0.7 * bench.chance.share() // the first quarter of a command is loading the program
    const lost: string[] = []
    for (let tries = 1; ; tries++) {
      const { folder, ledger, words } = await laid(bench, `try${tries}`, command, usual.exported)
      // a command that is done before its kill was quicker than it is known to be
      const { code, out, err, took } = await run(bench, words, usual.took * share)
      if (code !== null && code !== 0) throw new Crash(`${words[0]} ended with ${code}: ${err}`)
      const isAcknowledged = out.endsWith('\n')
      const now = isAcknowledged ? await saidIn(ledger) : before
      if (isAcknowledged) lost.push(...(await notAsUsual({ words, ledger, now, before, usual: usual.said })))
      lost.push(...(await survives(ledger, now)), ...(await backupsAreWhole(ledger)))
      for (const [file, whole] of usual.exported) {
        lost.push(...exportIsRight(join(folder, 'out', file), { whole, isAcknowledged }))
      }
      const backup = join(folder, '备份.juesuan')
      if (existsSync(backup)) lost.push(...(await backupIsWhole(backup, before, 'exactly')))
      else if (words[0] === 'backup' && isAcknowledged) lost.push('the backup that was acknowledged is not there')
      if (code === null || tries === 3 || lost.length > 0) {
        const killed = isAcknowledged ? 'killed after its answer' : 'killed at work'
        return { kills: code === null ? 1 : 0, lost, ended: code === null ? killed : 'done before the kill' }
      }
      usual.took = Math.min(usual.took * 0.9, took)
    }
  }
}

/** What a command does when nobody kills it. */
type Undisturbed = {
  /** milliseconds */
  took: number
  /** what the ledger says afterwards */
  readonly said: readonly SaidBook[]
  /** files it makes, by name: the same book gives the same bytes */
  readonly exported: ReadonlyMap<string, Buffer>
}
type Laid = { readonly folder: string; readonly ledger: string; readonly words: readonly string[] }

/** What lies where a command exports to. */
const oldFile = Buffer.from('上一次导出的文件')

type Acknowledged = {
  readonly words: readonly string[]
  readonly ledger: string
  readonly now: readonly SaidBook[]
  readonly before: readonly SaidBook[]
  readonly usual: readonly SaidBook[]
}

/** A command that was acknowledged did what it does undisturbed; `set` what its own amount says. */
export async function notAsUsual({ words, ledger, now, before, usual }: Acknowledged): Promise<string[]> {
  const [command] = words
  if (command !== 'set') return isSame(now, usual) ? [] : [`${command} was acknowledged, and did something else`]
  const [was, is] = [before[0], now[0]]
  const amount = await amountIn(ledger)
  const wanted = Math.round(Number(words.at(-1)) * 1_000_000)
  if (amount !== wanted) return [`set was acknowledged, and ${String(amount)} is there instead of ${wanted}`]
  return is?.seq === (was?.seq ?? 0) + 1 ? [] : ['set was acknowledged, and is not one step']
}

/** An exported file is the old one or the new one, to the byte; the new one once that was acknowledged. */
export function exportIsRight(
  path: string,
  { whole, isAcknowledged }: { readonly whole: Buffer; readonly isAcknowledged: boolean },
): string[] {
  const found = existsSync(path) ? readFileSync(path) : null
  if (found?.equals(whole) === true) return []
  if (found?.equals(oldFile) === true)
    return isAcknowledged ? [`${path} is the old file after it was acknowledged`] : []
  return [`${path} is neither the old file nor the new one`]
}

/** What the cell has that `set` writes, in 分. */
async function amountIn(path: string): Promise<unknown> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger')
  const { facts } = must(ledger.readBook(1), 'readBook')
  ledger.close()
  return facts.find(({ kind, key }) => kind === 'cell' && key === 'GK05!2080501!income')?.value ?? null
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

type Ended = { readonly code: number | null; readonly out: string; readonly err: string; readonly took: number }

/** One command; killed after so many milliseconds, or let alone. */
async function run({ afterwards, folder }: Bench, words: readonly string[], after: number | null): Promise<Ended> {
  const started = performance.now()
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
  return { code: await closed, out, err, took: performance.now() - started }
}
