import { existsSync } from 'node:fs'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { journalText } from '../../../shared/words/gestures.ts'
import { localTime } from '../../../shared/words/time.ts'
import type { Arrival, JournalEntry, Passage } from '../../ledger/ledger.ts'
import {
  type BookReport,
  bookHistory,
  bookReport,
  type FullBookReport,
  listAllBooks,
  listBooks,
  newBook,
  openOrCreate,
  planBook,
  reverse,
} from '../../services/books.ts'
import { chooseDepartment } from '../../services/open-book.ts'
import { transferBook } from '../../services/transfer.ts'
import { wholeNumber } from './arguments.ts'
import { choiceOf, type Handler, type Outcome, withLedger } from './context.ts'
import { textTable } from './text-table.ts'

const arrivals: Readonly<Record<Arrival, string>> = { moved: '转', copied: '复制', salvaged: '救' }
const trustWords = { published: '取自公开文本', unverified: '未经核对' } as const
const states: Readonly<Record<BookReport['state'], string>> = { open: '填报中', sealed: '已上报', moved: '已转出' }

/** `new` */
export const create: Handler = async (context) => {
  const { args, path, opener } = context
  const choice = choiceOf(context)
  if (!choice.ok) return choice
  const request = {
    department: args.need('department'),
    year: choice.value.year,
    edition: args.text('edition'),
    units: args.all('unit'),
  }
  const file = path(args.need('ledger'))
  // a bad request leaves no new ledger behind; a ledger there is may have editions of its own
  if (!existsSync(file)) {
    const plan = planBook(request)
    if (!plan.ok) return plan
  }
  const opened = await openOrCreate(file, opener)
  if (!opened.ok) return opened
  const { ledger, created } = opened.value
  try {
    const made = newBook(ledger, request)
    if (!made.ok) return made
    const report = bookReport(made.value)
    const { department, year, edition } = report
    const line = `已新建“${department}”${year} 年度决算，套表 ${edition}${created ? `，账套文件 ${ledger.path}` : ''}`
    return ok({ json: { ledger: ledger.path, newLedger: created, ...report }, lines: [line] })
  } finally {
    ledger.close()
  }
}

/** `books` */
export const list: Handler = (context) =>
  withLedger(context, 'read', (ledger) => {
    const named = context.args.text('department')
    if (named !== undefined) {
      const chosen = chooseDepartment(ledger, named)
      if (!chosen.ok) return chosen
    }
    const isMeant = (department: string): boolean => named === undefined || department === named
    if (context.args.has('all')) {
      const listed = listAllBooks(ledger)
      if (!listed.ok) return listed
      const books = listed.value.books.filter(({ department }) => isMeant(department))
      const departments = listed.value.departments.filter(isMeant)
      return ok({ json: { ledger: ledger.path, departments, books }, lines: linesOf(books.map(fullRow)) })
    }
    const listed = listBooks(ledger)
    if (!listed.ok) return listed
    const departments = listed.value.departments.filter(isMeant)
    const books = listed.value.books.filter(({ department }) => isMeant(department))
    return ok({ json: { ledger: ledger.path, departments, books }, lines: linesOf(books.map(bookRow)) })
  })

const linesOf = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? ['账套中还没有年度决算'] : textTable(rows)

const bookRow = ({ department, year, edition, state, revision }: BookReport): readonly string[] => [
  String(year),
  department,
  edition,
  states[state],
  `第 ${revision} 版`,
]

function fullRow(book: FullBookReport): readonly string[] {
  const { trust, editionRevision, arrived, left, sealing } = book
  const [year = '', department = '', edition = '', state = '', revision = ''] = bookRow(book)
  return [
    year,
    department,
    `${edition} 第 ${editionRevision} 次修订`,
    trust === null ? '套表不能识别' : trustWords[trust],
    state,
    revision,
    [
      arrived === null ? '' : `${arrivals[arrived.how]}自 ${arrived.file}`,
      sealing === null ? '' : `留存上报文件：${sealing.files.map(({ name }) => name).join('、')}`,
      left === null ? '' : `转到 ${left.file}`,
    ]
      .filter((part) => part !== '')
      .join('；'),
  ]
}

/** `move-book`, `copy-book` */
const transferral =
  (how: Passage): Handler =>
  (context) => {
    const choice = choiceOf(context)
    if (!choice.ok) return choice
    const to = context.path(context.args.need('to'))
    return withLedger(context, how === 'moved' ? 'write' : 'read', async (ledger) => {
      const sent = await transferBook(ledger, choice.value, { to, how }, context.opener)
      if (!sent.ok) return sent
      const { path, created, wasThere, from, book, remarks } = sent.value
      const { department, year } = from
      const what = `“${department}”${year} 年度决算`
      const line = wasThere
        ? `${what}已在 ${path} 中，完成了上次中断的转出`
        : `已把${what}${arrivals[how]}到 ${path}${created ? '（新建的账套）' : ''}`
      return ok({
        json: {
          how,
          from: ledger.path,
          to: path,
          newLedger: created,
          finished: wasThere,
          ...bookReport(book),
          remarks,
        },
        lines: [line, ...remarks.map((text) => `请留意：${text}`)],
      })
    })
  }
export const moveBook = transferral('moved')
export const copyBook = transferral('copied')

/** `undo`, `redo` */
const reversal =
  (which: 'undo' | 'redo'): Handler =>
  (context) => {
    const choice = choiceOf(context)
    if (!choice.ok) return choice
    return withLedger(context, 'write', (ledger): Result<Outcome> => {
      const done = reverse(ledger, choice.value, which)
      if (!done.ok) return done
      const { label, place, target, changed, revision, seq, time } = done.value
      const line = `已${which === 'undo' ? '撤销' : '重做'}：${label}（${changed} 处，第 ${revision} 版）`
      return ok({ json: { label, place, target, changed, revision, seq, time }, lines: [line] })
    })
  }
export const undo = reversal('undo')
export const redo = reversal('redo')

/** `history` */
export const history: Handler = async (context) => {
  const { args } = context
  const choice = choiceOf(context)
  if (!choice.ok) return choice
  const limit = wholeNumber('limit', args.text('limit') ?? '100')
  if (!limit.ok) return limit
  const before = args.text('before') === undefined ? ok(undefined) : wholeNumber('before', args.need('before'))
  if (!before.ok) return before
  return withLedger(context, 'read', (ledger) => {
    const options = before.value === undefined ? {} : { before: before.value }
    const found = bookHistory(ledger, choice.value, { limit: limit.value, ...options })
    if (!found.ok) return found
    const { book, entries } = found.value
    const { department, year, revision } = bookReport(book)
    return ok({ json: { department, year, revision, entries }, lines: textTable(entries.map(historyRow)) })
  })
}

function historyRow({ seq, time, kind, label, target, changed, who }: JournalEntry): string[] {
  const at = target === null ? '' : `（第 ${target} 条）`
  return [String(seq), localTime(time), `${journalText(kind, label)}${at}`, changed === 0 ? '' : `${changed} 处`, who]
}
