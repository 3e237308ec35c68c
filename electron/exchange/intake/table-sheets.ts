import type { LinkedForm } from '../../../shared/catalogue/link.ts'
import type { GridCell, GridMerge, SheetGrid } from '../workbook/grid.ts'
import type { Titles } from '../workbook/match.ts'
import { plainText, type Trouble, yearlessText } from '../workbook/sheet-view.ts'
import type { DocumentContent } from './content.ts'
import type { LatticeTable } from './lattice.ts'
import type { DocumentLine } from './page.ts'
import { unContinued, unknownForm } from './table-titles.ts'

/** Lines above a table among which its title, department and unit stand. */
const linesAbove = 8
/** Rows at the top of a table that may be repeated on its next page. */
const headRows = 9
/** Points between sides of cells that are meant as one. */
const sameSide = 2.5

export const pageName = (page: number): string => `第 ${page} 页`

/** A form's tables, one a page or more, with the lines above the first. */
type Run = { readonly form: LinkedForm; readonly above: readonly DocumentLine[]; readonly tables: LatticeTable[] }

export type TableSheets = {
  readonly sheets: readonly SheetGrid[]
  readonly forms: ReadonlySet<LinkedForm>
  readonly troubles: readonly Trouble[]
  /** lines that belong to tables: titles, departments, units */
  readonly taken: ReadonlySet<DocumentLine>
  /** tables that are forms; the others belong to the text */
  readonly used: ReadonlySet<LatticeTable>
}

/** The ruled tables of a document that stand under a title of the edition, each as a sheet. */
export function tableSheets(content: DocumentContent, titles: Titles): TableSheets {
  const runs: Run[] = []
  const troubles: Trouble[] = []
  const taken = new Set<DocumentLine>()
  let run: Run | null = null
  for (const page of content.pages) {
    let above: DocumentLine[] = []
    for (const element of page.elements) {
      if (element.kind === 'line') {
        above.push(element.line)
        continue
      }
      const { table } = element
      const near = above.slice(-linesAbove)
      const titled = titleOf(table, near, titles)
      const last: LatticeTable | undefined = run?.tables.at(-1)
      const follows: boolean = run !== null && last !== undefined && goesOn(last, table, titled === null ? above : [])
      if (run !== null && follows && (titled === null || titled === run.form)) {
        run.tables.push(table)
        for (const line of near) taken.add(line)
      } else if (titled !== null) {
        run = { form: titled, above: fromTitle(near, titles), tables: [table] }
        for (const line of run.above) taken.add(line)
        runs.push(run)
      } else {
        run = null
        const unknown = unknownTable(table, near)
        if (unknown !== null) troubles.push(unknown.trouble)
        if (unknown !== null && unknown.title !== null) taken.add(unknown.title)
      }
      above = []
    }
  }
  return {
    sheets: runs.map(sheetOf),
    forms: new Set(runs.map(({ form }) => form)),
    troubles,
    taken,
    used: new Set(runs.flatMap((one) => one.tables)),
  }
}

/** The title nearest above a table, or in its first rows. */
function titleOf(table: LatticeTable, above: readonly DocumentLine[], titles: Titles): LinkedForm | null {
  for (const line of above.toReversed()) {
    const form = titles.of(unContinued(line.text)) ?? line.segments.map(({ text }) => titles.of(unContinued(text)))[0]
    if (form !== null && form !== undefined) return form
  }
  const top = [...table.cells].sort((one, other) => one.top - other.top).slice(0, 3)
  for (const { text } of top) {
    const form = titles.of(unContinued(text))
    if (form !== null) return form
  }
  return null
}

function fromTitle(lines: readonly DocumentLine[], titles: Titles): DocumentLine[] {
  const at = lines.findLastIndex(({ text }) => titles.of(unContinued(text)) !== null)
  return lines.slice(at < 0 ? Math.max(0, lines.length - 3) : at)
}

/** Whether a table is the rest of the one before: on the next page, ruled in the same columns, nothing said between. */
function goesOn(last: LatticeTable, table: LatticeTable, between: readonly DocumentLine[]): boolean {
  if (table.page !== last.page + 1 && table.page !== last.page) return false
  const isText = ({ text }: DocumentLine): boolean => !/[:：]|续|^附|公开/.test(text)
  if (between.filter(isText).length > 0) return false
  const sides = (one: LatticeTable): number[] =>
    clustered(one.cells.flatMap(({ left, right }) => [left, right].map((x) => x - one.left)))
  const [before, now] = [sides(last), sides(table)]
  const shared = now.filter((side) => before.some((other) => Math.abs(other - side) <= sameSide))
  return Math.abs(last.right - last.left - (table.right - table.left)) <= sameSide && shared.length >= now.length * 0.8
}

/** What is told of a table, and the line that names it. */
type UnknownTable = { readonly title: DocumentLine | null; readonly trouble: Trouble }

/** A table that looks like one of a form and has no title of the edition. */
function unknownTable(table: LatticeTable, above: readonly DocumentLine[]): UnknownTable | null {
  const title = above.findLast(({ text }) => /表$/.test(unContinued(text)) && text.length < 40) ?? null
  const hasUnit = above.some(({ text }) => /单位[:：]?\s*[（(]?(?:万|亿|千|百)?元/.test(text))
  const figures = table.cells.filter(({ text }) => /^-?[\d,]+\.\d+$/.test(text)).length
  if (!hasUnit || figures < 2) return null
  const text = (title?.text ?? table.cells[0]?.text ?? '').slice(0, 200)
  return { title, trouble: { sheet: title?.text ?? '', cell: pageName(table.page), text, reason: unknownForm } }
}

/** Sorted places with those close together as one, the first of them. */
function clustered(places: readonly number[]): number[] {
  const result: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const place of [...places].sort((one, other) => one - other)) {
    if (place - last > sameSide) result.push(place)
    last = place
  }
  return result
}

/** Number of the place a side belongs to. */
function numberOf(places: readonly number[], side: number): number {
  let number = 0
  while (number + 1 < places.length && (places[number + 1] as number) <= side + sameSide) number++
  return number
}

type PlacedCell = { row: number; column: number; bottom: number; right: number; text: string }

function sheetOf({ form, above, tables }: Run): SheetGrid {
  const sides = clustered(
    tables.flatMap((table) => table.cells.flatMap(({ left, right }) => [left - table.left, right - table.left])),
  )
  const cells: PlacedCell[] = []
  const places: string[] = []
  for (const { segments, page } of above) {
    places.push(pageName(page))
    segments.forEach(({ text }, number) => cells.push({ ...at(places.length, number + 1), text }))
  }
  let head: readonly (readonly PlacedCell[])[] = []
  tables.forEach((table, number) => {
    let rows = rowsOf(table, sides)
    if (number === 0) head = rows.slice(0, headRows)
    else rows = joinBroken(cells, places.length, rows.slice(repeated(rows, head)), form)
    // rows are placed one below the other; merges keep their depth
    const first = rows[0]?.[0]?.row ?? 1
    const shift = places.length + 1 - first
    for (const row of rows)
      for (const cell of row) cells.push({ ...cell, row: cell.row + shift, bottom: cell.bottom + shift })
    const depth = rows.flat().reduce((most, { bottom }) => Math.max(most, bottom - first + 1), 0)
    for (let line = 0; line < depth; line++) places.push(pageName(table.page))
  })
  return { name: form.form.title.replaceAll('{year}', ''), state: 'visible', ...gridOf(cells), places }
}

const at = (row: number, column: number): Omit<PlacedCell, 'text'> => ({ row, column, bottom: row, right: column })

/** Cells of a table by row, the rows from 1. */
function rowsOf(table: LatticeTable, sides: readonly number[]): PlacedCell[][] {
  const tops = clustered(table.cells.flatMap(({ top, bottom }) => [top, bottom]))
  const rows = new Map<number, PlacedCell[]>()
  for (const cell of table.cells) {
    const row = numberOf(tops, cell.top) + 1
    const placed: PlacedCell = {
      row,
      column: numberOf(sides, cell.left - table.left) + 1,
      bottom: Math.max(row, numberOf(tops, cell.bottom)),
      right: numberOf(sides, cell.right - table.left),
      text: cell.text,
    }
    const known = rows.get(row)
    if (known === undefined) rows.set(row, [placed])
    else known.push(placed)
  }
  return [...rows].sort(([one], [other]) => one - other).map(([, row]) => row)
}

const lookOf = (row: readonly PlacedCell[]): string =>
  [...row]
    .sort((one, other) => one.column - other.column)
    .map(({ column, text }) => `${column} ${plainText(text)}`)
    .join('|')

/** How many rows at the top only repeat the head of the first page. */
function repeated(rows: readonly (readonly PlacedCell[])[], head: readonly (readonly PlacedCell[])[]): number {
  const [first] = head
  if (first === undefined || rows[0] === undefined || lookOf(rows[0]) !== lookOf(first)) return 0
  let count = 0
  while (count < head.length && rows[count] !== undefined && lookOf(rows[count] ?? []) === lookOf(head[count] ?? []))
    count++
  return count
}

const isFigure = (text: string): boolean => /^-?[\d,]*\d(?:\.\d+)?$/.test(text)

/**
 * A row that a page cut in two goes back together: what stands at the top of the next page has no code or label of its
 * own, only the rest of one, and figures only where the part before has none.
 */
function joinBroken(cells: PlacedCell[], lastRow: number, rows: PlacedCell[][], form: LinkedForm): PlacedCell[][] {
  const [rest, ...others] = rows
  if (rest === undefined) return rows
  const part = cells.filter(({ row, bottom }) => row <= lastRow && bottom >= lastRow)
  const pairs = rest.map((cell) => ({ cell, before: part.find(({ column }) => column === cell.column) }))
  const texts = pairs.filter(({ cell }) => !isFigure(cell.text))
  const labels = new Set((form.rows ?? []).map(({ row }) => yearlessText(row.label)))
  const isRestOfText = ({ cell, before }: (typeof pairs)[number]): boolean =>
    before !== undefined &&
    !isFigure(before.text) &&
    (form.rows === null || labels.has(yearlessText(before.text + cell.text)))
  const hasFigures = (some: readonly PlacedCell[]): boolean => some.some(({ text }) => /\d\.\d/.test(text))
  const isRest =
    texts.length > 0 &&
    texts.every(isRestOfText) &&
    pairs.every(({ cell, before }) => !isFigure(cell.text) || before === undefined) &&
    !(hasFigures(rest) && hasFigures(part))
  if (!isRest) return rows
  for (const { cell, before } of pairs) {
    if (before === undefined) cells.push({ ...cell, row: lastRow, bottom: lastRow })
    else before.text += cell.text
  }
  return others
}

function gridOf(placed: readonly PlacedCell[]): { cells: GridCell[]; merges: GridMerge[] } {
  const cells = placed
    .filter(({ text }) => text !== '')
    .map(({ row, column, text }): GridCell => ({ row, column, value: text, formula: false, trouble: null }))
    .sort((one, other) => one.row - other.row || one.column - other.column)
  const merges = placed
    .filter(({ row, column, bottom, right }) => bottom > row || right > column)
    .map(({ row, column, bottom, right }) => ({ top: row, left: column, bottom, right: Math.max(right, column) }))
  return { cells, merges }
}
