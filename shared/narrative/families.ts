import { cellKey } from '../address/cell.ts'
import type { LinkedNarrative, LinkedOperand } from '../catalogue/linked-narrative.ts'
import { levels } from '../engine/rows.ts'
import type { Values } from './values.ts'

/** A whole and its parts that are not nought, as keys of cells. */
export type Family = { readonly whole: string; readonly parts: readonly string[] }

/** Every whole whose parts the text may print: totals of the rounding, and trees of total, class and item. */
export function familiesOf(values: Values, { rounding }: LinkedNarrative): Family[] {
  const { engine } = values
  const cellOf = (operand: LinkedOperand): string | null =>
    operand.kind === 'formula' && /^\w+!\w+!\w+$/.test(operand.text) ? operand.text : null
  const list: Family[] = []
  for (const { total, parts } of rounding.sums) {
    const whole = cellOf(total)
    const kept = parts.filter((part) => !values.isNought(part, null)).map(cellOf)
    if (whole !== null && kept.length > 0 && kept.every((part) => part !== null)) list.push({ whole, parts: kept })
  }
  for (const { form, column } of rounding.trees) {
    const linked = engine.edition.forms[form]
    const key = linked?.columns[column]?.key ?? ''
    if (linked === undefined) continue
    const below = new Map<string, string[]>()
    for (const row of engine.rows(linked.key)) {
      if (row.level !== levels.class && row.level !== levels.item) continue
      const cell = { form: linked.key, row: row.key, column: key }
      if (!engine.number(cell)) continue
      const whole = cellKey({ ...cell, row: row.level === levels.class ? 'total' : row.key.slice(0, 3) })
      const parts = below.get(whole)
      if (parts === undefined) below.set(whole, [cellKey(cell)])
      else parts.push(cellKey(cell))
    }
    for (const [whole, parts] of below) list.push({ whole, parts })
  }
  return list
}
