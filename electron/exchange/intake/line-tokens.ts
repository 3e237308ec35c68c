import type { DocumentLine, Segment } from './page.ts'

/** A word of a line with its place, where it has one. */
export type Token = Segment

/** A label and the figures behind it. */
export type Group = { readonly words: readonly Token[]; readonly figures: readonly Token[] }

const figure = /^[-−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?$/
const dash = /^[-—–]+$/

/** How figures of a table are written: with decimals, as amounts are, or not. */
export type FigureStyle = { readonly decimals: boolean }

export function styleOf(lines: readonly DocumentLine[]): FigureStyle {
  const figures = lines.flatMap(({ segments }) => tokensOf(segments)).filter(({ text }) => figure.test(text))
  const plain = figures.filter(({ text }) => !isCodeLike(text))
  return { decimals: plain.filter(({ text }) => text.includes('.')).length * 2 > plain.length }
}

const isCodeLike = (text: string): boolean => /^\d{1,3}$|^\d{5}$|^\d{7}$/.test(text)

/** Whether a word is a figure of the table, or the dash that stands for none. Bare whole numbers are not among decimals. */
export const isFigure = (text: string, { decimals }: FigureStyle): boolean =>
  (figure.test(text) && (!decimals || text.includes('.'))) || (dash.test(text) && text !== '')

export const isDash = (text: string): boolean => dash.test(text)

/** Words of a line; runs that hold several are cut, their places in proportion. */
export function tokensOf(segments: readonly Segment[]): Token[] {
  return segments.flatMap(({ text, x0, x1 }) =>
    [...text.matchAll(/\S+/g)].map((word): Token => {
      if (x0 === null || x1 === null) return { text: word[0], x0, x1 }
      const step = (x1 - x0) / Math.max(1, text.length)
      return { text: word[0], x0: x0 + step * word.index, x1: x0 + step * (word.index + word[0].length) }
    }),
  )
}

/** A line as labels, each with the figures that follow it. Figures before any label come with none. */
export function groupsOf(tokens: readonly Token[], style: FigureStyle): Group[] {
  const groups: { words: Token[]; figures: Token[] }[] = []
  for (const token of tokens) {
    const last = groups.at(-1)
    if (isFigure(token.text, style)) {
      if (last === undefined) groups.push({ words: [], figures: [token] })
      else last.figures.push(token)
    } else if (last === undefined || last.figures.length > 0) groups.push({ words: [token], figures: [] })
    else last.words.push(token)
  }
  return groups
}

export const wordsText = (words: readonly Token[]): string => words.map(({ text }) => text).join(' ')
