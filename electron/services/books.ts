import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import {
  type BookSummary,
  createLedger,
  type JournalEntry,
  type Ledger,
  type NewBook,
  type Opener,
  openLedger,
  type Reversal,
} from '../ledger/ledger.ts'
import { builtInEdition, builtInEditions } from './editions.ts'
import { checkName, rejected } from './gesture.ts'
import { type BookChoice, chooseBook } from './open-book.ts'

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

/** What is in a ledger: departments in the order they came, books by department and year. */
export function listBooks(
  ledger: Ledger,
): Result<{ readonly departments: readonly string[]; readonly books: readonly BookReport[] }> {
  const departments = ledger.departments()
  if (!departments.ok) return departments
  const books = ledger.books()
  return books.ok ? ok({ departments: departments.value, books: books.value.map(bookReport) }) : books
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

/** The edition for a book. Fault: request-rejected naming the editions there are. */
export function editionFor({
  year,
  edition,
}: Pick<NewBookRequest, 'year' | 'edition'>): ReturnType<typeof builtInEdition> {
  if (edition !== undefined) return builtInEdition(edition)
  const [only, ...more] = builtInEditions().filter((name) => name === `dongcheng-${year}`)
  if (only !== undefined && more.length === 0) return builtInEdition(only)
  return rejected('套表', `没有 ${year} 年度的默认套表，请用 --edition 指明：${builtInEditions().join('、')}`)
}

/**
 * Checks everything about a new book that needs no ledger, so that a bad request leaves no empty ledger behind.
 * Faults: request-rejected for names, units that occur twice or an unknown edition; edition-invalid.
 */
export function planBook(request: NewBookRequest): Result<NewBook> {
  const { year, origin = 'new' } = request
  const department = checkName('部门名称', request.department)
  if (!department.ok) return department
  const edition = editionFor(request)
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
  const plan = planBook(request)
  return plan.ok ? ledger.createBook(plan.value) : plan
}

/** Journal rows of a book, the newest first. Faults: as `chooseBook`. */
export function bookHistory(
  ledger: Ledger,
  choice: BookChoice,
  options: { readonly before?: number; readonly limit: number },
): Result<{ readonly book: BookSummary; readonly entries: readonly JournalEntry[] }> {
  const book = chooseBook(ledger, choice)
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
