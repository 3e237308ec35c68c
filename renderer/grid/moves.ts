import type { Spot } from './sheet.ts'

/** The ground on which the cursor moves: rows and columns on screen. */
export type Ground = {
  readonly rows: number
  readonly columns: number
  /** first column that scrolls: where Home goes first, as in a sheet with frozen panes */
  readonly home: number
  /** rows in sight */
  readonly page: number
  readonly isFilled: (spot: Spot) => boolean
  readonly isEditable: (spot: Spot) => boolean
}
export type Step = 'up' | 'down' | 'left' | 'right'
export type Reach = 'cell' | 'edge' | 'page'

const deltas: Readonly<Record<Step, readonly [number, number]>> = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
}

const inside = ({ rows, columns }: Ground, { row, column }: Spot): boolean =>
  row >= 0 && row < rows && column >= 0 && column < columns

/** Where an arrow or a Page key leads; at the border it stays. */
export function step(ground: Ground, from: Spot, direction: Step, reach: Reach): Spot {
  const [down, across] = deltas[direction]
  if (reach === 'edge') return edge(ground, from, down, across)
  const far = reach === 'page' ? Math.max(1, ground.page - 1) : 1
  return {
    row: Math.max(0, Math.min(ground.rows - 1, from.row + down * far)),
    column: Math.max(0, Math.min(ground.columns - 1, from.column + across * far)),
  }
}

/** Ctrl+arrow as in Excel: to the end of a run of filled cells, else to the next filled one, else to the border. */
function edge(ground: Ground, from: Spot, down: number, across: number): Spot {
  const next = ({ row, column }: Spot): Spot => ({ row: row + down, column: column + across })
  let here = from
  let ahead = next(here)
  if (!inside(ground, ahead)) return from
  if (ground.isFilled(here) && ground.isFilled(ahead)) {
    while (inside(ground, ahead) && ground.isFilled(ahead)) {
      here = ahead
      ahead = next(here)
    }
    return here
  }
  while (inside(ground, ahead)) {
    here = ahead
    if (ground.isFilled(here)) return here
    ahead = next(here)
  }
  return here
}

/** Home: to the first scrolling column, and from there to the first of all. */
export const home = ({ home: first }: Ground, { row, column }: Spot): Spot => ({
  row,
  column: column === first ? 0 : first,
})
export const end = ({ columns }: Ground, { row }: Spot): Spot => ({ row, column: columns - 1 })
export const topHome = ({ home: first }: Ground): Spot => ({ row: 0, column: first })
/** Ctrl+End: the last filled row and column. */
export function lastFilled(ground: Ground): Spot {
  for (let row = ground.rows - 1; row >= 0; row--)
    for (let column = ground.columns - 1; column >= 0; column--)
      if (ground.isFilled({ row, column })) return { row, column: ground.columns - 1 }
  return { row: ground.rows - 1, column: ground.columns - 1 }
}

/** Tab: the next cell that can be typed into, row by row; null past the last one, so that focus may leave the grid. */
export function nextEditable(ground: Ground, from: Spot, back: boolean): Spot | null {
  const { rows, columns } = ground
  const direction = back ? -1 : 1
  for (
    let place = from.row * columns + from.column + direction;
    place >= 0 && place < rows * columns;
    place += direction
  ) {
    const spot = { row: Math.floor(place / columns), column: place % columns }
    if (ground.isEditable(spot)) return spot
  }
  return null
}
