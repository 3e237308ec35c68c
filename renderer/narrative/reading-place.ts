import type { Block, NarrativeDocument, Part, Run } from '../../shared/narrative/document.ts'
import { blockText } from '../../shared/narrative/narrate.ts'

/** Where things stand in the text part, for whoever reads it. */

export const runsOf = (block: Block): readonly Run[] => (block.kind === 'table' ? block.rows.flat(2) : block.runs)

/** The block of a key; null for titles of parts and for keys of another state of the text. */
export function blockOf(document: NarrativeDocument, key: string): Block | null {
  for (const { blocks } of document.parts) {
    const block = blocks.find((one) => one.key === key)
    if (block !== undefined) return block
  }
  return null
}

/** Places that wait for a text, in the order of the text, each slot once. */
export function askedPlaces({ parts }: Pick<NarrativeDocument, 'parts'>): { block: string; slot: string }[] {
  const places = new Map<string, string>()
  for (const { blocks } of parts)
    for (const block of blocks)
      for (const run of runsOf(block))
        if (run.kind === 'free' && run.asked && !places.has(run.slot)) places.set(run.slot, block.key)
  return [...places].map(([slot, block]) => ({ block, slot }))
}

/**
 * Part, headings and number of a block as one line, e.g. `第二部分 … › 一、收入支出决算总体情况说明 › 第2段`; null when the
 * text has no such block.
 */
export function placeWords({ parts }: NarrativeDocument, key: string): string | null {
  for (const part of parts) {
    const path = pathTo(part, key)
    if (path !== null) return [part.title, ...path].join(' › ')
  }
  return parts.find((part) => part.key === key)?.title ?? null
}

/** Headings a block stands under, itself last. */
function pathTo({ blocks }: Part, key: string): string[] | null {
  const at = blocks.findIndex((block) => block.key === key)
  const block = blocks[at]
  if (block === undefined) return null
  const headings: { level: number; text: string }[] = []
  let paragraphs = 0
  for (const one of blocks.slice(0, at + 1)) {
    if (one.kind === 'heading') {
      while ((headings.at(-1)?.level ?? 0) >= one.level) headings.pop()
      headings.push({ level: one.level, text: blockText(one).trim() })
      paragraphs = 0
    } else if (one.kind === 'paragraph') paragraphs++
  }
  const titles = headings.map(({ text }) => text)
  if (block.kind === 'heading') return titles
  return [...titles, block.kind === 'table' ? '表' : `第${paragraphs}段`]
}
