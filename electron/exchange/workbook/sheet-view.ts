import { cellName, type GridCell, type GridMerge, type SheetGrid } from './grid.ts'

/** Characters that people and programs write in more than one way; what is compared is the plain one. */
const spaces = /[\s\u200b-\u200f\u2060\ufeff]/g
const quotes = /["'“”‘’〝〞＂＇]/g

/** Text as it is compared: no white space, no quotation marks, full-width marks as plain ones. */
export const plainText = (text: string): string =>
  text
    .replace(spaces, '')
    .replace(quotes, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

const yearOf = /(?:19|20)\d\d(?=年)/g

/** The same with any year, printed or `{year}`, made alike, so that last year's sheet is recognised as what it is. */
export const yearlessText = (text: string): string => plainText(text).replaceAll('{year}', '#').replace(yearOf, '#')

/** The years a text names, as in `2024年度决算数`. */
export const yearsIn = (text: string): number[] => (plainText(text).match(yearOf) ?? []).map(Number)

/** A place of a sheet that could not be taken as it stands, in words for the user. */
export type Trouble = {
  readonly sheet: string
  /** `B7`; `第 5 页` in a document; '' where it is the sheet or file as a whole */
  readonly cell: string
  /** what stands there */
  readonly text: string
  readonly reason: string
}

/** A sheet's cells by place. Cells under a merge answer with what the merge shows, where that is asked for. */
export class SheetView {
  readonly name: string
  /** numbers of the rows that hold something, from top to bottom */
  readonly rowNumbers: readonly number[]
  readonly lastColumn: number
  private readonly rows = new Map<number, Map<number, GridCell>>()
  private readonly merges: readonly GridMerge[]
  private readonly places: readonly string[] | null
  private readonly mergesOfColumn = new Map<number, GridMerge[]>()

  constructor(grid: SheetGrid) {
    this.name = grid.name
    let lastColumn = 0
    for (const cell of grid.cells) {
      const row = this.rows.get(cell.row)
      if (row === undefined) this.rows.set(cell.row, new Map([[cell.column, cell]]))
      else row.set(cell.column, cell)
      lastColumn = Math.max(lastColumn, cell.column)
    }
    this.rowNumbers = [...this.rows.keys()].sort((a, b) => a - b)
    this.lastColumn = lastColumn
    this.merges = grid.merges
    this.places = grid.places ?? null
  }

  cell(row: number, column: number): GridCell | null {
    return this.rows.get(row)?.get(column) ?? null
  }

  cellsOf(row: number): GridCell[] {
    return [...(this.rows.get(row)?.values() ?? [])].sort((a, b) => a.column - b.column)
  }

  /** The cell, or the one shown there by a merge. */
  shown(row: number, column: number): GridCell | null {
    const own = this.cell(row, column)
    if (own !== null) return own
    const merge = this.mergeAt(row, column)
    return merge === null ? null : this.cell(merge.top, merge.left)
  }

  private mergeAt(row: number, column: number): GridMerge | null {
    let merges = this.mergesOfColumn.get(column)
    if (merges === undefined) {
      merges = this.merges.filter(({ left, right }) => left <= column && column <= right).sort((a, b) => a.top - b.top)
      this.mergesOfColumn.set(column, merges)
    }
    // the last merge that begins at or above the row: merges of a sheet do not overlap
    let low = 0
    let high = merges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((merges[middle] as GridMerge).top <= row) low = middle + 1
      else high = middle
    }
    const merge = merges[low - 1]
    return merge !== undefined && merge.bottom >= row ? merge : null
  }

  /** What a cell says as text, '' when nothing. */
  text(row: number, column: number): string {
    return textOf(this.cell(row, column))
  }

  /** The pages of a document its rows stand on: `第 5 页`, `第 5–6 页`; '' when they have none. */
  get pages(): string {
    const numbers = (this.places ?? []).map((place) => Number(/^第 (\d+) 页/.exec(place)?.[1] ?? 0)).filter(Boolean)
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
    if (numbers.length === 0) return ''
    return first === last ? `第 ${first} 页` : `第 ${first}–${last} 页`
  }

  /** Where a cell is, as people find it: `B7`, or its page. */
  placeName(row: number, column: number): string {
    return this.places === null ? cellName(row, column) : (this.places[row - 1] ?? '')
  }

  trouble(cell: GridCell, reason: string): Trouble {
    return { sheet: this.name, cell: this.placeName(cell.row, cell.column), text: textOf(cell).slice(0, 200), reason }
  }
}

/** Content of a cell as text, '' when there is none. */
export const textOf = (cell: GridCell | null): string => (cell === null ? '' : String(cell.value).trim())
