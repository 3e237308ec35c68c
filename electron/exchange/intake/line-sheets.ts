import type { LinkedEdition, LinkedForm } from '../../../shared/catalogue/link.ts'
import type { GridCell, GridMerge, SheetGrid } from '../workbook/grid.ts'
import type { Titles } from '../workbook/match.ts'
import { plainText, type Trouble } from '../workbook/sheet-view.ts'
import { CodeLines } from './code-lines.ts'
import { FixedLines } from './fixed-lines.ts'
import { type FormPaper, headerIn, papersOf } from './form-paper.ts'
import { styleOf, tokensOf } from './line-tokens.ts'
import type { DocumentLine } from './page.ts'
import { unContinued, unknownForm } from './table-titles.ts'
import { headerTexts, rowsJoined } from './unwrap.ts'

/** A line of the sheet that is made: texts at printed columns, counted from 0. */
export type SheetLine = {
  readonly from: DocumentLine
  readonly cells: readonly { readonly column: number; readonly text: string; readonly unplaced?: boolean }[]
}
/** What reads the lines below a header. */
export type BodyReader = {
  readonly read: (lines: readonly DocumentLine[]) => SheetLine[]
  /** lines that were left out, and why */
  readonly left: readonly { readonly line: DocumentLine; readonly reason: string }[]
}

export type LineSheets = {
  readonly sheets: readonly SheetGrid[]
  readonly forms: ReadonlySet<LinkedForm>
  readonly troubles: readonly Trouble[]
  readonly taken: ReadonlySet<DocumentLine>
}

/** Lines below a title in which the header ends. */
const headerLines = 16
/** Beyond the figures of a table, a line so long is prose. */
const proseLength = 60

const isCaption = (text: string): boolean =>
  /^(?:部门|单位|编制单位|填报单位|预算单位|金额单位|公开)\S{0,4}[:：表]/.test(text.trim()) ||
  /单位[:：]\s*[(（]?\S{0,2}元/.test(text)
/** A title that the edition does not know: a short line that ends as titles do, with the caption of a table under it. */
const isUnknownTitle = ({ text, page }: DocumentLine, next: DocumentLine | undefined): boolean =>
  text.length < 40 && /表$/.test(unContinued(text)) && next?.page === page && isCaption(next.text)
const isNote = (text: string): boolean => /^(?:注|备注|说明)\s*[:：]/.test(text)

/**
 * Reads forms out of lines of text: of a plain text, where columns are known by the number of figures, and of a PDF
 * without ruled lines, where they are known by place. Each becomes a sheet with the header of the edition, once the
 * document's own header was found to be the same.
 * @param lines of the document outside its ruled tables, in order
 * @param known forms that were read already
 */
export function lineSheets(
  edition: LinkedEdition,
  year: number,
  titles: Titles,
  lines: readonly DocumentLine[],
  known: ReadonlySet<LinkedForm>,
): LineSheets {
  const papers = papersOf(edition, year)
  const starts = lines.flatMap((line, at) => {
    const form = titles.of(unContinued(line.text))
    return form !== null || isUnknownTitle(line, lines[at + 1]) ? [{ form, at }] : []
  })
  const read = new Map<LinkedForm, SheetGrid>()
  const failed = new Map<LinkedForm, Trouble>()
  const left: Trouble[] = []
  const taken = new Set<DocumentLine>()
  for (const [number, { form, at }] of starts.entries()) {
    const title = lines[at]
    if (form === null && title !== undefined) {
      left.push({ sheet: title.text, cell: placeOf(title), text: title.text, reason: unknownForm })
      continue
    }
    const paper = form === null ? undefined : papers.get(form)
    if (form === null || paper === undefined || known.has(form) || read.has(form)) continue
    // the same title on the next page heads the rest of the table
    let next = number + 1
    while (starts[next]?.form === form) next++
    const region = lines.slice(at, starts[next]?.at ?? lines.length)
    const found = readForm(paper, region, titles)
    if ('sheet' in found) {
      read.set(form, found.sheet)
      found.used.forEach((line) => taken.add(line))
      left.push(...found.troubles)
    } else if (found.trouble !== null && !failed.has(form)) failed.set(form, found.trouble)
  }
  return {
    sheets: [...read.values()],
    forms: new Set(read.keys()),
    troubles: [...[...failed].filter(([form]) => !read.has(form)).map(([, trouble]) => trouble), ...left],
    taken,
  }
}

type Found =
  | { readonly sheet: SheetGrid; readonly used: readonly DocumentLine[]; readonly troubles: readonly Trouble[] }
  | { readonly trouble: Trouble | null }

function readForm(paper: FormPaper, region: readonly DocumentLine[], titles: Titles): Found {
  const [title, ...rest] = region
  if (title === undefined) return { trouble: null }
  let begin = 0
  while (rest[begin] !== undefined && isCaption(rest[begin]?.text ?? '')) begin++
  const captions = rest.slice(0, begin)
  const header = headerEnd(paper, rest, begin)
  if (typeof header !== 'number') {
    // a title in a list of contents, or in a sentence, heads no table
    if (captions.length === 0) return { trouble: null }
    const reason = `表头与本套报表不同（${header.odd.slice(0, 60)}），不能确定各栏，整张未读入`
    return { trouble: { sheet: title.text, cell: placeOf(title), text: title.text, reason } }
  }
  const body = bodyOf(paper, rest.slice(header), titles)
  const style = styleOf(body)
  const reader: BodyReader =
    paper.form.form.codes === undefined ? new FixedLines(paper, style) : new CodeLines(paper, style)
  const lines = reader.read(rowsJoined(body, style))
  const sheet = sheetOf(paper, title, captions, lines)
  const troubles = reader.left.map(({ line, reason }) => {
    return { sheet: sheet.name, cell: placeOf(line), text: line.text.slice(0, 200), reason }
  })
  return { sheet, used: [title, ...rest.slice(0, header), ...body], troubles }
}

/** Number of the line after the header, or what does not fit. */
function headerEnd(paper: FormPaper, lines: readonly DocumentLine[], begin: number): number | { readonly odd: string } {
  let odd: string | null = null
  for (let end = begin + 1; end <= Math.min(lines.length, begin + headerLines); end++) {
    const tried = lines.slice(begin, end)
    const found = headerIn(
      paper,
      tried.map(({ text }) => text),
    )
    if (found === 'whole' || headerIn(paper, headerTexts(tried)) === 'whole') return end
    if (found !== 'part') odd ??= found.odd
  }
  return { odd: odd ?? '缺少栏目名称' }
}

/** The lines of the table below its header: up to its note, without what later pages repeat. */
function bodyOf(paper: FormPaper, lines: readonly DocumentLine[], titles: Titles): DocumentLine[] {
  const hasAmount = ({ segments }: DocumentLine): boolean =>
    tokensOf(segments).some(({ text }) => /^-?[\d,]+\.\d+$/.test(text))
  const end = lines.findIndex((line) => isNote(line.text) || (line.text.length > proseLength && !hasAmount(line)))
  const table = lines
    .slice(0, end < 0 ? lines.length : end)
    .filter(({ text }) => titles.of(text) === null && !isCaption(text))
  return withoutHeaders(paper, table)
}

/** Lines without the header that a later page repeats. */
function withoutHeaders(paper: FormPaper, lines: readonly DocumentLine[]): DocumentLine[] {
  const kept: DocumentLine[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as DocumentLine
    const begins = at > 0 && lines[at - 1]?.page !== line.page
    const end = begins ? headerEnd(paper, lines, at) : at
    if (typeof end === 'number' && end > at) at = end
    else {
      kept.push(line)
      at++
    }
  }
  return kept
}

/** `第 5 页第 12 行` in plain text, where lines can be counted; `第 5 页` in a PDF. */
export const placeOf = ({ page, line, y }: DocumentLine): string =>
  y === null ? `第 ${page} 页第 ${line} 行` : `第 ${page} 页`

function sheetOf(
  paper: FormPaper,
  title: DocumentLine,
  captions: readonly DocumentLine[],
  lines: readonly SheetLine[],
): SheetGrid {
  const cells: GridCell[] = []
  const merges: GridMerge[] = []
  const places: string[] = []
  const put = (row: number, column: number, value: string, unplaced = false): void => {
    const trouble = unplaced ? ('unplaced' as const) : null
    if (value !== '') cells.push({ row, column, value, formula: false, trouble })
  }
  for (const line of [title, ...captions]) {
    places.push(placeOf(line))
    // words of plain text are no cells
    const texts = line.x === null ? [line.text] : line.segments.map(({ text }) => text)
    texts.forEach((text, number) => put(places.length, number + 1, text))
  }
  const headerRow = places.length + 1
  paper.table.header.forEach((row, number) => {
    places.push(placeOf(title))
    for (const { column, colSpan, rowSpan, text } of row) {
      put(headerRow + number, column + 1, text)
      if (colSpan > 1 || rowSpan > 1)
        merges.push({
          top: headerRow + number,
          left: column + 1,
          bottom: headerRow + number + rowSpan - 1,
          right: column + colSpan,
        })
    }
  })
  for (const { from, cells: own } of lines) {
    places.push(placeOf(from))
    for (const { column, text, unplaced } of own) put(places.length, column + 1, text, unplaced)
  }
  const order = (one: GridCell, other: GridCell): number => one.row - other.row || one.column - other.column
  return { name: plainText(title.text), state: 'visible', cells: cells.sort(order), merges, places }
}
