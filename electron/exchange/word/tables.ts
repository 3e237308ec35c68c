import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  type IRunOptions,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { ModelBlock, ModelTable } from '../document/document-model.ts'
import type { PaperCell } from '../document/paper-table.ts'
import { cellInset, line } from '../document/table-fit.ts'
import { cellLineStep, cellStyle } from './styles.ts'

/** Twentieths of a point, Word's measure. */
export const twips = (points: number): number => Math.round(points * 20)

const alignments = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const

const single = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const
const frame = {
  top: single,
  bottom: single,
  left: single,
  right: single,
  insideHorizontal: single,
  insideVertical: single,
}
const none = { style: BorderStyle.NIL, size: 0, color: 'auto' } as const
const unframed = { top: none, left: none, right: none }

/** A line of text in a table cell: size, font and spacing are those of the cell style. */
function cellLine(
  text: string,
  {
    size,
    align = 'left',
    indent = 0,
    strong = false,
    before = 0,
  }: {
    readonly size: number
    readonly align?: PaperCell['align']
    readonly indent?: number
    readonly strong?: boolean
    /** points above */
    readonly before?: number
  },
): Paragraph {
  const run: IRunOptions = { text, ...(strong ? { bold: true } : {}) }
  return new Paragraph({
    style: cellStyle(size),
    ...(align === 'left' ? {} : { alignment: alignments[align] }),
    ...(indent === 0 ? {} : { indent: { left: twips((indent * size) / 2) } }),
    ...(before === 0 ? {} : { spacing: { before: twips(before) } }),
    children: text === '' ? [] : [new TextRun(run)],
  })
}

/** Letters of a form's table: Word knows half points only. */
const lettersOf = ({ fit }: ModelTable): number => Math.floor(fit.size * 2) / 2
const noteSize = 9
const textTableSize = 12

/** Sizes of the cell styles that tables of a document need. */
export const cellSizes = (tables: readonly ModelTable[]): number[] => [
  ...new Set([noteSize, textTableSize, ...tables.map(lettersOf)]),
]

/** A form as a Word table: real merged cells, the line of department and unit and the header repeated on each page. */
export function formTable(table: ModelTable, width: number): Table {
  const { fit } = table
  const size = lettersOf(table)
  const total = table.widths.reduce((sum, one) => sum + one, 0)
  const columnWidths = table.widths.map((one) => twips((one / total) * width))
  const inset = twips(Math.max(0, Math.min(1.5, fit.pad - ((cellLineStep - line.box) / 2) * size)))
  const height = { value: twips(size * line.box + 2 * fit.pad), rule: HeightRule.ATLEAST }
  const row = (cells: readonly PaperCell[], head: boolean): TableRow =>
    new TableRow({
      height,
      cantSplit: true,
      ...(head ? { tableHeader: true } : {}),
      children: cells.map(
        (cell) =>
          new TableCell({
            ...(cell.colSpan > 1 ? { columnSpan: cell.colSpan } : {}),
            ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
            verticalAlign: VerticalAlignTable.CENTER,
            children: [cellLine(cell.text, { size, align: head ? 'center' : cell.align, indent: cell.indent })],
          }),
      ),
    })
  const caption = new TableRow({
    cantSplit: true,
    tableHeader: true,
    children: [
      new TableCell({
        columnSpan: table.widths.length,
        borders: unframed,
        margins: { left: 0, right: 0, bottom: 60 },
        children: [
          new Paragraph({
            style: cellStyle(size),
            tabStops: [{ type: TabStopType.RIGHT, position: twips(width) }],
            text: `${table.departmentLine}\t${table.unitLine}`,
          }),
        ],
      }),
    ],
  })
  return new Table({
    width: { size: twips(width), type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    borders: frame,
    // these keep several lines off the borders, and leave a row of one line as high as the fit says
    margins: { left: twips(cellInset), right: twips(cellInset), top: inset, bottom: inset },
    rows: [caption, ...table.header.map((cells) => row(cells, true)), ...table.body.map((cells) => row(cells, false))],
  })
}

/** Lines under a form. */
export const formNotes = (notes: readonly string[]): Paragraph[] =>
  notes.map((note) => cellLine(note, { size: noteSize, before: 4 }))

/** A table of the text part; the last cell of a short row reaches to the end. */
export function textTable({ head, rows }: Extract<ModelBlock, { kind: 'table' }>, width: number): Table {
  const columns = Math.max(head.length, ...rows.map((row) => row.length))
  const row = (cells: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      cantSplit: true,
      ...(isHead ? { tableHeader: true } : {}),
      height: { value: twips(24), rule: HeightRule.ATLEAST },
      children: cells.map((text, place) => {
        const span = place === cells.length - 1 ? columns - place : 1
        return new TableCell({
          ...(span > 1 ? { columnSpan: span } : {}),
          verticalAlign: VerticalAlignTable.CENTER,
          children: [cellLine(text, { size: textTableSize, align: 'center', strong: isHead })],
        })
      }),
    })
  return new Table({
    width: { size: twips(width), type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => twips(width / columns)),
    layout: TableLayoutType.FIXED,
    borders: frame,
    rows: [...(head.length > 0 ? [row(head, true)] : []), ...rows.map((cells) => row(cells, false))],
  })
}
