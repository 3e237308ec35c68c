import { utils, write } from '@e965/xlsx'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import type { PrintedCell, PrintedTable } from '../../../shared/layout/table.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { gbk } from './fixtures/gbk.ts'
import { Folder, IntakeDesk } from './fixtures/intake.ts'

const edition = builtInEdition()
const desk = new IntakeDesk(edition, sampleBook)
const sample = sampleFacts(edition)
const engine = desk.engineOf(sample)
const tables = edition.forms.filter(({ form }) => form.onPaper).map(({ key }) => layOut(engine, key, desk.whose))
const folder = new Folder()
afterAll(() => folder.clear())

type Line = (string | number | null)[]
const shown = (cell: PrintedCell): string | number | null =>
  cell.kind === 'label' ? cell.text : typeof cell.value === 'number' ? cell.value / 1_000_000 : cell.value

/** A table as lines of a sheet: title, caption, header, body, notes. */
function linesOf(table: PrintedTable): Line[] {
  const line = (cells: readonly PrintedCell[]): Line => {
    const texts: Line = table.columns.map(() => null)
    for (const cell of cells) texts[cell.column] = shown(cell)
    return texts
  }
  return [
    [table.title],
    [table.departmentLine, table.unitLine],
    ...table.header.map(line),
    ...table.rows.map(({ cells }) => line(cells)),
    ...table.notes.map((note) => [note]),
  ]
}

/** The merges of a sheet made so. */
const mergesOf = ({ header, rows }: PrintedTable) =>
  [...header, ...rows.map(({ cells }) => cells)].flatMap((cells, line) =>
    cells
      .filter(({ colSpan, rowSpan }) => colSpan > 1 || rowSpan > 1)
      .map(({ column, colSpan, rowSpan }) => ({
        s: { r: line + 2, c: column },
        e: { r: line + 1 + rowSpan, c: column + colSpan - 1 },
      })),
  )

describe('a workbook in the format before .xlsx', () => {
  const workbook = (): ReturnType<typeof utils.book_new> => {
    const book = utils.book_new()
    for (const table of tables) {
      const sheet = utils.aoa_to_sheet(linesOf(table))
      sheet['!merges'] = mergesOf(table)
      utils.book_append_sheet(book, sheet, table.form)
    }
    return book
  }

  it.each(['biff8', 'xlml'] as const)('gives the published book (%s)', async (bookType) => {
    const bytes = write(workbook(), { type: 'buffer', bookType }) as Buffer
    const preview = await desk.taken(folder.file(`${bookType}.xls`, bytes))
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(preview.forms.length).toBe(14)
    expect(desk.printed(desk.after(preview))).toEqual(desk.printed(engine))
  })

  it('is read by what it is, whatever its name', async () => {
    const bytes = write(workbook(), { type: 'buffer', bookType: 'biff8' }) as Buffer
    expect((await desk.taken(folder.file('决算.xlsx', bytes))).forms.length).toBe(14)
  })

  it('tells of formulas without a result and of errors, and takes dates and truths for texts', async () => {
    const lines = linesOf(tables[11] as PrintedTable)
    const sheet = utils.aoa_to_sheet(lines)
    const at = (label: string): string => `B${lines.findIndex(([text]) => String(text).includes(label)) + 1}`
    sheet[at('货物')] = { t: 'e', v: 0x17 }
    sheet[at('服务')] = { t: 'b', v: true }
    const book = utils.book_new()
    utils.book_append_sheet(book, sheet, 'GK12')
    const bytes = write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
    const { notUnderstood } = await desk.taken(folder.file('errors.xls', bytes))
    expect(notUnderstood.map(({ text, reason }) => [text, reason.slice(0, 8)])).toEqual([
      ['#REF!', '公式结果为错误值'],
      ['是', expect.any(String)],
    ])
  })

  it('is refused when it is cut off', async () => {
    const bytes = write(workbook(), { type: 'buffer', bookType: 'biff8' }) as Buffer
    expect(await desk.refusalOf(folder.file('cut.xls', bytes.subarray(0, 3000)))).toMatch(
      /不是完整的 \.xls 工作簿|没有内容|没有可以读入/,
    )
  })
})

describe('a CSV file', () => {
  const csv = (delimiter: string): string =>
    tables
      .flatMap(linesOf)
      .map((line) =>
        line
          .map((value) => {
            const text = typeof value === 'number' ? formatAmount(Math.round(value * 1_000_000), '万元') : (value ?? '')
            return /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
          })
          .join(delimiter),
      )
      .join('\r\n')

  it.each([
    ['commas', 'UTF-8 with its mark', '逗号.csv', () => `\ufeff${csv(',')}`],
    ['semicolons', 'GBK', '分号.csv', () => gbk(csv(';'))],
    ['tabs', 'UTF-8', '制表符.tsv', () => csv('\t')],
  ])('with %s in %s gives the published book, its tables one below the other', async (_, __, name, make) => {
    const preview = await desk.taken(folder.file(name, make()))
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(preview.forms.length).toBe(14)
    expect(desk.printed(desk.after(preview))).toEqual(desk.printed(engine))
  })
})
