import type { JSONContent } from '@tiptap/core'
import type { Run } from '../../shared/narrative/document.ts'
import { type FreeBlock, joinFreeText, splitFreeText } from '../../shared/narrative/free-text.ts'
import { runText } from '../../shared/narrative/narrate.ts'
import { wordsOf } from '../../shared/narrative/reworded.ts'

/** What the editor holds, and the text it stands for. */

const textNodes = (text: string): JSONContent[] => (text === '' ? [] : [{ type: 'text', text }])
const paragraph = (text: string): JSONContent => ({ type: 'paragraph', content: textNodes(text) })

/** Words of a node and all below it. */
const textOf = ({ text, content }: JSONContent): string => (text ?? '') + (content ?? []).map(textOf).join('')

/** A stored free text in the editor. */
export function freeContent(text: string): JSONContent {
  const blocks = splitFreeText(text).map((block): JSONContent => {
    if (block.kind === 'paragraph') return paragraph(block.text)
    if (block.kind === 'heading')
      return { type: 'heading', attrs: { level: block.level }, content: textNodes(block.text) }
    const rows = block.rows.map((cells, line) => ({
      type: 'tableRow',
      content: cells.map((cell) => ({ type: line === 0 ? 'tableHeader' : 'tableCell', content: [paragraph(cell)] })),
    }))
    return { type: 'table', content: rows }
  })
  return { type: 'doc', content: blocks.length === 0 ? [paragraph('')] : blocks }
}

/** The free text to store for what stands in the editor; '' when there are no words. */
export function freeTextOf({ content = [] }: JSONContent): string {
  const blocks = content.flatMap((node): FreeBlock[] => {
    if (node.type === 'table') {
      const rows = (node.content ?? []).map((row) => (row.content ?? []).map((cell) => oneLine(cellText(cell))))
      return [{ kind: 'table', rows }]
    }
    const text = oneLine(textOf(node))
    if (text === '') return []
    if (node.type !== 'heading') return [{ kind: 'paragraph', text }]
    return [{ kind: 'heading', level: levelOf(node), text }]
  })
  return joinFreeText(blocks)
}

const levelOf = ({ attrs }: JSONContent): 1 | 2 | 3 | 4 | 5 =>
  Math.min(5, Math.max(1, Number(attrs?.['level'] ?? 2))) as 1 | 2 | 3 | 4 | 5

const cellText = ({ content = [] }: JSONContent): string => content.map(textOf).join(' ')

/** Characters that no stored text may have, as spaces. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** A text of one line in the editor. */
export const lineContent = (text: string): JSONContent => ({ type: 'doc', content: [paragraph(text)] })
export const lineOf = ({ content = [] }: JSONContent): string => oneLine(content.map(textOf).join(''))

/** The runs of a block in the editor: figures and free texts are tokens, by the names they are stored under. */
export const wordsContent = (runs: readonly Run[], block: string): JSONContent => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: runs.flatMap((run): JSONContent[] => {
        if (run.kind === 'words' || (run.kind === 'free' && run.slot === `words:${block}`)) return textNodes(run.text)
        return [{ type: 'token', attrs: { name: wordsOf([run], block), text: runText(run) || '……' } }]
      }),
    },
  ],
})

/** The text to store for a block worded anew. */
export const wordsTextOf = ({ content = [] }: JSONContent): string =>
  content
    .flatMap((one) => one.content ?? [])
    .map(({ type, text = '', attrs }) =>
      type === 'token' ? String(attrs?.['name']) : text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    )
    .join('')
    .trim()
