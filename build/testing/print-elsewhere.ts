import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWorkbook } from '../../electron/exchange/workbook/write.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../shared/sample/sample.ts'
import { builtInEdition } from './edition.ts'

/**
 * Made `published-libreoffice.pdf`: the 14 published tables as LibreOffice prints a workbook of them, with its own lines,
 * fonts, thousands separators and page breaks. Run it again (`node build/testing/print-elsewhere.ts`)
 * only if the workbook changes beyond recognition.
 */
const edition = builtInEdition()
const { department, year } = sampleBook
const engine = Engine.create(edition, sampleFacts(edition)) as Engine
const tables = edition.forms
  .filter(({ form }) => form.onPaper)
  .map(({ key }) => layOut(engine, key, { department, year }))
const manifest = {
  edition: { edition: 'dongcheng-2024', revision: 1, hash: 'h' },
  department,
  year,
  revision: 1,
  lastJournalTime: null,
  facts: [],
}
const properties = { title: '决算', department, year, created: new Date('2025-08-01T00:00:00Z') }
const bytes = await writeWorkbook({
  tables,
  supplements: [],
  explanations: [],
  manifest,
  properties,
  showSupplements: false,
})
const folder = mkdtempSync(join(tmpdir(), 'juesuan-print-elsewhere-'))
writeFileSync(join(folder, 'published.xlsx'), bytes)
execFileSync('soffice', ['--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'published.xlsx')])
const fixtures = join(import.meta.dirname, '../../electron/exchange/intake/fixtures')
copyFileSync(join(folder, 'published.pdf'), join(fixtures, 'published-libreoffice.pdf'))
rmSync(folder, { recursive: true })
