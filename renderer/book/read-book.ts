import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import type { Bridge } from '../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { Snapshot } from '../../shared/channels/values.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { priorOf } from '../../shared/years/prior.ts'

/** Where an opened book gets its edition, and where it tells what nobody asked for. */
export type Surroundings = {
  readonly bridge: Bridge
  readonly edition: (hash: string) => Promise<Result<LinkedEdition>>
  /** the ledger was opened without the right to write */
  readonly ledgerReadOnly: boolean
  /** the book is only looked at until somebody wants to change it */
  readonly isLook?: boolean
  readonly notice: (text: string) => void
  /** somebody else moved the book to another edition: it has to be opened anew; so many gestures were not stored */
  readonly replaced?: (unsaved: number) => void
}

/** A book as main has it, compiled. */
export type ReadBook = { readonly snapshot: Snapshot; readonly engine: Engine }

/** Faults: those of `book.open` and `edition.read`; input-refused when a total cannot be held. */
export async function readBook(around: Surroundings, book: number): Promise<Result<ReadBook>> {
  const snapshot = await around.bridge.call('book.open', { book })
  if (!snapshot.ok) return snapshot
  const { summary, facts, prior } = snapshot.value
  const edition = await around.edition(summary.edition.hash)
  if (!edition.ok) return edition
  const engine = Engine.create(edition.value, facts, priorOf(prior))
  if (engine !== null) return ok({ snapshot: snapshot.value, engine })
  return refuse({ kind: 'input-refused', where: `${summary.year} 年度决算`, reason: totalOutOfRange })
}
