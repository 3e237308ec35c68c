import type ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { cellKey } from '../../../shared/address/cell.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { builtInEdition } from '../../services/editions.ts'
import { Desk, sheetOf } from './fixtures/desk.ts'
import { placesOf } from './sheet.ts'

const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error(JSON.stringify(built.fault))
const { linked: edition, stored } = built.value
const identity = { edition: stored.name, revision: stored.revision, hash: stored.hash }
const desk = new Desk(edition, identity, { department: sampleBook.department, year: sampleBook.year })
const sample = sampleFacts(edition)
/** Texts and options stand in the manifest only. */
const onSheets = sample.filter(({ kind }) => kind !== 'text' && kind !== 'option')
afterAll(() => desk.clear())

describe('a template filled in by a person', () => {
  /** Types the sample's cells into the template: codes with their names, every second figure as text, one form in 元. */
  async function filled(inYuan: string, gaps: number): Promise<ExcelJS.Workbook> {
    const book = await desk.template()
    const engine = desk.engineOf(sample)
    const typed = new Map(sample.filter(({ kind }) => kind === 'cell').map(({ key, value }) => [key, value]))
    let turn = 0
    for (const table of [...desk.templateTables(true), ...desk.templateTables(false)]) {
      const sheet = sheetOf(book, table.form)
      const { bodyRow } = placesOf(table)
      const scale = table.form === inYuan ? '元' : '万元'
      if (table.form === inYuan) unitCell(sheet).value = '单位：元'
      const put = (row: number, column: number, key: string, unit: string): void => {
        const value = typed.get(key)
        if (value === undefined || typeof value === 'object') return
        const isText = turn++ % 2 === 0
        const amount =
          typeof value === 'number' && unit === 'amount'
            ? formatAmount(value, scale, { grouped: isText })
            : typeof value === 'number' && unit === 'score'
              ? String(value / 100)
              : String(value)
        sheet.getCell(row, column).value = isText || unit === 'text' ? amount : Number(amount)
      }
      const blank = table.rows.findIndex(({ keys }) => keys.length === 0)
      table.rows.forEach(({ cells, keys }, line) => {
        for (const cell of cells)
          if (keys.length > 0 && cell.kind === 'value')
            put(bodyRow + line, cell.column + 1, cellKey(cell.address), cell.unit)
      })
      if (blank < 0) continue
      let line = bodyRow + blank
      for (const row of engine
        .rows(table.form)
        .filter(
          ({ leaf, key }) => leaf && [...typed.keys()].some((cell) => cell.startsWith(`${table.form}!${key}!`)),
        )) {
        table.columns.forEach(({ key, holds }, column) => {
          const isFirst = table.columns[column - 1]?.key !== key
          const texts: Readonly<Record<string, string | null>> = {
            code: row.code,
            name: row.label,
            unitName: row.unit?.name ?? null,
            projectName: row.project?.name ?? null,
          }
          const text = texts[holds]
          const target = sheet.getCell(line, column + 1)
          if (isFirst && typeof text === 'string')
            target.value = holds === 'code' && turn % 3 === 0 ? Number(text) : text
          else if (text === undefined) put(line, column + 1, `${table.form}!${row.key}!${key}`, holds)
        })
        line += gaps
      }
    }
    return book
  }

  const unitCell = (sheet: ExcelJS.Worksheet): ExcelJS.Cell => {
    for (let column = 1; column <= sheet.columnCount; column++) {
      const cell = sheet.getCell(2, column)
      if (cell.text.startsWith('单位')) return cell
    }
    throw new Error('no unit line')
  }

  it('gives the 2024 book, though figures are text, forms are in 元, sheets out of order and lines left blank', async () => {
    const book = await filled('GK05', 1)
    book.worksheets.forEach((sheet, at) => Object.assign(sheet, { orderNo: 100 - at }))
    const sheet = sheetOf(book, 'GK06')
    sheet.name = '一般公共预算支出'
    const preview = await desk.taken(book)
    expect(preview).toMatchObject({ source: 'template', conflicts: [], notUnderstood: [], cleared: [], remarks: [] })
    const facts = desk.after([], preview.changes)
    expect(facts).toEqual(desk.listed(onSheets))
    expect(desk.differing(sample, facts)).toEqual([])
    expect(preview.added.projects).toHaveLength(25)
  })

  it('says nothing when it is blank, and clears what the book has', async () => {
    expect((await desk.taken(await desk.template())).changes).toEqual([])
    const preview = await desk.taken(await desk.template(), sample)
    expect(preview.cleared).toHaveLength(sample.filter(({ kind }) => kind === 'cell').length)
    expect(preview.conflicts).toEqual([])
  })

  it('takes a typed zero for a zero, and compares typed totals', async () => {
    const book = await desk.template()
    const sheet = sheetOf(book, 'GK05')
    const table = desk.templateTables(true).find(({ form }) => form === 'GK05') as PrintedTable
    const first = placesOf(table).bodyRow + 1
    const columnOf = (key: string): number => table.columns.findIndex((column) => column.key === key) + 1
    sheet.getCell(first, 1).value = '208'
    sheet.getCell(first, columnOf('income')).value = 10
    sheet.getCell(first + 3, 1).value = '2080501'
    sheet.getCell(first + 3, columnOf('closingBasic')).value = 0
    sheet.getCell(first + 3, columnOf('income')).value = 7
    sheet.getCell(first + 4, 1).value = '2080501'
    sheet.getCell(first + 4, columnOf('income')).value = 8
    sheet.getCell(first - 1, columnOf('income')).value = 7
    const preview = await desk.taken(book)
    expect(preview.changes).toEqual([
      { kind: 'row', key: '208', after: { name: '社会保障和就业支出' } },
      { kind: 'row', key: '20805', after: { name: '行政事业单位养老支出' } },
      { kind: 'row', key: '2080501', after: { name: '行政单位离退休' } },
      { kind: 'cell', key: 'GK05!2080501!closingBasic', after: 0 },
      { kind: 'cell', key: 'GK05!2080501!income', after: 7_000_000 },
      { kind: 'stated', key: 'GK05!208!income', after: 10_000_000 },
    ])
    expect(preview.notUnderstood).toEqual([
      {
        sheet: sheet.name,
        cell: `F${first + 4}`,
        text: '8',
        reason: expect.stringContaining(`与第 ${first + 3} 行重复`) as string,
      },
    ])
  })

  it('tells of explanations, which belong to findings the book has yet to make', async () => {
    const book = await desk.template()
    const cell = book.getWorksheet('审核说明')?.getCell('F5')
    if (cell !== undefined) cell.value = '人员增加'
    expect((await desk.taken(book)).notUnderstood).toEqual([
      { sheet: '审核说明', cell: 'F5', text: '人员增加', reason: expect.stringContaining('审核结果') as string },
    ])
  })
})
