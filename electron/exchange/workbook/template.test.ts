import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import { decodeManifest } from './manifest.ts'
import { placesOf } from './sheet.ts'
import { writeTemplate } from './template.ts'

const edition = builtInEdition()
const blank = Engine.create(edition, []) as Engine
const tablesOf = (onPaper: boolean): PrintedTable[] =>
  edition.forms
    .filter(({ form }) => form.onPaper === onPaper)
    .map(({ key }) => layOut(blank, key, { department: '', year: 2024, blankLines: 40 }))
const tables = tablesOf(true)
const supplements = tablesOf(false)
const all = [...tables, ...supplements]
const identity = { edition: 'dongcheng-2024', revision: 1, hash: 'h' }
const write = (): Promise<Uint8Array> =>
  writeTemplate({
    tables,
    supplements,
    edition: identity,
    properties: { title: '模板', department: '', year: 2024, created: new Date('2024-12-31T00:00:00Z') },
  })

let bytes: Uint8Array
let book: ExcelJS.Workbook
beforeAll(async () => {
  bytes = await write()
  book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer)
})
const sheetOf = (form: string): ExcelJS.Worksheet => {
  const sheet = book.worksheets.find(({ name }) => name.startsWith(`${form} `))
  if (sheet === undefined) throw new Error(form)
  return sheet
}
const colourOf = (cell: ExcelJS.Cell): string | null => {
  const { fill } = cell.style
  return fill?.type === 'pattern' && fill.pattern === 'solid' ? (fill.fgColor?.argb ?? null) : null
}
const input = 'FFFFF2CC'
const byDefault = 'FFE2EFDA'
const isOpen = (cell: ExcelJS.Cell): boolean => cell.style.protection?.locked === false

describe('the blank template', () => {
  test('shows all sheets but its manifest, which states nothing', () => {
    expect(book.worksheets.filter(({ state }) => state === 'visible')).toHaveLength(21)
    const sheet = book.getWorksheet('_juesuan')
    const rows: string[][] = []
    sheet?.eachRow((row) => rows.push((row.values as string[]).slice(1)))
    expect(sheet?.state).toBe('veryHidden')
    expect(decodeManifest(rows)).toMatchObject({ ok: true, value: { kind: 'template', edition: identity, facts: [] } })
  })

  test.each(all)('$form $title: holds no number, and no figure in its formulas', (table) => {
    sheetOf(table.form).eachRow((row) =>
      row.eachCell((cell) => {
        expect(cell.type, cell.address).not.toBe(ExcelJS.ValueType.Number)
        expect(cell.type === ExcelJS.ValueType.Formula ? cell.text : '', cell.address).toBe('')
      }),
    )
  })

  test.each(all)('$form $title: open and coloured is what may be filled in', (table) => {
    const sheet = sheetOf(table.form)
    const { bodyRow } = placesOf(table)
    table.rows.forEach((row, line) => {
      for (const cell of row.cells) {
        const written = sheet.getCell(bodyRow + line, cell.column + 1)
        const offered = row.keys.length === 0
        const colour =
          cell.kind === 'label' ? (offered ? input : null) : { input, default: byDefault, computed: null }[cell.cell]
        expect([isOpen(written), colourOf(written)], written.address).toEqual([colour !== null, colour])
      }
    })
    expect(isOpen(sheet.getCell('A1'))).toBe(false)
    expect(isOpen(sheet.getCell('A2'))).toBe(true)
  })

  test('code forms offer 40 lines whose codes are checked in Chinese', () => {
    const sheet = sheetOf('GK05')
    const { bodyRow } = placesOf(tables.find(({ form }) => form === 'GK05') as PrintedTable)
    const codes = Array.from({ length: 41 }, (_, line) => sheet.getCell(bodyRow + line, 1))
    expect(codes.map(isOpen)).toEqual([false, ...Array<boolean>(40).fill(true)])
    for (const cell of codes.slice(1)) {
      expect(cell.numFmt).toBe('@')
      expect(cell.dataValidation).toMatchObject({ type: 'custom', allowBlank: true, errorStyle: 'stop' })
      expect(cell.dataValidation.error).toContain('3 位（类）、5 位（款）或 7 位（项）')
    }
  })

  test('合计 adds the lines of seven digits, a computed column its own line', () => {
    const sheet = sheetOf('GK05')
    expect(sheet.getCell('F6').formula).toBe('IF(COUNT(F7:F46)=0,"",SUMPRODUCT((LEN(A7:A46)=7)*1,F7:F46))')
    expect(sheet.getCell('J6').formula).toBe('IF(COUNT(J7:J46)=0,"",SUMPRODUCT((LEN(A7:A46)=7)*1,J7:J46))')
    expect(sheet.getCell('J7').formula).toBe('IF(COUNT(K7:L7)=0,"",SUM(K7:L7))')
    // What follows from another form has no formula in this one
    expect(sheet.getCell('H7').formula).toBeUndefined()
  })

  test('sheets are protected without a password, where Excel looks for it', async () => {
    const zip = await JSZip.loadAsync(bytes)
    for (const [, name] of all.entries()) {
      const xml = await zip.file(`xl/worksheets/sheet${sheetOf(name.form).id}.xml`)?.async('string')
      const parts = [
        '</sheetData>',
        '<sheetProtection sheet="1"',
        '<mergeCells',
        '<printOptions',
        '<pageMargins',
        '<pageSetup',
      ]
      const found = parts.map((part) => xml?.indexOf(part) ?? -1)
      expect(found, name.form).toEqual([...found].sort((a, b) => a - b))
      expect(found[0], name.form).toBeGreaterThan(0)
      expect(xml).not.toContain('password')
      const rules = xml?.indexOf('<dataValidations') ?? -1
      if (rules > 0) expect(rules).toBeGreaterThan(found[2] ?? 0)
    }
  })

  test('offers lines for explanations', () => {
    const sheet = book.getWorksheet('审核说明')
    expect(sheet?.getCell('A3').value).toBe('审核公式')
    expect([4, 23, 24].map((row) => sheet !== undefined && isOpen(sheet.getCell(row, 6)))).toEqual([true, true, false])
  })

  test('is the same to the byte', async () => {
    expect(Buffer.from(await write()).equals(bytes)).toBe(true)
  })
})
