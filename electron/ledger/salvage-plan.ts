import type { Wanted } from './commit.ts'
import { filesIn, type Losses } from './custody.ts'
import { Torn } from './file-faults.ts'
import { decodeChanges, type JournalChange } from './journal.ts'
import { journalOf, type Remains } from './remains.ts'
import { replay } from './replay.ts'
import type { BookRow, JournalRow, StoredEdition } from './statements.ts'
import { type FactRow, parseRecord, storedText, type ValueText } from './values.ts'

/**
 * What became of one book:
 * - `whole`: as it was, row by row;
 * - `rebuilt`: its journal is whole, its facts (or its line in the list of books) were not and are made of the journal;
 * - `continued`: its journal breaks off, its facts are whole: the journal as far as it goes, and one gesture more that
 *   brings the facts to what lay there;
 * - `pieced`: the same with facts that are not whole: what cannot be read of them is what the rows of the journal that
 *   can be read said last;
 * - `facts`: no journal: the facts as in `continued` or `pieced`, under a new one;
 * - `lost`: nothing that would make a book.
 */
export type SalvageOutcome = 'whole' | 'rebuilt' | 'continued' | 'pieced' | 'facts' | 'lost'

export type SalvagedBook = {
  /** Number the book had in the damaged ledger; null for one that is only known from a backup. */
  readonly number: number | null
  readonly department: string | null
  readonly year: number | null
  readonly outcome: SalvageOutcome
  /** What the book is in the new ledger; null if it is not there. */
  readonly state: BookRow['state'] | null
  /** What the damaged list of books said; null if it says nothing. */
  readonly was: string | null
  /** Rows of its journal that came along. */
  readonly steps: number
  /** Time of the last of them, ISO UTC. */
  readonly until: string | null
  /** Rows behind it that cannot be read; null if nobody knows. */
  readonly lostSteps: number | null
  /** Facts that lay otherwise than the journal says. */
  readonly changed: number
  /** Some facts of it cannot be read, and the journal does not have them all. */
  readonly lostFacts: boolean
  /** How many facts come from the journal instead, which may have said something newer in a row that is lost. */
  readonly unsure: number
  /** The first of them, as `cell GK05!2010101!basic`. */
  readonly unsureFacts: readonly string[]
  readonly lostFiles: readonly string[]
  /** Earlier editions of it: its history is there, what it looked like under them is not. */
  readonly lostEditions: number
  /** Why it is not whole, one Chinese line. */
  readonly detail: string | null
}

type Outcome = ReturnType<ReturnType<typeof replay>['now']>

/** What can be made of a book, and how. */
export type Plan = {
  readonly rows: number
  readonly at: Outcome
  readonly goal: ReadonlyMap<string, ValueText>
  readonly lost: Losses
  readonly report: SalvagedBook
}

const split = (name: string): readonly [kind: string, key: string] => {
  const place = name.indexOf('\0')
  return [name.slice(0, place), name.slice(place + 1)]
}
/** A fact of a replay as a row of its table. */
export const factRow = ([name, text]: readonly [string, ValueText]): FactRow => {
  const isText = text.startsWith('"') || text.startsWith('{')
  return [...split(name), isText ? null : Number(text), isText ? text : null]
}

/** How the facts have to change to become others. */
export function difference(from: ReadonlyMap<string, ValueText>, to: ReadonlyMap<string, ValueText>): Wanted[] {
  const names = new Set([...from.keys(), ...to.keys()])
  return [...names]
    .filter((name) => from.get(name) !== to.get(name))
    .map((name) => {
      const [kind, key] = split(name)
      return { kind, key, after: to.get(name) ?? null }
    })
}

/** The first rows of a journal. */
export function* first(rows: Iterable<JournalRow>, count: number): Generator<JournalRow> {
  for (const row of rows) if (row.seq <= count) yield row
}

/** A journal done again as far as its rows follow from each other, and the first thing that does not. */
function followed(remains: Remains, number: number, most = Number.POSITIVE_INFINITY): Followed {
  const book = replay()
  const told: Told = { department: null, year: null, until: null, files: [] }
  for (const row of first(journalOf(remains, number), most)) {
    const before = book.now().seq
    book.follow(row)
    const [contradiction] = book.found
    if (contradiction !== undefined) {
      // what it made of the row has to go again
      return { ...followed(remains, number, before), broken: `${contradiction.place}：${contradiction.detail}` }
    }
    note(told, row)
  }
  return { at: book.now(), editions: book.editions, told, broken: null }
}
type Followed = {
  readonly at: Outcome
  readonly editions: ReadonlySet<string>
  readonly told: Told
  readonly broken: string | null
}
/** What rows say about the book as a whole. */
type Told = {
  department: string | null
  year: number | null
  until: string | null
  readonly files: { readonly seal: number; readonly name: string; readonly sha256: string }[]
}

/** Of a row that was followed without a contradiction. */
function note(told: Told, row: JournalRow): void {
  told.until = row.time
  if (row.kind === 'open') {
    const { department, year } = parseRecord(row.detail ?? '{}')
    told.department = typeof department === 'string' ? department : null
    told.year = typeof year === 'number' ? year : null
  }
  if (row.kind === 'seal') {
    const files = filesIn(parseRecord(row.detail ?? '{"files":[]}'))
    told.files.push(...files.map(({ name, sha256 }) => ({ seal: row.seq, name, sha256 })))
  }
}

/**
 * The facts as they lie there; where they cannot be read, what those rows say last that can.
 *
 * @returns also the names of facts of the second kind
 */
function pieced(remains: Remains, number: number, at: Outcome) {
  const goal = new Map(at.facts)
  for (const row of remains.rest(number, at.seq)) {
    for (const { kind, key, after } of changesOf(row)) {
      if (after === null) goal.delete(`${kind}\0${key}`)
      else goal.set(`${kind}\0${key}`, JSON.stringify(after))
    }
  }
  const { rows, isHidden } = remains.facts(number)
  const lying = new Map(rows.map(([kind, key, amount, text]) => [`${kind}\0${key}`, storedText(amount, text)]))
  const unsure: string[] = []
  for (const name of [...goal.keys()]) {
    if (lying.has(name)) continue
    // what is neither there nor where nothing can be read was taken back
    if (isHidden(...split(name))) unsure.push(name.replace('\0', ' '))
    else goal.delete(name)
  }
  for (const [name, text] of lying) goal.set(name, text)
  return { goal, unsure }
}

function changesOf(row: JournalRow): readonly JournalChange[] {
  try {
    return decodeChanges(row.changes)
  } catch (error) {
    if (!(error instanceof Torn)) throw error
    return []
  }
}

/** Editions of the program, for a ledger whose own copy is damaged: the hash says it is the same. */
export type EditionSource = (hash: string) => StoredEdition | null

const noLine = '决算目录中的这一行读不出，或与操作记录的末条不符'

/** So many names of facts are told. */
const mostTold = 200

/** Looks at what is left of a book and decides what is made of it. */
export function planBook(remains: Remains, number: number, spare: EditionSource): Plan {
  const { at, editions, told, broken } = followed(remains, number)
  const rows = at.seq
  const line = remains.bookRow(number)
  const department = told.department ?? line?.department ?? null
  const year = told.year ?? line?.year ?? null
  const lying = remains.facts(number)
  const { goal, unsure } = pieced(remains, number, at)
  const known = Math.max(line?.seq ?? 0, remains.lastRow(number))
  const isComplete = line !== null && rows >= known && at.hash === line.hash
  const changed = difference(at.facts, goal).length
  const edition = rows > 0 ? at.edition : (line?.edition ?? '')
  const isMissing = (hash: string) => (remains.edition(hash) ?? spare(hash)) === null

  const outcomeOf = (): readonly [SalvageOutcome, string | null] => {
    if (department === null || year === null) return ['lost', '部门名称和年度读不出']
    if (isMissing(edition)) return ['lost', '所用的套表读不出']
    if (rows === 0)
      return goal.size > 0 ? ['facts', broken ?? '操作记录读不出'] : ['lost', '操作记录和各表的数都读不出']
    if (line?.state === 'moved' && at.state !== 'moved') {
      return ['lost', '这一年度已转到另一账套，转出的记录读不出；请在那个账套中查看']
    }
    if (isComplete) return changed === 0 && lying.isWhole ? ['whole', null] : ['rebuilt', '各表的数与操作记录不符']
    if (lying.isWhole && changed === 0 && rows >= known) return ['rebuilt', noLine]
    const reason = broken ?? (rows >= known ? noLine : `操作记录第 ${rows + 1} 条读不出`)
    return [lying.isWhole ? 'continued' : 'pieced', reason]
  }
  const [outcome, detail] = outcomeOf()
  const isOfFacts = outcome === 'continued' || outcome === 'pieced' || outcome === 'facts'
  const hasJournal = outcome !== 'lost' && outcome !== 'facts'
  const lost: Losses = {
    rows: rows >= known && !isComplete ? null : known - rows,
    files: told.files
      .filter(({ sha256 }) => remains.sealedFile(number, sha256) === null)
      .map(({ seal, name }) => ({ seal, name })),
    editions: [...editions].filter((hash) => hash !== edition && isMissing(hash)),
  }
  return {
    rows,
    at,
    goal: isOfFacts ? goal : at.facts,
    lost,
    report: {
      number,
      department,
      year,
      outcome,
      state: null,
      was: line?.state ?? null,
      steps: hasJournal ? rows : 0,
      until: hasJournal ? told.until : null,
      lostSteps: lost.rows,
      changed: hasJournal ? changed : 0,
      lostFacts: (outcome === 'pieced' || outcome === 'facts') && !lying.isWhole,
      unsure: isOfFacts ? unsure.length : 0,
      unsureFacts: isOfFacts ? unsure.slice(0, mostTold) : [],
      lostFiles: hasJournal ? lost.files.map(({ name }) => name) : [],
      lostEditions: lost.editions.length,
      detail,
    },
  }
}
