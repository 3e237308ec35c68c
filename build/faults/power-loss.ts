import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLedger } from '../../electron/ledger/ledger.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { type Bench, Crash, type Family, type Outcome } from './case.ts'
import type { Order } from './orders.ts'
import { faultOf, must, problemsOf, saidBy } from './said.ts'
import { type Known, knownOf } from './salvaged.ts'
import { opener, type Scenery } from './scenery.ts'
import { lastSaid, survives } from './survival.ts'
import { anyMoment, setToWork, type Victim } from './victim.ts'
import { afterDamage } from './way-on.ts'

/** Files of a ledger copied while it is written: of one moment, as a disk has them, or one after the other. */
export function powerLoss(scenery: Scenery): Family {
  return {
    name: 'power-loss',
    lanes: 2,
    kinds: [
      { name: 'stoppedMidWrite', count: 40, run: stoppedMidWrite },
      { name: 'copiedMidWrite', count: 30, run: copiedMidWrite },
    ],
  }

  async function writing(bench: Bench): Promise<{ victim: Victim; ledger: string }> {
    const ledger = join(bench.folder, '决算.juesuan')
    copyFileSync((await scenery.sample()).path, ledger)
    const work: Order['work'] = bench.chance.oneOf(['typing', 'pasting'] as const)
    const victim = setToWork(bench, { work, seed: bench.chance.below(2 ** 31), ledger, files: [], to: '' })
    await victim.said('ready', 1)
    await victim.said('done', bench.chance.between(0, 4))
    await anyMoment(bench, 80)
    return { victim, ledger }
  }

  /** Everything stands still at one moment; that is what the disk has, and nothing acknowledged may be missing there. */
  async function stoppedMidWrite(bench: Bench): Promise<Outcome> {
    const { victim, ledger } = await writing(bench)
    victim.child.kill('SIGSTOP')
    await isStopped(victim)
    const copy = await copied(bench, ledger, 'stopped', ['', '-wal', '-shm'])
    // the shared index may be lost with the power; it is made again of the log
    const bare = await copied(bench, ledger, 'bare', ['', '-wal'])
    await victim.kill()
    const said = lastSaid(victim.lines, (await scenery.sample()).said)
    const lost = [...(await survives(copy, said)), ...(await survives(bare, said)), ...(await survives(ledger, said))]
    return { kills: 1, corruptions: 2, lost, ended: 'everything there' }
  }

  /**
   * Somebody copies file and log one after the other, as a copying program does that knows nothing of databases: the
   * copy is a sound ledger of some moment, or is found out; the ledger itself is not concerned.
   */
  async function copiedMidWrite(bench: Bench): Promise<Outcome> {
    const { victim, ledger } = await writing(bench)
    const copy = await copied(bench, ledger, 'copy', bench.chance.oneOf([['', '-wal'], ['-wal', ''], ['']] as const))
    await anyMoment(bench, 40)
    await victim.kill()
    const { path, said: before } = await scenery.sample()
    const lost = await survives(ledger, lastSaid(victim.lines, before))
    const opened = await openLedger(copy, { ...opener, mode: 'read' })
    const isSound = faultOf(opened) === null && opened.ok && problemsOf(opened.value).length === 0
    const told = [before, ...victim.lines.flatMap((line) => (line.kind === 'done' ? [line.said] : []))]
    const says = opened.ok ? saidBySafely(opened.value) : null
    if (opened.ok) opened.value.close()
    const backup = { path, said: before }
    const known = await everKnown(ledger)
    const isTold = (seq: number): boolean => told.some((one) => one[0]?.seq === seq)
    if (isSound && says !== null) {
      // the step that was durable and not yet told is one nobody can compare
      const acceptable = isTold(says[0]?.seq ?? 0) ? told : [says]
      const { lost: wrong } = await afterDamage({ path: copy, acceptable, backup, known })
      return { kills: 1, corruptions: 1, lost: [...lost, ...wrong], ended: 'a sound copy' }
    }
    const { lost: wrong } = await afterDamage({ path: copy, acceptable: [], backup, known })
    return { kills: 1, corruptions: 1, lost: [...lost, ...wrong], ended: 'found out, ways on taken' }
  }
}

/** Every value that the facts of a ledger's books ever had. */
async function everKnown(path: string): Promise<Known> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger')
  const states: Pick<Fact, 'kind' | 'key' | 'value'>[][] = []
  for (const { id, seq } of must(ledger.books(), 'books')) {
    for (let row = 1; row <= seq; row++) {
      const changes = must(ledger.readEntry(id, row), 'readEntry').changes ?? []
      states.push(
        changes.flatMap(({ kind, key, before, after }) =>
          [before, after].flatMap((value) => (value === null ? [] : [{ kind, key, value }])),
        ),
      )
    }
  }
  ledger.close()
  return knownOf(states)
}

const saidBySafely = (ledger: Parameters<typeof saidBy>[0]): ReturnType<typeof saidBy> | null => {
  try {
    return saidBy(ledger)
  } catch (error) {
    // a fault is an answer of a torn copy
    if (error instanceof Crash) return null
    throw error
  }
}

/** The signal has arrived when the system says so. */
async function isStopped({ child }: Victim): Promise<void> {
  const state = (): string => execFileSync('ps', ['-o', 'stat=', '-p', String(child.pid)]).toString()
  while (!state().startsWith('T')) await new Promise((resolve) => setTimeout(resolve, 2))
}

async function copied(
  bench: Bench,
  ledger: string,
  name: string,
  ends: readonly ('' | '-wal' | '-shm')[],
): Promise<string> {
  const folder = join(bench.folder, name)
  mkdirSync(folder)
  const copy = join(folder, '决算.juesuan')
  for (const end of ends) {
    if (existsSync(ledger + end)) copyFileSync(ledger + end, copy + end)
    await anyMoment(bench, 8)
  }
  return copy
}
