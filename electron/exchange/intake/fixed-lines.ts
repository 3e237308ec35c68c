import { yearlessText } from '../workbook/sheet-view.ts'
import { FigureColumns } from './figure-columns.ts'
import type { FormPaper, PaperRow } from './form-paper.ts'
import type { BodyReader, SheetLine } from './line-sheets.ts'
import { type FigureStyle, type Group, groupsOf, isDash, tokensOf, wordsText } from './line-tokens.ts'
import type { DocumentLine } from './page.ts'

/** Lines of a form with fixed rows: known by their labels, in printed order, several blocks side by side. */
export class FixedLines implements BodyReader {
  private readonly paper: FormPaper
  private readonly style: FigureStyle
  private readonly columns = new FigureColumns()
  private readonly used = new Set<PaperRow>()
  readonly left: { line: DocumentLine; reason: string }[] = []
  /** the printed line that was matched last */
  private last = -1

  constructor(paper: FormPaper, style: FigureStyle) {
    this.paper = paper
    this.style = style
  }

  read(lines: readonly DocumentLine[]): SheetLine[] {
    const read = lines.map((line) => ({ line, groups: groupsOf(tokensOf(line.segments), this.style) }))
    const matched: { line: DocumentLine; pairs: [Group, PaperRow | null][] }[] = []
    for (let at = 0; at < read.length; at++) {
      const { line, groups } = read[at] as (typeof read)[number]
      if (groups.length === 1 && isNumbersLine(groups[0])) continue
      const whole = this.wholeLine(groups)
      if (whole !== null) {
        matched.push({ line, pairs: groups.map((group, number) => [group, whole[number] ?? null]) })
        continue
      }
      const next = read[at + 1]?.groups ?? []
      const turned = this.turnedLabel(groups, next)
      if (turned !== null) {
        matched.push({ line, pairs: turned })
        at++
        continue
      }
      const pairs = groups.map((group): [Group, PaperRow | null] => [group, this.oneRow(group)])
      matched.push({ line, pairs })
      // figures are told of where they would have gone
      const isLoose = ([{ figures }, row]: [Group, PaperRow | null]): boolean => row === null && figures.length === 0
      if (pairs.some(isLoose)) this.left.push({ line, reason: '不能确定这一行文字属于哪一行，未读入' })
    }
    for (const { pairs } of matched)
      for (const [{ figures }, row] of pairs)
        if (row !== null && figures.length === row.values.length) this.columns.learn(row.values, figures)
    return matched.map(({ line, pairs }) => ({
      from: line,
      cells: pairs.flatMap(([group, row]) => this.cells(group, row)),
    }))
  }

  /** The rows of the printed line with just these labels, the next one first. */
  private wholeLine(groups: readonly Group[]): readonly PaperRow[] | null {
    const labels = groups.map(({ words }) => yearlessText(wordsText(words)))
    if (labels.some((label) => label === '')) return null
    const { lines } = this.paper
    const order = lines.map((_, number) => (this.last + 1 + number) % lines.length)
    const found = order.find((number) => {
      const rows = lines[number]?.rows ?? []
      return (
        rows.length === labels.length && rows.every((row, place) => row.label === labels[place] && !this.used.has(row))
      )
    })
    if (found === undefined) return null
    this.last = found
    const rows = lines[found]?.rows ?? []
    rows.forEach((row) => this.used.add(row))
    return rows
  }

  /** A label that goes on in the next line, whichever of the two has the figures. */
  private turnedLabel(groups: readonly Group[], next: readonly Group[]): [Group, PaperRow | null][] | null {
    const [first] = groups
    const [second] = next
    if (groups.length !== 1 || next.length !== 1 || first === undefined || second === undefined) return null
    if (first.figures.length > 0 && second.figures.length > 0) return null
    const together: Group = {
      words: [...first.words, ...second.words],
      figures: [...first.figures, ...second.figures],
    }
    const row = this.candidates(together)
    if (row.length !== 1 || this.candidates(first).length > 0) return null
    this.used.add(row[0] as PaperRow)
    return [[together, row[0] as PaperRow]]
  }

  private candidates({ words }: Group): PaperRow[] {
    const label = yearlessText(wordsText(words))
    return this.paper.lines.flatMap(({ rows }) => rows.filter((row) => row.label === label && !this.used.has(row)))
  }

  /** The row of one label. The same label in two blocks cannot be told apart alone; in one block the next is meant. */
  private oneRow(group: Group): PaperRow | null {
    const rows = this.candidates(group)
    const [row] = rows
    if (row === undefined || new Set(rows.map(({ at }) => at)).size > 1) return null
    this.used.add(row)
    return row
  }

  private cells({ words, figures }: Group, row: PaperRow | null): SheetLine['cells'] {
    const label = wordsText(words)
    const [first] = this.paper.lines[0]?.rows ?? []
    const at = row ?? first
    if (at === undefined || (label === '' && figures.length === 0)) return []
    const values = row?.values ?? this.paper.valueColumns
    const head = { column: at.at, text: label }
    if (figures.length === 0) return row === null ? [] : [head]
    const places =
      row === null
        ? values.slice(0, 1)
        : figures.length === values.length
          ? values
          : this.columns.place(values, figures)
    if (row === null || places === null) {
      const text = figures.map((figure) => figure.text).join(' ')
      return [head, ...(row === null ? (places ?? []) : values).map((column) => ({ column, text, unplaced: true }))]
    }
    return [
      head,
      ...figures.flatMap(({ text }, number) =>
        isDash(text) || places[number] === undefined ? [] : [{ column: places[number], text }],
      ),
    ]
  }
}

/** 栏次 1 2 3 */
const isNumbersLine = (group: Group | undefined): boolean =>
  group !== undefined && /^(?:栏次|行次)[\d\s-]*$/.test(wordsText(group.words))
