import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { Prior } from '../../shared/engine/compile.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { type BookNames, namesOf } from '../../shared/words/cells.ts'
import { priorUnder } from '../../shared/years/prior.ts'
import type { BookSummary, Ledger } from '../ledger/ledger.ts'
import { storedEdition } from './editions.ts'

/** Which book: the department may be left out while the ledger has only one. */
export type BookChoice = { readonly department?: string | undefined; readonly year: number }

/** A book ready for work: its place in a ledger, its edition, and the engine over its facts. */
export type OpenBook = {
  readonly ledger: Ledger
  /** as of the last gesture */
  summary: BookSummary
  readonly edition: LinkedEdition
  readonly engine: Engine
  /** last year's book as the formulas of this one's edition see it, for whoever compiles this one anew */
  readonly prior: Prior | null
  /** last year's book under calculation, under its own edition */
  readonly priorEngine: Engine | null
  readonly names: BookNames
}

/** The department meant. Fault: request-rejected naming those there are. */
export function chooseDepartment(ledger: Ledger, named: string | undefined): Result<string> {
  const found = ledger.departments()
  if (!found.ok) return found
  const departments = found.value
  const rejected = (reason: string) => refuse({ kind: 'request-rejected', where: '部门', reason })
  if (named !== undefined) {
    if (departments.includes(named)) return ok(named)
    return rejected(`账套中没有“${named}”，有 ${departments.join('、') || '（还没有部门）'}`)
  }
  const [only, ...more] = departments
  if (only === undefined) return rejected('账套中还没有部门决算，请先用 new 新建')
  if (more.length === 0) return ok(only)
  return rejected(`账套中有多个部门，请用 --department 指明其中之一：${departments.join('、')}`)
}

/** The book meant. Faults: request-rejected naming the departments or years there are, and the ledger's. */
export function chooseBook(ledger: Ledger, { department, year }: BookChoice): Result<BookSummary> {
  const chosen = chooseDepartment(ledger, department)
  if (!chosen.ok) return chosen
  const found = ledger.findBook(chosen.value, year)
  if (found.ok || found.fault.kind !== 'book-missing') return found
  const books = ledger.books()
  if (!books.ok) return books
  const ofDepartment = books.value.filter((book) => book.department === chosen.value)
  const moved = ofDepartment.findLast((book) => book.year === year)
  if (moved !== undefined) {
    const custody = ledger.custody(moved.id)
    if (!custody.ok) return custody
    const reason = `“${chosen.value}”${year} 年度决算已转到账套 ${custody.value.left?.file ?? ''}，请打开那个账套`
    return refuse({ kind: 'request-rejected', where: '年度', reason })
  }
  const years = ofDepartment.filter((book) => book.state !== 'moved')
  const reason = `“${chosen.value}”没有 ${year} 年度决算，已有 ${years.map((book) => book.year).join('、')} 年度`
  return refuse({ kind: 'request-rejected', where: '年度', reason })
}

/**
 * Opens a book with last year's of the same department, if the ledger has it, as what its formulas call prior. Last
 * year's book begins with what the year before it left, and so on: all of them are compiled.
 * Faults: as `chooseBook`; edition-invalid; input-refused when a total leaves the amounts that can be held.
 */
export function openBook(ledger: Ledger, choice: BookChoice): Result<OpenBook> {
  const chosen = chooseBook(ledger, choice)
  return chosen.ok ? openSummary(ledger, chosen.value) : chosen
}

/** Opens a book of a list, also one that was moved away, for reading. Faults: as `openBook`. */
export function openSummary(ledger: Ledger, { id, department, year }: BookSummary): Result<OpenBook> {
  const before = bookOfYear(ledger, department, year - 1)
  if (!before.ok) return before
  const last = before.value === null ? ok(null) : openSummary(ledger, before.value)
  if (!last.ok) return last
  const priorEngine = last.value?.engine ?? null
  const book = ledger.readBook(id)
  if (!book.ok) return book
  const { summary, facts } = book.value
  const stored = ledger.readEdition(summary.edition.hash)
  if (!stored.ok) return stored
  const edition = storedEdition(stored.value)
  if (!edition.ok) return edition
  const prior = priorEngine === null ? null : priorUnder(edition.value, priorEngine)
  const engine = Engine.create(edition.value, facts, prior)
  if (engine === null) return refuse({ kind: 'input-refused', where: `${year} 年度决算`, reason: totalOutOfRange })
  return ok({ ledger, summary, edition: edition.value, engine, prior, priorEngine, names: namesOf(engine, year) })
}

/**
 * The book whose numbers count for a department and year: also the one left behind by a book that went to another
 * ledger, which says what it said when it went. Null if there is none.
 */
export function bookOfYear(ledger: Ledger, department: string, year: number): Result<BookSummary | null> {
  const found = ledger.findBook(department, year)
  if (found.ok || found.fault.kind !== 'book-missing') return found
  const books = ledger.books()
  if (!books.ok) return books
  // the one that went last, if several did
  return ok(books.value.findLast((book) => book.department === department && book.year === year) ?? null)
}
