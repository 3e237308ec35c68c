import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { CopiedCell } from './block-text.ts'
import { decimalsShown, plainText } from './cell-text.ts'
import type { Offer, Plan, Write } from './plan.ts'
import { planWrites } from './plan.ts'
import type { Range } from './range.ts'
import { contains, heightOf, spotsOf, widthOf } from './range.ts'
import type { Sheet, Spot } from './sheet.ts'

/** What gestures over a block need: the sheet, the values, and which of its rows are on screen. */
export type Screen = {
  readonly sheet: Sheet
  readonly engine: Engine
  readonly unit: AmountUnit
  /** sheet rows on screen, from the top */
  readonly shown: readonly number[]
}

/** A spot on screen as row and column of the sheet; row -1 beyond the last one. */
const inSheet = ({ shown }: Screen, { row, column }: Spot): Spot => ({ row: shown[row] ?? -1, column })

/** What a cell holds, to be given to another cell. */
function offerOf({ sheet, engine, shown }: Screen, { row, column }: Spot): Offer {
  const cell = sheet.cellAt(shown[row] ?? -1, column)
  if (cell === null) return { kind: 'text', text: '' }
  if (cell.kind === 'label') return { kind: 'text', text: cell.text }
  return { kind: 'value', value: engine.value(cell.address), holds: cell.unit }
}

type PastePlan = { readonly plan: Plan; readonly range: Range }

/**
 * Plans a paste: one value fills the range; a block goes to its upper left corner and is repeated where the range is a
 * multiple of it, as spreadsheets do.
 */
export function planPaste(screen: Screen, range: Range, block: readonly (readonly Offer[])[]): PastePlan {
  const height = block.length
  const width = Math.max(...block.map((row) => row.length))
  const repeats = heightOf(range) % height === 0 && widthOf(range) % width === 0
  const target: Range = repeats ? range : { ...range, bottom: range.top + height - 1, right: range.left + width - 1 }
  const writes = function* (): Iterable<Write> {
    for (const spot of spotsOf(target)) {
      const offer = block[(spot.row - target.top) % height]?.[(spot.column - target.left) % width]
      if (offer !== undefined) yield { spot: inSheet(screen, spot), offer }
    }
  }
  return { plan: planWrites(screen.sheet, screen.engine, writes(), screen.unit), range: target }
}

/** Plans to give every cell of a range the same. */
export function planSame(screen: Screen, range: Range, offer: Offer): Plan {
  const writes = [...spotsOf(range)].map((spot) => ({ spot: inSheet(screen, spot), offer }))
  return planWrites(screen.sheet, screen.engine, writes, screen.unit)
}

/** Plans a fill: the cells of the target outside the source take those of the source, repeated. */
export function planFill(screen: Screen, source: Range, target: Range): Plan {
  const [height, width] = [heightOf(source), widthOf(source)]
  const offers = new Map<string, Offer>()
  const wrap = (value: number, from: number, size: number): number => from + ((((value - from) % size) + size) % size)
  const writes = function* (): Iterable<Write> {
    for (const spot of spotsOf(target)) {
      if (contains(source, spot)) continue
      const from = { row: wrap(spot.row, source.top, height), column: wrap(spot.column, source.left, width) }
      const key = `${from.row} ${from.column}`
      const offer = offers.get(key) ?? offerOf(screen, from)
      offers.set(key, offer)
      yield { spot: inSheet(screen, spot), offer }
    }
  }
  return planWrites(screen.sheet, screen.engine, writes(), screen.unit)
}

/** Source and target of Ctrl+D and Ctrl+R: the first line of the range, or for one cell its neighbour before it. */
export function fillOf(range: Range, direction: 'down' | 'right'): { source: Range; target: Range } | null {
  if (direction === 'down') {
    const top = heightOf(range) > 1 ? range.top : range.top - 1
    return top < 0 ? null : { source: { ...range, top, bottom: top }, target: { ...range, top } }
  }
  const left = widthOf(range) > 1 ? range.left : range.left - 1
  return left < 0 ? null : { source: { ...range, left, right: left }, target: { ...range, left } }
}

/** A block of cells as it is copied: codes and names as text, numbers unrounded and without separators. */
export function copiedBlock(screen: Screen, range: Range): { cells: CopiedCell[][]; offers: Offer[][] } {
  const cells: CopiedCell[][] = []
  const offers: Offer[][] = []
  for (let row = range.top; row <= range.bottom; row++) {
    const line: CopiedCell[] = []
    const lineOffers: Offer[] = []
    for (let column = range.left; column <= range.right; column++) {
      const offer = offerOf(screen, { row, column })
      lineOffers.push(offer)
      line.push(
        offer.kind === 'text'
          ? { text: offer.text, isNumber: false, decimals: 0 }
          : {
              text: plainText(offer.value, offer.holds, screen.unit),
              isNumber: typeof offer.value === 'number',
              decimals: decimalsShown(offer.holds, screen.unit),
            },
      )
    }
    cells.push(line)
    offers.push(lineOffers)
  }
  return { cells, offers }
}

/** How a gesture went, for the status line; empty when there is nothing to say. */
export function planText(verb: string, { taken, locked, outside, refused }: Plan): string {
  const skipped = [
    locked > 0 ? `${locked} 个公式或名称单元格` : '',
    outside > 0 ? `${outside} 个超出表格` : '',
    refused.length > 0 ? `${refused.length} 个不是有效的数` : '',
  ].filter((text) => text !== '')
  const done = taken > 0 || skipped.length === 0 ? `已${verb} ${taken} 个单元格` : `没有可${verb}的单元格`
  return skipped.length === 0 ? done : `${done}，未写入：${skipped.join('、')}`
}

/** Whether a plan leaves out something it was offered. */
export const isPartial = ({ locked, outside, refused }: Plan): boolean => locked + outside + refused.length > 0
