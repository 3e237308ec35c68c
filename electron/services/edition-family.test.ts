import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layOut } from '../../shared/layout/layout.ts'
import { folder, freshLedger } from '../ledger/fixtures/ledgers.ts'
import { newBook } from './books.ts'
import { checkBook } from './check.ts'
import { importEdition } from './edition-import.ts'
import { builtInEdition } from './editions.ts'
import { renderBook } from './export.ts'
import { must } from './fixtures/books.ts'
import { nextYear, sampleOfRecord, sampleUnder, writeEdition } from './fixtures/editions.ts'
import { perform } from './gesture.ts'
import { importFile } from './import.ts'
import { narrateBook, narrativeReport } from './narrative.ts'
import { type OpenBook, openBook } from './open-book.ts'

/** A filled book under an edition that is made of data alone; one that the program has not is brought as a file. */
async function filled(name: string): Promise<OpenBook> {
  const { ledger } = await freshLedger()
  const edition = name === 'dongcheng-2025' ? nextYear() : must(builtInEdition(name))
  if (name === 'dongcheng-2025')
    must(await importEdition(ledger, { path: writeEdition(join(folder(), '套表.json'), edition) }))
  const { year } = edition.linked.edition.head
  must(newBook(ledger, { department: '某中心', year, edition: name }))
  const open = must(openBook(ledger, { department: '某中心', year }))
  const changes = sampleUnder(edition).map(({ kind, key, value }) => ({ kind, key, after: value }))
  must(perform(open, { changes, label: '填列', place: null }, 'typed'))
  return open
}

const sample = sampleOfRecord()
const titles = {
  'beijing-2023': '政府购买服务决算公开情况表',
  'beijing-2024': '政府购买服务决算公开情况表',
  'dongcheng-2025': '项目支出决算明细表',
} as const

describe.each([
  ['beijing-2023', 13],
  ['beijing-2024', 12],
  ['dongcheng-2025', 13],
] as const)('%s, made from data alone', (name, forms) => {
  it('has its forms in order, and no other one', async () => {
    const { edition, summary } = await filled(name)
    const printed = edition.forms.filter(({ form }) => form.onPaper)
    expect(printed).toHaveLength(forms)
    expect(printed.at(-1)?.form.title).toBe(titles[name])
    expect(summary.edition.name).toBe(name)
    expect(edition.edition.head.trust).toBe('unverified')
  })

  it('holds the same money and balances', async () => {
    const open = await filled(name)
    for (const [row, column] of [
      ['incomeGrand', 'incomeFinal'],
      ['general', 'incomeFinal'],
      ['opening', 'incomeFinal'],
      ['expenditureGrand', 'expenditureFinal'],
      ['212', 'expenditureFinal'],
      ['221', 'expenditureBudget'],
    ] as const) {
      const cell = { form: 'GK01', row, column }
      expect([row, open.engine.value(cell)]).toEqual([row, sample.value(cell)])
    }
    const { errors, findings } = checkBook(open)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(errors).toBe(0)
  })

  it('prints every form', async () => {
    const { engine, edition, summary } = await filled(name)
    for (const { key, form } of edition.forms) {
      const table = layOut(engine, key, { department: summary.department, year: summary.year })
      expect(table.rows.length).toBeGreaterThan(0)
      expect(JSON.stringify(table)).not.toMatch(/undefined|NaN|\{year\}/)
      expect(table.title).toBe(form.title)
    }
  })

  it('says its text without the forms it has not', async () => {
    const open = await filled(name)
    const text = JSON.stringify(narrativeReport(open))
    expect(narrateBook(open).parts.length).toBeGreaterThan(2)
    expect(text).not.toMatch(/undefined|NaN|\{[a-z]+ /)
    expect(text).toContain(`${open.summary.year}年度收、支总计`)
    if (name === 'dongcheng-2025') expect(text).not.toContain('政府购买服务决算')
    else expect(text).not.toMatch(/占部门项目总数|评价结果均为/)
  })

  it('exports a workbook that it takes back without a difference', async () => {
    const open = await filled(name)
    const [file] = await renderBook(open)
    const path = join(folder(), file?.name ?? '')
    writeFileSync(path, file?.bytes ?? '')
    const report = must(await importFile(open, { path, dryRun: true }))
    expect(report).toMatchObject({ stored: 0, cleared: [], conflicts: [], notUnderstood: [] })
    expect(report.forms.length).toBeGreaterThan(0)
  })
})
