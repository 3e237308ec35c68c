import type { Sheet } from './sheet.ts'

export type RowFilter = 'all' | 'failing' | 'filled'
export type RowOrder = { readonly column: number; readonly descending: boolean } | null

/** What decides whether a row is on screen. */
export type OutlineState = {
  /** ids of rows whose lines below are hidden */
  readonly folded: ReadonlySet<string>
  readonly filter: RowFilter
  readonly order: RowOrder
}

export type RowFacts = {
  readonly fails: (row: number) => boolean
  readonly isFilled: (row: number) => boolean
  /** what a row is sorted by */
  readonly sortValue: (row: number, column: number) => number | string | null
}

/** Rows on screen from the top, as numbers of sheet rows; 合计 stays first, lines stay below their 类 and 款. */
export function visibleRows(sheet: Sheet, { folded, filter, order }: OutlineState, facts: RowFacts): number[] {
  if (!sheet.followsCodes) return sheet.rows.map(({ index }) => index)
  const wanted = filter === 'all' ? null : wantedRows(sheet, filter, facts)
  const children = new Map<number, number[]>()
  for (const { index, parent } of sheet.rows) {
    if (index === sheet.totalRow || (wanted !== null && !wanted.has(index) && !sheet.isBlankLine(index))) continue
    const known = children.get(parent)
    if (known === undefined) children.set(parent, [index])
    else known.push(index)
  }
  const shown: number[] = sheet.totalRow < 0 ? [] : [sheet.totalRow]
  const walk = (parent: number): void => {
    const rows = children.get(parent) ?? []
    for (const row of order === null ? rows : sorted(sheet, rows, order, facts)) {
      shown.push(row)
      if (!folded.has(sheet.rows[row]?.id ?? '')) walk(row)
    }
  }
  walk(-1)
  return shown
}

function wantedRows(sheet: Sheet, filter: RowFilter, facts: RowFacts): Set<number> {
  const wanted = new Set<number>()
  for (const { index } of sheet.rows) {
    if (!(filter === 'failing' ? facts.fails(index) : facts.isFilled(index))) continue
    for (let row = index; row >= 0 && !wanted.has(row); row = sheet.rows[row]?.parent ?? -1) wanted.add(row)
  }
  return wanted
}

function sorted(sheet: Sheet, rows: readonly number[], order: NonNullable<RowOrder>, facts: RowFacts): number[] {
  const sign = order.descending ? -1 : 1
  const keyed = rows.map((row) => ({ row, value: facts.sortValue(row, order.column), blank: sheet.isBlankLine(row) }))
  return keyed
    .sort((a, b) => {
      if (a.blank !== b.blank) return a.blank ? 1 : -1
      if (a.value === null || b.value === null) return a.value === b.value ? a.row - b.row : a.value === null ? 1 : -1
      if (a.value === b.value) return a.row - b.row
      return (a.value < b.value ? -1 : 1) * sign
    })
    .map(({ row }) => row)
}

/** Folded rows when the outline is opened down to a level: 1 类, 2 款, 3 everything. */
export function foldedTo(sheet: Sheet, level: number): Set<string> {
  const depth = depths(sheet)
  return new Set(
    sheet.rows.filter(({ index, hasChildren }) => hasChildren && (depth[index] ?? 0) >= level).map(({ id }) => id),
  )
}

/** Depth of each row in the tree of codes, from 1; 0 for 合计. */
function depths(sheet: Sheet): number[] {
  const list: number[] = []
  for (const { index, parent } of sheet.rows)
    list.push(index === sheet.totalRow ? 0 : parent < 0 ? 1 : (list[parent] ?? 0) + 1)
  return list
}

/** How deep the tree goes: the levels offered for folding. */
export const treeDepth = (sheet: Sheet): number => (sheet.followsCodes ? Math.max(0, ...depths(sheet)) : 0)
