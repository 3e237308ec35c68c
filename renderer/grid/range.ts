import type { Spot } from './sheet.ts'

/** A rectangle of cells, borders included. */
export type Range = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/**
 * What is selected: the rectangle from anchor to head, and the active cell in it, where typing goes. Rows are those on
 * screen, from the top, folded ones left out.
 */
export type Selection = { readonly anchor: Spot; readonly head: Spot; readonly active: Spot }

export const at = (spot: Spot): Selection => ({ anchor: spot, head: spot, active: spot })

export const rangeOf = ({ anchor, head }: Selection): Range => ({
  top: Math.min(anchor.row, head.row),
  left: Math.min(anchor.column, head.column),
  bottom: Math.max(anchor.row, head.row),
  right: Math.max(anchor.column, head.column),
})

export const heightOf = ({ top, bottom }: Range): number => bottom - top + 1
export const widthOf = ({ left, right }: Range): number => right - left + 1
export const isSingle = (range: Range): boolean => range.top === range.bottom && range.left === range.right
export const contains = ({ top, left, bottom, right }: Range, { row, column }: Spot): boolean =>
  top <= row && row <= bottom && left <= column && column <= right
export const sameSpot = (a: Spot, b: Spot): boolean => a.row === b.row && a.column === b.column

/** Spots of a range, row by row. */
export function* spotsOf({ top, left, bottom, right }: Range): Iterable<Spot> {
  for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) yield { row, column }
}

/** A range kept inside a sheet of so many rows and columns. */
export const clip = (range: Range, rows: number, columns: number): Range => ({
  top: Math.max(0, Math.min(range.top, rows - 1)),
  left: Math.max(0, Math.min(range.left, columns - 1)),
  bottom: Math.max(0, Math.min(range.bottom, rows - 1)),
  right: Math.max(0, Math.min(range.right, columns - 1)),
})

/** The range a fill handle covers when it is dragged to a spot: further rows or further columns, never both. */
export function fillRange(source: Range, { row, column }: Spot): Range {
  const down = Math.max(row - source.bottom, source.top - row, 0)
  const across = Math.max(column - source.right, source.left - column, 0)
  if (down === 0 && across === 0) return source
  return down >= across
    ? { ...source, top: Math.min(source.top, row), bottom: Math.max(source.bottom, row) }
    : { ...source, left: Math.min(source.left, column), right: Math.max(source.right, column) }
}

/** The next cell of a range when Enter or Tab goes round in it, wrapping at its ends. */
export function cycle(range: Range, active: Spot, key: 'enter' | 'tab', back: boolean): Spot {
  const [height, width] = [heightOf(range), widthOf(range)]
  const [row, column] = [active.row - range.top, active.column - range.left]
  const place = key === 'tab' ? row * width + column : column * height + row
  const next = (place + (back ? -1 : 1) + height * width) % (height * width)
  return key === 'tab'
    ? { row: range.top + Math.floor(next / width), column: range.left + (next % width) }
    : { row: range.top + (next % height), column: range.left + Math.floor(next / height) }
}
