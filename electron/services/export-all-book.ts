import { ok, type Result } from '../../shared/channels/result.ts'
import { factKinds } from '../../shared/engine/facts.ts'
import { formTitle } from '../../shared/words/cells.ts'
import { severityWord } from '../../shared/words/findings.ts'
import { csvFile } from '../exchange/csv.ts'
import type { BookSummary, Ledger, NamedFile } from '../ledger/ledger.ts'
import { checkBook } from './check.ts'
import type { RenderOptions } from './export.ts'
import { safeName, withoutFolders } from './export-name.ts'
import { narrativeLines } from './narrative.ts'
import { narrativeMarkdown } from './narrative-markdown.ts'
import type { OpenBook } from './open-book.ts'
import { sealedFile } from './sealed-file.ts'
import { type ShownForm, showForm } from './show.ts'

/** A file of a book; its name is the path below the book's folder, with `/`. */
export type BookFile = NamedFile

/** Makes the files of a book that are printed: here, or in a thread of its own. */
export type RenderBook = (open: OpenBook, wishes: RenderOptions) => Promise<readonly NamedFile[]>

/**
 * What a ledger says of a book, without any calculation: facts, journal, edition, and the files of every sealing. From
 * these the book can be built again; they come also from a book that this program cannot compute.
 * Faults: the ledger's.
 */
export function storedFiles(ledger: Ledger, summary: BookSummary): Result<readonly BookFile[]> {
  const { id, department, year, seq, edition, state, revision, created, changed } = summary
  const book = ledger.readBook(id)
  if (!book.ok) return book
  const stored = ledger.readEdition(edition.hash)
  if (!stored.ok) return stored
  const entries = ledger.history(id, { before: seq + 1, limit: seq, changes: Number.MAX_SAFE_INTEGER })
  if (!entries.ok) return entries
  const journal = [...entries.value].reverse()
  const head = { version: 1, department, year, edition, state, revision, created, changed }
  const facts = [...book.value.facts].sort((a, b) =>
    a.kind === b.kind ? (a.key < b.key ? -1 : 1) : factKinds.indexOf(a.kind) - factKinds.indexOf(b.kind),
  )
  const files: BookFile[] = [
    { name: '数据/facts.json', bytes: listFile({ format: 'juesuan-facts', ...head }, 'facts', facts) },
    { name: '数据/journal.json', bytes: listFile({ format: 'juesuan-journal', ...head }, 'journal', journal) },
    { name: '数据/edition.json', bytes: Buffer.from(stored.value.json) },
  ]
  for (const { seq: sealing } of journal.filter(({ kind }) => kind === 'seal')) {
    const sealed = ledger.sealedFiles(id, sealing)
    if (!sealed.ok) return sealed
    // names come from the ledger, which may come from anybody
    for (const { name, bytes } of sealed.value)
      files.push({ name: `上报文件/第${sealing}步/${withoutFolders(name)}`, bytes })
  }
  return ok(files)
}

/** A JSON object with one item of its list a line, so that two exports can be compared line by line. */
function listFile(head: object, list: string, items: readonly object[]): Uint8Array {
  const properties = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  const lines = items.map((item) => `    ${JSON.stringify(item)}`)
  return Buffer.from(['{', ...properties, `  ${JSON.stringify(list)}: [`, lines.join(',\n'), '  ]', '}', ''].join('\n'))
}

/**
 * What is computed from a book: workbook with supplements, PDF and Word, every form as CSV, the findings with their
 * explanations, the text part as text. A sealed book gives the PDF and the Word document it was sealed with.
 * Faults: ledger-damaged for a sealed file that is not what was sealed.
 */
export async function* computedFiles(
  open: OpenBook,
  render: RenderBook,
  told: Pick<RenderOptions, 'signal' | 'progress' | 'remark'>,
): AsyncGenerator<Result<BookFile>> {
  for (const format of ['pdf', 'docx'] as const) {
    const sealed = sealedFile(open, format)
    if (!sealed.ok) yield sealed
    else if (sealed.value !== null) yield ok({ ...sealed.value, name: withoutFolders(sealed.value.name) })
    else for (const file of await render(open, { ...told, formats: [format] })) yield ok(file)
  }
  for (const file of await render(open, { ...told, formats: ['xlsx'], supplements: true })) yield ok(file)
  for (const { key } of open.edition.forms) {
    const shown = showForm(open, key)
    if (!shown.ok) {
      yield shown
      return
    }
    const name = `报表/${key}_${safeName(formTitle(open.names, key))}.csv`
    yield ok({ name, bytes: csvFile(formLines(shown.value)) })
  }
  yield ok({ name: '审核结果.csv', bytes: csvFile(findingLines(open)) })
  yield ok({ name: '决算说明.txt', bytes: textFile(narrativeLines(open)) })
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
