import type { Finding } from '../../shared/engine/finding.ts'
import { plainNumber, scaled } from '../../shared/narrative/reading.ts'
import type { Gesture } from '../book/live-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { useCommit } from './commit.ts'
import { overrideFigure } from './text-gestures.ts'

/** A share may be moved so far, in hundredths of a per cent, and still pass for rounded. */
const furthest = 2n

/**
 * What a finding offers to do about shares that do not add to 100 %: the one to move, and to what. Where rounding is
 * not the reason there is no offer: another share would only be made wrong as well.
 */
export function adjustmentOf({ kind, detail }: Finding): { readonly to: string; readonly gesture: Gesture } | null {
  if (kind !== 'text') return null
  const [rule, , , from, to, figure] = (detail ?? '').split('|')
  if (rule !== 'shares' || from === undefined || to === undefined || figure === undefined) return null
  const by = scaled(plainNumber(to) ?? '', 2) - scaled(plainNumber(from) ?? '', 2)
  if (by > furthest || by < -furthest) return null
  return { to, gesture: { ...overrideFigure(figure, to), label: '调整占比' } }
}

/** The offer as a button; nothing for findings without one. */
export function Adjustment({ book, finding }: { readonly book: OpenedBook; readonly finding: Finding }) {
  const commit = useCommit(book)
  const offer = adjustmentOf(finding)
  if (offer === null) return null
  return (
    <button
      type="button"
      className="link finding-explain"
      disabled={book.readOnly}
      onClick={() => void commit(offer.gesture)}
    >
      调整为 {offer.to}%
    </button>
  )
}
