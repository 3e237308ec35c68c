import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { families } from './families.ts'
import { MissingTool, type Told } from './family.ts'
import { Random, seedOf } from './random.ts'

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

const order = JSON.parse(process.argv[2] ?? '') as Order
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

// nobody watches any more
process.on('disconnect', () => process.exit(1))

async function attackAll(): Promise<void> {
  const family = families.find(({ name }) => name === order.family)
  if (family === undefined) throw new Error(`no family ${order.family}`)
  const folder = join(order.folder, `${family.name}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  const attack = await family.begin(folder)
  // what a case leaves behind and throws later is the fault of the case that is running then
  let stray: unknown = null
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(kind, (error: unknown) => {
      stray ??= error
    })
  await told({ kind: 'ready' })
  for (let number = order.from; number < order.to; number++) {
    // a family that goes through a list is told which of it
    const seed = order.only ?? (family.isFixed === true ? number : seedOf(order.seed, family.name, number))
    await told({ kind: 'start', number, seed })
    try {
      const outcome = await attack.attempt(new Random(seed), family.isFixed === true ? seed : number)
      if (stray !== null) throw stray as Error
      await told({ kind: 'end', outcome })
    } catch (error) {
      stray = null
      await told({ kind: 'broken', what: describe(error) })
    }
  }
  await attack.end?.()
  rmSync(folder, { recursive: true, force: true })
}

try {
  await attackAll()
  await told({ kind: 'done' })
  process.exit(0)
} catch (error) {
  if (!(error instanceof MissingTool)) throw error
  await told({ kind: 'missing', tool: error.message })
  process.exit(0)
}
