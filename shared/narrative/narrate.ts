import type { Engine } from '../engine/engine.ts'
import { Composer } from './compose.ts'
import { type Block, type NarrativeDocument, runText } from './document.ts'
import type { Occasion } from './names.ts'

export { runText } from './document.ts'
export type { Occasion } from './names.ts'

/**
 * The text part of a book as it reads now: every pattern of its edition filled with the figures of the engine and the
 * texts of the book. Pure: the same book gives the same document. Editions without a text part give no parts.
 *
 * Amounts are in 万元 as design §9 rounds them; house style, free texts (`text` facts by slot, `figure:KEY` for figures
 * printed otherwise, `words:KEY` for blocks in own words) and options are read from the book's facts.
 */
export function narrate(engine: Engine, occasion: Occasion): NarrativeDocument {
  const { narrative } = engine.edition
  return { parts: narrative === null ? [] : new Composer(engine, narrative, occasion).parts() }
}

/** Words of a heading or paragraph as printed, number included; of a table its cells by line. */
export function blockText(block: Block): string {
  if (block.kind === 'paragraph') return block.runs.map(runText).join('')
  if (block.kind === 'heading') return block.number + block.runs.map(runText).join('')
  const rows = [block.head, ...block.rows.map((row) => row.map((cell) => cell.map(runText).join('')))]
  return rows.map((row) => row.join('\t')).join('\n')
}
