import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Bench, Crash } from './case.ts'
import type { Line, Order } from './orders.ts'

const script = fileURLToPath(new URL('working-process.ts', import.meta.url))

/** A working process, and what it said so far. */
export type Victim = {
  readonly child: ChildProcess
  readonly lines: readonly Line[]
  /** resolves when it has said so many lines of a kind */
  readonly said: (kind: Line['kind'], count: number) => Promise<void>
  /** kill -9, and every line it wrote until then. A process that was gone by itself is a crash */
  readonly kill: () => Promise<void>
}

/** Starts a working process with its order. */
export function setToWork({ afterwards }: Pick<Bench, 'afterwards'>, order: Order): Victim {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', script], { stdio: ['pipe', 'pipe', 'pipe'] })
  afterwards(() => child.kill('SIGKILL'))
  const lines: Line[] = []
  const waiting: (() => void)[] = []
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const read = createInterface({ input: child.stdout })
  read.on('line', (line) => {
    // what was cut off by the kill was not said
    if (!line.endsWith('}')) return
    lines.push(JSON.parse(line) as Line)
    for (const look of waiting) look()
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)))
  void ended.then(() => waiting.forEach((look) => look()))
  child.stdin.write(`${JSON.stringify(order)}\n`)
  const isThere = (kind: Line['kind'], count: number): boolean =>
    lines.filter((line) => line.kind === kind).length >= count
  return {
    child,
    lines,
    said: (kind, count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (isThere(kind, count) || child.exitCode !== null || child.signalCode !== null) resolve()
        }
        waiting.push(look)
        look()
      }),
    kill: async () => {
      child.kill('SIGKILL')
      const signal = await ended
      const refused = lines.find((line) => line.kind === 'refused')
      if (refused !== undefined) throw new Crash(`${order.work} was refused: ${JSON.stringify(refused)}`)
      if (signal !== 'SIGKILL') throw new Crash(`${order.work} ended by itself: ${complaints.slice(-2_000)}`)
    },
  }
}

/** Milliseconds that are as likely to be short as long: most work is done in few of them. */
export const anyMoment = ({ chance }: Pick<Bench, 'chance'>, most: number): Promise<void> =>
  pause(most ** chance.share() - 1)
