import { cellName } from './grid.ts'

/** A term of a total: factor times the cell at row and column of the sheet, both from 1. */
export type Term = { readonly factor: number; readonly row: number; readonly column: number }

/** Excel's limits: characters of a formula, arguments of a function. */
const longestFormula = 8192
const mostArguments = 255
/** Up to so many single cells a sum reads best as `A1+B1-C1`. */
const readable = 6

/**
 * The Excel formula of a linear sum, without the leading `=`: `SUM(C8:C10)`, `F9+G9`, or sums of ranges and sums.
 * Null when Excel has no room for it, or there is nothing to add: then the plain number stands.
 *
 * @param asFunction always `SUM(…)`, which skips text instead of failing on it
 */
export function totalFormula(terms: readonly Term[], asFunction = false): string | null {
  if (terms.length === 0) return null
  const byFactor = new Map<number, Term[]>()
  for (const term of terms) {
    if (term.factor === 0) continue
    const alike = byFactor.get(term.factor)
    if (alike === undefined) byFactor.set(term.factor, [term])
    else alike.push(term)
  }
  if (byFactor.size === 0) return null
  const parts = [...byFactor].flatMap(([factor, alike]) => {
    const ranges = rangesOf(alike)
    const single = !asFunction && ranges.length <= readable && ranges.every(({ cells }) => cells === 1)
    if (single) return ranges.map(({ text }) => signed(factor, text))
    return [signed(factor, sumOf(ranges.map(({ text }) => text)))]
  })
  // A formula may begin with a minus, but not with a plus
  const formula = parts.sort((a, b) => Number(a.startsWith('-')) - Number(b.startsWith('-'))).join('')
  const text = formula.startsWith('+') ? formula.slice(1) : formula
  return text.length <= longestFormula ? text : null
}

function signed(factor: number, text: string): string {
  const sign = factor < 0 ? '-' : '+'
  return Math.abs(factor) === 1 ? `${sign}${text}` : `${sign}${Math.abs(factor)}*${text}`
}

function sumOf(ranges: readonly string[]): string {
  if (ranges.length <= mostArguments) return `SUM(${ranges.join(',')})`
  const sums: string[] = []
  for (let from = 0; from < ranges.length; from += mostArguments) {
    sums.push(`SUM(${ranges.slice(from, from + mostArguments).join(',')})`)
  }
  return sumOf(sums)
}

/** Places as ranges: neighbours below each other become one range, then neighbours beside each other. */
export function rangesOf(terms: readonly Term[]): { text: string; cells: number }[] {
  const down = [...terms].sort((a, b) => a.column - b.column || a.row - b.row)
  const runs: { row: number; column: number; toRow: number; toColumn: number }[] = []
  for (const { row, column } of down) {
    const last = runs.at(-1)
    if (last?.column === column && last.toRow + 1 === row) last.toRow = row
    else runs.push({ row, column, toRow: row, toColumn: column })
  }
  const across = runs.sort((a, b) => a.row - b.row || a.column - b.column)
  const merged: typeof runs = []
  for (const run of across) {
    const last = merged.at(-1)
    if (last?.row === run.row && last.toRow === run.toRow && last.toColumn + 1 === run.column)
      last.toColumn = run.column
    else merged.push(run)
  }
  return merged.map(({ row, column, toRow, toColumn }) => {
    const cells = (toRow - row + 1) * (toColumn - column + 1)
    const from = cellName(row, column)
    return { cells, text: cells === 1 ? from : `${from}:${cellName(toRow, toColumn)}` }
  })
}
