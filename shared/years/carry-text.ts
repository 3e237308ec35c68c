import { levelOfCode } from '../address/code.ts'
import { type LinkedNarrative, type LinkedSlot, slotOfKey } from '../catalogue/linked-narrative.ts'
import type { Fact } from '../engine/facts.ts'
import type { Course, Lineage } from './lineage.ts'
import type { LeftReason, RollForwardOptions } from './preview.ts'

type Carried =
  | { readonly as: string; readonly course: Course; readonly why: string | null }
  | { readonly reason: LeftReason; readonly why: string | null }

/** Key of a text of the old book: that of a free text, or of words or of a figure of a block. */
const blockKey = /^(figure|words):/
/** `words:BLOCK.ROW`: blocks that occur once for each row end with its key. */
const rowOfBlock = /\.([0-9]{3,7}|[A-Za-z0-9_]+)$/

/**
 * Where a text of the old book goes in the new one, or why it does not come along.
 *
 * @param facts of the new book so far, by `kind!key`: rows and projects that come along
 */
export function carryText(
  key: string,
  lineage: Lineage,
  options: RollForwardOptions,
  facts: ReadonlyMap<string, Fact>,
): Carried {
  const [, block] = blockKey.exec(key) ?? []
  if (block === 'figure') return left('figure')
  if (block === 'words') return options.reasons ? carriedWords(key, lineage, facts) : left('notChosen')
  const before = slotOf(lineage.older.narrative, key)
  const after = before === null ? null : (lineage.newer.narrative?.slots.get(before.slot.key) ?? null)
  if (before === null || after === null || (after.slot.perRow === true) !== (before.row !== null))
    return left('dropped')
  const isReason = before.slot.slot.reason === true || after.slot.reason === true
  if (!(isReason ? options.reasons : options.texts)) return left('notChosen')
  if (before.row === null) return { as: key, course: 'same', why: null }
  return ofRow(before.row, `${before.slot.key}.`, lineage, facts)
}

/** Words of a block stay with the block; those of a row go with the row. */
function carriedWords(key: string, lineage: Lineage, facts: ReadonlyMap<string, Fact>): Carried {
  const [, row = ''] = rowOfBlock.exec(key) ?? []
  const isOfRow = levelOfCode(row) !== null || /^p[0-9]+$/.test(row)
  return isOfRow ? ofRow(row, key.slice(0, -row.length), lineage, facts) : { as: key, course: 'same', why: null }
}

/** A text about one row: it comes along with the row. */
function ofRow(row: string, stem: string, lineage: Lineage, facts: ReadonlyMap<string, Fact>): Carried {
  if (levelOfCode(row) === null) {
    const isProject = facts.has(`project!${row}`)
    const isUnit = facts.has(`unit!${row}`)
    return isProject || isUnit ? { as: stem + row, course: 'same', why: null } : left('rowLeft')
  }
  const { course, now, why } = lineage.codes.successors(row)
  const [code] = now
  if (course === 'split') return { reason: 'divided', why }
  if (code === undefined || !facts.has(`row!${code}`)) return left('rowLeft')
  return { as: stem + code, course, why }
}

/** The free text a key belongs to: of the whole book, or of one row, whose key comes behind the slot's. */
function slotOf(
  narrative: LinkedNarrative | null,
  key: string,
): { readonly slot: LinkedSlot; readonly row: string | null } | null {
  const found = narrative === null ? null : slotOfKey(narrative.slots, key)
  return found === null || (found.row !== null && found.slot.slot.perRow !== true) ? null : found
}

const left = (reason: LeftReason): Carried => ({ reason, why: null })
