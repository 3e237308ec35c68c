/**
 * What is read out of a workbook: texts and numbers at places, and nothing of its looks. The reader's worker makes it,
 * `match` understands it; neither knows the other's business.
 */

/**
 * Why a cell shows something that is no value: a formula nobody calculated, or one that gave an error; in a line of text,
 * figures fewer than the columns, of which nobody can tell where they stand.
 */
export type CellTrouble = 'formula-without-result' | 'error' | 'unplaced'

export type GridCell = {
  /** from 1 */
  readonly row: number
  /** from 1 */
  readonly column: number
  /** a number is the double of the file, see `number-text.ts`; dates and booleans are text */
  readonly value: number | string
  readonly formula: boolean
  readonly trouble: CellTrouble | null
}

/** A merged range, borders included, from 1. */
export type GridMerge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

export type SheetGrid = {
  readonly name: string
  readonly state: 'visible' | 'hidden' | 'veryHidden'
  /** cells that hold something, in the order of rows and columns */
  readonly cells: readonly GridCell[]
  readonly merges: readonly GridMerge[]
  /** what stands for the name of a cell where the file has none, by row from 1: `第 5 页` of a document */
  readonly places?: readonly string[]
}

/** `B7` for row 7, column 2. */
export function cellName(row: number, column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return `${letters}${row}`
}

const MAX_ROW = 1_048_576
const MAX_COLUMN = 16_384

/** Row and column of `B7` or `$B$7`, null when the text is no place of a sheet. */
export function parseCellName(text: string): { row: number; column: number } | null {
  const found = /^\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$/.exec(text)
  if (found === null) return null
  const [, letters = '', digits = ''] = found
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  const row = Number(digits)
  return row <= MAX_ROW && column <= MAX_COLUMN ? { row, column } : null
}

/** The range `A1:C9`, a single cell `A1`, or whole columns `A:C` and rows `1:9`; null when the text is none of these. */
export function parseRange(text: string): GridMerge | null {
  const [from = '', to = from, ...more] = text.split(':')
  if (more.length > 0) return null
  const whole = (first: string, last: string): [string, string] => {
    if (/^\$?[A-Za-z]{1,3}$/.test(first) && /^\$?[A-Za-z]{1,3}$/.test(last)) return [`${first}1`, `${last}${MAX_ROW}`]
    if (/^\$?[0-9]+$/.test(first) && /^\$?[0-9]+$/.test(last)) return [`A${first}`, `XFD${last}`]
    return [first, last]
  }
  const [first, last] = whole(from, to)
  const begin = parseCellName(first)
  const end = parseCellName(last)
  if (begin === null || end === null) return null
  return {
    top: Math.min(begin.row, end.row),
    left: Math.min(begin.column, end.column),
    bottom: Math.max(begin.row, end.row),
    right: Math.max(begin.column, end.column),
  }
}

/** Number of cells in a range. */
export const areaOf = (range: GridMerge): number => (range.bottom - range.top + 1) * (range.right - range.left + 1)
