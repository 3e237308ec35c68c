import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Chance, seedOf } from '../testing/chance.ts'
import { type Attack, type Family, MissingTool, type Told } from './family.ts'

/**
 * The process that tries the cases of one family, one after the other, and tells who watches it of each beginning and
 * end: what ends the process, stops it or fills its memory is the fault of the case that had begun.
 */
export type Order = {
  readonly family: string
  readonly folder: string
  readonly seed: number
  readonly from: number
  readonly to: number
  /** one case by the seed it was reported with */
  readonly only: number | null
}

const told = (message: Told): Promise<void> =>
  new Promise((resolve, reject) =>
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error))),
  )

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error).slice(0, 500)
  const at =
    error.stack
      ?.split('\n')
      .filter((line) => /^\s+at .*\.ts/.test(line))
      .slice(0, 4)
      .join('\n') ?? ''
  return `${error.name}: ${error.message.slice(0, 600)}\n${at}`
}

/** Most resident memory since `forgetPeak`, or since the process began, in bytes; 0 where the system does not tell. */
export function peakMemory(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** Begins a new peak; where the system does not let it, the old one stays, and the case that made it is known anyway. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // another system
  }
}

/** A turn of timers, after one of promises and of what stands in line: what was left behind has thrown by then. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 20))

async function attackAll(families: readonly Family[], order: Order): Promise<void> {
  const family = families.find(({ name }) => name === order.family)
  if (family === undefined) throw new Error(`no family ${order.family}`)
  const folder = join(order.folder, `${family.name}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  const attack: Attack = await family.begin(folder)
  // what a case leaves behind and throws later is the fault of the case that is running then
  const strays: unknown[] = []
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(kind, (error: unknown) => {
      strays.push(error)
    })
  const throwStray = (): void => {
    if (strays.length > 0) throw strays[0]
  }
  await told({ kind: 'ready', triedAgain: attack.triedAgain ?? null })
  for (let number = order.from; number < order.to; number++) {
    // a family that goes through a list is told which of it
    const seed = order.only ?? (family.isFixed === true ? number : seedOf(order.seed, family.name, number))
    forgetPeak()
    await told({ kind: 'start', number, seed })
    try {
      let outcome: string
      try {
        outcome = await attack.attempt(new Chance(seed), family.isFixed === true ? seed : number)
      } finally {
        // nothing runs after the last one: what it leaves behind is waited for, and so is what the end brings to light
        if (number + 1 === order.to) {
          await turn()
          await attack.end?.()
          await turn()
        }
      }
      throwStray()
      await told({ kind: 'end', outcome, peak: peakMemory() })
    } catch (error) {
      strays.length = 0
      await told({ kind: 'broken', what: describe(error), peak: peakMemory() })
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

/** What a process does that was started for a family, by its order; ends the process. */
export async function tryCases(families: readonly Family[]): Promise<never> {
  // nobody watches any more
  process.on('disconnect', () => process.exit(1))
  try {
    await attackAll(families, JSON.parse(process.argv[2] ?? '') as Order)
    await told({ kind: 'done' })
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error
    await told({ kind: 'missing', tool: error.message })
  }
  process.exit(0)
}
