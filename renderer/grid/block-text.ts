/** A block of cells as text, the way spreadsheets put it on the clipboard. */

/** How a cell goes to a spreadsheet: a plain number, or text that must stay as it is (codes with leading zeros). */
export type CopiedCell = { readonly text: string; readonly isNumber: boolean; readonly decimals: number }

/**
 * Reads tab-separated text as Excel and WPS write it: cells with tabs, line breaks or doubled quotes stand in quotes, a
 * last empty line is the end of the last row and no row. A quote that closes nowhere is a quote (`“三公”` typed plainly).
 */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const body = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').replace(/\0+$/, '')
  for (;;) {
    const quoted = body[at] === '"' ? quotedCell(body, at) : null
    const cell = quoted ?? plainCell(body, at)
    row.push(cell.text)
    at = cell.end
    if (at >= body.length) break
    if (body[at] === '\n') {
      rows.push(row)
      row = []
    }
    at++
  }
  rows.push(row)
  return rows
}

function plainCell(body: string, from: number): { text: string; end: number } {
  let end = from
  while (end < body.length && body[end] !== '\t' && body[end] !== '\n') end++
  return { text: body.slice(from, end), end }
}

function quotedCell(body: string, from: number): { text: string; end: number } | null {
  let at = from + 1
  for (;;) {
    const quote = body.indexOf('"', at)
    if (quote < 0) return null
    if (body[quote + 1] === '"') {
      at = quote + 2
      continue
    }
    const after = body[quote + 1]
    if (after !== undefined && after !== '\t' && after !== '\n') return null
    return { text: body.slice(from + 1, quote).replaceAll('""', '"'), end: quote + 1 }
  }
}

export const blockText = (rows: readonly (readonly CopiedCell[])[]): string =>
  rows
    .map((row) => row.map(({ text }) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join('\t'))
    .join('\r\n')

/** Excel keeps 15 digits of a number: longer ones would lose 分 and go as text. */
const mostDigits = 15

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')

/** The block as an HTML table: `mso-number-format` tells Excel and WPS which cells are text. */
export function blockHtml(rows: readonly (readonly CopiedCell[])[]): string {
  const cell = ({ text, isNumber, decimals }: CopiedCell): string => {
    const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '').length
    if (!isNumber || digits > mostDigits) return `<td style="mso-number-format:'\\@'">${escaped(text)}</td>`
    const format = decimals === 0 ? '0' : `0\\.${'0'.repeat(decimals)}`
    return `<td style="mso-number-format:'${format}'">${escaped(text)}</td>`
  }
  const lines = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')
  return `<html><head><meta charset="utf-8"></head><body><table>${lines}</table></body></html>`
}
