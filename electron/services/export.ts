import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '../../shared/channels/result.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { columnName, formTitle, rowName } from '../../shared/words/cells.ts'
import { findingText } from '../../shared/words/findings.ts'
import { writeFileSafely } from '../exchange/output-file.ts'
import type { ExplanationLine } from '../exchange/workbook/explanations.ts'
import { writeWorkbook } from '../exchange/workbook/write.ts'
import type { NamedFile } from '../ledger/ledger.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'

/** Formats a book can be exported in; each gives one file. */
export const exportFormats = ['xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Name of an exported file: `2024年度部门决算_部门.xlsx`, without what file systems do not take. */
export function exportName(
  { department, year }: { readonly department: string; readonly year: number },
  format: ExportFormat,
): string {
  const safe = department
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_')
    .replace(/[. ]+$/, '')
    .slice(0, 60)
  return `${year}年度部门决算_${safe}.${format}`
}

/** What printing needs of an open book: no ledger, so that it can be done in a thread of its own. */
export type Printable = Pick<OpenBook, 'engine' | 'summary' | 'edition' | 'names'>

/**
 * The files of a book, made afresh. Dates inside are the time of the last change of content, so that the same book
 * always gives the same bytes.
 */
export async function renderBook(
  open: Printable,
  options: {
    readonly supplements?: boolean
    /** told after each form, how much of the work is done, from 0 to 1 */
    readonly progress?: (done: number) => void
  } = {},
): Promise<NamedFile[]> {
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
  return [{ name: exportName(summary, 'xlsx'), bytes }]
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
 * only with visible supplements, which are not among them, it is written afresh.
 * Faults: request-rejected for an unknown format; output-exists unless `replace`; disk-full, file-failed.
 *
 * @returns paths of the files
 */
export async function exportBook(
  open: OpenBook,
  request: {
    readonly folder: string
    readonly format?: string | undefined
    readonly replace?: boolean
    readonly supplements?: boolean
  },
): Promise<Result<readonly string[]>> {
  const { format = 'xlsx', folder, replace = false, supplements = false } = request
  if (!exportFormats.some((known) => known === format)) {
    return rejected(`格式 ${format}`, `不支持，可用的有 ${exportFormats.join('、')}`)
  }
  const { ledger, summary } = open
  let files: readonly NamedFile[]
  if (summary.state === 'sealed' && !supplements) {
    const sealed = ledger.sealedFiles(summary.id)
    if (!sealed.ok) return sealed
    files = sealed.value.filter(({ name }) => name.endsWith(`.${format}`))
  } else files = await renderBook(open, { supplements })
  const made = makeFolder(folder)
  if (!made.ok) return made
  const paths: string[] = []
  for (const { name, bytes } of files) {
    const path = join(folder, name)
    const written = await writeFileSafely(path, bytes, { replace })
    if (!written.ok) return written
    paths.push(path)
  }
  return ok(paths)
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
