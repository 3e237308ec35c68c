import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Chance, seedOf } from '../testing/chance.ts'
import type { Family, Kind } from './case.ts'
import { count, type Ending, emptyTally, type FamilyTally } from './tally.ts'

export type Wish = {
  readonly seed: number
  /** share of the cases; every kind is tried at least once */
  readonly scale: number
  /** name of a family or a kind; null for all */
  readonly only: string | null
  /** one case, as it was named when it failed; null for all */
  readonly one: { readonly kind: string; readonly number: number } | null
  /** milliseconds a case may take */
  readonly patience: number
  /** folder of the campaign */
  readonly folder: string
  /** told a line of the report */
  readonly say: (line: string) => void
}

type Named = { readonly kind: Kind; readonly number: number }

const wantedOf = (family: Family, wish: Wish): Named[] =>
  family.kinds.flatMap((kind) => {
    if (wish.one !== null) return kind.name === wish.one.kind ? [{ kind, number: wish.one.number }] : []
    if (wish.only !== null && wish.only !== family.name && wish.only !== kind.name) return []
    const cases = Math.max(1, Math.round(kind.count * wish.scale))
    return Array.from({ length: cases }, (_, number) => ({ kind, number }))
  })

/**
 * Runs what is wanted of a family, in lanes, and prints how it went: a line for each failed case with the words that
 * repeat it, and one for each kind.
 *
 * @returns what came of it; null if nothing of it is wanted
 */
export async function runFamily(family: Family, wish: Wish): Promise<FamilyTally | null> {
  const cases = wantedOf(family, wish)
  if (cases.length === 0) return null
  const [tally, retried] = [emptyTally(), [] as string[]]
  const started = performance.now()
  const told = (missing: string | null): FamilyTally => ({
    name: family.name,
    tally,
    seconds: (performance.now() - started) / 1000,
    missing,
    retried,
  })
  let missing: string | null
  try {
    missing = (await family.missing?.()) ?? null
  } catch (error) {
    // the application cannot be built, say: none of these cases was tried, which is a failure and no reason to stop
    count(tally, { how: 'crash', reason: '' })
    wish.say(`** ${family.name}: cannot begin: ${error instanceof Error ? error.message : String(error)}`)
    return told(null)
  }
  if (missing !== null) return told(`${missing} (${cases.length} ${family.name} cases skipped)`)
  const { say } = wish
  const endings = new Map<string, Map<string, number>>()
  const waiting = cases.values()
  const lane = async (): Promise<void> => {
    for (const one of waiting) {
      const ending = await runOne(one, wish)
      count(tally, ending)
      const words = wordsOf(ending)
      const ofKind = endings.get(one.kind.name) ?? new Map<string, number>()
      ofKind.set(words, (ofKind.get(words) ?? 0) + 1)
      endings.set(one.kind.name, ofKind)
      tell(one, ending, wish)
      const tries = ending.how === 'outcome' ? (ending.outcome.tries ?? 1) : 1
      if (tries > 1) retried.push(`${one.kind.name} ${one.number} (begun ${tries} times)`)
    }
  }
  await Promise.all(Array.from({ length: family.lanes }, lane))
  await family.end?.()
  say(`\n${family.name}: ${cases.length} cases, ${Math.round((performance.now() - started) / 1000)} s`)
  for (const [kind, ways] of endings) {
    const counted = [...ways].sort(([, a], [, b]) => b - a).map(([words, times]) => `${words} ${times}`)
    say(`  ${kind.padEnd(22)} ${counted.join(', ')}`)
  }
  return told(null)
}

const wordsOf = (ending: Ending): string =>
  ending.how !== 'outcome' ? ending.how.toUpperCase() : ending.outcome.lost.length > 0 ? 'LOST' : ending.outcome.ended

function tell({ kind, number }: Named, ending: Ending, { seed, patience, say }: Wish): void {
  const name = `${kind.name} ${number}`
  if (ending.how === 'crash') say(`** ${name}: crashed: ${ending.reason}`)
  else if (ending.how === 'hang') say(`** ${name}: hung for ${patience / 1000} s`)
  else if (ending.outcome.lost.length > 0) say(`** ${name}: lost: ${ending.outcome.lost.join('; ')}`)
  else return
  say(`   again: npm run test:faults -- --seed ${seed} --case ${kind.name}:${number}`)
}

async function runOne({ kind, number }: Named, { seed, folder, patience }: Wish): Promise<Ending> {
  const place = join(folder, `${kind.name}-${number}`)
  mkdirSync(place, { recursive: true })
  const undoings: (() => unknown)[] = []
  const afterwards = (undo: () => unknown): void => void undoings.push(undo)
  const bench = { chance: new Chance(seedOf(seed, kind.name, number)), folder: place, afterwards }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Ending>((resolve) => {
    timer = setTimeout(() => resolve({ how: 'hang' }), patience)
  })
  const ended = kind.run(bench, number).then(
    (outcome): Ending => ({ how: 'outcome', outcome }),
    (error: unknown): Ending => ({
      how: 'crash',
      reason: error instanceof Error ? (error.stack ?? '') : String(error),
    }),
  )
  const ending = await Promise.race([ended, late])
  clearTimeout(timer)
  for (const undo of undoings.reverse()) await undo()
  rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  return ending
}
