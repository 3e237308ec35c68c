import type { LinkedEdition, LinkedForm } from '../../../shared/catalogue/link.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import type { LabelCell, PrintedTable, ValueCell } from '../../../shared/layout/table.ts'
import { plainText, yearlessText } from '../workbook/sheet-view.ts'

/** A form as it is printed with nothing in it: what the lines of a document are held against. */
export type FormPaper = {
  readonly form: LinkedForm
  readonly table: PrintedTable
  /** printed lines of a form with fixed rows */
  readonly lines: readonly PaperLine[]
  /** printed columns that hold values, from left to right */
  readonly valueColumns: readonly number[]
}
export type PaperLine = { readonly rows: readonly PaperRow[] }
export type PaperRow = {
  /** label as it is compared */
  readonly label: string
  /** printed column of the label */
  readonly at: number
  /** printed columns of its values */
  readonly values: readonly number[]
}

/** The forms of an edition as paper. */
export function papersOf(edition: LinkedEdition, year: number): Map<LinkedForm, FormPaper> {
  const engine = Engine.create(edition, []) as Engine // no facts, nothing out of range
  return new Map(
    edition.forms.map((form) => {
      const table = layOut(engine, form.key, { department: '', year, sums: false })
      const isLabel = (column: number): boolean =>
        ['label', 'code', 'name', 'unitName', 'projectName'].includes(table.columns[column]?.holds ?? '')
      const valueColumns = table.columns.flatMap((_, column) => (isLabel(column) ? [] : [column]))
      return [form, { form, table, lines: form.rows === null ? [] : table.rows.map(lineOf), valueColumns }]
    }),
  )
}

function lineOf({ cells }: PrintedTable['rows'][number]): PaperLine {
  const labels = cells.filter((cell): cell is LabelCell => cell.kind === 'label')
  const values = cells.filter((cell): cell is ValueCell => cell.kind === 'value')
  return {
    rows: labels.map((label, number) => {
      const next = labels[number + 1]?.column ?? Number.POSITIVE_INFINITY
      const own = values.filter(({ column }) => column > label.column && column < next)
      return { label: yearlessText(label.text), at: label.column, values: own.map(({ column }) => column) }
    }),
  }
}

/** Words of a header that name no column. One way only to read each text: a repetition of repetitions never ends. */
export const isNoise = (text: string): boolean => /^(?:栏次|行次|[类款项\-—–\d.])*$/.test(text)

/**
 * Whether lines are the header of a form, whole and in its order: `whole`; `part` when more may follow; or what does
 * not belong, as text. A header is copied line by line from cells of different height, so texts of one height must
 * come from left to right, and together they must be all there is.
 */
export function headerIn(paper: FormPaper, lines: readonly string[]): 'whole' | 'part' | { readonly odd: string } {
  const text = lines.map(plainText).map(yearlessText).join('')
  const cells = paper.table.header.flatMap((row, number) => row.map((cell) => ({ ...cell, number })))
  const names = cells.filter(({ text: name }) => !isNoise(yearlessText(name)))
  let rest = text
  const missing: string[] = []
  for (const { text: name } of [...names].sort((one, other) => other.text.length - one.text.length)) {
    const plain = yearlessText(name)
    const at = rest.indexOf(plain)
    if (at < 0) missing.push(name)
    else rest = `${rest.slice(0, at)}\n${rest.slice(at + plain.length)}`
  }
  const odd = rest.split('\n').filter((piece) => !isNoise(piece))
  if (missing.length > 0) return text.length > 2000 ? { odd: missing.join('、') } : 'part'
  if (odd.length > 0) return { odd: odd.join('、') }
  return inOrder(names, text) ? 'whole' : { odd: '栏目的次序不同' }
}

/** Texts of cells that stand at one height come one after the other. */
function inOrder(cells: readonly (LabelCell & { readonly number: number })[], text: string): boolean {
  const heights = new Map<string, string[]>()
  for (const { number, rowSpan, text: name } of cells) {
    const height = `${number} ${rowSpan}`
    heights.set(height, [...(heights.get(height) ?? []), yearlessText(name)])
  }
  return [...heights.values()].every((names) => {
    let from = 0
    return names.every((name) => {
      const at = text.indexOf(name, from)
      from = at + name.length
      return at >= 0
    })
  })
}
