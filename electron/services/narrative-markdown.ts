import { narrateBook, shownRun } from './narrative.ts'
import type { OpenBook } from './open-book.ts'

/** The text part (决算说明) as Markdown; what is still to be written is named in 〔〕. */
export function narrativeMarkdown(open: Pick<OpenBook, 'engine' | 'summary'>): string {
  const shown = shownRun(open)
  const blocks = narrateBook(open).parts.flatMap(({ title, blocks }) => [
    `# ${plain(title)}`,
    ...blocks.map((block) => {
      if (block.kind === 'table') {
        const rows = block.rows.map((row) => row.map((cell) => cell.map(shown).join('')))
        return [tableRow(block.head), `|${block.head.map(() => ' --- |').join('')}`, ...rows.map(tableRow)].join('\n')
      }
      const text = plain(block.runs.map(shown).join(''))
      return block.kind === 'heading' ? `${'#'.repeat(block.level + 1)} ${plain(block.number)}${text}` : text
    }),
  ])
  return `${blocks.filter((block) => block.trim() !== '').join('\n\n')}\n`
}

/** Words of a text as Markdown shows them: none of their signs means anything, lines stay lines. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>#|~&]/g, '\\$&')
    .replaceAll(/^[ \t]+/gm, '')
    .replaceAll(/^[-+=]/gm, '\\$&')
    .replaceAll(/^([0-9]+)([.)])(?=\s)/gm, '$1\\$2')
    .replaceAll(/[ \t]*\n/g, '\\\n')

const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => plain(cell).replaceAll('\\\n', '<br>')).join(' | ')} |`
