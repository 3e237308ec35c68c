import type { DocumentContent } from './content.ts'
import type { LatticeTable } from './lattice.ts'
import { placeOf } from './line-sheets.ts'
import { type DocumentLine, wide } from './page.ts'
import { pageName } from './table-sheets.ts'

/** A paragraph, heading or table of the text part, in order. */
export type ProseItem = {
  /** words without the spaces that printing leaves; '' for a table */
  readonly text: string
  /** words of a line that stands alone, as they are parted: a row of a table without rules; null for longer ones */
  readonly words: readonly string[] | null
  /** cells of a ruled table, row by row; null for a paragraph */
  readonly rows: readonly (readonly string[])[] | null
  /** `第 17 页` */
  readonly place: string
}

/** A line narrower than this part of the widest ends its paragraph; one that ends a sentence may be a little wider. */
const short = { bare: 0.7, sentence: 0.95 }

/** What begins a paragraph: 一、 （一） 1. （1） ①. */
const numbered = /^(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.．、](?!\d)|[①-⑳])/
const sentenceEnd = /[。；！？：][”’）)]?$/

/**
 * The text part of a document: everything but its forms, with lines put together to paragraphs. Where a paragraph ends
 * with a full line and the next begins unmarked, a plain text does not say so, and they become one.
 * @param isHeading whether a line alone is one of the headings that are expected
 */
export function proseOf(
  content: DocumentContent,
  taken: ReadonlySet<DocumentLine>,
  forms: ReadonlySet<LatticeTable>,
  isHeading: (text: string) => boolean = () => false,
): ProseItem[] {
  const elements = content.pages.flatMap((page) => page.elements)
  const lines = elements.flatMap((element) =>
    element.kind === 'line' && !taken.has(element.line) ? [element.line] : [],
  )
  const measure = measureOf(lines)
  const items: ProseItem[] = []
  let open: DocumentLine[] = []
  const close = (): void => {
    const [first] = open
    if (first !== undefined) items.push(paragraph(open, first))
    open = []
  }
  for (const element of elements) {
    if (element.kind === 'table') {
      close()
      if (!forms.has(element.table)) items.push(tableItem(element.table))
      continue
    }
    const { line } = element
    if (taken.has(line)) {
      close()
      continue
    }
    const last = open.at(-1)
    const stands = line.text.length < 60 && isHeading(unspaced(line.text))
    if (stands || (last !== undefined && isNew(last, line, measure))) close()
    open.push(line)
    if (stands) close()
  }
  close()
  return items
}

type Measure = {
  /** widest lines of plain text, in half ems */
  readonly widest: number
  /** left and right edge of running text in a PDF, in points */
  readonly left: number
  readonly right: number
}

const halfEms = (text: string): number => Array.from(text).reduce((sum, one) => sum + (wide.test(one) ? 2 : 1), 0)

/** The edges that most lines keep. */
function measureOf(lines: readonly DocumentLine[]): Measure {
  const at = (places: readonly number[], part: number): number =>
    [...places].sort((one, other) => one - other)[Math.floor(places.length * part)] ?? 0
  const ends = lines.flatMap(({ segments }) => segments.at(-1)?.x1 ?? [])
  const starts = lines.flatMap(({ x }) => x ?? [])
  return {
    widest: at(
      lines.map(({ text }) => halfEms(text)),
      0.9,
    ),
    left: at(starts, 0.2),
    right: at(ends, 0.85),
  }
}

function isNew(last: DocumentLine, line: DocumentLine, { widest, left, right }: Measure): boolean {
  const isMarked = numbered.test(line.text)
  if (line.x !== null && line.size !== null && last.x !== null) {
    const end = last.segments.at(-1)?.x1 ?? 0
    const isIndented = line.x - left > line.size * 1.2
    const isShort = right - end > line.size * 2.2
    return isIndented || (isShort && (sentenceEnd.test(last.text) || isMarked || right - end > line.size * 6))
  }
  const width = halfEms(last.text) / Math.max(1, widest)
  if (width < short.bare) return true
  if (sentenceEnd.test(last.text)) return width < short.sentence || isMarked
  return isMarked && width < short.sentence
}

function paragraph(lines: readonly DocumentLine[], first: DocumentLine): ProseItem {
  const text = lines.reduce((all, line) => joined(all, line.text), '')
  const words = lines.length === 1 ? first.text.split(/\s+/) : null
  return { text, words, rows: null, place: placeOf(first) }
}

/** Two lines in one, without the spaces that printing puts beside Chinese characters and digits. */
function joined(before: string, after: string): string {
  const all =
    before === '' || wide.test(before.at(-1) ?? '') || wide.test(after[0] ?? '') ? before + after : `${before} ${after}`
  return unspaced(all)
}

/** Spaces stay between Latin words only; those around digits come from printing. */
const unspaced = (text: string): string => text.trim().replace(/(?<![A-Za-z])\s+|\s+(?![A-Za-z])/g, '')

function tableItem({ cells, page }: LatticeTable): ProseItem {
  const rows = new Map<number, { left: number; text: string }[]>()
  for (const { top, left, text } of cells) {
    const key = [...rows.keys()].find((one) => Math.abs(one - top) < 2.5) ?? top
    rows.set(key, [...(rows.get(key) ?? []), { left, text }])
  }
  const sorted = [...rows].sort(([one], [other]) => one - other)
  return {
    text: '',
    words: null,
    rows: sorted.map(([, row]) => row.sort((one, other) => one.left - other.left).map(({ text }) => text)),
    place: pageName(page),
  }
}
