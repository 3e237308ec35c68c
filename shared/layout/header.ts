import type { Column } from '../catalogue/vocabulary.ts'
import type { LabelCell, PrintedColumn } from './table.ts'

/** A form's column where it stands on paper; the code column takes three places (类 款 项). */
export type PlacedColumn = {
  readonly column: Column
  readonly block: number
  readonly at: number
  readonly places: number
}

/** The words of the three parts of a code. */
export const codeParts = ['类', '款', '项'] as const

/** Lays the form's columns side by side. */
export function placeColumns(columns: readonly { readonly column: Column; readonly block: number }[]): PlacedColumn[] {
  let at = 0
  return columns.map(({ column, block }) => {
    const places = column.partsOn === undefined ? 1 : codeParts.length
    const placed = { column, block, at, places }
    at += places
    return placed
  })
}

export const printedColumns = (placed: readonly PlacedColumn[]): PrintedColumn[] =>
  placed.flatMap(({ column, places }) =>
    Array.from({ length: places }, () => ({
      key: column.key,
      width: Math.ceil(column.width / places),
      holds: column.holds,
    })),
  )

/** Path of header texts over each printed column. */
function pathsOf(placed: readonly PlacedColumn[], fill: (text: string) => string): string[][] {
  return placed.flatMap(({ column, places }) => {
    const path = column.header.map(fill)
    return Array.from({ length: places }, (_, part) =>
      column.partsOn === 'header' ? [...path, codeParts[part] as string] : path,
    )
  })
}

/**
 * Header rows as cells with spans: neighbours whose paths begin alike share the cells of the common part, and a path
 * that ends early reaches down to the last row. The 栏次 line, if the form has one, comes last.
 */
export function headerRows(
  placed: readonly PlacedColumn[],
  numbersLabel: string | undefined,
  fill: (text: string) => string,
): LabelCell[][] {
  const paths = pathsOf(placed, fill)
  const depth = Math.max(...paths.map((path) => path.length))
  const rows: LabelCell[][] = Array.from({ length: depth }, () => [])
  const begins = (path: readonly string[], other: readonly string[] | undefined, length: number): boolean =>
    path.slice(0, length).every((text, level) => text === other?.[level])
  for (let level = 0; level < depth; level++)
    for (let at = 0; at < paths.length; ) {
      const path = paths[at] as string[]
      const text = path[level]
      let end = at + 1
      // the same words over two blocks are two columns: only places of one column, or a common head above, are shared
      const shares = (next: number): boolean => {
        const other = paths[next]
        if (!begins(path, other, level + 1) || (other?.length ?? 0) <= level) return false
        const ends = path.length === level + 1
        return ends ? columnAt(placed, next) === columnAt(placed, at) : true
      }
      while (end < paths.length && shares(end)) end++
      if (text !== undefined) {
        const rowSpan = path.length === level + 1 ? depth - level : 1
        rows[level]?.push({
          kind: 'label',
          column: at,
          colSpan: end - at,
          rowSpan,
          text,
          align: 'center',
          indent: 0,
          holds: 'label',
        })
      }
      at = end
    }
  if (numbersLabel !== undefined) rows.push(numbersRow(placed, numbersLabel))
  return rows
}

const columnAt = (placed: readonly PlacedColumn[], place: number): PlacedColumn | undefined =>
  placed.find(({ at, places }) => at <= place && place < at + places)

function numbersRow(placed: readonly PlacedColumn[], label: string): LabelCell[] {
  const cells: LabelCell[] = []
  const cell = (column: number, colSpan: number, text: string, holds: LabelCell['holds']): void => {
    cells.push({ kind: 'label', column, colSpan, rowSpan: 1, text, align: 'center', indent: 0, holds })
  }
  const unnumbered = placed.filter(({ column }) => column.number === undefined)
  const width = unnumbered.reduce((sum, { places }) => sum + places, 0)
  if (unnumbered[0] !== undefined) cell(unnumbered[0].at, width, label, 'label')
  for (const { column, at } of placed) if (column.number !== undefined) cell(at, 1, column.number, 'number')
  return cells
}
