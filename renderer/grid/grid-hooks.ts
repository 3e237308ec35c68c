import type { CellAddress } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { CarriedDifference, Difference } from '../../shared/years/carried.ts'
import type { LiveBook } from '../book/live-book.ts'
import type { Plan } from './plan.ts'
import type { GridStatus } from './status.ts'

export type GridOptions = {
  /** element whose width the form may fill, its padding included */
  readonly room: HTMLElement
  readonly book: LiveBook
  readonly form: string
  readonly unit: AmountUnit
  readonly offersLine: boolean
  readonly nonce: string | undefined
}

/** What the grid asks of its surroundings. */
export type GridHooks = {
  readonly onStatus: (status: GridStatus) => void
  readonly reasonOf: ((address: CellAddress) => string | null) | undefined
  /** a code was chosen whose line needs more than a code (a project) */
  readonly onInsertCode: ((code: string | null) => void) | undefined
  readonly onSearch: (what: 'find' | 'code') => void
  readonly onFindNext: (back: boolean) => void
  readonly onMenu: (point: { readonly x: number; readonly y: number }) => void
  /** the height of the rows or the width of the columns may differ */
  readonly onRows: () => void
  /** a paste that not every cell can take: whether to paste what can be pasted */
  readonly onPartialPaste: (plan: Plan) => boolean | Promise<boolean>
  /** carried cells are to say something else than last year's book: why, or null to leave them */
  readonly onDifference: (differences: readonly CarriedDifference[]) => Promise<Difference | null>
}
