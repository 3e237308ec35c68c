import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, type NamedFile, openLedger } from '../../electron/ledger/ledger.ts'
import { openBook } from '../../electron/services/open-book.ts'
import { sealBook } from '../../electron/services/seal.ts'
import type { Bench, Family, Kind, Outcome } from './case.ts'
import type { Line, Order } from './orders.ts'
import { isSame, must, type SaidBook, saidBy } from './said.ts'
import { opener, type Ready, type Scenery, theBook } from './scenery.ts'
import {
  backupIsWhole,
  backupsAreWhole,
  backupsKept,
  exportsAreWhole,
  lastSaid,
  missingValues,
  survives,
} from './survival.ts'
import { anyMoment, setToWork } from './victim.ts'

/** kill -9 of a bare process that does one piece of work after the other and says what is done. */
export function processKills(scenery: Scenery): Family {
  return {
    name: 'process-kills',
    lanes: 2,
    kinds: [
      kind('typing', 95, { work: 'typing', warmUp: 6, moment: 60 }),
      kind('pasting', 45, { work: 'pasting', warmUp: 2, moment: 150 }),
      kind('importing', 34, { work: 'importing', warmUp: 1, moment: 700 }),
      kind('rollingForward', 20, { work: 'rollingForward', warmUp: 2, moment: 120 }),
      migratingKind(scenery),
      kind('exportingWorkbook', 28, { work: 'exportingWorkbook', warmUp: 1, moment: 500, until: 'about' }),
      kind('exportingDocuments', 8, { work: 'exportingDocuments', warmUp: 1, moment: 1_500, until: 'about' }),
      handingOutKind(scenery),
      kind('backingUp', 34, { work: 'backingUp', warmUp: 2, moment: 200 }),
      restoringKind(scenery),
      sealingKind(scenery),
      creatingKind(),
    ],
  }

  /** Work on the sample ledger. */
  function kind(
    name: string,
    count: number,
    { work, warmUp, moment, until = 'done' }: Manner & { readonly work: Order['work'] },
  ): Kind {
    return {
      name,
      count,
      run: async (bench) => {
        const ready = await scenery.sample()
        const ledger = placed(ready, bench, '决算.juesuan')
        const files = work === 'importing' ? await scenery.workbooks() : []
        const to = join(bench.folder, 'to')
        mkdirSync(to)
        const lines = await killed(bench, { work, ledger, files, to }, { warmUp, moment, until })
        const backups = lines.flatMap((line) => (line.kind === 'backup' ? [line] : []))
        const lastFile = backups.findLast(({ path }) => path.startsWith(to))
        return outcome(lines, [
          ...(await survives(ledger, lastSaid(lines, ready.said), {}, (open) => missingValues(open, lines, 1))),
          ...(await backupsAreWhole(ledger, lines)),
          ...(lastFile === undefined ? [] : await backupIsWhole(lastFile.path, lastFile.said)),
          ...exportsAreWhole(to, lines),
        ])
      },
    }
  }
}

/** When a process is killed: after so many lines of a kind, and some milliseconds, at most so many. */
type Manner = { readonly warmUp: number; readonly moment: number; readonly until?: Line['kind'] }

function placed({ path }: Ready, { folder }: Bench, name: string): string {
  const to = join(folder, name)
  copyFileSync(path, to)
  return to
}

/** Lets a process work and kills it. Half of the kills come soon after an acknowledgement, half at any time. */
async function killed(bench: Bench, order: Omit<Order, 'seed'>, { warmUp, moment, until }: Manner): Promise<Line[]> {
  const { chance } = bench
  const victim = setToWork(bench, { ...order, seed: chance.below(2 ** 31) })
  await victim.said('ready', 1)
  await victim.said(until ?? 'done', chance.between(0, warmUp))
  await anyMoment(bench, moment)
  await victim.kill()
  return [...victim.lines]
}

const outcome = (lines: readonly Line[], lost: readonly string[]): Outcome => ({
  kills: 1,
  lost,
  ended: lines.some(({ kind }) => kind === 'done' || kind === 'written')
    ? 'killed at work'
    : 'killed at the first step',
})

/** Old ledgers, one after the other: each is as it was or up to date, and says the same. */
function migratingKind(scenery: Scenery): Kind {
  return {
    name: 'migrating',
    count: 34,
    run: async (bench) => {
      const ready = await scenery.sample()
      const migrations = await scenery.migrations()
      const files = Array.from({ length: 40 }, (_, place) => placed(ready, bench, `${place}.juesuan`))
      const lines = await killed(
        bench,
        { work: 'migrating', ledger: '', files, to: migrations },
        { warmUp: 3, moment: 90 },
      )
      const touched = files.slice(0, lines.filter(({ kind }) => kind === 'done').length + 1)
      const lost: string[] = []
      for (const path of touched.slice(-2)) {
        const isMigrated = lines.some((line) => line.kind === 'done' && line.ledger === path)
        if (isMigrated) lost.push(...(await backupOfMigration(path, ready.said)))
        lost.push(...(await backupsAreWhole(path)), ...(await survives(path, ready.said, { migrations })))
        // by now it is, if only by this look
        lost.push(...(await backupOfMigration(path, ready.said)))
      }
      return outcome(lines, lost)
    },
  }
}

/** A ledger that was brought up to date has a backup from before, which says what it said. */
export async function backupOfMigration(path: string, said: readonly SaidBook[]): Promise<string[]> {
  const made = must(listBackups(path), 'listBackups').find(({ reason }) => reason === 'migration')
  return made === undefined ? [`${path} is migrated without a backup`] : backupIsWhole(made.path, said, 'exactly')
}

/** Two submitted books of one name; every file in the folder is one of theirs, whole. */
function handingOutKind(scenery: Scenery): Kind {
  return {
    name: 'handingOut',
    count: 36,
    run: async (bench) => {
      const { plain, other } = await scenery.files()
      const files = [
        await submitted(placed(await scenery.plain(), bench, 'a.juesuan'), plain),
        await submitted(placed(await scenery.other(), bench, 'b.juesuan'), other),
      ]
      const to = join(bench.folder, 'to')
      const order = { work: 'handingOut', ledger: '', files, to } as const
      const lines = await killed(bench, order, { warmUp: 3, moment: 40, until: 'about' })
      return outcome(lines, exportsAreWhole(to, lines))
    },
  }
}

async function submitted(path: string, files: readonly NamedFile[]): Promise<string> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
  must(await sealBook(must(openBook(ledger, theBook)), () => Promise.resolve(files)), 'sealBook')
  ledger.close()
  return path
}

/** One ledger and another in the place of a third: it is one of them at every moment, and each that was there is kept. */
function restoringKind(scenery: Scenery): Kind {
  return {
    name: 'restoring',
    count: 28,
    run: async (bench) => {
      const before = await scenery.sample()
      const sources = [await scenery.plain(), await scenery.other()]
      const ledger = placed(before, bench, '决算.juesuan')
      const files = sources.map((source, place) => placed(source, bench, `备份${place}.juesuan`))
      const order = { work: 'restoring', ledger, files, to: '' } as const
      const lines = await killed(bench, order, { warmUp: 2, moment: 150 })
      const restored = lines.filter(({ kind }) => kind === 'done').length
      // the one acknowledged last, or the one in the making
      const [last, next] = [restored - 1, restored].map((round) => (round < 0 ? before : sources[round % 2]) as Ready)
      const found = await saidIn(ledger)
      const expected = [last, next].find((one) => one !== undefined && isSame(one.said, found))
      const lost =
        expected === undefined
          ? ['the ledger is neither the one that was there nor the one put there']
          : await survives(ledger, expected.said)
      return outcome(lines, [
        ...lost,
        ...(await backupsAreWhole(ledger)),
        ...(await keptIsRight(ledger, restored, (round) => (round === 0 ? before : sources[(round - 1) % 2]) as Ready)),
      ])
    },
  }
}

/**
 * Each restoring kept what was there, up to as many as are kept; the one in the making may have, too.
 *
 * @param there what was there before a round, from 0
 */
export async function keptIsRight(
  ledger: string,
  restored: number,
  there: (round: number) => Pick<Ready, 'said'>,
): Promise<string[]> {
  const kept: (readonly SaidBook[])[] = []
  for (const { path, reason } of must(listBackups(ledger), 'listBackups').toReversed()) {
    if (reason === 'restore') kept.push(await saidIn(path))
  }
  const isKeptOf = (rounds: number): boolean => {
    const expected = Array.from({ length: rounds }, (_, round) => there(round).said).slice(-backupsKept)
    return expected.length === kept.length && expected.every((said, place) => isSame(said, kept[place] ?? []))
  }
  return isKeptOf(restored) || isKeptOf(restored + 1)
    ? []
    : [`${kept.length} kept files are not what was there before ${restored} restorings`]
}

function sealingKind(scenery: Scenery): Kind {
  return {
    name: 'sealing',
    count: 26,
    run: async (bench) => {
      const ready = await scenery.plain()
      const ledger = placed(ready, bench, '决算.juesuan')
      const files = (await scenery.files()).plain.map(({ name, bytes }) => {
        const path = join(bench.folder, name)
        writeFileSync(path, bytes)
        return path
      })
      const order = { work: 'sealing', ledger, files, to: '' } as const
      const lines = await killed(bench, order, { warmUp: 4, moment: 80 })
      return outcome(lines, await survives(ledger, lastSaid(lines, ready.said)))
    },
  }
}

/** A new ledger is there whole, or not there. */
function creatingKind(): Kind {
  return {
    name: 'creating',
    count: 24,
    run: async (bench) => {
      const to = join(bench.folder, 'to')
      const lines = await killed(bench, { work: 'creating', ledger: '', files: [], to }, { warmUp: 4, moment: 80 })
      const told = new Map<string, readonly SaidBook[]>()
      for (const line of lines) if (line.kind === 'done') told.set(line.ledger, line.said)
      const lost: string[] = []
      for (const name of readdirSync(to).filter((one) => one.endsWith('.juesuan'))) {
        const path = join(to, name)
        // making the sample takes three steps: the book, its amounts, its explanations
        const said = told.get(path) ?? []
        const found = said.length === 0 ? await survivesUntold(path) : await survives(path, said)
        lost.push(...found.map((line) => `${name}: ${line}`))
        told.delete(path)
      }
      return outcome(lines, [...lost, ...[...told.keys()].map((path) => `${path} is gone`)])
    },
  }
}

async function saidIn(path: string): Promise<readonly SaidBook[]> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger')
  const said = saidBy(ledger)
  ledger.close()
  return said
}

/** A ledger of which nothing but its making was told: it is sound, whatever it has. */
async function survivesUntold(path: string): Promise<string[]> {
  const opened = await openLedger(path, { ...opener, mode: 'write' })
  if (!opened.ok) return [`cannot be opened: ${opened.fault.kind}`]
  const problems = must(opened.value.verify(), 'verify').map(({ detail }) => detail)
  opened.value.close()
  return problems
}
