/**
 * A page of a published document as its reader gives it: texts and ruled lines at places, and no meaning. Lengths are
 * points, x to the right and y downwards, whatever way the page lies.
 */

export type PageText = {
  readonly text: string
  /** left and right end */
  readonly x0: number
  readonly x1: number
  /** base line */
  readonly y: number
  /** height of the type */
  readonly size: number
}

/** A ruled line: `at` is its y (horizontal) or x (vertical), `from` and `to` its ends on the other axis. */
export type Rule = { readonly at: number; readonly from: number; readonly to: number }

export type DocumentPage = {
  /** from 1 */
  readonly number: number
  readonly width: number
  readonly height: number
  readonly texts: readonly PageText[]
  readonly horizontal: readonly Rule[]
  readonly vertical: readonly Rule[]
}

/** One run of text on a line, set off from its neighbours; x ends are null in plain text, which has no places. */
export type Segment = { readonly text: string; readonly x0: number | null; readonly x1: number | null }

/** A line of a document outside ruled tables. */
export type DocumentLine = {
  /** from 1 */
  readonly page: number
  /** number of the line in its page, from 1 */
  readonly line: number
  /** the line as written, with single spaces between its segments */
  readonly text: string
  readonly segments: readonly Segment[]
  /** left end, and base line from the top of the page; null in plain text */
  readonly x: number | null
  readonly y: number | null
  /** height of the type; null in plain text */
  readonly size: number | null
}

/** Characters of Chinese text, marks included. */
export const wide = /[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…①-⑳]/

/**
 * Text of neighbouring runs in one piece. Layout programs set a little space between Chinese and Latin that nobody
 * wrote, and a line that turns within a cell has none.
 * @param gap between the two, in heights of the type
 */
export function joinRuns(left: string, right: string, gap: number): string {
  if (left === '' || right === '') return left + right
  const before = left.at(-1) as string
  const after = right[0] as string
  if (/\s/.test(before) || /\s/.test(after)) return left + right
  const isWide = wide.test(before) || wide.test(after)
  const both = wide.test(before) && wide.test(after)
  const isSpace = both ? gap > 0.8 : isWide ? gap > 0.6 : gap > 0.15
  return isSpace ? `${left} ${right}` : left + right
}

/**
 * Texts by the line they stand on, lines from top to bottom and their runs from left to right; place and size of a line
 * are those of its highest run.
 */
export function runsByLine(texts: readonly PageText[]): { y: number; size: number; runs: PageText[] }[] {
  const lines: { y: number; size: number; runs: PageText[] }[] = []
  for (const text of [...texts].sort((one, other) => one.y - other.y)) {
    const line = lines.at(-1)
    if (line !== undefined && text.y - line.y < Math.min(text.size, line.size) * 0.5) line.runs.push(text)
    else lines.push({ y: text.y, size: text.size, runs: [text] })
  }
  for (const { runs } of lines) runs.sort((one, other) => one.x0 - other.x0)
  return lines
}
