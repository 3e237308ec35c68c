import { afterAll, describe, expect, it } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { Folder, IntakeDesk } from './fixtures/intake.ts'
import { lineFrom, pictureOfPaper, ruledTable, type SmallPage, smallPdf, textAt } from './fixtures/small-pdf.ts'

/** PDFs as old Chinese programs write them: no font inside, GBK text, tables of single strokes. */

const desk = new IntakeDesk(builtInEdition(), { department: '某局', year: 2024 })
const folder = new Folder()
afterAll(() => folder.clear())
let files = 0
const pdf = (pages: readonly SmallPage[]): string => folder.file(`${++files}.pdf`, smallPdf(pages))

const columns = [60, 380, 520]
const procurement = [
  ['项目', '统计数'],
  ['政府采购支出信息', ''],
  ['（一）政府采购支出合计', '916.473580'],
  ['1．政府采购货物支出', '2.304510'],
  ['2．政府采购工程支出', ''],
  ['3．政府采购服务支出', '914.169070'],
  ['（二）政府采购授予中小企业合同金额', '830.721050'],
  ['其中：授予小微企业合同金额', '830.677050'],
]
const heading = (y: number, title = '政府采购情况表'): string =>
  textAt(240, y, title, 14) + textAt(60, y - 24, '部门名称：某局') + textAt(460, y - 24, '单位:万元')
const page = (rows = procurement, more = ''): SmallPage => ({
  content: heading(780) + ruledTable(748, columns, rows) + more,
})
const wanted = {
  'GK12!goods!amount': 2_304_510,
  'GK12!services!amount': 914_169_070,
  'GK12!sme!amount': 830_721_050,
  'GK12!micro!amount': 830_677_050,
}
const cellsOf = async (path: string): Promise<Record<string, unknown>> => {
  const { changes } = await desk.taken(path)
  return Object.fromEntries(changes.filter(({ kind }) => kind === 'cell').map(({ key, after: value }) => [key, value]))
}

describe('a PDF without fonts', () => {
  it('is read by the standard character maps', async () => {
    const preview = await desk.taken(pdf([page()]))
    expect(preview.forms).toEqual([{ form: 'GK12', sheet: '政府采购情况表', values: 5, place: '第 1 页' }])
    expect(preview).toMatchObject({ conflicts: [], notUnderstood: [] })
    expect(await cellsOf(pdf([page()]))).toEqual(wanted)
    // 2．工程 is blank on paper, not nought
    expect(desk.after(preview).value({ form: 'GK12', row: 'works', column: 'amount' })).toBeNull()
  })

  it.each([90, 180, 270])('is read on a page turned by %i degrees', async (rotate) => {
    expect(await cellsOf(pdf([{ ...page(), rotate }]))).toEqual(wanted)
  })

  it('is read where the table lies sideways on a standing page', async () => {
    const turned = `q 0 1 -1 0 595 0 cm\n${heading(560)}${ruledTable(528, [60, 500, 700], procurement)}Q\n`
    expect(await cellsOf(pdf([{ content: turned }]))).toEqual(wanted)
  })

  it('is read without the outer lines down the page', async () => {
    const rows = ruledTable(748, columns, procurement)
    const open = rows
      .split('\n')
      .filter((line) => !/^(?:60|520) 748 m/.test(line))
      .join('\n')
    const inner = `${open}\n${lineFrom(420, 748, 420, 747)}`
    expect(
      await cellsOf(pdf([{ content: heading(780) + inner.replace(/520 m/g, '520 m') + lineFrom(381, 748, 381, 620) }])),
    ).toEqual(wanted)
  })

  it('reads amounts in 元 and with thousands separators as what they say', async () => {
    const rows = procurement.map(([label = '', value = '']) => [label, /\d/.test(value) ? yuan(value) : value])
    const inYuan = page(rows).content.replace(textAt(460, 756, '单位:万元'), textAt(460, 756, '单位：元'))
    expect(await cellsOf(pdf([{ content: inYuan }]))).toEqual(wanted)
  })

  it('joins a table over pages, the header repeated, and a row that a page cut in two', async () => {
    const first = procurement.slice(0, 5)
    const rest = [procurement[0] ?? [], ...procurement.slice(5, 6), ['（二）政府采购授予中小企', '830.721050']]
    const last = [procurement[0] ?? [], ['业合同金额', ''], ['其中：授予小微企业合同金额', '830.677050']]
    const preview = await desk.taken(
      pdf([
        page(first),
        { content: textAt(60, 760, '部门名称：某局（续表）') + ruledTable(748, columns, rest) },
        { content: ruledTable(780, columns, last) + textAt(60, 700, '注：本表反映部门本年度政府采购支出情况。') },
      ]),
    )
    expect(preview.notUnderstood).toEqual([])
    expect(preview.forms).toEqual([{ form: 'GK12', sheet: '政府采购情况表', values: 5, place: '第 1–3 页' }])
    expect(desk.after(preview).number({ form: 'GK12', row: 'sme', column: 'amount' })).toBe(830_721_050)
  })

  it('knows a title in a list of contents, and in a sentence, from the form', async () => {
    const contents = textAt(60, 780, '目  录') + textAt(60, 750, '政府采购情况表') + textAt(60, 730, '收入决算表')
    const prose = textAt(60, 400, '2024年度政府采购支出情况见“政府采购情况表”。')
    expect(await cellsOf(pdf([{ content: contents }, page(procurement, prose)]))).toEqual(wanted)
  })

  it('tells of tables it does not know, with their page, and of pages that are pictures', async () => {
    const other =
      heading(780, '国有资产情况表') +
      ruledTable(748, columns, [
        ['项目', '金额'],
        ['车辆', '18.660000'],
        ['设备', '1.500000'],
      ])
    const preview = await desk.taken(pdf([page(), { content: other }, { content: pictureOfPaper }]))
    expect(preview.notUnderstood).toEqual([
      {
        sheet: '国有资产情况表',
        cell: '第 2 页',
        text: '国有资产情况表',
        reason: '这张表不是本套报表的表，整张未读入',
      },
    ])
    expect(preview.remarks.map(({ cell, reason }) => [cell, reason])).toContainEqual([
      '第 3 页',
      '没有文字，如果是扫描的图片则未读入，请用有文字层的 PDF 或 Excel 工作簿',
    ])
  })

  it('tells of rows and figures it cannot place, and takes the rest', async () => {
    const rows = procurement.map(([label = '', value = '']) =>
      label.startsWith('1．')
        ? ['1．政府采购货物与工程支出', value]
        : label.startsWith('3．')
          ? [label, '约914万']
          : [label, value],
    )
    const preview = await desk.taken(pdf([page(rows)]))
    expect(preview.notUnderstood.map(({ cell, text, reason }) => [cell, text, reason])).toEqual([
      ['第 1 页', '2.304510', '“1．政府采购货物与工程支出”不是本表的行，未读入'],
      ['第 1 页', '约914万', expect.stringContaining('“约”')],
    ])
    expect(preview.conflicts.map(({ row, given }) => [row, given])).toEqual([['total', 916_473_580]])
  })

  it('refuses a document with nothing of the edition', async () => {
    expect(await desk.refusalOf(pdf([{ content: textAt(60, 700, '某局2024年工作总结') }]))).toMatch(
      /没有可以读入的报表/,
    )
    expect(await desk.refusalOf(pdf([{ content: pictureOfPaper }, { content: pictureOfPaper }]))).toMatch(
      /第 1–2 页：没有文字，可能是扫描的图片，请用有文字层的 PDF 或 Excel 工作簿/,
    )
  })
})

/** 万元 with six decimals as 元 with two, grouped. */
function yuan(value: string): string {
  const digits = value.replace('.', '').replace(/^0+/, '')
  const whole = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${whole}.${digits.slice(-2)}`
}
