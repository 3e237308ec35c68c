import type { LinkedBlock, LinkedNarrative } from '../../shared/catalogue/linked-narrative.ts'
import type { Block, Run } from '../../shared/narrative/document.ts'

/** What stands in the window as one: a block of the pattern, or all blocks of one free text. */
export type Section =
  | { readonly kind: 'block'; readonly key: string; readonly block: Block }
  | { readonly kind: 'free'; readonly key: string; readonly slot: string; readonly blocks: readonly Block[] }

/** The slot of which this block is a paragraph, heading or table; null for a block of the pattern. */
function slotOf(block: Block, before: string | null): string | null {
  const [, stem] = /^(.+)\.\d+$/.exec(block.key) ?? []
  if (stem === undefined) return null
  const [first, ...others] = block.kind === 'table' ? (block.rows[0]?.[0] ?? []) : block.runs
  if (first === undefined) return stem === before ? stem : null
  return others.length === 0 && first.kind === 'free' && first.slot === stem ? stem : null
}

/** Blocks as they are edited: those of one free text together. */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = []
  for (const block of blocks) {
    const last = sections.at(-1)
    const slot = slotOf(block, last?.kind === 'free' ? last.slot : null)
    if (slot === null) sections.push({ kind: 'block', key: block.key, block })
    else if (last?.kind === 'free' && last.slot === slot)
      sections[sections.length - 1] = { ...last, blocks: [...last.blocks, block] }
    else sections.push({ kind: 'free', key: block.key, slot, blocks: [block] })
  }
  return sections
}

/** Keys of paragraphs that begin with a number the document counts, which is no part of their words. */
export function numberedKeys(narrative: LinkedNarrative | null): ReadonlySet<string> {
  const keys = new Set<string>()
  const walk = (blocks: readonly LinkedBlock[]): void => {
    for (const block of blocks) {
      if (block.kind === 'paragraph' && block.numbered !== null) keys.add(block.key)
      else if (block.kind === 'choose') for (const branch of block.branches) walk(branch.blocks)
      else if (block.kind === 'each' || block.kind === 'group') walk(block.blocks)
    }
  }
  for (const { blocks } of narrative?.parts ?? []) walk(blocks)
  return keys
}

/** The runs of a paragraph parted into its counted number and what can be worded anew. */
export function partedNumber(
  key: string,
  runs: readonly Run[],
  numbered: ReadonlySet<string>,
): { readonly number: string; readonly runs: readonly Run[] } {
  const isNumbered = numbered.has(key) || numbered.has(key.slice(0, Math.max(0, key.lastIndexOf('.'))))
  const [first, ...rest] = runs
  const number = isNumbered && first?.kind === 'words' ? (/^(\d+[.．、]|（\d+）)/.exec(first.text)?.[0] ?? '') : ''
  if (number === '' || first?.kind !== 'words') return { number: '', runs }
  const words = first.text.slice(number.length)
  return { number, runs: words === '' ? rest : [{ kind: 'words', text: words }, ...rest] }
}
