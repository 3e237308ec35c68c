import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Bench, Crash, type Family, type Kind, type Outcome } from './case.ts'
import { keepMoments, makeMoments } from './moments.ts'
import type { Scenery } from './scenery.ts'

/** What happens to the bytes of a copy. */
export type DamageOrder = {
  readonly kind:
    | 'fileFlipped'
    | 'fileOneBit'
    | 'fileTruncated'
    | 'fileBadBlock'
    | 'logFlipped'
    | 'logOneBit'
    | 'logTruncated'
    | 'logBadBlock'
    | 'fileBelowLog'
    | 'fileAndLog'
    | 'tornCheckpoint'
    | 'tornCommit'
    | 'backupFile'
    | 'lockFile'
  readonly seed: number
  readonly folder: string
}

export type DamageAnswer = {
  readonly lost: readonly string[]
  readonly ended: string
  /** what was thrown; null if nothing */
  readonly crashed: string | null
}

const script = fileURLToPath(new URL('damaged-process.ts', import.meta.url))

/** A process that tries damages, one after the other. */
class Workshop {
  private readonly child: ChildProcess
  private readonly answers: ((answer: DamageAnswer) => void)[] = []
  private complaints = ''
  isGone = false

  constructor(moments: string) {
    const child = spawn(process.execPath, [script, moments], { stdio: ['pipe', 'pipe', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints += text
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.answers.shift()?.(JSON.parse(line) as DamageAnswer)
    })
    child.once('close', (code, signal) => {
      this.isGone = true
      const crashed = `its process ended with ${String(code ?? signal)}: ${this.complaints.slice(-2_000)}`
      for (const answer of this.answers.splice(0)) answer({ lost: [], ended: '', crashed })
    })
    this.child = child
  }

  ask(order: DamageOrder): Promise<DamageAnswer> {
    return new Promise((resolve) => {
      this.answers.push(resolve)
      this.child.stdin?.write(`${JSON.stringify(order)}\n`)
    })
  }

  end(): void {
    this.child.kill('SIGKILL')
  }
}

/** Damaged and torn files: bytes of the ledger, of its log, of its backup and of its lock file. */
export function damages(scenery: Scenery, folder: string): Family {
  const free: Workshop[] = []
  let moments: Promise<string> | null = null
  const make = async (): Promise<string> => {
    const at = join(folder, 'moments')
    keepMoments(await makeMoments(scenery, join(folder, 'making')), at)
    return at
  }

  const run = async (kind: DamageOrder['kind'], bench: Bench): Promise<Outcome> => {
    moments ??= make()
    const at = await moments
    const workshop = free.pop() ?? new Workshop(at)
    let isAnswered = false
    // a case that hangs takes its process with it
    bench.afterwards(() => {
      if (isAnswered && !workshop.isGone) free.push(workshop)
      else workshop.end()
    })
    const { lost, ended, crashed } = await workshop.ask({
      kind,
      seed: bench.chance.below(2 ** 31),
      folder: bench.folder,
    })
    isAnswered = true
    if (crashed !== null) throw new Crash(crashed)
    return { corruptions: 1, lost, ended }
  }

  const kind = (name: DamageOrder['kind'], count: number): Kind => ({ name, count, run: (bench) => run(name, bench) })
  return {
    name: 'damages',
    lanes: 2,
    kinds: [
      kind('fileFlipped', 90),
      kind('fileOneBit', 70),
      kind('fileTruncated', 50),
      kind('fileBadBlock', 50),
      kind('logFlipped', 50),
      kind('logOneBit', 40),
      kind('logTruncated', 50),
      kind('logBadBlock', 25),
      kind('fileBelowLog', 35),
      kind('fileAndLog', 30),
      kind('tornCheckpoint', 45),
      kind('tornCommit', 40),
      kind('backupFile', 35),
      kind('lockFile', 20),
    ],
    end: () => {
      for (const workshop of free.splice(0)) workshop.end()
      return Promise.resolve()
    },
  }
}
