import { type LatticeTable, latticeOf } from './lattice.ts'
import { type DocumentLine, type DocumentPage, joinRuns, type PageText, runsByLine, type Segment } from './page.ts'

/** A document as it is handed out of the reader's thread: its lines and ruled tables, page by page, in order. */
export type DocumentContent = {
  readonly kind: 'pdf' | 'text'
  readonly pages: readonly ContentPage[]
}
export type ContentPage = {
  readonly number: number
  readonly width: number
  readonly elements: readonly (
    | { readonly kind: 'line'; readonly line: DocumentLine }
    | { readonly kind: 'table'; readonly table: LatticeTable }
  )[]
}

/** What pages of a PDF hold, without page numbers and what stands at the edge of every page. */
export function contentOf(pages: readonly DocumentPage[]): DocumentContent {
  const read = pages.map((page) => {
    const { tables, rest } = latticeOf(page)
    return { page, tables, lines: linesOfPage(rest, page.number) }
  })
  const running = runningLines(read.map(({ lines }) => lines))
  return {
    kind: 'pdf',
    pages: read.map(({ page, tables, lines }) => ({
      number: page.number,
      width: page.width,
      elements: [
        ...withoutEdges(lines, running).map((line) => ({ kind: 'line', line, y: line.y ?? 0 }) as const),
        ...tables.map((table) => ({ kind: 'table', table, y: table.top }) as const),
      ]
        .sort((one, other) => one.y - other.y)
        .map((element) =>
          element.kind === 'line' ? { kind: 'line', line: element.line } : { kind: 'table', table: element.table },
        ),
    })),
  }
}

/** Gap, in heights of the type, that sets two runs of a line apart. */
const apart = 0.5

function linesOfPage(texts: readonly PageText[], page: number): DocumentLine[] {
  return runsByLine(texts).map(({ y, size, runs }, number): DocumentLine => {
    const segments: { text: string; x0: number; x1: number }[] = []
    for (const { text, x0, x1 } of runs) {
      const last = segments.at(-1)
      const gap = last === undefined ? 0 : (x0 - last.x1) / size
      if (last === undefined || gap > apart) segments.push({ text, x0, x1 })
      else {
        last.text = joinRuns(last.text, text, gap)
        last.x1 = Math.max(last.x1, x1)
      }
    }
    const kept = segments.map((segment): Segment => ({ ...segment, text: segment.text.trim() }))
    const text = kept.map((segment) => segment.text).join(' ')
    return { page, line: number + 1, text, segments: kept, x: segments[0]?.x0 ?? null, y, size }
  })
}

/** `12`, `— 12 —`, `第 12 页`, `第12页 共44页`, `12/44`, `IV` alone on a line. */
export const isPageNumber = (text: string): boolean =>
  /^(?:[-—–·\s]*(?:\d{1,4}|[IVXivx]{1,6})[-—–·\s]*|第\s*\d{1,4}\s*页(?:[,，\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*\/\s*\d{1,4})$/.test(
    text.trim(),
  )

/** How many pages show a line at the same edge before it is their running head. */
const oftenEnough = 3

function runningLines(pages: readonly (readonly DocumentLine[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const lines of pages) {
    const edges = [lines[0], ...(lines.length > 1 ? [lines.at(-1)] : [])]
    for (const line of edges) if (line !== undefined) counts.set(placeOf(line), (counts.get(placeOf(line)) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count >= oftenEnough).map(([place]) => place))
}

const placeOf = ({ text, y }: DocumentLine): string => `${Math.round((y ?? 0) / 4)} ${text}`

/** Lines of a page but for its number and running heads at its upper and lower edge. */
function withoutEdges(lines: readonly DocumentLine[], running: ReadonlySet<string>): DocumentLine[] {
  const isEdge = (line: DocumentLine | undefined): boolean =>
    line !== undefined &&
    (isPageNumber(line.text) || (running.has(placeOf(line)) && !/^(?:部门|单位|编制)/.test(line.text)))
  let from = 0
  let to = lines.length
  while (from < to && isEdge(lines[from])) from++
  while (to > from && isEdge(lines[to - 1])) to--
  return lines.slice(from, to)
}
