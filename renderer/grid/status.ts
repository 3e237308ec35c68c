import type { CellAddress } from '../../shared/address/cell.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import type { CellValue } from './cell-text.ts'
import type { Controller } from './controller.ts'
import type { Mode } from './keys.ts'
import { noteAt, reasonAt } from './notes.ts'
import { clip, spotsOf } from './range.ts'
import type { Spot } from './sheet.ts'
import type { RangeTally } from './tally.ts'
import { tallyOf } from './tally.ts'

export type MessageTone = 'info' | 'warning' | 'error'

/** What the status line can say about the grid. */
export type GridStatus = {
  /** the active cell in words, e.g. `2080501 行政单位离退休 · 本年支出·小计` */
  readonly place: string
  /** null on labels and where there is no cell */
  readonly address: CellAddress | null
  readonly mode: Mode
  /** why the active cell is marked; null when it is not */
  readonly reason: string | null
  /** what the active cell takes over from last year's book; null where it takes over nothing */
  readonly note: string | null
  readonly selection: RangeTally
  /** what the last gesture did, or why it did nothing */
  readonly message: { readonly text: string; readonly tone: MessageTone } | null
}

/** What there is to say about the active cell and the range. */
export function statusOf(grid: Controller, message: GridStatus['message']): GridStatus {
  const { screen } = grid
  const { sheet, engine } = screen
  const spot = screen.inSheet(grid.selection.active)
  const cell = sheet.cellAt(spot.row, spot.column)
  const isLabel = cell === null || cell.kind === 'label'
  const content = (one: Spot): { readonly value: CellValue; readonly holds: ValueUnit } | null => {
    const { row, column } = screen.inSheet(one)
    const there = sheet.cellAt(row, column)
    if (there === null || sheet.isBlankLine(row)) return null
    return there.kind === 'label'
      ? { value: there.text, holds: 'text' }
      : { value: engine.value(there.address), holds: there.unit }
  }
  const cells = function* (): Iterable<ReturnType<typeof content>> {
    for (const one of spotsOf(clip(grid.range, grid.rows, grid.columns))) yield content(one)
  }
  const title = isLabel ? '' : (sheet.columns[spot.column]?.title ?? '')
  return {
    place: sheet.isBlankLine(spot.row)
      ? '新增科目'
      : [sheet.rowTitle(spot), title].filter((text) => text !== '').join(' · '),
    address: screen.addressAt(spot.row, spot.column),
    mode: grid.mode,
    reason: reasonAt(grid, spot),
    note: noteAt(grid, spot),
    selection: tallyOf(cells(), screen.unit),
    message,
  }
}
