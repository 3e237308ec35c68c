import { inertText } from '../../shared/words/spreadsheet.ts'

/**
 * Lines of cells as a CSV file that spreadsheet programs open as it is: UTF-8 with its mark, CRLF, every text that could
 * be taken for a formula as text.
 */
export function csvFile(lines: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(`\uFEFF${csvText(lines)}`)
}

export const csvText = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('')

function cellText(text: string): string {
  const safe = inertText(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
