import type ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { cellKey } from '../../../shared/address/cell.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { builtInEdition } from '../../services/editions.ts'
import { Desk, sheetOf } from './fixtures/desk.ts'
import { encodeManifest, type Manifest } from './manifest.ts'

const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error(JSON.stringify(built.fault))
const { linked: edition, stored } = built.value
const identity = { edition: stored.name, revision: stored.revision, hash: stored.hash }
const desk = new Desk(edition, identity, { department: sampleBook.department, year: sampleBook.year })
const sample = sampleFacts(edition)
/** Texts and options stand in the manifest only. */
const onSheets = sample.filter(({ kind }) => kind !== 'text' && kind !== 'option')
afterAll(() => desk.clear())

/** Puts another manifest, whole in itself, in the place of a workbook's own. */
function manifestIn(book: ExcelJS.Workbook, states: Pick<Manifest, 'edition' | 'facts'>): void {
  const rows = encodeManifest({ ...states, ...desk.whose, kind: 'book', revision: 1, lastJournalTime: null }, [])
  const sheet = book.getWorksheet('_juesuan')
  for (let row = 1; row <= Math.max(rows.length, sheet?.rowCount ?? 0); row++)
    if (sheet !== undefined) sheet.getRow(row).values = rows[row - 1] ?? []
}

describe('a workbook of our own', () => {
  const explanation: Fact = {
    kind: 'explanation',
    key: 'A5!GK05!2080501!income',
    value: { text: '见=说明_x0041_', left: 1, right: null, kind: '其他' },
  }
  const more: readonly Fact[] = [
    explanation,
    { kind: 'stated', key: 'GK02!208!total', value: 424_138_479 },
    { kind: 'text', key: 'duties', value: '主要职责\n=1+1' },
    { kind: 'option', key: 'style', value: 'trim' },
    { kind: 'cover', key: 'leader', value: '张三' },
    { kind: 'row', key: '9999999', value: { name: '自定科目' } },
    { kind: 'cell', key: 'GK05!2120101!opening', value: -5 },
  ]
  const whole = desk.listed([...sample, ...more])

  it('gives an equal book', async () => {
    const preview = await desk.taken(await desk.exported(whole))
    expect(preview).toMatchObject({
      source: 'own',
      cleared: [],
      conflicts: [],
      notUnderstood: [],
      edited: [],
      remarks: [],
    })
    expect(desk.after([], preview.changes)).toEqual(whole)
  })

  it('adds no codes that were only implied', async () => {
    const implied = sample.filter(({ kind, key }) => kind !== 'row' || key.length === 7)
    expect((await desk.taken(await desk.exported(implied), implied)).changes).toEqual([])
  })

  it('changes nothing in the book it came from', async () => {
    const preview = await desk.taken(await desk.exported(whole), whole)
    expect(preview.changes).toEqual([])
    expect(preview.stored).toBe(0)
    expect(preview.unchanged).toBe(whole.filter(({ kind }) => kind === 'cell' || kind === 'stated').length)
  })

  it('takes what a person changed in its sheets, and nothing else', async () => {
    const book = await desk.exported(sample)
    desk.cellOf(book, sample, 'GK06!2080501@u1!basic').value = '7.5万元'
    desk.cellOf(book, sample, 'GK06!2120101@u1!basic').value = null
    desk.cellOf(book, sample, 'GK01!208!expenditureFinal').value = 400
    desk.cellOf(book, sample, 'GK14!p1!other').value = 0
    const preview = await desk.taken(book, sample)
    expect(preview.changes).toEqual([
      { kind: 'cell', key: 'GK06!2080501@u1!basic', after: 7_500_000 },
      { kind: 'cell', key: 'GK06!2120101@u1!basic', after: null },
      { kind: 'stated', key: 'GK01!208!expenditureFinal', after: 400_000_000 },
    ])
    expect(preview.cleared).toEqual(
      [{ form: 'GK06', row: '2120101@u1', column: 'basic', was: 2_563_699_640 }].map((cell) => ({
        ...cell,
        was: expect.any(Number) as number,
      })),
    )
    expect(preview.edited.map(({ address }) => cellKey(address))).toEqual([
      'GK01!208!expenditureFinal',
      'GK06!2080501@u1!basic',
      'GK06!2120101@u1!basic',
    ])
    // compared with what the book computes after the change
    expect(preview.conflicts).toMatchObject([
      { form: 'GK01', row: '208', computed: 424_247_152, given: 400_000_000, cell: 'F12' },
    ])
  })

  it('clears a line that was taken out and adds one that was put in', async () => {
    const book = await desk.exported(sample)
    const places = desk.placesIn(sample, 'GK14')
    const sheet = sheetOf(book, 'GK14')
    const gone = places.get('GK14!p2!fiscal')?.row ?? 0
    const texts = sheet.getRow(gone)
    texts.getCell(5).value = '新项目'
    texts.getCell(7).value = 12.5
    const preview = await desk.taken(book, sample)
    expect(preview.added).toEqual({ codes: [], units: [], projects: ['新项目'] })
    expect(preview.changes).toEqual([
      { kind: 'project', key: 'p26', after: { code: '2120107', unit: 'u1', name: '新项目', order: 26 } },
      { kind: 'cell', key: 'GK14!p2!fiscal', after: null },
      { kind: 'cell', key: 'GK14!p26!fiscal', after: 12_500_000 },
    ])
  })

  it('leaves the scores with their project, though another looks alike', async () => {
    const twin: Fact = {
      kind: 'project',
      key: 'p26',
      value: { code: '2120107', unit: 'u1', name: '东城区城指中心接诉即办数智化系统建设项目一期', order: 13 },
    }
    const facts = desk.listed([...sample, twin, { kind: 'cell', key: 'GK14!p26!fiscal', value: 5 }])
    const preview = await desk.taken(await desk.exported(facts), facts)
    expect(preview).toMatchObject({ changes: [], notUnderstood: [], conflicts: [] })
    expect(desk.placesIn(facts, 'GK14').get('GK14!p26!fiscal')?.row).toBeLessThan(
      desk.placesIn(facts, 'GK14').get('GK14!p14!fiscal')?.row ?? 0,
    )
  })

  it('says whose it is when it goes into another book', async () => {
    const preview = await desk.taken(await desk.exported(sample), [], { year: 2023, department: '某局' })
    expect(preview.remarks.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/2024 年度.*2023 年度/),
      expect.stringMatching(/某局/),
    ])
  })

  it('is refused when its manifest was forged, cut or comes from a newer program', async () => {
    const forged: readonly Fact[] = [
      { kind: 'cell', key: 'GK05!2080501!nowhere', value: 1 },
      { kind: 'cell', key: 'GK05!2080501!income', value: '1' },
      { kind: 'cell', key: 'GK01!nowhere!incomeFinal', value: 1 },
      { kind: 'row', key: '__proto__', value: { name: 'x' } },
      { kind: 'row', key: '2080501', value: 5 },
      { kind: 'project', key: 'p1', value: { code: '2080501' } },
      { kind: 'unit', key: 'u 1', value: { name: 'x', order: 1 } },
      { kind: 'text', key: 'duties', value: { a: 1 } },
      { kind: 'text', key: 'duties', value: '\ud800' },
    ]
    const book = await desk.exported(sample)
    for (const fact of forged) {
      manifestIn(book, { edition: identity, facts: [fact] })
      await expect(desk.taken(book)).rejects.toThrow(/input-refused.*_juesuan.*不合规定/)
    }
    const cut = await desk.exported(sample)
    const sheet = cut.getWorksheet('_juesuan')
    if (sheet !== undefined) sheet.getCell('A2').value = sheet.getCell('A2').text.slice(0, -1)
    await expect(desk.taken(cut)).rejects.toThrow(/改动或截断/)
  })

  it('of another edition is read like any other workbook, and says so', async () => {
    const book = await desk.exported(sample)
    manifestIn(book, { edition: { ...identity, revision: 0 }, facts: [] })
    const preview = await desk.taken(book)
    expect(preview.source).toBe('foreign')
    expect(preview.remarks.map(({ reason }) => reason)).toEqual([expect.stringMatching(/另一套报表/)])
    expect(desk.after([], preview.changes)).toEqual(desk.listed(onSheets))
  })
})
