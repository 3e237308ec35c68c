import { existsSync, readFileSync } from 'node:fs'
import { listBackups, openLedger } from '../../electron/ledger/ledger.ts'
import { openBook } from '../../electron/services/open-book.ts'
import { salvage } from '../../electron/services/salvage.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { Outcome } from './case.ts'
import { faultOf, must, problemsOf, type SaidBook, saidBy } from './said.ts'
import { opener, theBook } from './scenery.ts'
import { sorted } from './survival.ts'

/** What may come of a salvage. */
export type Salvageable = {
  readonly path: string
  /** what the ledger has to say: one of these */
  readonly acceptable: readonly (readonly SaidBook[])[]
  /** the values each fact (`kind key`) may have, as JSON; null where nobody knows */
  readonly known: Known | null
  /** the file before it was damaged; without it the book has to come, whatever happened */
  readonly origin?: Buffer
}
export type Known = ReadonlyMap<string, ReadonlySet<string>>

type Report = Extract<Awaited<ReturnType<typeof salvage>>, { readonly ok: true }>['value']
type ReportedBook = Report['books'][number]

const nameOf = ({ kind, key }: Pick<Fact, 'kind' | 'key'>): string => `${kind} ${key}`

/** Values of facts in these states, by name. */
export function knownOf(states: Iterable<readonly Pick<Fact, 'kind' | 'key' | 'value'>[]>): Known {
  const known = new Map<string, Set<string>>()
  for (const facts of states) {
    for (const fact of facts) {
      known.set(nameOf(fact), (known.get(nameOf(fact)) ?? new Set<string>()).add(sorted(fact.value)))
    }
  }
  return known
}

/** Salvages a damaged ledger and holds what came of it against what was there; the ledger itself is only read. */
export async function salvaged(wanted: Salvageable): Promise<Pick<Outcome, 'lost' | 'ended'>> {
  const { path } = wanted
  const to = `${path}.saved`
  const before = bytesOf(path)
  const hasTrace = wanted.origin === undefined || hasRowOf(before[0] ?? Buffer.alloc(0), wanted.origin)
  const result = await salvage({ from: path, to }, opener)
  const lost = bytesOf(path).every((bytes, place) => isSameBytes(bytes, before[place] ?? null))
    ? []
    : ['the salvage changed the damaged ledger']
  const fault = faultOf(result)
  if (!result.ok) {
    const words = fault === null ? '' : faultText(fault)
    if (!/\p{Script=Han}/u.test(words)) lost.push(`no clear fault: ${words}`)
    if (hasTrace) lost.push(`the salvage is refused where rows of the journal are whole: ${words}`)
    if (hasBackups(path)) lost.push(`the salvage is refused, and names no backup: ${words}`)
    return { lost, ended: 'refused' }
  }
  const report = result.value
  if (report.ledger === null) {
    if (existsSync(to)) lost.push('a ledger of nothing was made')
    return { lost: [...lost, ...nothingIsRight(report, hasTrace, path)], ended: 'nothing' }
  }
  const ledger = must(await openLedger(report.ledger, { ...opener, mode: 'write' }), 'openLedger of what was salvaged')
  try {
    lost.push(...problemsOf(ledger))
    const said = saidBy(ledger)
    const isAll = said.some(({ facts }) => wanted.acceptable.some((one) => one.some((book) => book.facts === facts)))
    if (said.length === 0) lost.push(...nothingIsRight(report, hasTrace, path))
    for (const { id, name, facts: hash } of said) {
      if (!openBook(ledger, theBook).ok) lost.push('the salvaged book cannot be opened')
      const reported = report.books.find(({ department, year }) => `${String(department)} ${String(year)}` === name)
      if (reported === undefined) lost.push(`${name} is salvaged and not reported`)
      else if (!wanted.acceptable.some((one) => one.some((book) => book.name === name && book.facts === hash))) {
        lost.push(...partIsRight(must(ledger.readBook(id), 'readBook').facts, reported, wanted))
      }
    }
    return { lost, ended: isAll ? 'all' : 'a part' }
  } finally {
    ledger.close()
  }
}

/**
 * A book whose facts are not those of an acceptable state. That may be only where the report tells of it: a fact has a
 * value it had, or is told as unsure; one is missing only where the report says that facts are lost.
 *
 * @returns a line for each thing that is wrong
 */
export function partIsRight(
  facts: readonly Fact[],
  report: Pick<ReportedBook, 'outcome' | 'unsure' | 'unsureFacts' | 'lostFacts'>,
  { acceptable, known }: Pick<Salvageable, 'acceptable' | 'known'>,
): string[] {
  const isPieced = report.outcome === 'pieced' || report.outcome === 'facts'
  const wrong: string[] = []
  if (!isPieced && acceptable.length > 0) wrong.push(`salvaged as ${report.outcome}, and the facts are others`)
  if (known === null) return wrong
  const found = new Map(facts.map((fact) => [nameOf(fact), sorted(fact.value)]))
  const unsure = new Set(report.unsureFacts)
  const strange = [...found].filter(([name, value]) => known.get(name)?.has(value) !== true && !unsure.has(name))
  // only the first unsure facts are named
  const unnamed = report.unsure - unsure.size
  if (strange.length > unnamed) wrong.push(...strange.map(([name, value]) => `salvaged ${name} as ${value}`))
  const gone = [...known.keys()].filter((name) => !found.has(name))
  if (acceptable.length > 0 && gone.length > 0 && !report.lostFacts) {
    wrong.push(`${gone.length} facts are not salvaged, and not told as lost: ${gone.slice(0, 5).join(', ')}`)
  }
  return wrong
}

/** Nothing comes only of a file in which no row of the journal is whole; then the backup is named, if there is one. */
function nothingIsRight({ books }: Report, hasTrace: boolean, path: string): string[] {
  const lost: string[] = []
  if (hasTrace) lost.push('nothing is salvaged where rows of the journal are whole')
  if (hasBackups(path) && !books.some(({ backup }) => backup !== null)) {
    lost.push('nothing is salvaged, and the backup is not named')
  }
  return lost
}

const hasBackups = (path: string): boolean => must(listBackups(path), 'listBackups').length > 0

const bytesOf = (path: string): (Buffer | null)[] =>
  ['', '-wal'].map((end) => (existsSync(path + end) ? readFileSync(path + end) : null))

const isSameBytes = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b))

const pageSize = 4096
/** First byte of a page that holds whole rows of a table, or of one that is its own index (sqlite.org/fileformat2 §1.6) */
const leaves = [0x0d, 0x0a]

/**
 * True if a page of a damaged file is as it was that holds a whole row of a journal: it ends with two hashes, the one
 * before it and its own, and only a row that is not whole in its page ends elsewhere. Such a row says which book it is
 * of, and the rows before it are in the backup.
 */
export function hasRowOf(damaged: Buffer, origin: Buffer): boolean {
  for (let at = pageSize; at < Math.min(origin.length, damaged.length - pageSize + 1); at += pageSize) {
    const page = origin.subarray(at, at + pageSize)
    if (!leaves.includes(page[0] ?? 0) || !/[0-9a-f]{128}/.test(page.toString('latin1'))) continue
    if (damaged.subarray(at, at + pageSize).equals(page)) return true
  }
  return false
}
