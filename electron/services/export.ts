import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '../../shared/channels/result.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { columnName, formTitle, rowName } from '../../shared/words/cells.ts'
import { findingText } from '../../shared/words/findings.ts'
import type { OwnFonts } from '../exchange/document/font-set.ts'
import { writeFileSafely } from '../exchange/output-file.ts'
import type { ExplanationLine } from '../exchange/workbook/explanations.ts'
import type { NamedFile } from '../ledger/ledger.ts'
import { type ExportFormat, exportFormats, exportName, withoutFolders } from './export-name.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'
import { sealedFile } from './sealed-file.ts'

/** What printing needs of an open book: no ledger, so that it can be done in a thread of its own. */
export type Printable = Pick<OpenBook, 'engine' | 'summary' | 'edition' | 'names'>

export type RenderOptions = {
  /** formats wanted, in this order; the workbook when not given */
  readonly formats?: readonly ExportFormat[]
  /** workbook: supplements and 审核说明 are visible sheets */
  readonly supplements?: boolean
  /** Word: only the text part */
  readonly textOnly?: boolean
  /** PDF: only this form */
  readonly form?: string
  /** PDF: fonts of the machine */
  readonly fonts?: OwnFonts
  /** ends the printing of a PDF; the promise is rejected with the signal's reason */
  readonly signal?: AbortSignal
  /** told how much of the work is done, from 0 to 1 */
  readonly progress?: (done: number) => void
  /** told what a person should know of a file, in words: a character no font has, a font that cannot be used */
  readonly remark?: (text: string) => void
}

/**
 * The files of a book, made afresh. Dates inside are the time of the last change of content, so that the same book
 * always gives the same bytes. Each printer is loaded when it is wanted.
 */
export async function renderBook(open: Printable, options: RenderOptions = {}): Promise<NamedFile[]> {
  const { formats = ['xlsx'], progress } = options
  const files: NamedFile[] = []
  for (const [number, format] of formats.entries()) {
    const told = (done: number): void => progress?.((number + done) / formats.length)
    files.push(await renderers[format](open, { ...options, progress: told }))
  }
  return files
}

const renderers: Readonly<Record<ExportFormat, (open: Printable, options: RenderOptions) => Promise<NamedFile>>> = {
  xlsx: renderWorkbook,
  pdf: renderPdf,
  docx: renderWord,
}

/** What the typesetter is told. */
const typesetting = ({ fonts, signal, progress }: RenderOptions) => ({
  ...(fonts === undefined ? {} : { fonts }),
  ...(signal === undefined ? {} : { signal }),
  ...(progress === undefined ? {} : { progress }),
})

async function renderPdf(open: Printable, wanted: RenderOptions): Promise<NamedFile> {
  const { printBook, printForm } = await import('./document.ts')
  const { remarkText } = await import('../exchange/document/remarks.ts')
  const { form, remark } = wanted
  const options = typesetting(wanted)
  const { bytes, remarks } = await (form === undefined ? printBook(open, options) : printForm(open, form, options))
  for (const one of remarks) remark?.(remarkText(one))
  return { name: exportName(open.summary, 'pdf', form), bytes }
}

async function renderWord(open: Printable, wanted: RenderOptions): Promise<NamedFile> {
  const { textOnly = false, progress } = wanted
  const { documentContent, pagesOfHeadings } = await import('./document.ts')
  const { writeWord } = await import('../exchange/word/write.ts')
  const content = documentContent(open)
  // the text alone has no contents
  const pages = textOnly
    ? []
    : await pagesOfHeadings(content, typesetting({ ...wanted, progress: (done) => progress?.(done * 0.8) }))
  const bytes = await writeWord(content, textOnly ? 'text' : 'whole', pages)
  progress?.(1)
  return { name: exportName(open.summary, 'docx', textOnly ? '文字说明' : undefined), bytes }
}

async function renderWorkbook(open: Printable, options: RenderOptions): Promise<NamedFile> {
  const { engine, summary, edition } = open
  let laidOut = 0
  const { department, year, revision, changed } = summary
  function* tables(onPaper: boolean): Generator<PrintedTable> {
    for (const { key, form } of edition.forms)
      if (form.onPaper === onPaper) {
        yield layOut(engine, key, { department, year })
        options.progress?.(++laidOut / (edition.forms.length + 1))
      }
  }
  const { name, revision: editionRevision, hash } = summary.edition
  const { writeWorkbook } = await import('../exchange/workbook/write.ts')
  const bytes = await writeWorkbook({
    tables: tables(true),
    supplements: tables(false),
    explanations: explanationLines(open),
    manifest: {
      edition: { edition: name, revision: editionRevision, hash },
      department,
      year,
      revision,
      lastJournalTime: changed,
      facts: engine.book.list(),
    },
    properties: { title: `${year}年度部门决算`, department, year, created: new Date(changed) },
    showSupplements: options.supplements === true,
  })
  return { name: exportName(summary, 'xlsx'), bytes }
}

/** 审核说明 that count now, as lines to print. */
function explanationLines({ engine, names }: Printable): ExplanationLine[] {
  return engine.findings().flatMap((finding) => {
    const { check, form, row, column, explanation } = finding
    if (explanation === null) return []
    return [
      {
        check,
        form: form === null ? '' : `${form} ${formTitle(names, form)}`,
        row: row === null ? '' : form === null ? row : rowName(names, form, row),
        column: form === null || column === null ? '' : columnName(names, form, column),
        finding: findingText(names, finding),
        text: explanation,
      },
    ]
  })
}

/**
 * Exports a book into a folder, which is made if need be. A sealed book hands out again the files it was sealed with;
 * what is not among them (visible supplements, a part alone, a format of later versions) is written afresh.
 * Faults: request-rejected for an unknown format or form; output-exists unless `replace`; disk-full, file-failed.
 *
 * @returns paths of the files
 */
export async function exportBook(
  open: OpenBook,
  request: Omit<RenderOptions, 'formats'> & {
    readonly folder: string
    /** formats with commas between, `xlsx` when not given */
    readonly format?: string | undefined
    readonly replace?: boolean
  },
): Promise<Result<readonly string[]>> {
  const { format = 'xlsx', folder, replace = false } = request
  const formats = formatsOf(format)
  if (formats === null) return rejected(`格式 ${format}`, `不支持，可用的有 ${exportFormats.join('、')}`)
  if (request.form !== undefined && !open.edition.formIndex.has(request.form))
    return rejected(`报表 ${request.form}`, `没有这张表，有 ${open.edition.forms.map(({ key }) => key).join('、')}`)
  const files: NamedFile[] = []
  for (const one of formats) {
    const isPart = {
      xlsx: request.supplements === true,
      pdf: request.form !== undefined,
      docx: request.textOnly === true,
    }[one]
    const sealed = isPart ? ok(null) : sealedFile(open, one)
    if (!sealed.ok) return sealed
    files.push(sealed.value ?? (await renderers[one](open, request)))
  }
  return writeFiles(files, { folder, replace })
}

/** Writes files into a folder, which is made if need be. Faults: as `exportBook`. */
export async function writeFiles(
  files: readonly NamedFile[],
  { folder, replace = false }: { readonly folder: string; readonly replace?: boolean },
): Promise<Result<readonly string[]>> {
  const made = makeFolder(folder)
  if (!made.ok) return made
  const paths: string[] = []
  for (const { name, bytes } of files) {
    const path = join(folder, withoutFolders(name))
    const written = await writeFileSafely(path, bytes, { replace })
    if (!written.ok) return written
    paths.push(path)
  }
  return ok(paths)
}

/** Formats named in a text like `pdf,docx`, each once; null when one is not known. */
function formatsOf(text: string): ExportFormat[] | null {
  const named = [...new Set(text.split(/[,，]/).map((one) => one.trim()))]
  const known = named.filter((one): one is ExportFormat => exportFormats.some((format) => format === one))
  return known.length === named.length ? known : null
}

function makeFolder(folder: string): Result<void> {
  try {
    mkdirSync(folder, { recursive: true })
    return ok(undefined)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') return rejected(folder, '不是文件夹，请换一个位置')
    return {
      ok: false,
      fault: { kind: code === 'ENOSPC' ? 'disk-full' : 'file-failed', path: folder, detail: message },
    }
  }
}
