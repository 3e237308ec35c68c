import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { sheetXml, workbookParts, zipOf } from './fixtures/hostile.ts'
import { cellName, parseCellName, parseRange, type SheetGrid } from './grid.ts'
import { openPackage } from './guard.ts'
import { readSheets } from './sheet-parts.ts'

const formats =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="[Red]#,##0.00&quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
const texts =
  '<sst><si><t>合 计</t></si><si><r><t>一般</t></r><r><t xml:space="preserve">公共 </t></r><rPh sb="0" eb="1"><t>yi ban</t></rPh></si><si><t>a_x000D_b &amp; &#20013;</t></si></sst>'

const sheetOf = (inside: string): SheetGrid => {
  const parts = workbookParts(
    [{ name: '表', xml: sheetXml(inside) }],
    [
      { name: 'xl/sharedStrings.xml', content: texts },
      { name: 'xl/styles.xml', content: formats },
    ],
  )
  return readSheets(openPackage(zipOf(parts)))[0] as SheetGrid
}

const valueOf = (cell: string): unknown => {
  const [found] = sheetOf(`<sheetData><row r="1">${cell}</row></sheetData>`).cells
  return found?.value
}

describe('cells of a sheet', () => {
  it.each([
    ['<c r="A1"><v>5306.515601</v></c>', 5306.515601],
    ['<c r="A1"><v>1.5E-3</v></c>', 0.0015],
    ['<c r="A1" t="s"><v>0</v></c>', '合 计'],
    ['<c r="A1" t="s"><v>1</v></c>', '一般公共 '],
    ['<c r="A1" t="s"><v>2</v></c>', 'a\rb & 中'],
    ['<c r="A1" t="inlineStr"><is><r><t>类</t></r><r><t>款</t></r></is></c>', '类款'],
    ['<c r="A1" t="str"><f>A2</f><v>x&lt;y</v></c>', 'x<y'],
    ['<c r="A1" t="b"><v>1</v></c>', 'TRUE'],
    ['<c r="A1" t="e"><v>#REF!</v></c>', '#REF!'],
    ['<c r="A1" s="1"><v>45383</v></c>', '2024-04-01'],
    ['<c r="A1" s="2"><v>45383.5</v></c>', '2024-04-01 12:00'],
    ['<c r="A1" s="3"><v>45383</v></c>', 45383],
    ['<c r="A1" t="d"><v>2024-04-01</v></c>', '2024-04-01'],
    ['<c r="A1"><v><![CDATA[7]]></v></c>', 7],
    ['<!-- <c r="A1"><v>9</v></c> --><c r="A1"><v>8</v></c>', 8],
    ['<c r="A1"><v>NaN</v></c>', 'NaN'],
    ['<c r="A1" s="1"/>', undefined],
    ['<c r="A1" t="str"><f>A2</f><v></v></c>', undefined],
    ['<c r="A1" t="inlineStr"><is><t>  </t></is></c>', undefined],
  ])('%s', (cell, value) => {
    expect(valueOf(cell)).toEqual(value)
  })

  it('tells formulas, their lack of a result, and errors', () => {
    const { cells } = sheetOf(
      '<sheetData><row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c><c r="C1"><f>SUM(A1)</f></c><c r="D1" t="e"><f>X</f><v>#NAME?</v></c></row></sheetData>',
    )
    expect(cells.map(({ formula, trouble }) => [formula, trouble])).toEqual([
      [true, null],
      [true, null],
      [true, 'formula-without-result'],
      [true, 'error'],
    ])
  })

  it('counts on where places are left out, and reads prefixes and merges', () => {
    const grid = sheetOf(
      '<x:sheetData xmlns:x="u"><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row r="5"><x:c r="C5"><x:v>3</x:v></x:c></x:row></x:sheetData><mergeCells><mergeCell ref="A1:C2"/></mergeCells>',
    )
    expect(grid.cells.map(({ row, column }) => cellName(row, column))).toEqual(['A1', 'B1', 'C5'])
    expect(grid.merges).toEqual([{ top: 1, left: 1, bottom: 2, right: 3 }])
  })

  it('reads what exceljs writes as exceljs reads it', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('GK01 收入', { state: 'hidden' })
    sheet.addRow(['一、一般公共', 5306.515601, new Date(Date.UTC(2024, 3, 1)), true])
    sheet.addRow([
      { richText: [{ text: '富' }, { text: '文本' }] },
      { formula: 'B1*2', result: 10613.031202 },
      { text: '链接', hyperlink: 'https://example.com' },
    ])
    sheet.addRow([{ formula: 'B1' }, { error: '#N/A' }, '_x0041_'])
    const [grid] = readSheets(openPackage(Buffer.from(await book.xlsx.writeBuffer())))
    expect(grid).toMatchObject({ name: 'GK01 收入', state: 'hidden' })
    expect(grid?.cells.map(({ value }) => value)).toEqual([
      '一、一般公共',
      5306.515601,
      '2024-04-01',
      'TRUE',
      '富文本',
      10613.031202,
      '链接',
      '',
      '#N/A',
      'A',
    ])
  })
})

it('places and ranges are read as they are named', () => {
  expect(parseCellName('$AB$12')).toEqual({ row: 12, column: 28 })
  expect(parseCellName('XFE1')).toBeNull()
  expect(parseCellName('A0')).toBeNull()
  expect(cellName(12, 28)).toBe('AB12')
  expect(cellName(1, 16_384)).toBe('XFD1')
  expect(parseRange('C3:A1')).toEqual({ top: 1, left: 1, bottom: 3, right: 3 })
  expect(parseRange('A:B')).toEqual({ top: 1, left: 1, bottom: 1_048_576, right: 2 })
  expect(parseRange('2:3')).toEqual({ top: 2, left: 1, bottom: 3, right: 16_384 })
  expect(parseRange('A1:B2:C3')).toBeNull()
})
