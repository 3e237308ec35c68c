import { parseCellKey } from '../../shared/address/cell.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName, valueText } from '../../shared/words/cells.ts'

/** What goes when a line goes: typed cells by name with their values, and explanations. */
export type Losses = {
  readonly cells: readonly { readonly name: string; readonly value: string }[]
  readonly explanations: number
}

/** Typed values and explanations on lines whose row key answers. */
export function lossesOf(engine: Engine, names: BookNames, isGone: (row: string) => boolean): Losses {
  const { book } = engine
  const cells: { name: string; value: string }[] = []
  for (const [key, value] of book.facts.cell) {
    const address = parseCellKey(key)
    const isCodeForm =
      engine.edition.forms[engine.edition.formIndex.get(address?.form ?? '') ?? -1]?.form.codes !== undefined
    if (address === null || !isCodeForm || !isGone(address.row)) continue
    cells.push({
      name: cellName(names, address),
      value: valueText(value as number | string, engine.unitOf(address) ?? 'amount'),
    })
  }
  let explanations = 0
  for (const key of book.facts.explanation.keys()) if (isGone(key.split('!')[2] ?? '')) explanations++
  return { cells, explanations }
}

/** Rows of an item code: the code itself and its lines by unit. */
export const rowsOfCode =
  (code: string) =>
  (row: string): boolean =>
    row.split('@')[0] === code
/** Lines of a unit. */
export const rowsOfUnit =
  (unit: string) =>
  (row: string): boolean =>
    row === unit || row.split('@')[1] === unit
