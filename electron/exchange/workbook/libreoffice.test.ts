import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { decodeManifest } from './manifest.ts'
import { writeTemplate } from './template.ts'
import { writeWorkbook } from './write.ts'

const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined
const hasOffice = isThere('soffice')
const hasPdfText = isThere('pdftotext')
if (!hasOffice) console.warn('NOT RUN: LibreOffice opens workbook and template (soffice is not installed)')
else if (!hasPdfText) console.warn('NOT RUN: LibreOffice prints every form (pdftotext is not installed)')

/** Makes LibreOffice calculate every formula when it opens a file, instead of believing the results in it. */
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

const edition = builtInEdition()
const { department, year } = sampleBook
const sample = Engine.create(edition, sampleFacts(edition)) as Engine
const tablesOf = (engine: Engine, onPaper: boolean, blankLines = 0): PrintedTable[] =>
  edition.forms
    .filter(({ form }) => form.onPaper === onPaper)
    .map(({ key }) => layOut(engine, key, { department, year, blankLines }))
const tables = tablesOf(sample, true)
const properties = { title: '决算', department, year, created: new Date('2025-08-01T00:00:00Z') }
const identity = { edition: 'dongcheng-2024', revision: 1, hash: 'h' }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'juesuan-office-'))
  mkdirSync(join(folder, 'profile', 'user'), { recursive: true })
  writeFileSync(join(folder, 'profile', 'user', 'registrymodifications.xcu'), alwaysRecalculate)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets LibreOffice open a file and save it in another format. */
function converted(name: string, bytes: Uint8Array, format: 'pdf' | 'xlsx'): string {
  const out = join(folder, `${name}-${format}`)
  writeFileSync(join(folder, `${name}.xlsx`), bytes)
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  const target = ['--convert-to', format, '--outdir', out, join(folder, `${name}.xlsx`)]
  execFileSync('soffice', [profile, '--headless', ...target], { stdio: 'pipe', timeout: 120_000 })
  return join(out, `${name}.${format}`)
}
async function load(path: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  return book
}
const sheetOf = (book: ExcelJS.Workbook, form: string): ExcelJS.Worksheet => {
  const sheet = book.worksheets.find(({ name }) => name.startsWith(`${form} `))
  if (sheet === undefined) throw new Error(form)
  return sheet
}
/** Every number of a sheet, formulas included, in whole fen. */
function numbersOf(sheet: ExcelJS.Worksheet): Map<string, number> {
  const numbers = new Map<string, number>()
  sheet.eachRow((row) =>
    row.eachCell((cell) => {
      const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value
      if (typeof value === 'number') numbers.set(cell.address, Math.round(value * 1_000_000))
    }),
  )
  return numbers
}

describe.skipIf(!hasOffice)('LibreOffice', { timeout: 180_000 }, () => {
  const written = (): Promise<Uint8Array> =>
    writeWorkbook({
      tables,
      supplements: tablesOf(sample, false),
      explanations: [],
      manifest: { edition: identity, department, year, revision: 1, lastJournalTime: null, facts: sample.book.list() },
      properties,
      showSupplements: false,
    })

  test.skipIf(!hasPdfText)('prints each form on a page of its own, every amount whole', async () => {
    const pdf = converted('book', await written(), 'pdf')
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
    const pages = text.split('\f').slice(0, -1)
    expect(pages).toHaveLength(14)
    pages.forEach((page, place) => {
      const table = tables[place] as PrintedTable
      expect(page).toContain(table.title)
      expect(page).toContain(`第 ${place + 1} 页，共 14 页`)
      const amounts = table.rows.flatMap(({ cells }) =>
        cells.flatMap((cell) => (cell.kind === 'value' && typeof cell.value === 'number' ? [cell.value / 1e6] : [])),
      )
      const printed = (page.match(/-?[\d,]+\.\d{6}/g) ?? []).map((amount) => Number(amount.replaceAll(',', '')))
      expect(
        printed.sort((a, b) => a - b),
        table.form,
      ).toEqual(amounts.sort((a, b) => a - b))
      expect(page).not.toContain('###')
    })
  })

  test('calculates every formula to the result that was written, and keeps the manifest', async () => {
    const bytes = await written()
    const ours = new ExcelJS.Workbook()
    await ours.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer)
    const theirs = await load(converted('recalculated', bytes, 'xlsx'))
    for (const { form } of tables) {
      expect(numbersOf(sheetOf(theirs, form)), form).toEqual(numbersOf(sheetOf(ours, form)))
    }
    const rows: string[][] = []
    theirs.getWorksheet('_juesuan')?.eachRow((row) => rows.push((row.values as string[]).slice(1)))
    expect(decodeManifest(rows)).toMatchObject({ ok: true, value: { facts: sample.book.list() } })
  })

  test('adds up a template as it is filled in, whatever text stands in it', async () => {
    const blank = Engine.create(edition, []) as Engine
    const bytes = await writeTemplate({
      tables: tablesOf(blank, true, 40),
      supplements: tablesOf(blank, false, 40),
      edition: identity,
      properties,
    })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer)
    const sheet = sheetOf(book, 'GK05')
    const fill = (row: number, code: string | number, income: string | number): void => {
      sheet.getCell(row, 1).value = code
      sheet.getCell(row, 6).value = income
    }
    fill(7, '208', 6)
    fill(8, '20805', 6)
    fill(9, '2080501', 1.5)
    fill(10, 2080505, 4.5)
    fill(11, '2080506', '无')
    sheet.getCell('K9').value = 2
    await book.xlsx.writeFile(join(folder, 'filled-in.xlsx'))
    const theirs = sheetOf(
      await load(converted('filled', readFileSync(join(folder, 'filled-in.xlsx')), 'xlsx')),
      'GK05',
    )
    const results = ['F6', 'J9', 'J6', 'J10', 'E6'].map((address) => theirs.getCell(address).text)
    expect(results).toEqual(['6', '2', '2', '', ''])
  })
})
