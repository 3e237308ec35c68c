import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import type { Fact } from '../../../shared/engine/facts.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { builtInEdition } from '../../services/editions.ts'
import { Desk, sheetOf } from './fixtures/desk.ts'

const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error(JSON.stringify(built.fault))
const { linked: edition, stored } = built.value
const identity = { edition: stored.name, revision: stored.revision, hash: stored.hash }
const desk = new Desk(edition, identity, { department: sampleBook.department, year: sampleBook.year })
const sample = sampleFacts(edition)
/** Texts and options stand in the manifest only. */
const onSheets = sample.filter(({ kind }) => kind !== 'text' && kind !== 'option')
afterAll(() => desk.clear())

describe('the official workbook without its manifest', () => {
  it('gives the published book', async () => {
    const preview = await desk.taken(await desk.foreign(sample))
    expect(preview).toMatchObject({ source: 'foreign', conflicts: [], notUnderstood: [], cleared: [], remarks: [] })
    const facts = desk.after([], preview.changes)
    expect(facts).toEqual(desk.listed(onSheets))
    expect(desk.differing(sample, facts)).toEqual([])
  })

  it('states the budget where its supplement is missing, and only there', async () => {
    const preview = await desk.taken(await desk.foreign(sample, (name) => name.startsWith('GK')))
    const stated = preview.changes
      .filter(({ kind, key }) => kind === 'cell' && key.startsWith('GK04!2'))
      .map(({ key }) => key)
    expect(stated).toEqual([
      'GK04!208!generalBudget',
      'GK04!210!generalBudget',
      'GK04!212!generalBudget',
      'GK04!221!generalBudget',
    ])
    expect(
      preview.changes.filter(({ kind, key }) => kind === 'cell' && key.startsWith('GK01')).map(({ key }) => key),
    ).toEqual([])
  })

  it('replaces the forms it has, lists what it clears, and leaves the others alone', async () => {
    const richer: Fact[] = [
      ...sample,
      { kind: 'cell', key: 'GK05!2080501!opening', value: 100 },
      { kind: 'stated', key: 'GK05!208!income', value: 5 },
      { kind: 'cell', key: 'GK12!goods!amount', value: 100 },
    ]
    const preview = await desk.taken(await desk.foreign(sample, (name) => name.startsWith('GK05')), richer)
    expect(preview.forms).toEqual([
      { form: 'GK05', sheet: 'GK05 一般公共预算财政拨款收入支出决算表', values: 136, place: '' },
    ])
    expect(preview.changes).toEqual([
      { kind: 'cell', key: 'GK05!2080501!opening', after: null },
      { kind: 'stated', key: 'GK05!208!income', after: null },
    ])
    expect(preview.cleared).toEqual([{ form: 'GK05', row: '2080501', column: 'opening', was: 100 }])
    expect(preview.stored).toBe(0)
    expect(preview.unchanged).toBe(8)
  })

  it('reads a zero as blank where blanks are printed as zero, unless a formula says otherwise', async () => {
    const book = await desk.foreign(sample, (name) => /^(?:GK0[2568]|GK03|GK14)/.test(name))
    desk.cellOf(book, sample, 'GK03!2120199!basic').value = 0
    desk.cellOf(book, sample, 'GK03!2120107!project').value = 0
    const preview = await desk.taken(book)
    const cells = preview.changes
      .filter(({ kind, key }) => kind === 'cell' && key.startsWith('GK03'))
      .map(({ key, after: value }) => [key, value])
    expect(cells).toEqual([['GK03!2120107!project', 0]])
    expect(
      preview.changes.some(({ kind, key, after: value }) => kind === 'cell' && value === 0 && !key.startsWith('GK03')),
    ).toBe(false)
  })

  it('keeps figures that differ from computed ones as stated, and drops those that agree now', async () => {
    const book = await desk.foreign(sample)
    desk.cellOf(book, sample, 'GK02!208!total').value = 424.138479
    desk.cellOf(book, sample, 'GK02!total!total').value = '6,912.978296'
    const before: Fact[] = [...sample, { kind: 'stated', key: 'GK02!total!total', value: 1 }]
    const preview = await desk.taken(book, before)
    expect(preview.conflicts).toEqual([
      {
        form: 'GK02',
        row: '208',
        column: 'total',
        computed: 424_138_478,
        given: 424_138_479,
        sheet: 'GK02 收入决算表',
        cell: 'E7',
      },
    ])
    expect(preview.changes).toEqual([
      { kind: 'stated', key: 'GK02!208!total', after: 424_138_479 },
      { kind: 'stated', key: 'GK02!total!total', after: null },
    ])
  })

  it('tells cell by cell what it could not take, and leaves those cells as they are', async () => {
    const book = await desk.foreign(sample, (name) => name.startsWith('GK05'))
    desk.cellOf(book, sample, 'GK05!2080501!income').value = '约7万'
    desk.cellOf(book, sample, 'GK05!2080506!income').value = 9e15
    desk.cellOf(book, sample, 'GK05!2101101!income').value = 1.2345678
    desk.cellOf(book, sample, 'GK05!2120101!income').value = { formula: 'A1+1' }
    desk.cellOf(book, sample, 'GK05!2120107!income').value = { error: '#REF!' }
    const preview = await desk.taken(book, sample)
    expect(preview.cleared).toEqual([])
    expect(preview.changes).toEqual([])
    expect(preview.notUnderstood.map(({ cell, reason }) => `${cell} ${reason}`)).toEqual([
      expect.stringMatching(/^F9 “约”/),
      expect.stringMatching(/^F11 超出可填范围/),
      expect.stringMatching(/^F14 小数超过 6 位/),
      expect.stringMatching(/^F17 公式没有计算结果/),
      expect.stringMatching(/^F18 公式结果为错误值 #REF!/),
    ])
    expect(new Set(preview.notUnderstood.map(({ sheet }) => sheet))).toEqual(
      new Set(['GK05 一般公共预算财政拨款收入支出决算表']),
    )
  })

  it('takes a negative figure: whether it may stand is for the checks to say', async () => {
    const book = await desk.foreign(sample, (name) => name.startsWith('GK05'))
    desk.cellOf(book, sample, 'GK05!2080505!income').value = -5
    const preview = await desk.taken(book, sample)
    expect(preview.notUnderstood).toEqual([])
    expect(preview.changes).toContainEqual({ kind: 'cell', key: 'GK05!2080505!income', after: -5_000_000 })
  })

  it('refuses a workbook without any form, and a total out of range', async () => {
    const none = new ExcelJS.Workbook()
    none.addWorksheet('Sheet1').addRow(['一般公共预算财政拨款收入支出表', 1])
    await expect(desk.taken(none)).rejects.toThrow(/没有可以读入的报表.*Sheet1.*A1/)
    const book = await desk.foreign(sample)
    for (const row of ['2080501', '2080505'])
      desk.cellOf(book, sample, `GK05!${row}!income`).value = '9007199254.740991'
    await expect(desk.taken(book)).rejects.toThrow(/超出可填范围/)
  })

  it('says when year and department are not those of the book', async () => {
    const preview = await desk.taken(await desk.foreign(sample), [], { year: 2025, department: '某局' })
    expect(preview.remarks.find(({ sheet }) => sheet.startsWith('GK11'))?.reason).toMatch(/2024 年.*2025 年度/)
    expect(preview.remarks.filter(({ reason }) => reason.includes('某局'))).toHaveLength(20)
    expect(preview.notUnderstood).toEqual([])
    expect(preview.stored).toBe(117)
  })

  it('keeps the names of the book, adds units it does not know, and refuses names beyond measure', async () => {
    const book = await desk.foreign(sample, (name) => name.startsWith('GK06'))
    const sheet = sheetOf(book, 'GK06')
    const row = Number(desk.cellOf(book, sample, 'GK06!2080501@u1!basic').row)
    sheet.getCell(row, 4).value = '行政单位离休'
    sheet.getCell(row, 5).value = '下属\n单位'
    sheet.getCell(row + 1, 5).value = '长'.repeat(200)
    const preview = await desk.taken(book, sample)
    expect(preview.added).toEqual({ codes: [], units: ['下属单位'], projects: [] })
    expect(preview.changes.slice(0, 1)).toEqual([{ kind: 'unit', key: 'u2', after: { name: '下属单位', order: 2 } }])
    expect(preview.remarks.map(({ reason }) => reason)).toEqual([expect.stringMatching(/2080501.*“行政单位离退休”/)])
    expect(preview.notUnderstood.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([expect.stringMatching(/过长/)]),
    )
  })

  it('refuses what is no department but an attack on memory', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('GK05')
    sheet.addRow(['一般公共预算财政拨款收入支出决算表'])
    sheet.addRow(['支出功能分类科目编码', '科目名称', '本年收入'])
    for (let number = 0; number < 20_001; number++) sheet.addRow([String(1_000_000 + number), '', 1])
    await expect(desk.taken(book)).rejects.toThrow(/科目编码过多/)
  })
})
