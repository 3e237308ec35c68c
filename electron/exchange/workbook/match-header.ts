import { isValueColumn, type LinkedForm } from '../../../shared/catalogue/link.ts'
import type { Column } from '../../../shared/catalogue/vocabulary.ts'
import { type SheetView, textOf, yearlessText } from './sheet-view.ts'

/** A column of the form as it stands in one block, and the columns of the sheet that hold it (the code may take three). */
export type FoundColumn = { readonly column: Column; readonly block: number; readonly places: readonly number[] }

export type FoundHeader = {
  /** last row of the header */
  readonly bottom: number
  readonly found: readonly FoundColumn[]
  readonly missing: readonly { readonly column: Column; readonly block: number }[]
  /** sheet columns that have a header of their own which the form does not know */
  readonly unknown: readonly { readonly row: number; readonly column: number }[]
}

type Expected = {
  readonly column: Column
  readonly block: number
  readonly path: string
  /** the last text of the path alone */
  readonly last: string
}

/** Rows below the title in which a header is looked for. */
const DEEPEST = 12
/** Lines between the title and the header: department, unit, 公开01表, a date. */
const MOST_LINES = 5
/** A form has some twenty columns; beyond these no header is looked for. */
const WIDEST = 200
/** Columns under one head. */
const WIDEST_HEAD = 30
/** A code stands in at most so many cells: 类 款 项. */
const CODE_PLACES = 3

const lineText =
  /^(?:部门|单位|编制单位|填报单位|预算单位|编制部门|填报部门|部门名称|单位名称|金额单位|计量单位|公开\w*表|编号)[:：]/
/** Words of a header region that belong to no path: 栏次 and its numbers, the parts of a code, department and unit. */
const isNoise = (text: string): boolean =>
  text === '' || /^(?:栏次|行次|类|款|项|类款项|-+|—+|[\d.,]+)$/.test(text) || lineText.test(text)

/** The form's columns as printed from left to right, with the texts of their header path in one piece. */
function expectedColumns(form: LinkedForm): Expected[] {
  const expected = (column: Column, block: number): Expected => ({
    column,
    block,
    path: column.header.map(yearlessText).join(''),
    last: yearlessText(column.header.at(-1) ?? ''),
  })
  const { blocks, columns } = form.form
  if (blocks === undefined) return columns.map((column) => expected(column, 0))
  return blocks.flatMap((block, number) =>
    block.columns.flatMap((key) =>
      columns.filter((column) => column.key === key).map((column) => expected(column, number)),
    ),
  )
}

/** Header texts over one column down to a row, joined; the same words under each other count once. */
function pathOver(view: SheetView, top: number, bottom: number, column: number, fills: boolean): string {
  let path = ''
  let last = ''
  for (let row = top; row <= bottom; row++) {
    const text = headerText(view, row, column, fills && row < bottom ? top : 0)
    if (isNoise(text) || text === last) continue
    path += text
    last = text
  }
  return path
}

/**
 * What stands over a column in one row of the header. Where somebody undid the merges (`top` given), a cell left empty
 * belongs to the text at its left, as long as both stand under the same head.
 */
function headerText(view: SheetView, row: number, column: number, top: number): string {
  const cell = view.shown(row, column)
  if (cell !== null) return typeof cell.value === 'string' ? yearlessText(cell.value) : ''
  if (top === 0) return ''
  for (let left = column - 1; left > Math.max(0, column - WIDEST_HEAD); left--) {
    if (row > top && headerText(view, row - 1, left, 0) !== headerText(view, row - 1, column, 0)) return ''
    const neighbour = view.shown(row, left)
    if (neighbour !== null) return typeof neighbour.value === 'string' ? yearlessText(neighbour.value) : ''
  }
  return ''
}

type Attempt = { readonly top: number; readonly bottom: number; readonly places: ReadonlyMap<Expected, number[]> }

function attempt(view: SheetView, expected: readonly Expected[], top: number, bottom: number, fills: boolean): Attempt {
  const places = new Map<Expected, number[]>()
  let last: Expected | null = null
  for (let column = 1; column <= Math.min(view.lastColumn, WIDEST); column++) {
    const path = pathOver(view, top, bottom, column, fills)
    if (path === '') continue
    const holdsMore =
      last?.column.holds === 'code' && last.path === path && (places.get(last)?.length ?? 0) < CODE_PLACES
    if (last !== null && holdsMore) places.get(last)?.push(column)
    else {
      const next = expected.find((one) => one.path === path && !places.has(one))
      if (next !== undefined) places.set(next, [column])
      last = next ?? null
    }
  }
  return { top, bottom, places }
}

/**
 * Finds the form's columns by the texts over them, whatever their order and however the header is merged.
 * @param titleRow row of the title; the header is looked for below it
 * @returns null when no value column is found
 */
export function matchHeader(view: SheetView, form: LinkedForm, titleRow: number): FoundHeader | null {
  const expected = expectedColumns(form)
  const last = Math.min(titleRow + DEEPEST, view.rowNumbers.at(-1) ?? 0)
  const named = expected.filter(({ path }) => path !== '').length
  let best: Attempt = { top: titleRow, bottom: titleRow, places: new Map() }
  for (const fills of [false, true]) {
    // from below, so that the lines above the header stay out of it wherever that makes no difference
    for (let top = Math.min(titleRow + 1 + MOST_LINES, last); top > titleRow && best.places.size < named; top--) {
      for (let bottom = top; bottom <= last; bottom++) {
        const tried = attempt(view, expected, top, bottom, fills)
        if (tried.places.size > best.places.size) best = tried
      }
    }
  }
  const { top, bottom } = best
  const places = new Map(best.places)
  byLastText(view, expected, places, best)
  if (![...places.keys()].some(({ column }) => isValueColumn(column))) return null
  nameless(expected, places)
  splitCodes(view, places, bottom)
  const taken = new Set([...places.values()].flat())
  return {
    bottom,
    found: expected.flatMap((one) => {
      const at = places.get(one)
      return at === undefined ? [] : [{ column: one.column, block: one.block, places: at }]
    }),
    missing: expected.filter((one) => !places.has(one)),
    unknown: unknownColumns(view, top, bottom, taken),
  }
}

/** Where the head over a column was left out, its own words are enough as long as they belong to one column only. */
function byLastText(
  view: SheetView,
  expected: readonly Expected[],
  places: Map<Expected, number[]>,
  { top, bottom }: Attempt,
): void {
  const taken = new Set([...places.values()].flat())
  const free = new Map<string, number[]>()
  for (let column = 1; column <= Math.min(view.lastColumn, WIDEST); column++) {
    const path = taken.has(column) ? '' : pathOver(view, top, bottom, column, false)
    if (path !== '') free.set(path, [...(free.get(path) ?? []), column])
  }
  for (const one of expected) {
    const isOnly = expected.filter(({ last }) => last === one.last).length === 1
    const [column, ...more] = free.get(one.last) ?? []
    if (!places.has(one) && isOnly && column !== undefined && (more.length === 0 || one.column.holds === 'code')) {
      places.set(one, [column, ...more].slice(0, CODE_PLACES))
    }
  }
}

/** A label column without a header stands before the column that follows it on paper. */
function nameless(expected: readonly Expected[], places: Map<Expected, number[]>): void {
  expected.forEach((one, number) => {
    if (one.path !== '' || places.has(one)) return
    const next = expected[number + 1]
    const at = next === undefined ? undefined : places.get(next)?.[0]
    if (at !== undefined && at > 1 && ![...places.values()].some((taken) => taken.includes(at - 1)))
      places.set(one, [at - 1])
  })
}

/** Where the merge over a code was undone, its other parts stand in the columns at its right that nobody claims. */
function splitCodes(view: SheetView, places: Map<Expected, number[]>, bottom: number): void {
  const taken = new Set([...places.values()].flat())
  for (const [one, at] of places) {
    if (one.column.holds !== 'code') continue
    for (let column = (at.at(-1) ?? 0) + 1; at.length < CODE_PLACES && !taken.has(column); column++) {
      const holdsCode = view.rowNumbers.some(
        (row) => row > bottom && /^(?:\d{1,7}|类|款|项)$/.test(view.text(row, column)),
      )
      if (!holdsCode) break
      at.push(column)
      taken.add(column)
    }
  }
}

function unknownColumns(
  view: SheetView,
  top: number,
  bottom: number,
  taken: ReadonlySet<number>,
): { row: number; column: number }[] {
  const unknown: { row: number; column: number }[] = []
  for (let column = 1; column <= Math.min(view.lastColumn, WIDEST); column++) {
    if (taken.has(column)) continue
    for (let row = bottom; row >= top; row--) {
      const cell = view.cell(row, column)
      if (cell === null || isNoise(yearlessText(textOf(cell)))) continue
      // a head that only spans columns already found is not a column
      if (typeof cell.value === 'string') unknown.push({ row, column })
      break
    }
  }
  return unknown
}
