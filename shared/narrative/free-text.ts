/**
 * Free text of a book as it is stored in a `text` fact: one line per paragraph, `## ` before a heading of level 2,
 * `| a | b |` for a row of a table. A backslash takes these marks their meaning. Pasted text keeps this much structure.
 */
export type FreeBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }

const headingMark = /^(#{1,5}) +(.*)$/
const rowMark = /^\|(.*)\|$/

/** Paragraphs, headings and tables of a stored text; lines without words are left out. */
export function splitFreeText(text: string): FreeBlock[] {
  const blocks: FreeBlock[] = []
  let rows: string[][] | null = null
  for (const line of text.split(/\r\n|[\r\n\u2028\u2029]/)) {
    const trimmed = line.trim()
    const cells = rowMark.exec(trimmed)?.[1]
    if (cells !== undefined) {
      if (rows === null) {
        rows = []
        blocks.push({ kind: 'table', rows })
      }
      rows.push(cells.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
      continue
    }
    rows = null
    if (trimmed === '') continue
    const [, marks, words] = headingMark.exec(trimmed) ?? []
    if (marks !== undefined && words !== undefined)
      blocks.push({ kind: 'heading', level: marks.length as 1 | 2 | 3 | 4 | 5, text: words.trim() })
    else blocks.push({ kind: 'paragraph', text: trimmed.replace(/^\\(?=[#|\\])/, '') })
  }
  return blocks
}

/** The text to store for these blocks; `splitFreeText` gives them back. */
export const joinFreeText = (blocks: readonly FreeBlock[]): string =>
  blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return block.text.trim().replace(/^(?=[#|\\])/, '\\')
        case 'heading':
          return `${'#'.repeat(block.level)} ${block.text}`
        case 'table':
          return block.rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
      }
    })
    .join('\n')
