import type { BookSummary } from '../../shared/channels/values.ts'
import type { Gesture } from './live-book.ts'

/** Whether everything on screen is in the ledger; never `saved` before the receipt. */
export type SaveState =
  | { readonly kind: 'saved'; readonly time: string | null }
  | { readonly kind: 'saving'; readonly count: number }
  /** on screen and in the queue, but not stored: `retry` */
  | { readonly kind: 'failed'; readonly count: number; readonly reason: string }
  /** no longer on screen, because the book is another one now: `reapply` or drop */
  | { readonly kind: 'offered'; readonly count: number; readonly reason: string }

/** What the frame shows of an opened book. */
export type BookStatus = {
  readonly summary: BookSummary
  readonly readOnly: boolean
  readonly save: SaveState
  /** what undo and redo would take */
  readonly undo: string | null
  readonly redo: string | null
  /** gestures that were made on a state which is no more */
  readonly offered: readonly Gesture[]
  readonly offeredWhy: string
}
