import { applyFacts, type Wanted } from './commit.ts'
import { type ArriveDetail, filesIn, type NamedLedger } from './custody.ts'
import { keepEdition } from './editions.ts'
import { Refusal } from './file-faults.ts'
import { type Handle, timeOf } from './handle.ts'
import { append, bookRow, chainStart } from './journal.ts'
import { layBook } from './laying.ts'
import { journalOf, type Remains } from './remains.ts'
import { difference, type EditionSource, factRow, first, type Plan, type SalvagedBook } from './salvage-plan.ts'
import { appendUnseal, type SealedFile } from './seal.ts'
import type { BookRow, JournalRow, StoredEdition } from './statements.ts'
import { parseRecord } from './values.ts'
import { summaryOfProblems, verifyBook } from './verify.ts'

/** The damaged ledger, as rows of the new one name it. */
export type SalvageSource = NamedLedger & { readonly remains: Remains; readonly spare: EditionSource }

/**
 * Writes a planned book and looks at it again as it stands now, in a transaction of its own.
 *
 * @throws Refusal ledger-damaged if it does not verify
 */
export function writeBook(target: Handle, plan: Plan, source: SalvageSource): SalvagedBook {
  const { outcome } = plan.report
  if (outcome === 'lost') return plan.report
  return target.immediately(() => {
    const id = outcome === 'facts' ? begin(target, plan, source) : resume(target, plan, source)
    const book = bookRow(target, id)
    const { problems } = verifyBook(target.statements, book)
    if (problems.length === 0) return { ...plan.report, state: book.state }
    throw new Refusal({ kind: 'ledger-damaged', path: target.path, detail: summaryOfProblems(problems) })
  })
}

/** The name and the revision are those the journal says: the hash is of the content alone. */
function keep(target: Handle, { remains, spare }: SalvageSource, { hash, ...told }: NamedEdition): void {
  const edition = remains.edition(hash) ?? spare(hash)
  if (edition !== null) keepEdition(target, { ...edition, ...told })
}

/** The book with its journal, as far as that goes, and behind it what has to be said. */
function resume(target: Handle, { rows, at, goal, lost, report }: Plan, source: SalvageSource): number {
  const { remains } = source
  const number = report.number as number
  const named = { department: report.department as string, year: report.year as number }
  let [before, close]: [before: BookRow['state'], close: JournalRow | null] = ['open', null]
  for (const row of first(journalOf(remains, number), rows)) {
    for (const edition of editionsOf(row)) keep(target, source, edition)
    if (row.kind === 'seal') before = 'sealed'
    if (row.kind === 'unseal') before = 'open'
    if (row.kind === 'close') close = row
  }
  const lacksContent = lost.files.length > 0 || lost.editions.length > 0
  // nothing follows the row that closes a moved book: what the book lacks has to be said before it
  const again = lacksContent ? close : null
  const id = layBook(target, {
    ...named,
    edition: at.edition,
    created: remains.bookRow(number)?.created || (timeOfFirst(remains, number) ?? timeOf(target.clock)),
    rows: first(journalOf(remains, number), again === null ? rows : rows - 1),
    facts: [...at.facts].map(factRow),
    filesOf: (seal) => filesOf(remains, number, seal),
  })
  const here: NamedLedger = { ledger: target.statements.ledger.get()?.id ?? '', file: '' }
  const isAsItWas = report.outcome === 'whole' || report.outcome === 'rebuilt'
  const lacksNothing = isAsItWas && !lacksContent && at.home === here.ledger
  const state = at.state as BookRow['state']
  if (lacksNothing || (state === 'moved' && again === null)) {
    const { seq, hash, revision, undoTop, redoTop, edition } = at
    target.statements.advanceBook.run({ id, edition, state, revision, seq, hash, undoTop, redoTop })
    return id
  }
  append(target, bookRow(target, id), {
    kind: 'arrive',
    origin: 'salvaged',
    label: `救自损坏的账套 ${source.file}${lostText(lost.rows)}${again === null ? '' : `；${again.time} 转出的记录照原样重记在后`}`,
    place: null,
    changes: [],
    detail: {
      how: 'salvaged',
      from: { ledger: at.home ?? source.ledger, file: source.file, ...named, ...lastOf(bookRow(target, id)) },
      to: here,
      lost,
    } satisfies ArriveDetail,
    revision: at.revision,
    undoTop: null,
    redoTop: null,
    state: again === null ? state : before,
  })
  if (again !== null) {
    closeAgain(target, id, again)
    return id
  }
  const wanted = difference(at.facts, goal)
  if (wanted.length > 0) bring(target, id, wanted)
  return id
}

const lostText = (rows: number | null): string =>
  rows === 0 ? '' : rows === null ? '，其后的操作记录读不全' : `，其后的 ${rows} 步操作记录读不出`

const lastOf = ({ seq, hash }: BookRow) => ({ seq, hash })

/** The row that closes a moved book, behind the one that says what the book lacks. */
function closeAgain(target: Handle, id: number, { label, detail }: JournalRow): void {
  const book = bookRow(target, id)
  append(target, book, {
    kind: 'close',
    origin: 'salvaged',
    label,
    place: null,
    changes: [],
    detail: parseRecord(detail ?? '{}'),
    revision: book.revision,
    undoTop: null,
    redoTop: null,
    state: 'moved',
  })
}

/** One gesture that takes the facts to what lay in the damaged ledger; it can be undone. */
function bring(target: Handle, id: number, wanted: readonly Wanted[]): void {
  const book = bookRow(target, id)
  if (book.state === 'sealed') {
    appendUnseal(target, book, 'salvaged', '账套损坏：上报以后的操作记录读不出，各表的数已不是上报时的')
  }
  append(target, bookRow(target, id), {
    kind: 'gesture',
    origin: 'salvaged',
    label: '救出：操作记录读不出的部分，按账上的数补记',
    place: null,
    changes: applyFacts(target, id, wanted),
    revision: book.revision + 1,
    below: null,
    undoTop: 'this',
    redoTop: null,
  })
}

/** A book of the facts alone. */
function begin(target: Handle, { goal, report }: Plan, source: SalvageSource): number {
  const { department, year, number } = report as { department: string; year: number; number: number }
  const { statements } = target
  const line = source.remains.bookRow(number)
  const hash = line?.edition ?? ''
  keep(target, source, { hash })
  const { name, revision } = statements.edition.get(hash) as StoredEdition
  const created = line?.created || timeOf(target.clock)
  const id = layBook(target, { department, year, edition: hash, created, rows: [], facts: [], filesOf: () => [] })
  append(
    target,
    { ...bookRow(target, id), hash: chainStart },
    {
      kind: 'open',
      origin: 'salvaged',
      label: `救自损坏的账套 ${source.file}，原有的操作记录读不出`,
      place: null,
      changes: applyFacts(target, id, difference(new Map(), goal)),
      detail: {
        ledger: statements.ledger.get()?.id,
        department,
        year,
        edition: { name, revision, hash },
        salvaged: { ledger: source.ledger, file: source.file, factsLost: report.lostFacts },
      },
      revision: 1,
      undoTop: null,
      redoTop: null,
    },
  )
  return id
}

function timeOfFirst(remains: Remains, number: number): string | null {
  for (const row of journalOf(remains, number)) return row.time
  return null
}

type NamedEdition = { readonly hash: string; readonly name?: string; readonly revision?: number }

function editionsOf({ kind, detail }: JournalRow): readonly NamedEdition[] {
  if (kind !== 'open' && kind !== 'edition') return []
  const named = parseRecord(detail ?? '{}')[kind === 'open' ? 'edition' : 'to']
  const { hash, name, revision } = (named ?? {}) as Readonly<Record<string, unknown>>
  if (typeof hash !== 'string') return []
  return [
    {
      hash,
      name: typeof name === 'string' ? name : '',
      revision: typeof revision === 'number' && Number.isSafeInteger(revision) ? revision : 0,
    },
  ]
}

function filesOf(remains: Remains, number: number, { detail }: JournalRow): readonly SealedFile[] {
  return filesIn(parseRecord(detail ?? '{"files":[]}')).flatMap(({ name, sha256 }) => {
    const bytes = remains.sealedFile(number, sha256)
    return bytes === null ? [] : [{ name, bytes, sha256 }]
  })
}
