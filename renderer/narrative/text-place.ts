import { blockText, runText } from '../../shared/narrative/narrate.ts'
import { reworded } from '../../shared/narrative/reworded.ts'
import type { Gesture } from '../book/live-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import type { EntryProps, Said } from './entry.tsx'
import { freeContent, freeTextOf, lineContent, lineOf, wordsContent, wordsTextOf } from './entry-content.ts'
import { documentOf } from './live-document.ts'
import { blockOf, runsOf } from './reading-place.ts'
import { partedNumber } from './sections.ts'
import { rewordBlock, writeSlot } from './text-gestures.ts'

/** A place of the text part that can be written in: what the book says there, and how it takes what was typed. */
export type TextPlace = Pick<EntryProps, 'mode' | 'label' | 'textOf'> & {
  /** one of a kind in the document */
  readonly key: string
  readonly said: (book: OpenedBook) => Said | null
  /** a text to store as it will read */
  readonly shown: (book: OpenedBook, text: string) => string
  readonly write: (text: string) => Gesture
}

/** A text of one line inside a sentence, as a reason. */
export const linePlace = (slot: string, label: string): TextPlace => ({
  key: `slot:${slot}`,
  mode: 'line',
  label,
  textOf: lineOf,
  said: (book) => {
    const run = documentOf(book)
      .parts.flatMap(({ blocks }) => blocks.flatMap(runsOf))
      .find((one) => one.kind === 'free' && one.slot === slot)
    return run === undefined ? null : { text: run.text, content: lineContent(run.text), shown: run.text }
  },
  shown: (_, text) => text,
  write: (text) => writeSlot(slot, text),
})

/** A free text of paragraphs, headings and tables. */
export const freePlace = (slot: string, label: string): TextPlace => ({
  key: `free:${slot}`,
  mode: 'free',
  label,
  textOf: freeTextOf,
  said: (book) => {
    const stored = book.engine.book.get('text', slot)
    const text = typeof stored === 'string' && stored !== '' ? stored : givenText(book, slot)
    return { text, content: freeContent(text), shown: text }
  },
  shown: (_, text) => text,
  write: (text) => writeSlot(slot, text),
})

/** A free text that the edition or an explanation gives while the book has none. */
const givenText = (book: OpenedBook, slot: string): string =>
  documentOf(book)
    .parts.flatMap(({ blocks }) => blocks)
    .filter((block) => block.kind !== 'table' && block.runs.some((run) => run.kind === 'free' && run.slot === slot))
    .map(blockText)
    .join('\n')

/** The words around the figures of a block, worded anew; figures stay what they are. */
export const wordsPlace = (block: string, numbered: ReadonlySet<string>): TextPlace => {
  const runsAt = (book: OpenedBook) => {
    const found = blockOf(documentOf(book), block)
    if (found === null || found.kind === 'table') return null
    return partedNumber(block, found.runs, found.kind === 'paragraph' ? numbered : new Set()).runs
  }
  return {
    key: `words:${block}`,
    mode: 'words',
    label: '改写语句',
    textOf: wordsTextOf,
    said: (book) => {
      const runs = runsAt(book)
      if (runs === null) return null
      const content = wordsContent(runs, block)
      return { text: wordsTextOf(content), content, shown: runs.map(runText).join('') }
    },
    shown: (book, text) =>
      reworded(text, block, runsAt(book) ?? [])
        .map(runText)
        .join(''),
    write: (text) => rewordBlock(block, text),
  }
}
