import type { CellAddress } from '../../shared/address/cell.ts'
import type { Controller } from './controller.ts'

/** Cells that flash after a change, at most: more would cost more than they tell. */
const mostFlashes = 200

/** Lets cells in sight flash once that changed because others did. */
export function flash({ screen, view }: Controller, cells: readonly CellAddress[]): void {
  let left = mostFlashes
  for (const cell of cells) {
    const spot = screen.sheet.find(cell)
    if (spot === null || screen.sheet.valueAt(spot.row, spot.column)?.cell === 'input') continue
    const row = screen.placeOf(spot.row)
    const element = row < 0 || !view.isNear(row) ? null : view.element({ row, column: spot.column })
    if (element === null) continue
    element.animate([{ boxShadow: 'inset 0 0 0 40px #ffe58f' }, { boxShadow: 'inset 0 0 0 40px #ffe58f00' }], 700)
    if (--left === 0) return
  }
}
