import { setImmediate } from 'node:timers/promises'
import { ok, type Result } from '../../shared/channels/result.ts'
import { factKinds } from '../../shared/engine/facts.ts'
import { formTitle } from '../../shared/words/cells.ts'
import { severityWord } from '../../shared/words/findings.ts'
import { csvFile } from '../exchange/csv.ts'
import type { BookSummary, JournalEntry, Ledger, NamedFile } from '../ledger/ledger.ts'
import { checkBook } from './check.ts'
import type { RenderOptions } from './export.ts'
import { safeName, withoutFolders } from './export-name.ts'
import { narrativeLines } from './narrative.ts'
import { narrativeMarkdown } from './narrative-markdown.ts'
import type { OpenBook } from './open-book.ts'
import { type ShownForm, showForm } from './show.ts'

/** A file of a book; its name is the path below the book's folder, with `/`. */
export type BookFile = NamedFile

/** Makes the files of a book that are printed: here, or in a thread of its own. */
export type RenderBook = (open: OpenBook, wishes: RenderOptions) => Promise<readonly NamedFile[]>

/** What a ledger says of a book at one moment. */
export type StoredBook = {
  readonly summary: BookSummary
  readonly files: readonly BookFile[]
  /** the files it was sealed with, if it is sealed */
  readonly sealed: readonly NamedFile[]
}

/** Journal rows read at once: between two pages windows are answered. */
const rowsOfPage = 100

/**
 * What a ledger says of a book, without any calculation: facts, journal, edition, and the files of every sealing. From
 * these the book can be built again; they come also from a book that this program cannot compute.
 *
 * All of it is of one moment, whatever is typed meanwhile: facts and revision are read together, and what else there
 * is up to that journal row never changes.
 * Faults: the ledger's.
 */
export async function storedBook(ledger: Ledger, id: number): Promise<Result<StoredBook>> {
  const book = ledger.readBook(id)
  if (!book.ok) return book
  const { summary } = book.value
  const { department, year, seq, edition, state, revision, created, changed } = summary
  const stored = ledger.readEdition(edition.hash)
  if (!stored.ok) return stored
  const journal = await journalUpTo(ledger, id, seq)
  if (!journal.ok) return journal
  const head = { version: 1, department, year, edition, state, revision, created, changed }
  const facts = [...book.value.facts].sort((a, b) =>
    a.kind === b.kind ? (a.key < b.key ? -1 : 1) : factKinds.indexOf(a.kind) - factKinds.indexOf(b.kind),
  )
  const factsFile = listFile({ format: 'juesuan-facts', ...head }, 'facts', facts.map(lineOf))
  await setImmediate()
  const { lines, sealings } = journal.value
  const files: BookFile[] = [
    { name: '数据/facts.json', bytes: factsFile },
    { name: '数据/journal.json', bytes: listFile({ format: 'juesuan-journal', ...head }, 'journal', lines) },
    { name: '数据/edition.json', bytes: Buffer.from(stored.value.json) },
  ]
  let last: readonly NamedFile[] = []
  for (const sealing of sealings) {
    await setImmediate()
    const sealed = ledger.sealedFiles(id, sealing)
    if (!sealed.ok) return sealed
    last = sealed.value
    // names come from the ledger, which may come from anybody
    for (const { name, bytes } of sealed.value)
      files.push({ name: `上报文件/第${sealing}步/${withoutFolders(name)}`, bytes })
  }
  return ok({ summary, files, sealed: state === 'sealed' ? last : [] })
}

/** Lines of a book's journal, the oldest first, and the numbers of its sealings. */
async function journalUpTo(
  ledger: Ledger,
  id: number,
  seq: number,
): Promise<Result<{ readonly lines: readonly string[]; readonly sealings: readonly number[] }>> {
  const lines: string[] = []
  const sealings: number[] = []
  for (let before = seq + 1; before > 1; ) {
    const page: Result<readonly JournalEntry[]> = ledger.history(id, {
      before,
      limit: rowsOfPage,
      changes: Number.MAX_SAFE_INTEGER,
    })
    if (!page.ok) return page
    for (const entry of page.value) {
      lines.push(lineOf(entry))
      if (entry.kind === 'seal') sealings.push(entry.seq)
    }
    before = page.value.at(-1)?.seq ?? 0
    await setImmediate()
  }
  return ok({ lines: lines.reverse(), sealings: sealings.reverse() })
}

const lineOf = (item: object): string => `    ${JSON.stringify(item)}`

/** A JSON object with one item of its list a line, so that two exports can be compared line by line. */
function listFile(head: object, list: string, lines: readonly string[]): Uint8Array {
  const properties = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  return Buffer.from(['{', ...properties, `  ${JSON.stringify(list)}: [`, lines.join(',\n'), '  ]', '}', ''].join('\n'))
}

/**
 * What is computed from a book: workbook with supplements, PDF and Word, every form as CSV, the findings with their
 * explanations, the text part as text. A sealed book gives the PDF and the Word document it was sealed with. Windows are
 * answered between two of them.
 */
export async function* computedFiles(
  open: OpenBook,
  sealed: readonly NamedFile[],
  render: RenderBook,
  told: Pick<RenderOptions, 'fonts' | 'signal' | 'progress' | 'remark'>,
): AsyncGenerator<Result<BookFile>> {
  for (const format of ['pdf', 'docx'] as const) {
    const kept = sealed.find(({ name }) => name.endsWith(`.${format}`))
    if (kept !== undefined) yield ok({ bytes: kept.bytes, name: withoutFolders(kept.name) })
    else for (const file of await render(open, { ...told, formats: [format] })) yield ok(file)
  }
  for (const file of await render(open, { ...told, formats: ['xlsx'], supplements: true })) yield ok(file)
  for (const { key } of open.edition.forms) {
    await setImmediate()
    const shown = showForm(open, key)
    if (!shown.ok) {
      yield shown
      return
    }
    const name = `报表/${key}_${safeName(formTitle(open.names, key))}.csv`
    yield ok({ name, bytes: csvFile(formLines(shown.value)) })
  }
  await setImmediate()
  yield ok({ name: '审核结果.csv', bytes: csvFile(findingLines(open)) })
  await setImmediate()
  yield ok({ name: '决算说明.txt', bytes: textFile(narrativeLines(open)) })
  await setImmediate()
  yield ok({ name: '决算说明.md', bytes: Buffer.from(narrativeMarkdown(open)) })
}

/** Lines as a text file that every editor of Windows opens as it is. */
export const textFile = (lines: readonly string[]): Uint8Array =>
  Buffer.from(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`)

/** A form as lines of cells: names of the columns, their keys, then the rows. Amounts in 万元 with six decimals. */
function formLines({ columns, rows }: ShownForm): string[][] {
  const names = columns.map(({ header }) => header.filter((text) => text !== '').join('·'))
  return [
    ['行', '科目编码', '名称', '单位', '项目', ...names],
    ['row', 'code', 'label', 'unit', 'project', ...columns.map(({ key }) => key)],
    ...rows.map(({ key, code, label, unit, project, values }) => [
      key,
      code ?? '',
      label,
      unit ?? '',
      project ?? '',
      ...columns.map((column) => values[column.key] ?? ''),
    ]),
  ]
}

/** The findings that fail, as lines of cells, with the explanations that count now. */
function findingLines(open: OpenBook): string[][] {
  return [
    ['审核公式', '级别', '报表', '行', '栏', '左边', '右边', '差额', '审核结果', '审核说明'],
    ...checkBook(open).findings.map((finding) => [
      finding.check,
      severityWord(finding.severity),
      finding.form ?? '',
      finding.row ?? '',
      finding.column ?? '',
      finding.left ?? '',
      finding.right ?? '',
      finding.difference ?? '',
      finding.message,
      finding.explanation ?? '',
    ]),
  ]
}
