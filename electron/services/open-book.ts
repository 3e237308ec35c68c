import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { Prior } from '../../shared/engine/compile.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { BookNames } from '../../shared/words/cells.ts'
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
  /** last year's book, for whoever compiles this one anew */
  readonly prior: Prior | null
  /** last year's book under calculation, for whoever needs all its values */
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
  const years = books.value.filter((book) => book.department === chosen.value && book.state !== 'moved')
  const reason = `“${chosen.value}”没有 ${year} 年度决算，已有 ${years.map((book) => book.year).join('、')} 年度`
  return refuse({ kind: 'request-rejected', where: '年度', reason })
}

/**
 * Opens a book with last year's of the same department, if the ledger has it, as what its formulas call prior. Last
 * year's book is taken as it stands by itself: none of its amounts follows from the year before it, except the figures
 * of its own year before, which this year does not read.
 * Faults: as `chooseBook`; edition-invalid; input-refused when a total leaves the amounts that can be held.
 */
export function openBook(ledger: Ledger, choice: BookChoice): Result<OpenBook> {
  const chosen = chooseBook(ledger, choice)
  if (!chosen.ok) return chosen
  const { department, year } = chosen.value
  const before = ledger.findBook(department, year - 1)
  if (!before.ok && before.fault.kind !== 'book-missing') return before
  let priorEngine: Engine | null = null
  if (before.ok) {
    const opened = engineOf(ledger, before.value, null)
    if (!opened.ok) return opened
    priorEngine = opened.value.engine
  }
  const prior = priorEngine?.asPrior() ?? null
  const opened = engineOf(ledger, chosen.value, prior)
  if (!opened.ok) return opened
  const { summary, engine } = opened.value
  return ok({ ledger, summary, edition: engine.edition, engine, prior, priorEngine, names: namesOf(engine, year) })
}

function engineOf(
  ledger: Ledger,
  { id }: BookSummary,
  prior: Prior | null,
): Result<{ readonly summary: BookSummary; readonly engine: Engine }> {
  const book = ledger.readBook(id)
  if (!book.ok) return book
  const { summary, facts } = book.value
  const stored = ledger.readEdition(summary.edition.hash)
  if (!stored.ok) return stored
  const edition = storedEdition(stored.value)
  if (!edition.ok) return edition
  const engine = Engine.create(edition.value, facts, prior)
  if (engine !== null) return ok({ summary, engine })
  return refuse({ kind: 'input-refused', where: `${summary.year} 年度决算`, reason: outOfRange })
}

/** Why a book or a gesture whose totals cannot be held is refused. */
export const outOfRange = '有合计数超出 ±9,007,199,254.740991 万元，请核对金额的位数和单位'

/** Names of a book's cells; the engine is asked anew each time, so they follow its gestures. */
export const namesOf = (engine: Engine, year: number): BookNames => ({
  edition: engine.edition,
  year,
  get hasSeveralUnits() {
    return engine.book.facts.unit.size > 1
  },
  row: (form, key) => engine.row(form, key),
})
