import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import type { IntakePreview } from '../workbook/intake.ts'
import { Folder, IntakeDesk } from './fixtures/intake.ts'

const edition = builtInEdition()
const desk = new IntakeDesk(edition, sampleBook)
const sample = sampleFacts(edition)
const documentText = fileURLToPath(new URL('../../../shared/sample/published/document.txt', import.meta.url))
const printedElsewhere = fileURLToPath(new URL('./fixtures/published-libreoffice.pdf', import.meta.url))
const folder = new Folder()
afterAll(() => folder.clear())

/** Cells of the forms on paper, from shared/sample/published. */
const counts = [82, 126, 108, 192, 136, 51, 92, 0, 92, 0, 10, 6, 33, 84]
const publishedForms = edition.forms.filter(({ form }) => form.onPaper).map(({ key }) => key)

/** Facts of a kind that an import states, by key. */
const stated = (preview: IntakePreview, kind: Fact['kind'], prefix = ''): Record<string, unknown> =>
  Object.fromEntries(
    preview.changes
      .filter((change) => change.kind === kind && change.key.startsWith(prefix))
      .map(({ key, after: value }) => [key, value]),
  )
const sampleOf = (kind: Fact['kind']): Map<string, unknown> =>
  new Map(sample.filter((fact) => fact.kind === kind).map(({ key, value }) => [key, value]))

describe('the published text', () => {
  it('gives 1,012 of 1,012 cells and a book that prints the same 14 forms', async () => {
    const preview = await desk.taken(documentText)
    expect(preview.forms.map(({ form, values }) => [form, values])).toEqual(
      publishedForms.map((form, number) => [form, counts[number]]),
    )
    expect(preview).toMatchObject({ source: 'foreign', conflicts: [], notUnderstood: [], cleared: [], remarks: [] })
    expect(desk.printed(desk.after(preview))).toEqual(desk.printed(desk.engineOf(sample)))
  })

  it('invents nothing: what it states, the accountant typed, but for the budgets that stand without their items', async () => {
    const preview = await desk.taken(documentText)
    const typed = sampleOf('cell')
    const others = Object.entries(stated(preview, 'cell')).filter(([key, value]) => typed.get(key) !== value)
    expect(Object.fromEntries(others)).toEqual({
      'GK04!208!generalBudget': 423_763_152,
      'GK04!210!generalBudget': 308_947_226,
      'GK04!212!generalBudget': 4_023_011_295,
      'GK04!221!generalBudget': 550_793_928,
    })
    expect(stated(preview, 'stated')).toEqual({})
    // rounded amounts of the text are no amounts of the book
    expect(stated(preview, 'cell', 'S01')).toEqual({})
    expect(stated(preview, 'cell', 'S02')).toEqual({})
  })

  it('takes what is exact in the text part: counts, scores and the words of the book, with their pages', async () => {
    const preview = await desk.taken(documentText)
    const typed = sampleOf('cell')
    const found = {
      ...stated(preview, 'cell', 'S03'),
      ...stated(preview, 'cell', 'S04'),
      ...stated(preview, 'cell', 'S05'),
      ...stated(preview, 'cell', 'S06'),
    }
    expect(Object.keys(found).sort()).toEqual(
      [
        'S03!participating!count',
        'S03!vehiclesKept!count',
        'S04!newEquipment!count',
        'S04!newVehicles!count',
        'S04!vehicles!count',
        ...['projects', 'simple', 'normal', 'result'].map((row) => `S05!${row}!value`),
        ...['decision', 'process', 'output', 'benefit'].flatMap((row) => [
          `S06!p14!${row}Score`,
          `S06!p14!${row}Weight`,
        ]),
      ].sort(),
    )
    for (const [key, value] of Object.entries(found)) expect([key, value]).toEqual([key, typed.get(key)])

    const words = stated(preview, 'text')
    const own = sampleOf('text')
    // in plain text nobody can see that the first of these lines ends a paragraph
    const isJoined = (key: string): boolean => key === 'report.funds.p14'
    for (const [key, value] of own)
      expect([key, words[key]]).toEqual([key, isJoined(key) ? String(value).replace('\n', '') : value])
    expect(Object.keys(words).filter((key) => !own.has(key))).toEqual([
      // the book keeps these two as 审核说明
      'reason.general.2120107',
      'reason.general.2210203',
    ])
    expect(preview.texts.find(({ slot }) => slot === 'duties')?.place).toBe('第 14 页第 5 行')
  })

  it('says so where a sentence contradicts the tables', async () => {
    const text = await readText(documentText)
    const path = folder.file(
      'contradicts.txt',
      text.replace('政府采购支出总额 916.47万元', '政府采购支出总额 961.47万元'),
    )
    const { remarks } = await desk.taken(path)
    expect(remarks.map(({ reason }) => reason)).toEqual([
      '文字中是 961.47 万元，按表为 916.473580 万元，以表为准，请核对',
    ])
  })

  it('keeps what the document states although the formulas contradict it', async () => {
    const text = await readText(documentText)
    const path = folder.file(
      'wrong-total.txt',
      text.replace(
        '20805 行政事业单位养老支出 424.138478 424.138478',
        '20805 行政事业单位养老支出 424.138479 424.138478',
      ),
    )
    const preview = await desk.taken(path)
    expect(preview.conflicts).toEqual([
      {
        form: 'GK02',
        row: '20805',
        column: 'total',
        computed: 424_138_478,
        given: 424_138_479,
        sheet: '收入决算表',
        cell: '第 2 页第 19 行',
      },
    ])
    expect(stated(preview, 'stated')).toEqual({ 'GK02!20805!total': 424_138_479 })
    const failing = desk
      .after(preview)
      .findings()
      .filter(({ state }) => state === 'fails')
      .map(({ form, row, column }) => [form, row, column])
    expect(failing).toContainEqual(['GK02', '20805', 'total'])
  })

  it('never guesses which figure is missing in a line', async () => {
    const text = await readText(documentText)
    const line = '2080501 行政单位离退休 7.391326 7.391326 0.000000 0.000000 0.000000 0.000000 0.000000'
    const path = folder.file('short-line.txt', text.replace(line, line.replace(' 0.000000', '')))
    const preview = await desk.taken(path, sample)
    expect(new Set(preview.notUnderstood.map(({ cell, reason }) => `${cell} ${reason}`))).toEqual(
      new Set(['第 2 页第 21 行 这一行的数比栏目少，不能确定各数属于哪一栏，未读入，请手工填写']),
    )
    expect(preview.notUnderstood.length).toBe(7)
    expect(preview.changes.filter(({ kind, key }) => kind !== 'text' && !key.startsWith('S'))).toEqual([])
  })

  it('never takes a project whose name may be incomplete', async () => {
    const text = await readText(documentText)
    const name = '2120107 东城区城市管理热线服务外包项目'
    const figures = ' 104.218472 104.218472 0.000000'
    const [begin, end] = [name.slice(0, 18), name.slice(18)]
    // the figures in the second line: nothing says whose they are
    const below = text.replace(name, `${begin}\n${end}`)
    const first = await desk.taken(folder.file('name-above.txt', below))
    expect(first.added.projects.length).toBe(24)
    expect(new Set(first.notUnderstood.map(({ reason }) => reason))).toEqual(
      new Set(['这一行没有科目编码，也不是合计']),
    )
    // in the first: the rest of the name may belong to the row above it or below it
    const above = text.replace(name + figures, `${begin}${figures}\n${end}`)
    const second = await desk.taken(folder.file('name-below.txt', above))
    expect(second.added.projects.length).toBe(23)
    expect(second.notUnderstood.map(({ reason }) => reason)).toEqual([
      '单位或项目名称可能不完整，这一行未读入',
      '不能确定这一行文字属于上面还是下面的一行，未读入',
      '单位或项目名称可能不完整，这一行未读入',
    ])
  })

  it('refuses a table whose columns are in another order, and says what is missing', async () => {
    const text = await readText(documentText)
    const path = folder.file(
      'other-order.txt',
      text
        .replace('本年支出合计 基本支出 项目支出 上缴上级支出', '本年支出合计 项目支出 基本支出 上缴上级支出')
        .replace(/ 政府购买服务决算情况表[^]*?故本表无数据。\n/, ''),
    )
    const preview = await desk.taken(path)
    expect(preview.forms.map(({ form }) => form)).toEqual(
      publishedForms.filter((form) => form !== 'GK03' && form !== 'GK13'),
    )
    expect(preview.notUnderstood).toEqual([
      {
        sheet: '支出决算表',
        cell: '第 3 页第 1 行',
        text: '支出决算表',
        reason: '表头与本套报表不同（栏目的次序不同），不能确定各栏，整张未读入',
      },
    ])
    const [missing, ...contradicted] = preview.remarks
    expect(missing?.text).toBe('支出决算表、政府购买服务决算情况表')
    expect(missing?.reason).toBe('文件中没有这 2 张表，账套中这些表不变')
    // without the table its totals are what the other forms give, and the text says otherwise
    expect(contradicted.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['第 15 页第 3 行', '文字中是 6912.98 万元，按表为 6889.685723 万元，以表为准，请核对'],
      ['第 15 页第 3 行', '文字中是 3921.55 万元，按表为 3898.261765 万元，以表为准，请核对'],
    ])
  })

  it('is read for a family of fewer forms, and tells of those that family does not have', async () => {
    const family = new IntakeDesk(builtInEdition('beijing-2024'), sampleBook)
    const { forms, notUnderstood, remarks } = await family.taken(documentText)
    expect(forms.length).toBe(11)
    expect(notUnderstood.map(({ cell, text, reason }) => [cell, text, reason])).toEqual([
      ['第 5 页第 1 行', '一般公共预算财政拨款收入支出决算表', '这张表不是本套报表的表，整张未读入'],
      ['第 12 页第 1 行', '政府购买服务决算情况表', '这张表不是本套报表的表，整张未读入'],
      ['第 13 页第 1 行', '项目支出决算明细表', '这张表不是本套报表的表，整张未读入'],
    ])
    // it calls that one otherwise
    expect(remarks.map(({ text }) => text)).toContain('政府购买服务决算公开情况表')
  })

  it('says when year and department are not those of the book', async () => {
    const { remarks } = await desk.taken(documentText, [], { department: '北京市西城区某局', year: 2023 })
    expect(remarks.map(({ reason }) => reason)).toContain(
      '表中部门是“北京市东城区城市管理指挥中心”，本账套属于“北京市西城区某局”，请确认没有选错文件',
    )
    expect(remarks.map(({ reason }) => reason)).toContain('表中写的是 2024 年，本账套是 2023 年度，请确认没有选错文件')
  })
})

describe('a PDF of it that another program printed', () => {
  it('gives the same book', async () => {
    const preview = await desk.taken(printedElsewhere)
    expect(preview.forms.reduce((sum, { values }) => sum + values, 0)).toBe(1012)
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [], remarks: [] })
    expect(preview.forms.map(({ form, values, place }) => [form, values, place])).toEqual(
      publishedForms.map((form, number) => [form, counts[number], `第 ${number + 1} 页`]),
    )
    expect(desk.printed(desk.after(preview))).toEqual(desk.printed(desk.engineOf(sample)))
  })
})

async function readText(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  return readFile(path, 'utf8')
}
