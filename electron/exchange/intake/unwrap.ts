import { type FigureStyle, isFigure, tokensOf } from './line-tokens.ts'
import { type DocumentLine, joinRuns, type Segment } from './page.ts'

/**
 * Tables without ruled lines: what stands on several lines of one cell is put together by place. Lines of plain text
 * have no places and stay as they are.
 */

type Placed = Segment & { readonly x0: number; readonly x1: number }
const isPlaced = (segment: Segment): segment is Placed => segment.x0 !== null && segment.x1 !== null
const overlaps = (one: Placed, other: Placed): boolean => one.x0 < other.x1 && other.x0 < one.x1

/** Heights of the type between base lines of one cell. */
const lineGap = 1.7

/**
 * The texts of a header, cells of several lines in one piece: a text goes on in the line below where each of the two
 * has just the other under or over it. A head over several columns has more.
 */
export function headerTexts(lines: readonly DocumentLine[]): string[] {
  const cells: { text: string; at: Placed; line: number; y: number }[] = []
  lines.forEach(({ segments, y, size, text }, number) => {
    const placed = segments.filter(isPlaced)
    if (placed.length < segments.length || y === null || size === null) {
      cells.push({ text, at: { text, x0: 0, x1: 0 }, line: number, y: 0 })
      return
    }
    const above = cells.filter((cell) => y - cell.y < size * lineGap && cell.line < number && cell.y > 0)
    for (const segment of placed) {
      const over = above.filter(({ at }) => overlaps(at, segment))
      const [only] = over
      const isAlone =
        only !== undefined && over.length === 1 && placed.filter((one) => overlaps(one, only.at)).length === 1
      if (isAlone) {
        only.text += segment.text
        only.y = y
        only.at = { ...only.at, x0: Math.min(only.at.x0, segment.x0), x1: Math.max(only.at.x1, segment.x1) }
      } else cells.push({ text: segment.text, at: segment, line: number, y })
    }
  })
  // from left to right: cells of several lines begin higher than their neighbours
  return cells.sort((one, other) => one.at.x0 - other.at.x0 || one.y - other.y).map(({ text }) => text)
}

type Row = { readonly line: DocumentLine; readonly pieces: Piece[] }
type Piece = { readonly segment: Placed; readonly y: number; readonly size: number }

/** How much nearer one row must be than the other for a text between them to belong to it. */
const clearly = 0.8

/**
 * Rows of a table: a line with figures is one, and texts without figures above and below belong to the nearer one. What
 * lies half way between two rows stays a line of its own.
 */
export function rowsJoined(lines: readonly DocumentLine[], style: FigureStyle): DocumentLine[] {
  const hasFigures = (line: DocumentLine): boolean => tokensOf(line.segments).some(({ text }) => isFigure(text, style))
  const rows: Row[] = []
  const loose: { piece: Piece; line: DocumentLine; number: number }[] = []
  for (const line of lines) {
    const { y, size } = line
    if (y === null || size === null || hasFigures(line)) {
      rows.push({ line, pieces: [] })
      continue
    }
    for (const segment of line.segments.filter(isPlaced))
      loose.push({ piece: { segment, y, size }, line, number: rows.length })
  }
  // the lines next to a row first, then those next to them
  let open = loose
  for (let before = Number.POSITIVE_INFINITY; open.length < before; ) {
    before = open.length
    open = open.filter(({ piece, line, number }) => {
      const row = rowOf(piece, line, rows[number - 1], rows[number])
      row?.pieces.push(piece)
      return row === null
    })
  }
  const alone = new Set(open.map(({ line }) => line))
  const place = new Map(lines.map((line, number) => [line, number]))
  return [
    ...rows.map(({ line, pieces }) => ({ line: pieces.length === 0 ? line : withPieces(line, pieces), from: line })),
    ...[...alone].map((line) => ({ line, from: line })),
  ]
    .sort((one, other) => (place.get(one.from) ?? 0) - (place.get(other.from) ?? 0))
    .map(({ line }) => line)
}

/** The row above or below that a text belongs to; null when it is near neither, or as near to both. */
function rowOf(piece: Piece, { page }: DocumentLine, above: Row | undefined, below: Row | undefined): Row | null {
  const most = piece.size * lineGap
  const far = Number.POSITIVE_INFINITY
  const up = above?.line.page === page ? distance(above, piece) : far
  const down = below?.line.page === page ? distance(below, piece) : far
  if (up < most && up < down * clearly) return above ?? null
  return down < most && down < up * clearly ? (below ?? null) : null
}

/** From a text to the nearest text of a row in its column, or to the row where its column is empty. */
function distance({ line, pieces }: Row, { segment, y }: Piece): number {
  const own = line.segments.some((one) => isPlaced(one) && overlaps(one, segment)) ? [line.y ?? 0] : []
  const places = [...own, ...pieces.filter((one) => overlaps(one.segment, segment)).map((one) => one.y)]
  return Math.min(...(places.length === 0 ? [line.y ?? 0] : places).map((place) => Math.abs(place - y)))
}

/** A row with its further texts, each in one piece with what stands in its column. */
function withPieces(line: DocumentLine, pieces: readonly Piece[]): DocumentLine {
  const y = line.y ?? 0
  const all = [...line.segments.filter(isPlaced).map((segment) => ({ segment, y })), ...pieces]
  const columns: { x0: number; x1: number; parts: { text: string; y: number }[] }[] = []
  for (const { segment, y: place } of all.sort((one, other) => one.segment.x0 - other.segment.x0)) {
    const column = columns.find(({ x0, x1 }) => segment.x0 < x1 && x0 < segment.x1)
    if (column === undefined)
      columns.push({ x0: segment.x0, x1: segment.x1, parts: [{ text: segment.text, y: place }] })
    else {
      column.parts.push({ text: segment.text, y: place })
      column.x1 = Math.max(column.x1, segment.x1)
    }
  }
  const segments = columns
    .sort((one, other) => one.x0 - other.x0)
    .map(({ x0, x1, parts }): Segment => {
      const text = parts
        .sort((one, other) => one.y - other.y)
        .reduce((whole, part) => joinRuns(whole, part.text, 0), '')
      return { text, x0, x1 }
    })
  return { ...line, text: segments.map(({ text }) => text).join(' '), segments }
}
