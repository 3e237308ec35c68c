import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import type { PrintedCell, PrintedTable } from '../../../shared/layout/table.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { halfEms } from '../text-width.ts'
import { cellName, parseRange } from './grid.ts'
import { decodeManifest, printedValues } from './manifest.ts'
import { placesOf } from './sheet.ts'
import { type WorkbookContent, writeWorkbook } from './write.ts'

const edition = builtInEdition()
const engine = Engine.create(edition, sampleFacts(edition)) as Engine
const { department, year } = sampleBook
const tablesOf = (onPaper: boolean): PrintedTable[] =>
  edition.forms
    .filter(({ form }) => form.onPaper === onPaper)
    .map(({ key }) => layOut(engine, key, { department, year }))
const tables = tablesOf(true)
const supplements = tablesOf(false)
const content: WorkbookContent = {
  tables,
  supplements,
  explanations: [{ check: 'X2', form: '收入支出决算总表', row: '', column: '', finding: '', text: '=1+1' }],
  manifest: {
    edition: { edition: 'dongcheng-2024', revision: 1, hash: 'h' },
    department,
    year,
    revision: 9,
    lastJournalTime: '2025-08-01T02:03:04.005Z',
    facts: engine.book.list(),
  },
  properties: { title: '2024年度部门决算', department, year, created: new Date('2025-08-01T02:03:04Z') },
  showSupplements: false,
}

let bytes: Uint8Array
let book: ExcelJS.Workbook
const load = async (file: Uint8Array): Promise<ExcelJS.Workbook> => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(Buffer.from(file) as unknown as ExcelJS.Buffer)
  return workbook
}
beforeAll(async () => {
  bytes = await writeWorkbook(content)
  book = await load(bytes)
})
afterEach(() => {
  vi.useRealTimers()
})

const sheetOf = (table: PrintedTable): ExcelJS.Worksheet => {
  const sheet = book.getWorksheet(`${table.form} ${table.title}`)
  if (sheet === undefined) throw new Error(table.form)
  return sheet
}
const isFormula = (cell: ExcelJS.Cell): boolean => cell.type === ExcelJS.ValueType.Formula
/** Number of a cell, typed or calculated. */
const numberIn = (cell: ExcelJS.Cell): unknown => (isFormula(cell) ? cell.result : cell.value)
const placed = (table: PrintedTable): { readonly cell: PrintedCell; readonly row: number }[] =>
  table.rows.flatMap(({ cells }, line) => cells.map((cell) => ({ cell, row: placesOf(table).bodyRow + line })))
const divisors = { amount: 1_000_000, count: 1, score: 100, text: 1 } as const

/** A made-up table of one column of amounts under its total, for what the sample has not. */
function made(values: readonly (number | null)[], total: number, texts: readonly string[] = []): PrintedTable {
  const [first] = supplements
  const cell = (row: string, value: number | null, sum: boolean) =>
    ({
      kind: 'value',
      column: 1,
      colSpan: 1,
      rowSpan: 1,
      address: { form: 'S09', row, column: 'amount' },
      unit: 'amount',
      cell: sum ? 'computed' : 'input',
      value,
      sum: sum
        ? values.map((_, place) => ({ factor: 1, address: { form: 'S09', row: `r${place}`, column: 'amount' } }))
        : null,
    }) as const
  const label = (text: string) =>
    ({ kind: 'label', column: 0, colSpan: 1, rowSpan: 1, text, align: 'left', indent: 0, holds: 'name' }) as const
  return {
    ...(first as PrintedTable),
    form: 'S09',
    title: '试',
    columns: [
      { key: 'name', width: 20, holds: 'name' },
      { key: 'amount', width: 8, holds: 'amount' },
    ],
    header: [[label('项目'), { ...label('金额'), column: 1 }]],
    rows: [
      { keys: ['total'], level: 0, cells: [label('合计'), cell('total', total, true)] },
      ...values.map((value, place) => ({
        keys: [`r${place}`],
        level: 1,
        cells: [label(texts[place] ?? `行${place}`), cell(`r${place}`, value, false)],
      })),
    ],
    notes: [],
  }
}
async function sheetMade(table: PrintedTable): Promise<ExcelJS.Worksheet> {
  const workbook = await load(await writeWorkbook({ ...content, tables: [table], supplements: [], explanations: [] }))
  return workbook.worksheets[0] as ExcelJS.Worksheet
}

describe('the workbook of 2024', () => {
  test('has the official sheets in order, then what is hidden', () => {
    const official = tables.map(({ form, title }) => `visible ${form} ${title}`)
    const hidden = supplements.map(({ form, title }) => `hidden ${form} ${title}`)
    expect(official).toHaveLength(14)
    expect(book.worksheets.map(({ name, state }) => `${state} ${name}`)).toEqual([
      ...official,
      ...hidden,
      'hidden 审核说明',
      'veryHidden _juesuan',
    ])
  })

  test('shows the supplements when asked', async () => {
    const shown = await load(await writeWorkbook({ ...content, showSupplements: true }))
    expect(shown.worksheets.filter(({ state }) => state === 'visible')).toHaveLength(21)
  })

  test.each(tables.concat(supplements))(
    '$form $title: every value stands in its cell, and no other number',
    (table) => {
      const sheet = sheetOf(table)
      const expected = new Map(
        placed(table).flatMap(({ cell, row }) => {
          if (cell.kind !== 'value' || typeof cell.value !== 'number') return []
          return [[cellName(row, cell.column + 1), cell.value / divisors[cell.unit]] as const]
        }),
      )
      const found = new Map<string, unknown>()
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          if (isFormula(cell) || typeof cell.value === 'number') found.set(cell.address, numberIn(cell))
        }),
      )
      expect(found).toEqual(expected)
    },
  )

  test.each(tables)('$form $title: title, department, unit, header and notes as printed', (table) => {
    const sheet = sheetOf(table)
    const { headerRow, noteRow, lastRow } = placesOf(table)
    expect(sheet.getCell('A1').value).toBe(table.title)
    expect(sheet.getCell('A2').value).toBe(table.departmentLine)
    expect(sheet.getCell(2, table.columns.length).value).toBe(table.unitLine)
    table.header.forEach((row, line) => {
      for (const { column, text, colSpan, rowSpan } of row) {
        const cell = sheet.getCell(headerRow + line, column + 1)
        expect(cell.value ?? '').toBe(text)
        expect(cell.isMerged).toBe(colSpan * rowSpan > 1)
      }
    })
    table.notes.forEach((note, place) => expect(sheet.getCell(noteRow + place, 1).value).toBe(note))
    expect(sheet.rowCount).toBe(lastRow)
  })

  test.each(tables)('$form $title: codes and column numbers are text', (table) => {
    const sheet = sheetOf(table)
    const labels = [
      ...placed(table),
      ...table.header.flatMap((cells, line) => cells.map((cell) => ({ cell, row: placesOf(table).headerRow + line }))),
    ]
    for (const { cell, row } of labels) {
      if (cell.kind !== 'label' || (cell.holds !== 'code' && cell.holds !== 'number')) continue
      const written = sheet.getCell(row, cell.column + 1)
      expect(written.type).toBe(ExcelJS.ValueType.String)
      expect(written.numFmt).toBe('@')
    }
  })

  test('totals are live formulas with their results', () => {
    const sheet = sheetOf(tables[1] as PrintedTable)
    const total = sheet.getRow(placesOf(tables[1] as PrintedTable).bodyRow).getCell(5)
    expect(total.formula).toMatch(/^SUM\(|^[A-Z]/)
    expect(total.result).toBe(6912.978296)
    const formulas = tables.flatMap((table) =>
      placed(table).filter(({ cell, row }) => isFormula(sheetOf(table).getCell(row, cell.column + 1))),
    )
    expect(formulas.length).toBeGreaterThan(200)
  })

  test.each(tables.concat(supplements))('$form $title: nothing is clipped', (table) => {
    const sheet = sheetOf(table)
    for (const { cell, row } of placed(table)) {
      if (cell.kind !== 'value' || typeof cell.value !== 'number') continue
      const text = (cell.value / divisors[cell.unit]).toLocaleString('en-US', {
        minimumFractionDigits: { amount: 6, count: 0, score: 2, text: 0 }[cell.unit],
      })
      expect(sheet.getColumn(cell.column + 1).width, `row ${row}`).toBeGreaterThanOrEqual(halfEms(text) + 3)
    }
  })

  test.each(tables)('$form $title: page, print titles, frozen header, footer', (table) => {
    const sheet = sheetOf(table)
    const headRows = placesOf(table).bodyRow - 1
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: table.orientation,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${headRows}`,
      printArea: `A1:${cellName(placesOf(table).lastRow, table.columns.length)}`,
      horizontalCentered: true,
    })
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: headRows })
    expect(sheet.headerFooter.oddFooter).toContain('&P')
  })

  test('wide code forms keep their labels in view, side-by-side forms do not', () => {
    const split = (form: string): number | undefined => {
      const table = tables.find((one) => one.form === form) as PrintedTable
      return (sheetOf(table).views[0] as { xSplit?: number } | undefined)?.xSplit
    }
    expect([split('GK02'), split('GK05'), split('GK01') ?? 0]).toEqual([4, 4, 0])
  })

  test('says whose it is and when it was last changed', async () => {
    expect(book).toMatchObject({ title: '2024年度部门决算', creator: department, company: department })
    expect([book.created, book.modified]).toEqual([content.properties.created, content.properties.created])
    const zip = await JSZip.loadAsync(bytes)
    expect(await zip.file('xl/workbook.xml')?.async('string')).toContain('fullCalcOnLoad="1"')
    expect(new Set(Object.values(zip.files).map(({ date }) => date.getTime()))).toEqual(new Set([Date.UTC(1980, 0, 1)]))
  })

  test('is the same to the byte at another time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01') })
    expect(Buffer.from(await writeWorkbook(content)).equals(bytes)).toBe(true)
  })

  test('its manifest gives back what was stated, and what each cell showed', () => {
    const rows: string[][] = []
    book.getWorksheet('_juesuan')?.eachRow((row) => {
      const [, ...values] = row.values as ExcelJS.CellValue[]
      rows.push(values.map((value) => value as string))
    })
    const decoded = decodeManifest(rows)
    expect(decoded).toMatchObject({ ok: true, value: { ...content.manifest, kind: 'book' } })
    if (!decoded.ok) return
    const shown = decoded.value.sheets.flatMap((sheet) =>
      [...printedValues(sheet)].map((value) => ({ ...value, sheet })),
    )
    const values = [...tables, ...supplements].flatMap(placed).filter(({ cell }) => cell.kind === 'value')
    expect(shown).toHaveLength(values.length)
    shown.forEach(({ sheet, row, column, address, value }, place) => {
      const { cell } = values[place] as { cell: Extract<PrintedCell, { kind: 'value' }> }
      expect([address, value]).toEqual([cell.address, cell.value])
      if (cell.unit === 'amount' && typeof value === 'number') {
        expect(numberIn((book.getWorksheet(sheet.sheet) as ExcelJS.Worksheet).getCell(row, column))).toBe(value / 1e6)
      }
    })
  })

  test('no two merged ranges meet', async () => {
    const zip = await JSZip.loadAsync(bytes)
    for (const { name } of zip.file(/worksheets/)) {
      const xml = (await zip.file(name)?.async('string')) ?? ''
      const ranges = [...xml.matchAll(/<mergeCell ref="([^"]+)"/g)].map(([, ref = '']) => parseRange(ref))
      const covered = ranges.flatMap((range) => {
        if (range === null) throw new Error(name)
        const { top, left, bottom, right } = range
        return Array.from({ length: bottom - top + 1 }, (_, row) =>
          Array.from({ length: right - left + 1 }, (_, column) => cellName(top + row, left + column)),
        ).flat()
      })
      expect(new Set(covered).size, name).toBe(covered.length)
    }
  })
})

describe('single cells', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '_x0041_', "'quoted", '<b>&"', '2024-1', '合    计', ' 前后 '])(
    'text %s stays text',
    async (text) => {
      const cell = (await sheetMade(made([1], 1, [text]))).getCell('A5')
      // What the reading side of exceljs makes of the escape is the text itself
      expect([cell.type, cell.value, cell.numFmt]).toEqual([ExcelJS.ValueType.String, text, '@'])
    },
  )

  test('text that no cell can hold is cut, text that no XML can hold is left out', async () => {
    const sheet = await sheetMade(made([1, 2], 3, ['长'.repeat(40_000), 'a\u0000\ufffe\uffffb']))
    expect([sheet.getCell('A5').text.length, sheet.getCell('A6').value]).toEqual([32_767, 'ab'])
    expect(sheet.getRow(5).height).toBe(409)
  })

  test('what prints blank gets neither number nor formula', async () => {
    const sheet = await sheetMade(made([null, 5_000_000], 5_000_000))
    expect(sheet.getCell('B5').value).toBeNull()
    expect(sheet.getCell('B5').numFmt).toBe('#,##0.000000')
    expect(sheet.getCell('B4').formula).toBe('SUM(B5:B6)')
    expect(sheet.getCell('B4').result).toBe(5)
  })

  test('a stated total that differs from its parts stands as a number', async () => {
    const cell = (await sheetMade(made([1, 2], 4))).getCell('B4')
    expect([cell.formula, cell.value]).toEqual([undefined, 0.000004])
  })

  // Beyond some 70 万亿元 doubles stand further apart than 分; there the manifest alone is exact
  test.each([1, -1, 10_000_001, 4_503_599_627_370_495, -4_503_599_627_370_495])(
    '%i fen is exact, and its column wide enough',
    async (fen) => {
      const sheet = await sheetMade(made([fen], fen))
      expect(
        (sheet.getCell('B5').value as number)
          .toFixed(6)
          .replace('.', '')
          .replace(/^(-?)0+/, '$1'),
      ).toBe(`${fen}`)
      expect(sheet.getColumn(2).width).toBeGreaterThanOrEqual(Math.abs(fen) > 1e15 ? 24 : 9)
    },
  )

  test('a long name raises its row', async () => {
    const sheet = await sheetMade(made([1, 2], 3, ['项目名称'.repeat(20), '短']))
    expect(sheet.getRow(5).height).toBeGreaterThan(8 * 13)
    expect(sheet.getRow(6).height).toBeLessThan(30)
  })
})
