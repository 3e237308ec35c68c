import type { Sheet, Spot } from './sheet.ts'

const folded = (text: string): string => text.normalize('NFKC').replaceAll(/[\s,]/g, '').toLowerCase()

/**
 * The next cell whose text holds the words, from a cell on and round to it again; null when there is none. Rows are
 * those of the sheet, folded ones too. `text` gives what a cell shows.
 */
export function findText(
  sheet: Sheet,
  words: string,
  from: Spot,
  back: boolean,
  text: (spot: Spot) => string,
): Spot | null {
  const wanted = folded(words)
  if (wanted === '') return null
  const width = sheet.columns.length
  const size = sheet.rows.length * width
  const start = from.row * width + from.column
  for (let step = 1; step <= size; step++) {
    const place = (((start + (back ? -step : step)) % size) + size) % size
    const spot = { row: Math.floor(place / width), column: place % width }
    if (folded(text(spot)).includes(wanted)) return spot
  }
  return null
}

/** Number of cells that hold the words. */
export function countText(sheet: Sheet, words: string, text: (spot: Spot) => string): number {
  const wanted = folded(words)
  if (wanted === '') return 0
  let count = 0
  for (let row = 0; row < sheet.rows.length; row++)
    for (let column = 0; column < sheet.columns.length; column++)
      if (folded(text({ row, column })).includes(wanted)) count++
  return count
}

/** The first line whose code begins with the digits; null when there is none. */
export function findCode(sheet: Sheet, digits: string): number | null {
  const wanted = digits.normalize('NFKC').replaceAll(/\D/g, '')
  if (wanted === '' || sheet.codeColumn < 0) return null
  const row = sheet.rows.find(({ index }) => sheet.labelAt(index, sheet.codeColumn)?.text.startsWith(wanted) === true)
  return row?.index ?? null
}
