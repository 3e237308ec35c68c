import type { Book } from '../engine/book.ts'
import type { NarrativeDocument } from './document.ts'

/**
 * Texts of last year's book for the places this year's text asks for: reasons of items that occur again, meanings of
 * codes, 职责. Offers, not facts: a reason of last year may be none this year.
 */
export function reusableTexts(
  document: NarrativeDocument,
  lastYear: Book,
): { readonly block: string; readonly slot: string; readonly text: string }[] {
  return document.parts.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      (block.kind === 'table' ? [] : block.runs).flatMap((run) => {
        if (run.kind !== 'free' || !run.asked) return []
        const text = lastYear.get('text', run.slot)
        return typeof text === 'string' && text.trim() !== '' ? [{ block: block.key, slot: run.slot, text }] : []
      }),
    ),
  )
}
