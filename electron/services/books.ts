import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import {
  type BookSummary,
  type Custody,
  createLedger,
  type JournalEntry,
  type Ledger,
  type NewBook,
  type Opener,
  openLedger,
  type Reversal,
} from '../ledger/ledger.ts'
import { editionNamed, editionNames, type LoadedEdition, storedEdition } from './editions.ts'
import { checkName, rejected } from './gesture.ts'
import { type BookChoice, bookOfYear, chooseBook, chooseDepartment } from './open-book.ts'

/** A book of a list. */
export type BookReport = {
  readonly department: string
  readonly year: number
  /** name of the edition, e.g. `dongcheng-2024` */
  readonly edition: string
  readonly editionRevision: number
  readonly editionHash: string
  readonly state: BookSummary['state']
  readonly revision: number
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** ISO UTC */
  readonly created: string
  readonly changed: string
}

export const bookReport = ({ edition, ...book }: BookSummary): BookReport => ({
  department: book.department,
  year: book.year,
  edition: edition.name,
  editionRevision: edition.revision,
  editionHash: edition.hash,
  state: book.state,
  revision: book.revision,
  canUndo: book.canUndo,
  canRedo: book.canRedo,
  created: book.created,
  changed: book.changed,
})

/**
 * What is in a ledger: departments in the order they came, books by department and year. A book that was moved away is
 * no book of its year any more; `listAllBooks` has those too.
 */
export function listBooks(
  ledger: Ledger,
): Result<{ readonly departments: readonly string[]; readonly books: readonly BookReport[] }> {
  const departments = ledger.departments()
  if (!departments.ok) return departments
  const books = ledger.books()
  if (!books.ok) return books
  const present = books.value.filter(({ state }) => state !== 'moved')
  return ok({ departments: departments.value, books: present.map(bookReport) })
}

/** A book with where it came from, where it went, what was handed in, and how far its edition is vouched for. */
export type FullBookReport = BookReport &
  Custody & {
    /** null if the edition the ledger keeps cannot be read by this program */
    readonly trust: 'published' | 'unverified' | null
  }

/** Every book of every department, by department and year, also those that were moved away. Faults: the ledger's. */
export function listAllBooks(
  ledger: Ledger,
): Result<{ readonly departments: readonly string[]; readonly books: readonly FullBookReport[] }> {
  const departments = ledger.departments()
  if (!departments.ok) return departments
  const found = ledger.books()
  if (!found.ok) return found
  const books: FullBookReport[] = []
  for (const summary of found.value) {
    const report = fullBookReport(ledger, summary)
    if (!report.ok) return report
    books.push(report.value)
  }
  return ok({ departments: departments.value, books })
}

/** One book of that list. Faults: the ledger's. */
export function fullBookReport(ledger: Ledger, summary: BookSummary): Result<FullBookReport> {
  const custody = ledger.custody(summary.id)
  if (!custody.ok) return custody
  const stored = ledger.readEdition(summary.edition.hash)
  if (!stored.ok) return stored
  const edition = storedEdition(stored.value)
  const trust = edition.ok ? edition.value.edition.head.trust : null
  return ok({ ...bookReport(summary), ...custody.value, trust })
}

/** The book to look at: that of the year, else the last one of that year that was moved away. Faults: as `chooseBook`. */
export function chooseBookToRead(ledger: Ledger, choice: BookChoice): Result<BookSummary> {
  const department = chooseDepartment(ledger, choice.department)
  if (!department.ok) return department
  const found = bookOfYear(ledger, department.value, choice.year)
  if (!found.ok) return found
  return found.value === null ? chooseBook(ledger, choice) : ok(found.value)
}

/** Fault: request-rejected when the folder a new file would go to is not there. */
export function checkFolder(path: string): Result<void> {
  const folder = dirname(path)
  return existsSync(folder) ? ok(undefined) : rejected(folder, '没有这个文件夹，请先建立')
}

/**
 * Opens a ledger for writing, or makes a new one if there is none.
 * Faults: request-rejected for a missing folder, and those of opening and creating.
 */
export async function openOrCreate(
  path: string,
  opener: Opener,
): Promise<Result<{ readonly ledger: Ledger; readonly created: boolean }>> {
  const isThere = existsSync(path)
  if (!isThere) {
    const folder = checkFolder(path)
    if (!folder.ok) return folder
  }
  const ledger = isThere ? await openLedger(path, { ...opener, mode: 'write' }) : await createLedger(path, opener)
  return ledger.ok ? ok({ ledger: ledger.value, created: !isThere }) : ledger
}

/** A new, empty book. */
export type NewBookRequest = {
  readonly department: string
  readonly year: number
  /** `dongcheng-YEAR` if left out and there is one */
  readonly edition?: string | undefined
  /** names of the units in order; the department itself if none */
  readonly units?: readonly string[]
  readonly origin?: string
}

/**
 * The edition for a book: of the program, or one that a user brought into the ledger.
 * Fault: request-rejected naming the editions there are.
 */
export function editionFor(
  { year, edition }: Pick<NewBookRequest, 'year' | 'edition'>,
  ledger: Ledger | null = null,
): Result<LoadedEdition> {
  if (edition !== undefined) return editionNamed(ledger, edition)
  const names = editionNames(ledger)
  if (!names.ok) return names
  const usual = `dongcheng-${year}`
  if (names.value.includes(usual)) return editionNamed(ledger, usual)
  return rejected('套表', `没有 ${year} 年度的默认套表，请用 --edition 指明：${names.value.join('、')}`)
}

/**
 * Checks everything about a new book but whether it is there, so that a bad request leaves no empty ledger behind.
 * Faults: request-rejected for names, units that occur twice or an unknown edition; edition-invalid.
 */
export function planBook(request: NewBookRequest, ledger: Ledger | null = null): Result<NewBook> {
  const { year, origin = 'new' } = request
  const department = checkName('部门名称', request.department)
  if (!department.ok) return department
  const edition = editionFor(request, ledger)
  if (!edition.ok) return edition
  const names = request.units === undefined || request.units.length === 0 ? [department.value] : request.units
  const facts: Fact[] = []
  const seen = new Set<string>()
  for (const [place, given] of names.entries()) {
    const name = checkName('单位', given)
    if (!name.ok) return name
    if (seen.has(name.value)) return rejected(`单位 ${name.value}`, '重复，请只写一次')
    seen.add(name.value)
    facts.push({ kind: 'unit', key: `u${place + 1}`, value: { name: name.value, order: place + 1 } })
  }
  return ok({ department: department.value, year, edition: edition.value.stored, facts, origin })
}

/** Makes an empty book with its units. Faults: as `planBook`; book-exists, and the ledger's. */
export function newBook(ledger: Ledger, request: NewBookRequest): Result<BookSummary> {
  const plan = planBook(request, ledger)
  return plan.ok ? ledger.createBook(plan.value) : plan
}

/** Journal rows of a book, the newest first, also of one that was moved away. Faults: as `chooseBook`. */
export function bookHistory(
  ledger: Ledger,
  choice: BookChoice,
  options: { readonly before?: number; readonly limit: number },
): Result<{ readonly book: BookSummary; readonly entries: readonly JournalEntry[] }> {
  const book = chooseBookToRead(ledger, choice)
  if (!book.ok) return book
  const entries = ledger.history(book.value.id, options)
  return entries.ok ? ok({ book: book.value, entries: entries.value }) : entries
}

/** Undoes or redoes the last gesture of a book. Faults: as `chooseBook`; nothing-to-undo, nothing-to-redo, book-sealed. */
export function reverse(ledger: Ledger, choice: BookChoice, which: 'undo' | 'redo'): Result<Reversal> {
  const book = chooseBook(ledger, choice)
  if (!book.ok) return book
  return ledger[which](book.value.id, { base: book.value.revision })
}
