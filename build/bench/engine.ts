import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { type BookName, engineOf, factsOf, typedCells } from './books.ts'
import { liveMegabytes, type Measured, type Results, summary, timedRuns } from './measure.ts'

const books: readonly BookName[] = ['sample', 'small', 'medium', 'large']

/** Build, edits, memory and findings of the engine. */
export async function engineResults(edition: LinkedEdition): Promise<Results> {
  const results: Results = {}
  results['engine.memory.large'] = memory(edition)
  const large = factsOf('large', edition)
  results['engine.build.large'] = summary(await timedRuns(15, () => engineOf(edition, large)), 'ms', 300)
  for (const name of books) results[`engine.edit.${name}`] = edits(edition, factsOf(name, edition))
  results['engine.gesture20000.large'] = await pastes(edition, large)
  const engine = engineOf(edition, large)
  results['findings.failing.large'] = summary(await timedRuns(15, () => engine.findings()), 'ms', null)
  results['findings.all.large'] = summary(await timedRuns(7, () => engine.findings(true)), 'ms', null)
  return results
}

/** All forms as printed tables. */
export async function layoutResults(edition: LinkedEdition): Promise<Results> {
  const results: Results = {}
  for (const [name, runs] of [
    ['sample', 50],
    ['large', 7],
  ] as const) {
    const engine = engineOf(edition, factsOf(name, edition))
    const options = { department: '测试部门', year: 2024 }
    const times = await timedRuns(runs, () => edition.forms.map((form) => layOut(engine, form.key, options)))
    results[`layout.${name}`] = summary(times, 'ms', null)
  }
  return results
}

/** Everything the engine keeps alive, the book's facts and their keys included. */
function memory(edition: LinkedEdition): Measured {
  engineOf(edition, factsOf('sample', edition)) // compiled code is not the book's
  const before = liveMegabytes()
  const engine = engineOf(edition, factsOf('large', edition))
  const after = liveMegabytes()
  // the engine must live until it has been measured
  if (engine.counts.error > 0) throw new Error('the made-up book does not balance')
  return summary([after - before], 'MB', 120)
}

/** Repeatable choice of edits: `Math.random` would measure another book each time. */
function* choices(): Generator<number, never> {
  for (let state = 1; ; state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) yield state / 0x80000000
}

/** One typed cell anywhere in the book, until all totals, other forms, checks and the list of changed cells are there. */
function edits(edition: LinkedEdition, facts: readonly Fact[]): Measured {
  const engine = engineOf(edition, facts)
  const cells = typedCells(facts)
  const random = choices()
  const times: number[] = []
  const [warm, runs] = [10_000, 40_000]
  for (let run = -warm; run < runs; run++) {
    const { kind, key } = cells[Math.floor(random.next().value * cells.length)] as Fact
    // one in ten clears the cell
    const after = random.next().value < 0.1 ? null : Math.floor(random.next().value * 1e8)
    const start = performance.now()
    const applied = engine.apply([{ kind, key, after }])
    const time = (performance.now() - start) * 1000
    if (applied.kind !== 'applied' || applied.rebuilt)
      throw new Error(`the edit of ${key} was refused or compiled anew`)
    if (run >= 0) times.push(time)
  }
  return summary(times, 'µs', { median: 20, p99: 200 })
}

async function pastes(edition: LinkedEdition, facts: readonly Fact[]): Promise<Measured> {
  const engine = engineOf(edition, facts)
  const cells = typedCells(facts).slice(0, 20_000)
  const changes = (run: number): FactChange[] =>
    cells.map(({ kind, key }, place) => ({ kind, key, after: place + run }))
  return summary(await timedRuns(7, (run) => engine.apply(changes(run))), 'ms', null)
}
