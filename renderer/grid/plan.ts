import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { inverseOf, needlessDefaults, statesDefault } from '../../shared/engine/defaults.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { effective } from '../book/changes.ts'
import type { CellValue } from './cell-text.ts'
import { plainText, readText } from './cell-text.ts'
import type { Sheet, Spot } from './sheet.ts'

/** What is offered to a cell: text to be read in the unit of entry, or an exact value of another cell. */
export type Offer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: CellValue; readonly holds: ValueUnit }

/** Text that a cell did not take: it stays to be seen, beside the book. */
export type Kept = { readonly address: CellAddress; readonly text: string; readonly reason: string }

/** What a gesture over many cells would do. Nothing has happened yet. */
export type Plan = {
  readonly changes: readonly FactChange[]
  /** cells that take what they are offered, changed or not */
  readonly taken: number
  /** something offered to cells that follow a formula, to labels, or to places without a cell */
  readonly locked: number
  /** something offered beyond the last row or column */
  readonly outside: number
  readonly refused: readonly Kept[]
}

export type Write = { readonly spot: Spot; readonly offer: Offer }

const isNothing = (offer: Offer): boolean => (offer.kind === 'text' ? offer.text.trim() === '' : offer.value === null)

/** Plans writes; spots are rows and columns of the sheet. */
export function planWrites(sheet: Sheet, engine: Engine, writes: Iterable<Write>, unit: AmountUnit): Plan {
  const changes: FactChange[] = []
  const refused: Kept[] = []
  let [taken, locked, outside] = [0, 0, 0]
  for (const { spot, offer } of writes) {
    const { row, column } = spot
    if (row < 0 || row >= sheet.rows.length || column >= sheet.columns.length) {
      if (!isNothing(offer)) outside++
      continue
    }
    const cell = sheet.valueAt(row, column)
    if (cell === null || cell.cell === 'computed' || sheet.isBlankLine(row)) {
      // a table that is pasted back over itself brings its own labels and totals along
      if (!isNothing(offer) && !isSame(sheet, engine, spot, offer, unit)) locked++
      continue
    }
    const read = valueFor(offer, cell.unit, unit)
    if (!read.ok) {
      refused.push({ address: cell.address, text: textOf(offer, unit), reason: read.reason })
      continue
    }
    taken++
    const key = cellKey(cell.address)
    if (engine.book.get('cell', key) !== read.value) changes.push({ kind: 'cell', key, after: read.value })
  }
  return { changes, taken, locked, outside, refused }
}

/** Whether a locked place already shows what is offered. */
function isSame(sheet: Sheet, engine: Engine, { row, column }: Spot, offer: Offer, unit: AmountUnit): boolean {
  const cell = sheet.cellAt(row, column)
  const text = textOf(offer, unit).replaceAll(/\s+/g, '')
  if (cell === null) return false
  if (cell.kind === 'label') return cell.text.replaceAll(/\s+/g, '') === text
  const read = readText(text, cell.unit, unit)
  return read.ok && read.value === engine.value(cell.address)
}

const textOf = (offer: Offer, unit: AmountUnit): string =>
  offer.kind === 'text' ? offer.text : plainText(offer.value, offer.holds, unit)

function valueFor(offer: Offer, holds: ValueUnit, unit: AmountUnit): ReturnType<typeof readText> {
  return offer.kind === 'value' && offer.holds === holds
    ? { ok: true, value: offer.value }
    : readText(textOf(offer, unit), holds, unit)
}

/**
 * Leaves out default cells that would be stated just as their formula gives it after the whole gesture (design §3): the
 * engine tries the gesture and takes it back.
 */
export function withoutEchoes(engine: Engine, changes: readonly FactChange[]): readonly FactChange[] {
  if (!changes.some((change) => statesDefault(engine, change))) return changes
  const before = inverseOf(engine.book, changes)
  if (engine.apply(changes).kind !== 'applied') return changes
  const echoes = needlessDefaults(engine, changes)
  engine.apply(before)
  return effective(engine.book, [...changes, ...echoes])
}
