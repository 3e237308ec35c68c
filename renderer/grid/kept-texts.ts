import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { LiveBook } from '../book/live-book.ts'
import type { Kept } from './plan.ts'

/**
 * Texts that cells did not take, kept as typed so that nothing is lost: red, with the reason. They are no part of the
 * book, and stay while it is open, whichever form is on screen.
 */
export class KeptTexts {
  private readonly texts = new Map<string, Kept & { readonly companions: ReadonlySet<string> }>()

  get(address: CellAddress): Kept | null {
    return this.texts.size === 0 ? null : (this.texts.get(cellKey(address)) ?? null)
  }

  get size(): number {
    return this.texts.size
  }

  /** Keeps the texts that a gesture could not place; `companions` are the keys of the cells it did change. */
  keep(refused: readonly Kept[], companions: readonly string[]): void {
    const keys = new Set(companions)
    for (const kept of refused) this.texts.set(cellKey(kept.address), { ...kept, companions: keys })
  }

  /** Lets go of the text of a cell; true if there was one. */
  drop(address: CellAddress): boolean {
    return this.texts.delete(cellKey(address))
  }

  dropKey(key: string): void {
    this.texts.delete(key)
  }

  /** Takes back texts of a gesture that was undone, told by the cells that changed back; returns where they stood. */
  dropWith(changed: readonly CellAddress[]): CellAddress[] {
    if (this.texts.size === 0) return []
    const keys = changed.map(cellKey)
    const gone = [...this.texts.values()].filter(({ companions }) => keys.some((key) => companions.has(key)))
    for (const { address } of gone) this.drop(address)
    return gone.map(({ address }) => address)
  }
}

const byBook = new WeakMap<LiveBook, KeptTexts>()

export function keptTextsOf(book: LiveBook): KeptTexts {
  const known = byBook.get(book)
  if (known !== undefined) return known
  const kept = new KeptTexts()
  byBook.set(book, kept)
  return kept
}
