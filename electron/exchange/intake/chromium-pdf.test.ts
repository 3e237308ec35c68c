import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, it, type TestContext } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { needTool } from '../../../build/tools.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { Folder, IntakeDesk } from './fixtures/intake.ts'
import { tablesHtml } from './fixtures/tables-html.ts'

const edition = builtInEdition()
const desk = new IntakeDesk(edition, sampleBook)
const engine = desk.engineOf(sampleFacts(edition))
const tables = edition.forms.filter(({ form }) => form.onPaper).map(({ key }) => layOut(engine, key, desk.whose))
const folder = new Folder()
afterAll(() => folder.clear())

/** A page of the web printed to a file by a browser. */
function printedByChromium(context: TestContext, name: string, html: string): string {
  const chromium = needTool(context, 'chromium')
  const page = folder.file(`${name}.html`, html)
  const pdf = page.replace('.html', '.pdf')
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer']
  const profile = `--user-data-dir=${folder.path}/${name}`
  execFileSync(chromium, [...options, profile, `--print-to-pdf=${pdf}`, `file://${page}`], { stdio: 'ignore' })
  return pdf
}

describe('tables that a browser printed, cells of several lines, heads repeated, rows cut by pages', () => {
  for (const [name, isRuled] of [
    ['with ruled lines', true],
    ['without any', false],
  ] as const) {
    it(`${name} give the published book`, async (context) => {
      const preview = await desk.taken(printedByChromium(context, String(isRuled), tablesHtml(tables, isRuled)))
      expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
      expect(preview.forms.reduce((sum, { values }) => sum + values, 0)).toBe(1012)
      expect(desk.printed(desk.after(preview))).toEqual(desk.printed(engine))
    }, 60_000)
  }
})
