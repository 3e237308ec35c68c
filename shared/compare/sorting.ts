import { type ComparedCell, type ComparedRow, type ComparedSection, isTelling } from './comparison.ts'

/** As printed, or the largest change first. */
export const orders = ['printed', 'difference', 'percent'] as const
export type Order = (typeof orders)[number]

export type View = {
  readonly order: Order
  /** key of the one column that counts, and rows without a figure in it do not; null for all */
  readonly column: string | null
  /** only rows with a cell beyond the threshold, or one whose reason is asked for */
  readonly onlyMarked: boolean
  /** part of a code, a label or the name of a unit */
  readonly text: string
}

/**
 * The rows of a section as somebody wants to see them. Ordered by size they are a flat list of the rows that are no
 * sums: between sums and their parts an order by size would say nothing. Filters leave the printed order alone.
 */
export function viewRows(section: ComparedSection, { order, column, onlyMarked, text }: View): readonly ComparedRow[] {
  const at = column === null ? -1 : section.columns.indexOf(column)
  if (column !== null && at < 0) return []
  const counted = ({ cells }: ComparedRow): readonly (ComparedCell | null)[] => (at < 0 ? cells : [cells[at] ?? null])
  const wanted = text.trim().toLowerCase()
  let rows = section.rows
  if (column !== null)
    rows = rows.filter((row) => {
      const cell = counted(row)[0] ?? null
      return isTelling(cell) || (cell !== null && row.level === 0)
    })
  if (onlyMarked)
    rows = rows.filter((row) => counted(row).some((cell) => cell !== null && (cell.isMarked || cell.asked.length > 0)))
  if (wanted !== '')
    rows = rows.filter(({ code, label, unit }) =>
      [code, label, unit].some((part) => part?.toLowerCase().includes(wanted) === true),
    )
  if (order === 'printed') return rows
  const size = ({ difference, percent, base, here }: ComparedCell): number => {
    if (order === 'difference') return Math.abs(difference ?? 0)
    // out of nothing is more than any percentage
    if (percent === null) return !base && here ? Number.POSITIVE_INFINITY : 0
    return Math.abs(percent)
  }
  const leaves = rows.flatMap((row, place) => {
    if (!row.isLeaf) return []
    let [most, amount] = [0, 0]
    for (const cell of counted(row)) {
      if (cell === null) continue
      most = Math.max(most, size(cell))
      amount = Math.max(amount, Math.abs(cell.difference ?? 0))
    }
    return [{ row, most, amount, place }]
  })
  // equal percentages, and those out of nothing, by amount
  const bigger = (one: number, other: number): number => (one === other ? 0 : one > other ? -1 : 1)
  leaves.sort((a, b) => bigger(a.most, b.most) || bigger(a.amount, b.amount) || a.place - b.place)
  return leaves.map(({ row }) => row)
}
