import type { PrintedTable } from '../../shared/layout/table.ts'
import type { Sheet } from './sheet.ts'
import { columnNumber, headerCells } from './sheet.ts'

/** The header as a tree: groups over groups over columns. */
export type HeaderNode =
  | { readonly kind: 'group'; readonly text: string; readonly children: readonly HeaderNode[] }
  | {
      readonly kind: 'column'
      readonly text: string
      /** 栏次, '' when the column has none */
      readonly number: string
      /** number of the sheet's column */
      readonly column: number
      /** header rows its cell reaches over */
      readonly rows: number
    }

/** Turns the printed header cells with their spans into the tree that a grid wants. */
export function headerTree(sheet: Sheet): HeaderNode[] {
  const { table } = sheet
  const place = (column: number): number => printedPlace(table, sheet, column)
  const depth = Math.max(...sheet.columns.map((_, column) => pathOf(sheet, place(column)).length))
  const below = (columns: readonly number[], level: number): HeaderNode[] => {
    const nodes: HeaderNode[] = []
    for (let at = 0; at < columns.length; ) {
      const column = columns[at] as number
      const path = pathOf(sheet, place(column))
      const here = path[level]
      let end = at + 1
      if (here === undefined || level === path.length - 1) {
        nodes.push({
          kind: 'column',
          text: here?.text ?? '',
          number: columnNumber(table, place(column)),
          column,
          rows: depth - level,
        })
      } else {
        while (end < columns.length && pathOf(sheet, place(columns[end] as number))[level] === here) end++
        nodes.push({ kind: 'group', text: here.text, children: below(columns.slice(at, end), level + 1) })
      }
      at = end
    }
    return nodes
  }
  return below(
    sheet.columns.map(({ index }) => index),
    0,
  )
}

/** First printed column of a sheet's column. */
function printedPlace(table: PrintedTable, sheet: Sheet, column: number): number {
  let place = 0
  for (let at = 0; at < column; at++) {
    place++
    if (sheet.columns[at]?.holds === 'code')
      while (table.columns[place]?.key === sheet.columns[at]?.key && table.columns[place]?.holds === 'code') place++
  }
  return place
}

/** Header cells over a column; on screen the three parts of a code are one, so their own words go. */
function pathOf(sheet: Sheet, place: number): ReturnType<typeof headerCells> {
  const path = headerCells(sheet.table, place)
  return sheet.table.columns[place]?.holds === 'code' && path.at(-1)?.text === '类' ? path.slice(0, -1) : path
}

/** Number of header rows with words. */
export const headerDepth = (nodes: readonly HeaderNode[]): number =>
  Math.max(...nodes.map((node) => (node.kind === 'group' ? 1 + headerDepth(node.children) : 1)))

const lineHeight = 18

/**
 * Height of the lowest header row so that the words of every column fit into its width, in px; `rowHeight` is that of
 * the rows above it, over which short paths reach down.
 */
export function lowestRowHeight(nodes: readonly HeaderNode[], widths: readonly number[], rowHeight: number): number {
  const needed = (node: HeaderNode): number => {
    if (node.kind === 'group') return Math.max(...node.children.map(needed))
    const perLine = Math.max(1, Math.floor(((widths[node.column] ?? 100) - 12) / 13.2))
    const lines = Math.max(1, Math.ceil(node.text.length / perLine))
    return lines * lineHeight + 8 - (node.rows - 1) * rowHeight
  }
  return Math.max(rowHeight, ...nodes.map(needed))
}
