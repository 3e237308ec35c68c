import type { LinkedEdition, LinkedForm } from '../../../shared/catalogue/link.ts'
import type { SheetGrid } from '../workbook/grid.ts'
import type { Beside } from '../workbook/intake.ts'
import { Titles } from '../workbook/match.ts'
import { SheetView, type Trouble } from '../workbook/sheet-view.ts'
import type { DocumentContent } from './content.ts'
import { lineSheets } from './line-sheets.ts'
import { proseOf } from './prose.ts'
import type { ReadFile } from './read-file.ts'
import { tableSheets } from './table-sheets.ts'
import { TextPart } from './text-part.ts'

/** Whose book a file is read for. */
export type Reader = { readonly edition: LinkedEdition; readonly department: string; readonly year: number }

export type Understood = {
  readonly sheets: readonly SheetGrid[]
  /** undefined for a workbook, which says nothing but its sheets */
  readonly beside: Beside | undefined
}

/**
 * Makes what a file holds into sheets of forms, for the matching that all files share. A document's tables become one
 * sheet each; its text part is read when the figures are in.
 * @param name of the file, for refusals
 */
export function understand(file: ReadFile, reader: Reader, name: string): Understood {
  switch (file.kind) {
    case 'xlsx':
    case 'xls':
      return { sheets: file.sheets, beside: undefined }
    case 'csv':
      return { sheets: file.sheets.flatMap((sheet) => partsOf(sheet, new Titles(reader.edition))), beside: undefined }
    case 'pdf':
    case 'text':
      return understandDocument(file.content, reader, name)
  }
}

/** Lines outside tables beyond which the text part is not read. */
const mostProse = 6_000

function understandDocument(content: DocumentContent, { edition, department, year }: Reader, name: string): Understood {
  const titles = new Titles(edition)
  const tables = tableSheets(content, titles)
  const free = content.pages.flatMap(({ elements }) =>
    elements.flatMap((element) => (element.kind === 'line' && !tables.taken.has(element.line) ? [element.line] : [])),
  )
  const lines = lineSheets(edition, year, titles, free, tables.forms)
  const taken = new Set([...tables.taken, ...lines.taken])
  const found = new Set([...tables.forms, ...lines.forms])
  const said = free.map(({ text }) => text.replaceAll(/\s/g, '')).join('')
  const prose = (isHeading: (text: string) => boolean) => proseOf(content, taken, tables.used, isHeading)
  // a published text part has some thousand lines; the main thread has no time for a library
  const text = free.length > mostProse ? null : new TextPart(prose, said, { department, year })
  const tooLong = {
    sheet: '',
    cell: '',
    text: '',
    reason: `文字有 ${free.length} 行，过多，说明部分未读入，只读了各表`,
  }
  return {
    sheets: [...tables.sheets, ...lines.sheets],
    beside: {
      name: `“${name}”`,
      troubles: [...tables.troubles, ...lines.troubles],
      remarks: [
        ...pagesWithoutText(content),
        ...formsMissing(edition, found, year),
        ...(text === null && found.size > 0 ? [tooLong] : []),
      ],
      ...(text === null ? {} : { text: (engine) => text.read(engine) }),
    },
  }
}

/** Forms that the document does not have: whole families have fewer, and some publish the text apart. */
function formsMissing(edition: LinkedEdition, found: ReadonlySet<LinkedForm>, year: number): Trouble[] {
  const missing = edition.forms.filter((form) => form.form.onPaper && !found.has(form))
  if (missing.length === 0 || found.size === 0) return []
  const text = missing.map(({ form }) => form.title.replaceAll('{year}', String(year))).join('、')
  return [{ sheet: '', cell: '', text, reason: `文件中没有这 ${missing.length} 张表，账套中这些表不变` }]
}

/** Pages without a text: blank, or pictures of paper. */
function pagesWithoutText({ kind, pages }: DocumentContent): Trouble[] {
  const blank = pages.filter(({ elements }) => elements.length === 0).map(({ number }) => number)
  if (kind !== 'pdf' || blank.length === 0) return []
  const cell = `第 ${ranges(blank)} 页`
  const isAll = blank.length === pages.length
  const reason = isAll
    ? '没有文字，可能是扫描的图片，请用有文字层的 PDF 或 Excel 工作簿'
    : '没有文字，如果是扫描的图片则未读入，请用有文字层的 PDF 或 Excel 工作簿'
  return [{ sheet: '', cell, text: '', reason }]
}

/** `1–3、7` */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = []
  for (const number of numbers) {
    const last = parts.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else parts.push([number, number])
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join('、')
}

/** A table file may have several forms one below the other: it is cut where titles stand. */
function partsOf(sheet: SheetGrid, titles: Titles): SheetGrid[] {
  const view = new SheetView(sheet)
  const starts = view.rowNumbers.filter((row) =>
    view.cellsOf(row).some(({ value }) => typeof value === 'string' && titles.of(value) !== null),
  )
  if (starts.length < 2) return [sheet]
  return starts.map((start, number) => {
    const from = number === 0 ? 1 : start
    const to = starts[number + 1] ?? Number.POSITIVE_INFINITY
    const cells = sheet.cells.filter(({ row }) => row >= from && row < to)
    return { ...sheet, cells }
  })
}
