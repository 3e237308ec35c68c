import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Result } from '../../shared/channels/result.ts'
import { type Backup, listBackups } from './backup.ts'
import { keepEdition } from './editions.ts'
import { attemptLater, faultOf, Refusal } from './file-faults.ts'
import { type Handle, writerName } from './handle.ts'
import { identify, identityOf, openFiles, resolvePath } from './identify.ts'
import { loadMigrations, type Migration, migrationsFolder } from './migrate.ts'
import { createFile, dropAside, type Opener, openForReading, rawCopy } from './open.ts'
import { type Remains, readRemains } from './remains.ts'
import { withBackups } from './remains-beside.ts'
import { type SalvageSource, writeBook } from './salvage-book.ts'
import { type EditionSource, type Plan, planBook, type SalvagedBook } from './salvage-plan.ts'
import { summaryOfProblems, verifyDatabase, verifyStorage } from './verify.ts'

/** Where a book is whole: the newest backup that verifies and has it. */
export type BackedUpBook = {
  /** Name of the backup in the backup folder, and its time, ISO UTC. */
  readonly name: string
  readonly time: string
  /** Rows of the book's journal there, and the time of its last change of content, ISO UTC. */
  readonly steps: number
  readonly changed: string
}

export type Salvage = {
  /** Resolved path of the damaged ledger. */
  readonly from: string
  /** Resolved path of the new ledger; null if nothing could be saved, and no ledger was made. */
  readonly ledger: string | null
  readonly books: readonly (SalvagedBook & { readonly backup: BackedUpBook | null })[]
  /** Editions of no book that came along, and those that cannot be read, by name and revision. */
  readonly editions: number
  readonly lostEditions: readonly string[]
  /** The list of books is not whole: others may have been in it that left no trace. */
  readonly isListBroken: boolean
  /** Triggers, tables and views that are not the program's, which stayed behind. */
  readonly foreign: readonly string[]
}

export type SalvageRequest = {
  readonly from: string
  /** Path of the new ledger. */
  readonly to: string
  /** Editions the program has, by hash. */
  readonly spare?: EditionSource
}

/**
 * Makes a new ledger of what can be read of a damaged one, which is only read, by a copy. Every book that left a trace,
 * there or in a backup, is in the report; what is in the new ledger verifies. The new ledger has the id of the old one:
 * it goes on with it, as a restored backup does.
 *
 * Faults, with nothing made: ledger-missing; ledger-foreign for a file without a trace of a ledger; ledger-exists for
 * the new one; ledger-locked for one this program has open; those of creating a ledger.
 */
export const salvageLedger = (request: SalvageRequest, opener: Opener): Promise<Result<Salvage>> =>
  attemptLater(request.to, async () => {
    const migrations = loadMigrations(opener.migrations ?? migrationsFolder())
    const from = resolvePath(request.from)
    const to = resolvePath(request.to)
    checkPlaces(from, to)
    const copy = rawCopy(from)
    try {
      const own = readRemains(copy, migrations)
      const backups = listBackups(from)
      const remains = withBackups(own, backups.ok ? backups.value : [], migrations)
      try {
        if (!remains.isLedger) checkTraces(from)
        const spare = request.spare ?? (() => null)
        const plans = remains.books.map((book) => planBook(remains, book, spare))
        const source = { remains, spare, ledger: idOf(remains, plans), file: basename(from) }
        const made = await makeLedger(plans, source, to, opener)
        const books = await withPlaces(made.books, from, opener, migrations)
        return {
          from,
          ledger: made.path,
          books,
          editions: made.editions,
          lostEditions: remains.brokenEditions,
          isListBroken: remains.isListBroken,
          foreign: remains.foreign,
        }
      } finally {
        remains.close()
      }
    } finally {
      dropAside(copy)
    }
  })

/** @throws Refusal where nothing could come of it */
function checkPlaces(from: string, to: string): void {
  const found = identityOf(from)
  if (found === null) throw new Refusal({ kind: 'ledger-missing', path: from })
  if (!statSync(from).isFile()) throw new Refusal({ kind: 'ledger-foreign', path: from })
  if (identityOf(to) !== null) throw new Refusal({ kind: 'ledger-exists', path: to })
  if (!openFiles.has(found)) return
  throw new Refusal({ kind: 'ledger-locked', path: from, who: writerName('本程序'), since: '' })
}

/** @throws Refusal for a file without a trace of a ledger, unless it has backups, which show what it was */
function checkTraces(from: string): void {
  const backups = listBackups(from)
  if (backups.ok && backups.value.length > 0) return
  identify(from)
  throw new Refusal({ kind: 'ledger-damaged', path: from, detail: '文件里没有可以读出的账' })
}

/** The id the ledger had: its journals name it, and their hashes vouch for it, where they reach to their end. */
function idOf({ ledger }: Remains, plans: readonly Plan[]): string {
  const homes = (wanted: readonly Plan[]) => wanted.map(({ at }) => at.home).filter((home) => home !== null)
  const sure = homes(plans.filter(({ lost }) => lost.rows === 0))
  const known = sure.length > 0 ? sure : [...(ledger === null ? [] : [ledger]), ...homes(plans)]
  return known.find((home) => home === ledger) ?? known[0] ?? randomUUID()
}

type Made = { readonly path: string | null; readonly books: readonly SalvagedBook[]; readonly editions: number }

/** The new ledger appears with everything in it, verified, or not at all. */
async function makeLedger(plans: readonly Plan[], source: SalvageSource, to: string, opener: Opener): Promise<Made> {
  if (plans.every(({ report }) => report.outcome === 'lost')) {
    return { path: null, books: plans.map(({ report }) => report), editions: 0 }
  }
  let made: Made | null = null
  try {
    const opened = await createFile(to, opener, (target) => {
      target.db.prepare('UPDATE ledger SET id = ?').run(source.ledger)
      const books = plans.map((plan) => written(target, plan, source))
      const editions = keepOthers(target, source.remains)
      if (books.every(({ outcome }) => outcome === 'lost')) {
        made = { path: null, books, editions: 0 }
        throw new NothingSaved()
      }
      const problems = verifyStorage(target.db) // each book was looked at when it was written
      if (problems.length > 0) {
        throw new Refusal({ kind: 'ledger-damaged', path: to, detail: summaryOfProblems(problems) })
      }
      made = { path: to, books, editions }
    })
    opened.close()
  } catch (error) {
    if (!(error instanceof NothingSaved)) throw error
  }
  return made as unknown as Made
}

class NothingSaved extends Error {}

/** A book that does not hold together in the new ledger is told as lost; the others are saved without it. */
function written(target: Handle, plan: Plan, source: SalvageSource): SalvagedBook {
  try {
    return writeBook(target, plan, source)
  } catch (error) {
    const fault = faultOf(error, target.path)
    if (fault?.kind !== 'ledger-damaged' && fault?.kind !== 'request-rejected') throw error
    const detail = fault.kind === 'ledger-damaged' ? fault.detail : fault.reason
    const { number, department, year, was, lostSteps } = plan.report
    return { ...lostBook(department, year, detail), number, was, lostSteps }
  }
}

const lostBook = (department: string | null, year: number | null, detail: string): SalvagedBook => ({
  number: null,
  department,
  year,
  outcome: 'lost',
  state: null,
  was: null,
  steps: 0,
  until: null,
  lostSteps: null,
  changed: 0,
  lostFacts: false,
  unsure: 0,
  unsureFacts: [],
  lostFiles: [],
  lostEditions: 0,
  detail,
})

/** Editions that somebody brought, and no book is filled under. */
function keepOthers(target: Handle, remains: Remains): number {
  const before = target.statements.editions.all().length
  target.immediately(() => {
    for (const edition of remains.editions()) keepEdition(target, edition)
  })
  return target.statements.editions.all().length - before
}

type BookThere = {
  readonly id: number
  readonly department: string
  readonly year: number
  readonly at: BackedUpBook
}

/**
 * Names for each book that is not whole the newest sound backup that has it, and adds those that only the newest sound
 * backup knows of.
 */
async function withPlaces(
  books: readonly SalvagedBook[],
  from: string,
  opener: Opener,
  migrations: readonly Migration[],
): Promise<Salvage['books']> {
  const listed = listBackups(from)
  const candidates = (listed.ok ? listed.value : []).filter(({ reason }) => reason !== 'damaged')
  const missing = books.filter((book) => !isWhole(book))
  const places = new Map<SalvagedBook, BackedUpBook>()
  const unknown: { book: SalvagedBook; at: BackedUpBook }[] = []
  let isFirst = true
  for (const backup of candidates) {
    if (!isFirst && missing.every((book) => places.has(book))) break
    const sound = await booksOf(backup, opener, migrations)
    if (sound === null) continue
    for (const there of sound) {
      const same = books.find((book) => isSame(book, there))
      if (same === undefined && isFirst) {
        const book = lostBook(there.department, there.year, '损坏的账套里没有留下痕迹')
        unknown.push({ book, at: there.at })
      } else if (same !== undefined && !places.has(same)) places.set(same, there.at)
    }
    isFirst = false
  }
  return [
    ...books.map((book) => ({ ...book, backup: isWhole(book) ? null : (places.get(book) ?? null) })),
    ...unknown.map(({ book, at }) => ({ ...book, backup: at })),
  ]
}

/** True if nothing of the book was lost, and nothing had to be made of something else. */
export const isWhole = (book: SalvagedBook): boolean =>
  book.outcome === 'whole' && book.lostFiles.length === 0 && book.lostEditions === 0

const isSame = ({ department, year, number }: SalvagedBook, there: BookThere): boolean =>
  department !== null && year !== null
    ? department === there.department && year === there.year
    : number !== null && number === there.id

/** The books of a backup, or null if it is not sound. */
async function booksOf(
  backup: Backup,
  opener: Opener,
  migrations: readonly Migration[],
): Promise<readonly BookThere[] | null> {
  try {
    const { handle, close } = await openForReading(backup.path, opener)
    try {
      if (verifyDatabase(handle.db, migrations).length > 0) return null
      const { name, time } = backup
      return handle.statements.books.all().map(({ id, department, year, seq, created }) => ({
        id,
        department,
        year,
        at: { name, time, steps: seq, changed: handle.statements.contentTime.get(id) ?? created },
      }))
    } finally {
      close()
    }
  } catch (error) {
    if (faultOf(error, backup.path) === null) throw error
    return null
  }
}
