import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { sampleDocument } from '../../../build/testing/document.ts'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { secondBook, secondBookFacts } from '../../../build/testing/second-book.ts'
import { needTool } from '../../../build/tools.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { documentContent } from '../../services/document.ts'
import type { DocumentContent } from '../document/content.ts'
import { Typesetter } from '../document/typesetter.ts'
import { writeWord } from '../word/write.ts'
import { Folder, IntakeDesk, type Whose } from './fixtures/intake.ts'

/** What the program prints itself must come back. */

const folder = new Folder()
const typesetter = new Typesetter()
const edition = builtInEdition()
const first = new IntakeDesk(edition, sampleBook)
const other = new IntakeDesk(edition, secondBook)
const sample = sampleFacts(edition)
const second = secondBookFacts()
const contentOf = (facts: readonly Fact[], whose: Whose): DocumentContent =>
  documentContent({
    engine: first.engineOf(facts),
    edition,
    summary: { ...whose, changed: '2025-08-20T08:00:00.000Z' },
  })
const paths = { first: '', second: '' }
beforeAll(async () => {
  const print = async (name: string, content: DocumentContent): Promise<string> =>
    folder.file(name, (await typesetter.printDocument(content)).bytes)
  paths.first = await print('first.pdf', sampleDocument())
  paths.second = await print('second.pdf', contentOf(second, secondBook))
}, 120_000)
afterAll(async () => {
  await typesetter.close()
  folder.clear()
})

const texts = (facts: readonly Fact[]): Record<string, unknown> =>
  Object.fromEntries(facts.filter(({ kind }) => kind === 'text').map(({ key, value }) => [key, value]))
const textChanges = ({ changes }: Awaited<ReturnType<IntakeDesk['taken']>>): Record<string, unknown> =>
  Object.fromEntries(changes.filter(({ kind }) => kind === 'text').map(({ key, after: value }) => [key, value]))

describe('our own PDF', () => {
  it('of the published book gives its 1,012 cells, 14 forms and every free text', async () => {
    const preview = await first.taken(paths.first)
    expect(preview.forms.reduce((sum, { values }) => sum + values, 0)).toBe(1012)
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(first.printed(first.after(preview))).toEqual(first.printed(first.engineOf(sample)))
    expect(textChanges(preview)).toMatchObject(texts(sample))
    expect(preview.forms[0]).toEqual({ form: 'GK01', sheet: '收入支出决算总表', values: 82, place: '第 6 页' })
  })

  it('taken into its own book changes nothing there', async () => {
    const preview = await first.taken(paths.first, sample)
    // two reasons stand there as 审核说明 in a real book
    const changed = preview.changes.filter(
      ({ key }) => !['reason.general.2120107', 'reason.general.2210203'].includes(key),
    )
    expect(changed).toEqual([])
    expect(preview.cleared).toEqual([])
  })

  it('of a book with units, funds, carry-overs and sixty projects over four pages gives the same 14 forms', async () => {
    const preview = await other.taken(paths.second)
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(preview.added.units.length).toBe(3)
    expect(preview.added.projects.length).toBe(60)
    expect(preview.forms.find(({ form }) => form === 'GK14')?.place).toMatch(/^第 \d+–\d+ 页$/)
    expect(other.printed(other.after(preview))).toEqual(other.printed(other.engineOf(second)))
  })
})

describe('our own Word document, printed by LibreOffice', () => {
  const printedByOffice = (context: TestContext, name: string, bytes: Uint8Array): string => {
    const soffice = needTool(context, 'soffice')
    const word = folder.file(`${name}.docx`, bytes)
    const profile = `-env:UserInstallation=file://${folder.path}/profile`
    execFileSync(soffice, ['--headless', profile, '--convert-to', 'pdf', '--outdir', folder.path, word], {
      stdio: 'ignore',
    })
    return word.replace('.docx', '.pdf')
  }

  it('gives the same forms', async (context) => {
    const path = printedByOffice(context, 'whole', await writeWord(sampleDocument(), 'whole'))
    const preview = await first.taken(path)
    expect(preview.forms.reduce((sum, { values }) => sum + values, 0)).toBe(1012)
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(first.printed(first.after(preview))).toEqual(first.printed(first.engineOf(sample)))
    expect(Object.keys(textChanges(preview))).toEqual(expect.arrayContaining(Object.keys(texts(sample))))
  }, 60_000)

  it('gives its texts where the text part was published alone, for the book that has the figures', async (context) => {
    const path = printedByOffice(context, 'text', await writeWord(sampleDocument(), 'text'))
    const forms = sample.filter(({ kind }) => kind !== 'text')
    const preview = await first.taken(path, forms)
    expect(preview).toMatchObject({ forms: [], conflicts: [], cleared: [], remarks: [] })
    expect(Object.keys(textChanges(preview))).toEqual(expect.arrayContaining(Object.keys(texts(sample))))
  }, 60_000)
})
