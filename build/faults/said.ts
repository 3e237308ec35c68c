import { createHash } from 'node:crypto'
import type { JournalEntry, Ledger } from '../../electron/ledger/ledger.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { Crash } from './case.ts'

/** The value; a fault here is a crash of the case, named by what was asked. */
export function must<T>(result: Result<T>, asked = 'a call'): T {
  if (!result.ok) throw new Crash(`${asked} was refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

/** The fault, which must be a clear one: `unexpected` is a crash. Null for a value. */
export function faultOf(result: Result<unknown>): Fault | null {
  if (result.ok) return null
  if (result.fault.kind === 'unexpected') throw new Crash(`unexpected: ${JSON.stringify(result.fault)}`)
  return result.fault
}

/** What a ledger says of one book at a moment: enough to find out later whether anything of it is missing. */
export type SaidBook = {
  readonly id: number
  readonly name: string
  readonly edition: string
  readonly state: string
  readonly revision: number
  readonly seq: number
  /** SHA-256 of all facts */
  readonly facts: string
}

const hashOf = (facts: readonly Fact[]): string => createHash('sha256').update(JSON.stringify(facts)).digest('hex')

/** Every book of an open ledger as it is now. */
export const saidBy = (ledger: Ledger): readonly SaidBook[] =>
  must(ledger.books(), 'books').map(({ id }) => {
    const { summary, facts } = must(ledger.readBook(id), 'readBook')
    const { department, year, edition, state, revision, seq } = summary
    return { id, name: `${department} ${year}`, edition: edition.hash, state, revision, seq, facts: hashOf(facts) }
  })

const sameBook = (a: SaidBook, b: SaidBook): boolean => JSON.stringify(a) === JSON.stringify(b)

/** True if two ledgers say the same. */
export const isSame = (a: readonly SaidBook[], b: readonly SaidBook[]): boolean =>
  a.length === b.length && a.every((book, place) => sameBook(book, b[place] as SaidBook))

/**
 * What is missing of everything that was acknowledged. The ledger may have one step more: one that was durable before
 * its acknowledgement came out. That step taken back in thought, everything has to be as it was acknowledged, whatever
 * kind of gesture it was.
 *
 * @returns a line for each thing that is wrong
 */
export function missingOf(ledger: Ledger, acknowledged: readonly SaidBook[]): string[] {
  const wrong: string[] = []
  const found = saidBy(ledger)
  let further = 0
  for (const book of acknowledged) {
    const now = found.find(({ id }) => id === book.id)
    if (now === undefined) wrong.push(`${book.name} is gone`)
    else if (now.seq === book.seq && !sameBook(now, book)) wrong.push(`${book.name} says something else`)
    else if (now.seq < book.seq || now.seq > book.seq + 1) wrong.push(`${book.name} at ${now.seq}, told ${book.seq}`)
    else if (now.seq > book.seq) {
      further++
      const entry = must(ledger.readEntry(book.id, now.seq), 'readEntry')
      if (factsBefore(ledger, book.id, entry) !== book.facts) wrong.push(`${book.name} differs by more than one step`)
    }
  }
  for (const book of found) {
    if (acknowledged.some(({ id }) => id === book.id)) continue
    further++
    // a book that was just made has its first row, and nothing more
    if (book.seq !== 1) wrong.push(`${book.name} has ${book.seq} rows nobody was told of`)
  }
  if (further > 1) wrong.push(`${further} steps beyond what was told`)
  return wrong
}

/** Hash of the facts with the book's last step taken back. */
function factsBefore(ledger: Ledger, book: number, { changes }: JournalEntry): string {
  const facts = new Map<string, Fact>()
  const nameOf = ({ kind, key }: Pick<Fact, 'kind' | 'key'>): string => `${kind}\0${key}`
  for (const fact of must(ledger.readBook(book), 'readBook').facts) facts.set(nameOf(fact), fact)
  for (const change of changes ?? []) {
    if (change.before === null) facts.delete(nameOf(change))
    else facts.set(nameOf(change), { kind: change.kind, key: change.key, value: change.before })
  }
  // as the ledger lists them
  const order = (a: Fact, b: Fact): number => compareBytes(a.kind, b.kind) || compareBytes(a.key, b.key)
  return hashOf([...facts.values()].sort(order))
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** What the ledger itself finds wrong with its file, its chains and its books, a line each. */
export const problemsOf = (ledger: Ledger): string[] =>
  must(ledger.verify(), 'verify').map(({ place, detail }) => `${place}: ${detail}`)
