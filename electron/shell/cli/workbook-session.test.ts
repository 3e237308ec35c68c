import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { cellKey } from '../../../shared/address/cell.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { plainValue } from '../../../shared/words/cells.ts'
import { placesOf } from '../../exchange/workbook/sheet.ts'
import { openLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { builtInEdition } from '../../services/editions.ts'
import { isOneChineseLine, like, ofSample, type Shell, sampleShell } from './fixtures/shell.ts'

const loaded = builtInEdition('dongcheng-2024')
if (!loaded.ok) throw new Error(JSON.stringify(loaded.fault))
const edition = loaded.value.linked
const { department, year } = sampleBook
const ofNew = ['--ledger', 'new.juesuan', '--year', '2024'] as const
const newBook = ['new', ...ofNew, '--department', department] as const

/** Types every cell of the sample into a template, the way a person does: codes with their lines, amounts in 万元. */
async function fillTemplate(path: string): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const engineOf = (facts: readonly Fact[]): Engine => Engine.create(edition, facts) as Engine
  const engine = engineOf(sampleFacts(edition))
  const blank = engineOf([])
  const typed = engine.book.facts.cell
  for (const { key: form } of edition.forms) {
    const sheet = book.worksheets.find(({ name }) => name.startsWith(`${form} `))
    if (sheet === undefined) throw new Error(`no sheet for ${form}`)
    const table = layOut(blank, form, { department: '', year, blankLines: 40 })
    const { bodyRow } = placesOf(table)
    const put = (line: number, column: number, key: string): void => {
      const value = typed.get(key)
      if (value === undefined || typeof value === 'object') return
      const [, row = '', name = ''] = key.split('!')
      const unit = engine.unitOf({ form, row, column: name }) ?? 'text'
      const text = plainValue(value, unit)
      sheet.getCell(bodyRow + line, column + 1).value = unit === 'text' ? text : Number(text)
    }
    table.rows.forEach(({ keys, cells }, line) => {
      for (const cell of cells)
        if (keys.length > 0 && cell.kind === 'value') put(line, cell.column, cellKey(cell.address))
    })
    const offered = table.rows.findIndex(({ keys }) => keys.length === 0)
    const lines = engine
      .rows(form)
      .filter(({ leaf, key }) => [...typed.keys()].some((cell) => leaf && cell.startsWith(`${form}!${key}!`)))
    if (offered < 0) continue
    lines.forEach((row, place) =>
      table.columns.forEach(({ key, holds }, column) => {
        const texts: Readonly<Record<string, string | null | undefined>> = {
          code: row.code,
          name: row.label,
          unitName: row.unit?.name,
          projectName: row.project?.name,
        }
        // the code column is three printed ones
        const isFirst = table.columns[column - 1]?.key !== key
        if (!(holds in texts)) put(offered + place, column, `${form}!${row.key}!${key}`)
        else if (isFirst) sheet.getCell(bodyRow + offered + place, column + 1).value = texts[holds] ?? null
      }),
    )
  }
  await book.xlsx.writeFile(path)
}

/** What the visible sheets of a workbook show, cell by cell. */
async function shownIn(path: string): Promise<Record<string, unknown[][]>> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const sheets = book.worksheets.filter(({ state }) => state === 'visible')
  const valueOf = (value: ExcelJS.CellValue): unknown =>
    typeof value === 'object' && value !== null && 'result' in value ? value.result : value
  return Object.fromEntries(
    sheets.map((sheet) => [
      sheet.name,
      Array.from({ length: sheet.rowCount }, (_, row) =>
        Array.from({ length: sheet.columnCount }, (__, column) => valueOf(sheet.getCell(row + 1, column + 1).value)),
      ),
    ]),
  )
}

async function factsIn(sh: Shell, name: string): Promise<unknown> {
  const ledger = await openLedger(sh.path(name), { mode: 'read', clock: Date.now, program })
  if (!ledger.ok) throw new Error(JSON.stringify(ledger.fault))
  const book = ledger.value.findBook(department, year)
  const read = book.ok ? ledger.value.readBook(book.value.id) : book
  ledger.value.close()
  return read.ok ? read.value.facts : read.fault
}

async function exported(sh: Shell, of: readonly string[], folder: string): Promise<string> {
  const { json } = await sh('export', ...of, '--out', folder, '--json')
  return json.files[0] ?? ''
}

describe('template → fill → import → check → export', () => {
  it('gives the published figures', async () => {
    const sh = await sampleShell()
    await sh('template', '--edition', 'dongcheng-2024', '--out', 't.xlsx')
    await fillTemplate(sh.path('t.xlsx'))
    await sh(...newBook)
    const dry = await sh('import', ...ofNew, 't.xlsx', '--dry-run', '--json')
    expect(dry).toMatchObject({ code: 0, json: { stored: 117, revision: 1, dryRun: true, backup: null } })
    const imported = await sh('import', ...ofNew, 't.xlsx', '--json')
    expect(imported).toMatchObject({
      code: 0,
      json: { stored: 117, revision: 2, cleared: [], conflicts: [], notUnderstood: [] },
    })
    expect(readdirSync(sh.path('new.juesuan.backups'))).toHaveLength(1)
    const check = await sh('check', ...ofNew, '--json')
    expect(check).toMatchObject({ code: 0, json: { errors: 0, verify: 2, hints: 1, unexplained: 2 } })
    expect(await shownIn(await exported(sh, ofNew, 'new'))).toEqual(await shownIn(await exported(sh, ofSample, 'old')))
    expect((await sh('undo', ...ofNew)).out).toMatch(/^已撤销：导入 t\.xlsx（\d+ 处/)
  })
})

describe('a workbook of our own', () => {
  it('comes back without loss, and changes nothing where nothing was changed', async () => {
    const sh = await sampleShell()
    await sh('explain', ...ofSample, '--check', 'Y5', '--row', '2210203', '新的说明')
    await sh('set', ...ofSample, '--form', 'GK03', '--row', '2080501', '--column', 'basic', '9')
    const file = await exported(sh, ofSample, 'out')
    await sh(...newBook)
    expect(await sh('import', ...ofNew, file, '--json')).toMatchObject({
      code: 0,
      json: { source: 'own', conflicts: [], notUnderstood: [], remarks: [] },
    })
    expect(await factsIn(sh, 'new.juesuan')).toEqual(await factsIn(sh, '2024.juesuan'))
    const again = await sh('import', ...ofNew, file, '--json')
    expect(again.json).toMatchObject({ stored: 0, revision: 2, backup: null })
  })
})

describe('a file that cannot be taken in', () => {
  it.each([
    ['none.xlsx', null, /没有这个文件/],
    ['text.xlsx', 'not a workbook at all', /不是 \.xlsx 工作簿/],
    ['empty.xlsx', '', /是空的/],
    ['torn.xlsx', 'torn', /不是完整的工作簿/],
  ])('changes nothing: %s', async (name, content, message) => {
    const sh = await sampleShell()
    if (content !== null) writeFileSync(sh.path(name), content)
    if (content === 'torn') {
      const whole = await exported(sh, ofSample, 'out')
      copyFileSync(whole, sh.path(name))
      writeFileSync(sh.path(name), readFileSync(sh.path(name)).subarray(0, 9000))
    }
    const before = await factsIn(sh, '2024.juesuan')
    const said = await sh('import', ...ofSample, name)
    expect(said).toMatchObject({ code: 2, out: '', err: like(message) })
    expect(isOneChineseLine(said.err)).toBe(true)
    expect(await factsIn(sh, '2024.juesuan')).toEqual(before)
    expect(existsSync(sh.path('2024.juesuan.backups'))).toBe(false)
  })
})
