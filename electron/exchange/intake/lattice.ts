import { type DocumentPage, joinRuns, type PageText, type Rule, runsByLine } from './page.ts'

/**
 * Tables as their ruled lines draw them. A cell is what the nearest lines on its four sides enclose, so merged cells,
 * blank ones and texts of several lines need no rule of their own.
 */

/** A cell with text; its sides are places of ruled lines, equal where cells share one. */
export type LatticeCell = {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly text: string
}
export type LatticeTable = {
  readonly page: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly cells: readonly LatticeCell[]
}

/** Points between lines that are meant as one, and between pieces of one line. */
const sameLine = 1.2
const samePiece = 3

/** Pieces of one line joined; borders are often painted cell by cell. */
function joined(rules: readonly Rule[]): Rule[] {
  const sorted = [...rules].sort((one, other) => one.at - other.at)
  const result: Rule[] = []
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1
    while (to < sorted.length && (sorted[to] as Rule).at - (sorted[to - 1] as Rule).at <= sameLine) to++
    const group = sorted.slice(from, to)
    const at = group.reduce((sum, rule) => sum + rule.at, 0) / group.length
    let last: { at: number; from: number; to: number } | null = null
    for (const rule of group.sort((one, other) => one.from - other.from)) {
      if (last !== null && rule.from - last.to <= samePiece) last.to = Math.max(last.to, rule.to)
      else {
        last = { at, from: rule.from, to: rule.to }
        result.push(last)
      }
    }
    from = to
  }
  return result
}

/** Points a text may reach over a line without belonging to both sides. */
const overlap = 2

type Extent = { top: number; bottom: number; left: number; right: number }

/** Stretches of a page that lines down the page rule: one table each. */
function extentsOf(horizontal: readonly Rule[], vertical: readonly Rule[]): Extent[] {
  const extents: { top: number; bottom: number; lines: number }[] = []
  for (const { from, to } of [...vertical].sort((one, other) => one.from - other.from)) {
    const last = extents.at(-1)
    if (last !== undefined && from <= last.bottom + samePiece) {
      last.bottom = Math.max(last.bottom, to)
      last.lines++
    } else extents.push({ top: from, bottom: to, lines: 1 })
  }
  return extents.flatMap(({ top, bottom, lines }) => {
    const across = horizontal.filter(({ at }) => at >= top - samePiece && at <= bottom + samePiece)
    if (across.length < 2 || lines < 2) return []
    const inside = vertical.filter(({ from, to }) => from >= top - samePiece && to <= bottom + samePiece)
    const left = Math.min(...across.map(({ from }) => from), ...inside.map(({ at }) => at))
    const right = Math.max(...across.map(({ to }) => to), ...inside.map(({ at }) => at))
    return [{ top, bottom, left, right }]
  })
}

/** The place of the nearest line before and after a point among those that pass it. */
function nearest(rules: readonly Rule[], at: number, across: number, from: number, to: number): [number, number] {
  let before = from
  let after = to
  for (const rule of rules) {
    if (across < rule.from - sameLine || across > rule.to + sameLine) continue
    if (rule.at <= at) before = Math.max(before, rule.at)
    else after = Math.min(after, rule.at)
  }
  return [before, after]
}

/** A run of text that passes lines is several cells' when it has a gap where each line is. */
function* piecesOf(text: PageText, vertical: readonly Rule[], y: number): Generator<PageText> {
  const crossing = vertical
    .filter(({ at, from, to }) => at > text.x0 + overlap && at < text.x1 - overlap && from <= y && to >= y)
    .sort((one, other) => one.at - other.at)
  let rest = text
  for (const { at } of crossing) {
    const { x0, x1 } = rest
    const guess = ((at - x0) / (x1 - x0)) * rest.text.length
    const gaps = [...rest.text.matchAll(/\s+/g)]
    const gap = gaps.sort((one, other) => Math.abs(one.index - guess) - Math.abs(other.index - guess))[0]
    if (gap === undefined || Math.abs(gap.index - guess) > Math.max(4, rest.text.length / 4)) continue
    const end = x0 + ((x1 - x0) * gap.index) / rest.text.length
    const next = x0 + ((x1 - x0) * (gap.index + gap[0].length)) / rest.text.length
    yield { ...rest, text: rest.text.slice(0, gap.index), x1: Math.min(end, at) }
    rest = { ...rest, text: rest.text.slice(gap.index + gap[0].length), x0: Math.max(next, at) }
  }
  yield rest
}

/** The ruled tables of a page from top to bottom, and the texts outside them. */
export function latticeOf(page: DocumentPage): { tables: LatticeTable[]; rest: PageText[] } {
  const horizontal = joined(page.horizontal)
  const vertical = joined(page.vertical)
  const extents = extentsOf(horizontal, vertical)
  const rest: PageText[] = []
  const found = extents.map(() => new Map<string, { box: Omit<LatticeCell, 'text'>; texts: PageText[] }>())
  for (const whole of page.texts) {
    const y = whole.y - whole.size * 0.35
    const number = extents.findIndex(({ top, bottom, left, right }) => {
      const middle = (whole.x0 + whole.x1) / 2
      return y > top && y < bottom && middle > left && middle < right
    })
    const extent = extents[number]
    if (extent === undefined) {
      rest.push(whole)
      continue
    }
    for (const text of piecesOf(whole, vertical, y)) {
      if (text.text.trim() === '') continue
      const x = (text.x0 + text.x1) / 2
      const [left, right] = nearest(vertical, x, y, extent.left, extent.right)
      const [top, bottom] = nearest(horizontal, y, x, extent.top, extent.bottom)
      const key = `${left} ${right} ${top} ${bottom}`
      const cell = found[number]?.get(key)
      if (cell === undefined) found[number]?.set(key, { box: { left, right, top, bottom }, texts: [text] })
      else cell.texts.push(text)
    }
  }
  const tables = extents.map((extent, number): LatticeTable => {
    const cells = [...(found[number]?.values() ?? [])].flatMap(({ box, texts }) => cellsIn(box, texts))
    return { page: page.number, ...extent, cells }
  })
  return { tables: tables.filter(({ cells }) => cells.length > 1), rest }
}

const isFigure = (text: string): boolean => /^-?[\d,]*\d(?:\.\d+)?$/.test(text.replace(/\s/g, ''))

/**
 * The cell of a box. Where a table has no lines between its rows, a box holds a column of figures: then each of its
 * lines is a cell of its own, and the box is cut half way between them.
 */
function cellsIn(box: Omit<LatticeCell, 'text'>, texts: readonly PageText[]): LatticeCell[] {
  const lines = linesOf(texts)
  const isColumn = lines.length > 1 && lines.filter(({ text }) => /\.\d/.test(text) && isFigure(text)).length > 1
  if (!isColumn) return [{ ...box, text: lines.reduce((all, { text }) => joinRuns(all, text, 0), '').trim() }]
  return lines.map(({ text, y }, number) => {
    const above = lines[number - 1]
    const below = lines[number + 1]
    const top = above === undefined ? box.top : (above.y + y) / 2
    const bottom = below === undefined ? box.bottom : (below.y + y) / 2
    return { ...box, top, bottom, text: text.trim() }
  })
}

/** Texts of one cell as lines from top to bottom. */
function linesOf(texts: readonly PageText[]): { readonly text: string; readonly y: number }[] {
  return runsByLine(texts).map(({ y, size, runs }) => {
    let line = ''
    let end = 0
    for (const run of runs) {
      line = joinRuns(line, run.text, line === '' ? 0 : (run.x0 - end) / size)
      end = run.x1
    }
    return { text: line, y }
  })
}
