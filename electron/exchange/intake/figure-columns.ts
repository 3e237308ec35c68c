import type { Token } from './line-tokens.ts'

/**
 * Which column a figure stands in, told by its place: figures of one column lie over each other. Learnt from lines that
 * have them all. In plain text there are no places, and nothing is told.
 */
export class FigureColumns {
  private readonly ranges = new Map<number, { from: number; to: number }>()

  /** A line whose figures are known to stand in these columns. */
  learn(columns: readonly number[], figures: readonly Token[]): void {
    figures.forEach(({ x0, x1 }, number) => {
      const column = columns[number]
      if (column === undefined || x0 === null || x1 === null) return
      const range = this.ranges.get(column)
      if (range === undefined) this.ranges.set(column, { from: x0, to: x1 })
      else {
        range.from = Math.min(range.from, x0)
        range.to = Math.max(range.to, x1)
      }
    })
  }

  /** The columns of some figures among those wanted, in the order of the figures; null when it cannot be told. */
  place(wanted: readonly number[], figures: readonly Token[]): number[] | null {
    const places: number[] = []
    for (const { x0, x1 } of figures) {
      if (x0 === null || x1 === null) return null
      const over = wanted.filter((column) => {
        const range = this.ranges.get(column)
        return range !== undefined && x0 < range.to && x1 > range.from
      })
      const [column] = over
      if (over.length !== 1 || column === undefined || places.includes(column)) return null
      places.push(column)
    }
    return places
  }
}
