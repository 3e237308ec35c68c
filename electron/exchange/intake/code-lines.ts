import { levelOfCode } from '../../../shared/address/code.ts'
import { yearlessText } from '../workbook/sheet-view.ts'
import { FigureColumns } from './figure-columns.ts'
import type { FormPaper } from './form-paper.ts'
import type { BodyReader, SheetLine } from './line-sheets.ts'
import { type FigureStyle, isDash, isFigure, type Token, tokensOf, wordsText } from './line-tokens.ts'
import type { DocumentLine } from './page.ts'

type Row = {
  readonly line: DocumentLine
  readonly labels: readonly { readonly column: number; readonly text: string }[]
  readonly figures: readonly Token[]
}

/** Lines of a form whose rows follow codes: a code, names before and after it, figures at the end. */
export class CodeLines implements BodyReader {
  private readonly paper: FormPaper
  private readonly style: FigureStyle
  private readonly columns = new FigureColumns()
  /** printed columns by what they hold */
  private readonly at: ReadonlyMap<string, number>
  private readonly totalLabel: string
  private readonly totalAt: number
  readonly left: { line: DocumentLine; reason: string }[] = []

  constructor(paper: FormPaper, style: FigureStyle) {
    this.paper = paper
    this.style = style
    const { columns } = paper.table
    this.at = new Map([...columns.entries()].reverse().map(([number, { holds }]) => [holds, number]))
    const total = paper.form.form.codes?.total
    this.totalLabel = yearlessText(total?.label ?? '')
    this.totalAt = columns.findIndex(({ key }) => key === total?.at)
  }

  read(lines: readonly DocumentLine[]): SheetLine[] {
    const read = lines.map((line) => ({ line, row: this.row(line) }))
    const isLoose = (number: number): boolean => read[number]?.row === 'loose'
    const rows = read.flatMap(({ line, row }, number): Row[] => {
      if (row === 'loose') this.left.push({ line, reason: '不能确定这一行文字属于上面还是下面的一行，未读入' })
      if (row === null || row === 'loose') return []
      if (!isLoose(number - 1) && !isLoose(number + 1)) return [row]
      // a name may lack what stands in the line beside it: then it is not known whose figures these are
      if (row.labels.some(({ column }) => this.namesRow(column))) {
        this.left.push({ line, reason: '单位或项目名称可能不完整，这一行未读入' })
        return []
      }
      return [{ ...row, labels: row.labels.filter(({ column }) => column !== this.at.get('name')) }]
    })
    const values = this.paper.valueColumns
    for (const { figures } of rows) if (figures.length === values.length) this.columns.learn(values, figures)
    return rows.map(({ line, labels, figures }) => ({ from: line, cells: [...labels, ...this.figureCells(figures)] }))
  }

  /** Whether rows are known by what stands in a column, besides their code. */
  private namesRow(column: number): boolean {
    return column === this.at.get('unitName') || column === this.at.get('projectName')
  }

  private figureCells(figures: readonly Token[]): SheetLine['cells'] {
    const values = this.paper.valueColumns
    if (figures.length === 0) return []
    const places = figures.length === values.length ? values : this.columns.place(values, figures)
    if (places === null) {
      const text = figures.map((figure) => figure.text).join(' ')
      return values.map((column) => ({ column, text, unplaced: true }))
    }
    return figures.flatMap(({ text }, number) =>
      isDash(text) || places[number] === undefined ? [] : [{ column: places[number], text }],
    )
  }

  /** A row; `loose` for words without figures that are none; null for what is no row at all. */
  private row(line: DocumentLine): Row | 'loose' | null {
    const tokens = tokensOf(line.segments)
    if (/^(?:栏次|行次)$/.test(tokens[0]?.text ?? '')) return null
    const [words, figures] = this.parted(tokens)
    const label = yearlessText(wordsText(words))
      .replace(/^(?:类款项)?/, '')
      .replace(/[-—–]+$/, '')
    if (label === this.totalLabel) return { line, labels: [{ column: this.totalAt, text: label }], figures }
    // 类 款 项 under a header
    if (label === '' && figures.length === 0) return null
    const code = this.codeIn(words)
    if (code === null) {
      // nothing to go by, but figures are never passed over in silence
      if (figures.length === 0) return 'loose'
      return { line, labels: [{ column: this.at.get('name') ?? this.totalAt, text: wordsText(words) }], figures }
    }
    const before = words.slice(0, code.from)
    const after = words.slice(code.to)
    const names = this.namesOf(before, after, code.text)
    return names === null
      ? { line, labels: [], figures }
      : { line, labels: [{ column: this.at.get('code') ?? 0, text: code.text }, ...names], figures }
  }

  /** Words, and the figures at the end of the line: no more than there are columns, the others belong to a name. */
  private parted(tokens: readonly Token[]): [readonly Token[], readonly Token[]] {
    let from = tokens.length
    const most = this.paper.valueColumns.length
    while (from > 0 && tokens.length - from < most && isFigure(tokens[from - 1]?.text ?? '', this.style)) from--
    return [tokens.slice(0, from), tokens.slice(from)]
  }

  /** The code among the words: in one piece, or as 类 款 项. Only names of units stand before it. */
  private codeIn(
    words: readonly Token[],
  ): { readonly text: string; readonly from: number; readonly to: number } | null {
    const unitFirst = (this.at.get('unitName') ?? Number.POSITIVE_INFINITY) < (this.at.get('code') ?? 0)
    for (let from = 0; from < (unitFirst ? words.length : 1); from++) {
      const text = words[from]?.text ?? ''
      if (!/^\d+$/.test(text)) continue
      if (levelOfCode(text) === null) continue
      let to = from + 1
      let code = text
      while (text.length === 3 && to < from + 3 && /^\d{2}$/.test(words[to]?.text ?? ''))
        code += words[to++]?.text ?? ''
      return { text: code, from, to }
    }
    return null
  }

  /** Names at their columns; null when it cannot be told which word is which. */
  private namesOf(
    before: readonly Token[],
    after: readonly Token[],
    code: string,
  ): { column: number; text: string }[] | null {
    const cells: { column: number; text: string }[] = []
    const put = (holds: string, text: string): void => {
      const column = this.at.get(holds)
      if (column !== undefined && text !== '') cells.push({ column, text })
    }
    const unitAt = this.at.get('unitName')
    const unitFirst = unitAt !== undefined && unitAt < (this.at.get('code') ?? 0)
    if (unitFirst) put('unitName', wordsText(before))
    else if (before.length > 0) return null
    const named = this.at.has('projectName') ? 'projectName' : 'name'
    if (unitAt === undefined || unitFirst) put(named, wordsText(after))
    else {
      const parts = this.nameAndUnit(after, code)
      if (parts === null) return null
      put(named, parts[0])
      put('unitName', parts[1])
    }
    return cells
  }

  /** A unit stands behind the name of an item; of 类 and 款 there is none. */
  private nameAndUnit(words: readonly Token[], code: string): [string, string] | null {
    if (words.length <= 1 || levelOfCode(code) !== 'item') return [wordsText(words), '']
    if (words.length === 2) return [words[0]?.text ?? '', words[1]?.text ?? '']
    // names with spaces: the widest gap parts them, where there are gaps
    const gaps = words.slice(1).map(({ x0 }, number) => (x0 ?? 0) - (words[number]?.x1 ?? 0))
    const widest = Math.max(...gaps)
    if (widest <= 0 || gaps.filter((gap) => gap > widest * 0.8).length !== 1) return null
    const at = gaps.indexOf(widest) + 1
    return [wordsText(words.slice(0, at)), wordsText(words.slice(at))]
  }
}
