import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLedger, type Ledger, openLedger } from '../../electron/ledger/ledger.ts'
import { builtInEdition } from '../../electron/services/editions.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { factsOf, typedCells } from './books.ts'
import { type Results, summary, timedRuns } from './measure.ts'
import { must, openBook, opener } from './open-book.ts'

const { department, year } = sampleBook

/** Durable commits, and opening a ledger until its book is calculated; real files in a temporary folder. */
export async function ledgerResults(): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'juesuan-bench-'))
  try {
    const results: Results = {}
    for (const [name, target, runs] of [
      ['sample', 60, 30],
      ['large', 400, 7],
    ] as const) {
      const path = join(folder, `${name}.juesuan`)
      const ledger = must(await createLedger(path, opener))
      const { stored, linked } = must(builtInEdition(sampleBook.edition))
      must(ledger.createBook({ department, year, edition: stored, facts: factsOf(name, linked), origin: 'bench' }))
      ledger.close()
      results[`open.${name}`] = summary(await timedRuns(runs, () => openBook(path)), 'ms', target)
      const cold = Array.from({ length: 7 }, () => openedCold(path))
      results[`open.cold.${name}`] = summary(cold, 'ms', target)
    }
    const ledger = must(await openLedger(join(folder, 'large.juesuan'), { ...opener, mode: 'write' }))
    const { id } = must(ledger.findBook(department, year))
    const cells = typedCells(must(ledger.readBook(id)).facts)
    const commits = (block: readonly Fact[], runs: number) => timedRuns(runs, (run) => commit(ledger, id, block, run))
    results['commit.edit'] = summary(await commits(cells.slice(0, 1), 300), 'ms', 2)
    results['commit.gesture20000'] = summary(await commits(cells.slice(0, 20_000), 7), 'ms', 200)
    ledger.close()
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Opening in a process of its own, where nothing is compiled yet: what a user waits for. */
function openedCold(path: string): number {
  const program = fileURLToPath(new URL('./open-once.ts', import.meta.url))
  const child = spawnSync(process.execPath, [program, path], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return Number(child.stdout)
}

function commit(ledger: Ledger, id: number, cells: readonly Fact[], run: number): void {
  const base = must(ledger.findBook(department, year)).revision
  const changes = cells.map(({ kind, key }, place): FactChange => ({ kind, key, after: 1_000 + place + run }))
  must(ledger.commit(id, { origin: 'bench', label: '测量', place: null, base, changes }))
}
