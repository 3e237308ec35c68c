import { cellKey } from '../../shared/address/cell.ts'
import type { PriorBook } from '../../shared/channels/values.ts'
import type { Prior } from '../../shared/engine/compile.ts'

/** Last year's book as main sends it, as this year's formulas see it. */
export function priorOf(prior: PriorBook | null): Prior | null {
  if (prior === null) return null
  const cells = new Map(prior.cells)
  return { value: (cell) => cells.get(cellKey(cell)) ?? null, codes: new Map(prior.codes) }
}
