import type { Result } from '../../shared/channels/result.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { applyFacts, wantedOf } from './commit.ts'
import { editionNameOf, keepEdition } from './editions.ts'
import { Refusal } from './file-faults.ts'
import { change, type Handle, look, timeOf } from './handle.ts'
import { append, bookRow, chainStart } from './journal.ts'
import type { BookRow, StoredEdition } from './statements.ts'
import { checkStorable, factOf } from './values.ts'

/** What a list of books shows. */
export type BookSummary = {
  readonly id: number
  readonly department: string
  readonly year: number
  readonly edition: { readonly name: string; readonly revision: number; readonly hash: string }
  /** `moved`: the book left for another ledger. */
  readonly state: 'open' | 'sealed' | 'moved'
  /** Base for the next commit; counts what changed the content, from 1. */
  readonly revision: number
  /** Last journal row. */
  readonly seq: number
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** ISO UTC. */
  readonly created: string
  /** ISO UTC of the last change of content, as `lastJournalTime`. */
  readonly changed: string
}

export type Book = { readonly summary: BookSummary; readonly facts: readonly Fact[] }

/** A new book of a department and year. */
export type NewBook = {
  readonly department: string
  readonly year: number
  readonly edition: StoredEdition
  readonly facts: readonly Fact[]
  /** What it was made from: `new`, `sample`, `roll-forward`. */
  readonly origin: string
  /** The book it goes on from, named in its first journal row with the state it had, and words for the history. */
  readonly from?: { readonly book: number; readonly label: string }
}

/** For use inside `look` and `change`. */
export function summaryOf(handle: Handle, book: BookRow): BookSummary {
  const { id, department, year, state, revision, seq, created } = book
  return {
    id,
    department,
    year,
    edition: editionNameOf(book),
    state,
    revision,
    seq,
    canUndo: state === 'open' && book.undoTop !== null,
    canRedo: state === 'open' && book.redoTop !== null,
    created,
    changed: handle.statements.contentTime.get(id) ?? created,
  }
}

/**
 * Makes a book, its department if that is new, and the first journal row, which names ledger, department, year and
 * edition and holds the facts the book starts with (undo does not reach them).
 * Faults: book-exists for this department and year, request-rejected, and the file's.
 */
export const createBook = (handle: Handle, request: NewBook): Result<BookSummary> =>
  change(handle, () => {
    const { department, year, edition, origin } = request
    checkNewBook(request)
    const { statements } = handle
    if (statements.bookOfYear.get(department, year) !== undefined) {
      throw new Refusal({ kind: 'book-exists', department, year })
    }
    keepEdition(handle, edition)
    const { lastInsertRowid } = statements.insertBook.run({
      department: departmentId(handle, department),
      year,
      edition: edition.hash,
      hash: chainStart,
      created: timeOf(handle.clock),
    })
    const id = Number(lastInsertRowid)
    const wanted = wantedOf(request.facts.map(({ kind, key, value }) => ({ kind, key, after: value })))
    const { name, revision, hash } = edition
    const { from } = request
    append(handle, bookRow(handle, id), {
      kind: 'open',
      origin,
      label: from?.label ?? '',
      place: null,
      changes: applyFacts(handle, id, wanted),
      detail: {
        ledger: statements.ledger.get()?.id,
        department,
        year,
        edition: { name, revision, hash },
        ...(from === undefined ? {} : { from: stateOf(bookRow(handle, from.book)) }),
      },
      revision: 1,
      undoTop: null,
      redoTop: null,
    })
    return summaryOf(handle, bookRow(handle, id))
  })

/** What a book was at this moment: the hash of its last row stands for all of them. */
const stateOf = ({ department, year, revision, seq, hash }: BookRow) => ({ department, year, revision, seq, hash })

/** The department of this name, made if there is none. Runs inside the caller's transaction. */
export function departmentId({ statements }: Handle, name: string): number {
  return statements.department.get(name) ?? Number(statements.insertDepartment.run(name).lastInsertRowid)
}

function checkNewBook({ department, year, edition }: NewBook): void {
  checkStorable('部门名称', department)
  checkStorable('套表', edition.name, edition.json)
  if (department.trim() === '') {
    throw new Refusal({ kind: 'request-rejected', where: '部门名称', reason: '不能为空' })
  }
  if (!Number.isInteger(year) || year < 1949 || year > 9999) {
    throw new Refusal({ kind: 'request-rejected', where: '年度', reason: '应为四位年份' })
  }
}

/** All books, by department and year. */
export const listBooks = (handle: Handle): Result<readonly BookSummary[]> =>
  look(handle, () => handle.statements.books.all().map((book) => summaryOf(handle, book)))

/** Names of the departments, in the order they came. */
export const listDepartments = (handle: Handle): Result<readonly string[]> =>
  look(handle, () => handle.statements.departments.all())

/** The book of a department and year. Fault: book-missing. */
export const findBook = (handle: Handle, department: string, year: number): Result<BookSummary> =>
  look(handle, () => {
    const book = handle.statements.bookOfYear.get(department, year)
    if (book === undefined) throw new Refusal({ kind: 'book-missing', department, year })
    return summaryOf(handle, book)
  })

/** Summary and facts of one moment, facts in the order of kind and key. */
export const readBook = (handle: Handle, bookId: number): Result<Book> =>
  look(handle, () => {
    const summary = summaryOf(handle, bookRow(handle, bookId))
    return { summary, facts: handle.statements.facts.all(bookId).map(factOf) }
  })
