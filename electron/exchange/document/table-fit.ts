import { linesOf } from '../text-width.ts'
import type { PaperCell, PaperTable } from './paper-table.ts'

/** How a table stands on its page; all in points. */
export type TableFit = {
  readonly margins: { readonly x: number; readonly y: number }
  /** size of letters */
  readonly size: number
  /** blank above and below the text of each cell */
  readonly pad: number
  /** it may need further pages, which then say 续表 */
  readonly continues: boolean
}

/** Points. */
export const mm = 72 / 25.4
/** A4, upright. */
export const paper = { width: 210 * mm, height: 297 * mm } as const
const margins = {
  portrait: { x: 18 * mm, y: 22 * mm },
  landscape: { x: 15 * mm, y: 18 * mm },
} as const

/** Blank left and right of the text of each cell. */
export const cellInset = 2.5
const sizes = { largest: 10.5, smallest: 6 } as const
/** A table that is a little too long may be drawn in smaller letters, down to these shares. */
const smaller = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76] as const
/** Heights of a line and from one line to the next, as shares of the letters. */
export const line = { box: 1.06, step: 1.31 } as const
/** Blank above and below text: the least as a share of the letters; in points the most, and that of long tables. */
const pads = { least: 0.2, most: 5.5, long: 3 } as const
/** The title with the blank below it. */
const titleHeight = 26
/** What an estimate may be wrong by. */
const doubt = 1.04

/**
 * The largest letters in which all columns stand side by side. A table that is a little longer than its page is drawn
 * smaller, one that leaves room gets higher rows; a longer one goes on to further pages. Heights are estimated from the
 * widths of characters: letting the compiler measure would cost more than printing.
 */
export function fitTable(table: PaperTable): TableFit {
  const orientation = table.landscape ? 'landscape' : 'portrait'
  const { x, y } = margins[orientation]
  const [width, height] = table.landscape ? [paper.height, paper.width] : [paper.width, paper.height]
  const area = { width: width - 2 * x, height: height - 2 * y }
  const ems = table.widths.reduce((sum, one) => sum + one, 0) / 2
  const fitting = (area.width - 2 * cellInset * table.widths.length) / ems
  const largest = Math.min(sizes.largest, Math.max(sizes.smallest, fitting))
  const notes = table.notes.reduce((sum, note) => sum + 5 + 9 * line.step * linesOf(note, (area.width / 9) * 2), 0)
  const room = area.height - titleHeight - notes
  const rows = table.header.length + table.body.length + 1
  const at = (size: number): number => heightAt(table, size, area.width) * doubt
  for (const share of smaller) {
    const size = largest * share
    if (size < sizes.smallest) break
    const natural = at(size)
    if (natural > room) continue
    const pad = Math.min(pads.most, pads.least * size + (room - natural) / (2 * rows))
    return { margins: { x, y }, size, pad, continues: natural > room * 0.95 }
  }
  return { margins: { x, y }, size: largest, pad: pads.long, continues: true }
}

/** Height of the whole table in letters of a size, with the least blank in its cells. */
function heightAt(table: Pick<PaperTable, 'widths' | 'header' | 'body'>, size: number, width: number): number {
  const total = table.widths.reduce((sum, one) => sum + one, 0)
  const rowHeight = (row: readonly PaperCell[]): number => {
    let lines = 1
    for (const { text, indent, from, colSpan, rowSpan } of row) {
      // what a cell over several rows needs is rarely more than they have
      if (rowSpan > 1 || text === '') continue
      const share = table.widths.slice(from, from + colSpan).reduce((sum, one) => sum + one, 0) / total
      const halfEms = ((share * width - 2 * cellInset) / size) * 2 - indent
      lines = Math.max(lines, linesOf(text, Math.floor(halfEms)))
    }
    return size * (line.box + (lines - 1) * line.step) + 2 * pads.least * size
  }
  const caption = size * line.box + 4
  return [...table.header, ...table.body].reduce((sum, row) => sum + rowHeight(row), caption)
}
