import type { Controller } from './controller.ts'
import type { Ground } from './moves.ts'

/** The form in sight as ground for moving about. Cells that follow last year's book need no filling: Tab passes them. */
export function groundOf({ rows, columns, screen, view }: Controller): Ground {
  return {
    rows,
    columns,
    home: screen.sheet.followsCodes
      ? Math.max(
          0,
          screen.sheet.columns.findIndex(({ isLabel }) => !isLabel),
        )
      : 0,
    page: view.page,
    isFilled: (spot) => {
      const { row, column } = screen.inSheet(spot)
      return !screen.sheet.isBlankLine(row) && screen.text(row, column) !== ''
    },
    isEditable: (spot) => {
      const { row, column } = screen.inSheet(spot)
      return screen.lockOf(row, column) === null && !screen.isCarried(row, column)
    },
  }
}
