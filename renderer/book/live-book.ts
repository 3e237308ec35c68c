import type { CellAddress } from '../../shared/address/cell.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { Difference } from '../../shared/years/carried.ts'

/** Where the user was: undo returns there. */
export type Place = { readonly form: string; readonly row: string | null; readonly column: string | null }

/** One gesture of the user: typed cell, paste, cleared block, added row. It is one step of undo and one journal row. */
export type Gesture = {
  readonly label: string
  readonly changes: readonly FactChange[]
  readonly place: Place | null
  /** why a carried 年初数 among the changes says something else than last year's book */
  readonly difference?: Difference
}

/** What the screen must repaint after a gesture, an undo, or a change made elsewhere. */
export type BookEvent = {
  /** cells whose value or mark may differ; `all` when rows came or went */
  readonly changed: readonly CellAddress[] | 'all'
  /** where to go, for undo and redo */
  readonly place: Place | null
}

/**
 * The open book as the window's components see it: an engine that is always up to date, and gestures that are saved
 * behind it. Components never touch channels.
 */
export type LiveBook = {
  readonly engine: Engine
  readonly department: string
  readonly year: number
  /** What fails now; asked of the engine once between two gestures, however many parts of the window want it. */
  readonly findings: () => readonly Finding[]
  /** sealed, or opened without the right to write */
  readonly readOnly: boolean
  /** Applies a gesture at once and saves it; refused gestures change nothing and say why in Chinese. */
  readonly commit: (gesture: Gesture) => { readonly ok: true } | { readonly ok: false; readonly reason: string }
  readonly undo: () => void
  readonly redo: () => void
  readonly subscribe: (listener: (event: BookEvent) => void) => () => void
}
