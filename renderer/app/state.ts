import type { CellAddress } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { NewerRevision } from '../../shared/channels/edition-values.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import type { MovedBook } from '../../shared/channels/transfer-values.ts'
import type { BookSummary, EditionHeadline, FileToken, ImportPreview, Start } from '../../shared/channels/values.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { CarriedDifference, Difference } from '../../shared/years/carried.ts'
import type { Place } from '../book/live-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import type { GridStatus } from '../grid/status.ts'
import type { UnsavedText } from '../narrative/unsaved-text.tsx'

/** What stands over the frame; one at a time. */
export type Dialog =
  | { readonly kind: 'new-book' }
  | { readonly kind: 'new-ledger' }
  | { readonly kind: 'export-all' }
  | { readonly kind: 'diagnostics' }
  | { readonly kind: 'log-folder'; readonly path: string }
  | { readonly kind: 'add-row' }
  | { readonly kind: 'remove-row'; readonly code: string }
  | { readonly kind: 'rename-row'; readonly code: string }
  | { readonly kind: 'units' }
  /** with the code of a project to add */
  | { readonly kind: 'projects'; readonly code?: string | undefined }
  | { readonly kind: 'explain'; readonly finding: Finding }
  /** why carried cells are to say something else than last year's book; null leaves them */
  | {
      readonly kind: 'difference'
      readonly differences: readonly CarriedDifference[]
      readonly answer: (difference: Difference | null) => void
    }
  /** next year's book from this one */
  | { readonly kind: 'new-year'; readonly from: number }
  | { readonly kind: 'seal' }
  | { readonly kind: 'sealed-files' }
  | { readonly kind: 'unseal' }
  | { readonly kind: 'editions' }
  | { readonly kind: 'code-table' }
  /** the newer revision of the book's edition */
  | { readonly kind: 'revision' }
  | { readonly kind: 'all-books' }
  | { readonly kind: 'transfer'; readonly book: number; readonly how: 'moved' | 'copied' }
  | { readonly kind: 'moved-book'; readonly book: number }
  | { readonly kind: 'backups' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'salvage' }
  | { readonly kind: 'import'; readonly file: FileToken; readonly preview: ImportPreview }
  | { readonly kind: 'reuse-texts' }
  | { readonly kind: 'export' }
  /** the printed pages; of the whole document when there is no form */
  | { readonly kind: 'print-view'; readonly form: string | null }
  | { readonly kind: 'guide' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'about' }

export type PanelName = 'findings' | 'trace' | 'history'

/** What fills the window: the form in sight, the text part, the cover, or comparisons and charts. */
export type Screen = 'form' | 'text' | 'cover' | 'analysis'

/** What commands can ask of the text part while it is on screen. */
export type TextPart = {
  readonly openSearch: () => void
  /** shows where the paragraph's figures come from, and puts the focus there */
  readonly showSource: () => void
}

/** A request to the grid to show a place; the serial tells two requests for one place apart. */
export type GoTo = {
  readonly place: Place
  /** further cells to point out */
  readonly cells: readonly CellAddress[]
  readonly serial: number
}

/** This year's book and the cell there whose source is looked up in last year's. */
export type LookedFrom = { readonly book: number; readonly year: number; readonly place: Place | null }

/** State of the frame: what is open and where one looks. Values and findings are the book's. */
export type FrameState = {
  /** null until the first answer */
  readonly start: Start | null
  /** why the ledger could not be opened, or nothing could be asked */
  readonly fault: Fault | null
  readonly books: readonly BookSummary[]
  /** books that left for another ledger */
  readonly moved: readonly MovedBook[]
  /** of the open book's edition, if there is one */
  readonly newer: NewerRevision | null
  /** editions of the program and of the ledger */
  readonly editions: readonly EditionHeadline[]
  readonly book: OpenedBook | null
  /** key of the form in sight */
  readonly form: string
  readonly goTo: GoTo | null
  readonly screen: Screen
  /** block of the text part that was asked for */
  readonly block: { readonly key: string; readonly serial: number } | null
  /** block of the text part the reader is in; null before one was looked at */
  readonly reading: string | null
  /** texts that could not be stored when their editor went away, to be decided on */
  readonly unsavedTexts: readonly UnsavedText[]
  /** where last year's book was looked up from; null while no book is looked up */
  readonly lookedFrom: LookedFrom | null
  /** the screen a cell was shown from, to which one may want to return */
  readonly cameFrom: 'text' | 'analysis' | null
  readonly dialog: Dialog | null
  /** the finding last visited, by its key */
  readonly visited: string | null
  readonly panel: PanelName
  readonly isPanelOpen: boolean
  readonly unit: AmountUnit
  readonly grid: GridStatus | null
  /** what the window waits for, in words */
  readonly busy: string | null
  /** calls it off; null where that cannot be done */
  readonly cancelBusy: (() => void) | null
  /** how far main is with it, from 0 to 1 */
  readonly progress: number | null
}
