import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import type { Fact } from '../engine/facts.ts'
import type { Finding } from '../engine/finding.ts'
import { sampleBook } from '../sample/sample.ts'
import { textFindingText } from '../words/narrative.ts'
import { narrativeFindings } from './findings.ts'
import { narrate } from './narrate.ts'

/**
 * Every check of the text part with a holding and a failing example. The failing ones are errors that reviewers found
 * in published documents, put into the sample book.
 */

const edition = builtInEdition()

/** Facts laid over the sample: texts by key; `option:`, `cell:` and `row:` before the key name another kind; null takes away. */
type Facts = Readonly<Record<string, Fact['value'] | null>>

function findingsOf(facts: Facts): Finding[] {
  const engine = sampleEngine(
    Object.entries(facts).map(([name, value]) => {
      const [, kind = 'text', key = ''] = /^(?:(option|cell|row|explanation):)?([^]*)$/.exec(name) ?? []
      return { kind: kind as Fact['kind'], key, value }
    }),
    edition,
  )
  return narrativeFindings(engine, narrate(engine, sampleBook), sampleBook)
}

const reason = 'reason.general.2120107'
const budgetText = 'words:general.itemText.2120107'
const figures = '{amount.GK06!2120107!total}'
const basicLists = (transport: string): string =>
  `2024年度使用一般公共预算财政拨款安排基本支出{amount.GK06!total!basic}万元，其中：（1）工资福利支出包括基本工资、津贴补贴、奖金、绩效工资、机关事业单位基本养老保险缴费、职业年金缴费、职工基本医疗保险缴费、其他社会保障缴费、住房公积金、医疗费；（2）商品和服务支出包括办公费、印刷费、咨询费、手续费、电费、邮电费、取暖费、物业管理费、差旅费、维修（护）费、培训费、工会经费、福利费、公务用车运行维护费、${transport}、其他商品和服务支出；（3）对个人和家庭补助支出包括退休费、奖励金；（4）资本性支出包括办公设备购置。`

type Example = readonly [check: string, what: string, holds: Facts, fails: Facts, block: string, says: RegExp]
const examples: readonly Example[] = [
  [
    'N1',
    'an amount of no form',
    { [reason]: '年中追加1367.1万元' },
    { [reason]: '年中追加1376.1万元' },
    'general.itemText.2120107',
    /各表中没有“1376\.1万元”/,
  ],
  [
    'N1',
    'an amount with more decimals',
    { [reason]: '其中信息采集外包394.9888万元' },
    { [reason]: '其中信息采集外包394.9889万元' },
    'general.itemText.2120107',
    /各表中没有/,
  ],
  [
    'N1',
    'a percentage',
    { [reason]: '增长84.16%' },
    { [reason]: '完成年初预算184.17%' },
    'general.itemText.2120107',
    /各表中没有“184\.17%”/,
  ],
  [
    'N1',
    'a count',
    { [reason]: '共25个项目' },
    { [reason]: '共26个项目' },
    'general.itemText.2120107',
    /各表中没有“26个”/,
  ],
  [
    'N1',
    'a slip of one digit in a report with numbers of its own',
    { 'report.output.p14': '实际支出391.69万元，监理费5.8万元' },
    { 'report.output.p14': '实际支出391.96万元' },
    'report.output.p14.1',
    /有相近的 391\.69/,
  ],
  [
    'N2',
    'a percentage copied from the line above',
    { 'figure:income.total/percent.GK02!total!total': '7.02' },
    { 'figure:income.total/percent.GK02!total!total': '6.98' },
    'income.total',
    /写作 6\.98，按各表计算为 7\.02/,
  ],
  [
    'N2',
    'a dropped digit',
    { 'figure:fiscal.grand/amount.GK04!incomeGrand!incomeFinal': '6,889.69' },
    { 'figure:fiscal.grand/amount.GK04!incomeGrand!incomeFinal': '689.69' },
    'fiscal.grand',
    /写作 689\.69/,
  ],
  [
    'N3',
    'a word of direction in own words',
    { [budgetText]: `2024年度决算${figures}万元，比2024年年初预算增加{difference.GK06!2120107!total}万元。` },
    { [budgetText]: `2024年度决算${figures}万元，比2024年年初预算减少{difference.GK06!2120107!total}万元。` },
    'general.itemText.2120107',
    /写的是“减少”，按各表应为“增加”/,
  ],
  [
    'N3',
    'the direction in a reason',
    { [reason]: '追加经费，比预算增长84.16%' },
    { [reason]: '追加经费，比预算下降84.16%' },
    'general.itemText.2120107',
    /应为“增长”/,
  ],
  [
    'N4',
    'the same, although it is not',
    { 'words:general.itemText.2101101': '2024年度决算{amount.GK06!2101101!total}万元，与2024年年初预算相同。' },
    { 'words:general.itemText.2210201': '2024年度决算{amount.GK06!2210201!total}万元，与2024年年初预算相同。' },
    'general.itemText.2210201',
    /两数为 242\.82 和 250\.9/,
  ],
  [
    'N4',
    'much the same outside the band',
    { 'words:general.itemText.2210201': '2024年度决算{amount.GK06!2210201!total}万元，与2024年年初预算基本持平。' },
    { 'words:general.itemText.2210203': '2024年度决算{amount.GK06!2210203!total}万元，与2024年年初预算基本持平。' },
    'general.itemText.2210203',
    /超过基本持平的限度/,
  ],
  [
    'N5',
    'a reason not given',
    {},
    { 'reason.operatingCost': null },
    'operatingCost.total',
    /请补充机关运行经费比上年增减的原因/,
  ],
  ['N6', 'a text not written', {}, { organisation: null }, 'organisation.1', /请填写“机构设置/],
  [
    'N6',
    'a supplement not filled in',
    {},
    { 'cell:S04!newVehicles!count': null },
    'assets.total',
    /附表没有填数，文中暂按 0 打印/,
  ],
  [
    'N7',
    'an alternative not chosen',
    { [reason]: '支出下降' },
    { [reason]: '比上年下降（增长）27.78%' },
    'general.itemText.2120107',
    /“（增长）”像是模板/,
  ],
  [
    'N7',
    'a number left out',
    { organisation: '增加1个机构' },
    { organisation: '占本年支出 %，减少 万元' },
    'organisation.1',
    /“减少 万元”|“出 %”/,
  ],
  [
    'N7',
    'letters for a number',
    { organisation: '设16个内设机构' },
    { organisation: '设XX个内设机构' },
    'organisation.1',
    /“XX”/,
  ],
  [
    'N7',
    'an instruction left in',
    { organisation: '设16个内设机构' },
    { organisation: '设16个内设机构（如无下属单位，请删去）' },
    'organisation.1',
    /像是模板/,
  ],
  [
    'N8',
    'a percentage without its sign',
    { [reason]: '增长84.16%' },
    { [reason]: '增长13.95，主要是项目增加' },
    'general.itemText.2120107',
    /13\.95 后面缺少百分号/,
  ],
  [
    'N9',
    'a year of another book',
    { [reason]: '2023年结转项目在2024年执行，见《2021年城市管理条例》' },
    { [reason]: '2022年结转的项目' },
    'general.itemText.2120107',
    /“2022年”不是 2024 或 2023 年度/,
  ],
  [
    'N9',
    'a year of three digits',
    { organisation: '2024年度设16个内设机构' },
    { organisation: '202 年度设16个内设机构' },
    'organisation.1',
    /“202 年度”/,
  ],
  [
    'N10',
    'almost the name',
    { organisation: '北京市东城区城市管理指挥中心设16个内设机构' },
    { organisation: '北京市东城区城市指挥管理中心设16个内设机构' },
    'organisation.1',
    /“北京市东城区城市指挥管理中心”与单位名称/,
  ],
  [
    'N11',
    'the slip of the published list',
    { 'words:basic.lists': basicLists('其他交通费用') },
    { 'words:basic.lists': basicLists('其他交通费') },
    'basic.lists',
    /缺少“其他交通费用”/,
  ],
  [
    'N11',
    'an item that is not in the form',
    { 'words:basic.lists': basicLists('其他交通费用') },
    { 'words:basic.lists': basicLists('其他交通费用').replace('奖励金', '奖励金、个人农业生产补贴') },
    'basic.lists',
    /应列举：退休费、奖励金/,
  ],
  [
    'N12',
    'nothing, although there is something',
    { 'words:fund.none': '本年度未安排政府性基金预算财政拨款收支。' },
    {
      'row:2120804': { name: '' },
      'cell:GK08!2120804!income': 5_000_000,
      'cell:GK08!2120804!project': 5_000_000,
      'words:fund.classes': '本年度未安排政府性基金预算财政拨款收支。',
    },
    'fund.classes',
    /GK08 .*却有数据/,
  ],
  [
    'N13',
    'one figure printed twice differently',
    {},
    {
      'figure:performance.total/amount.S05!amount!value': '2991.42',
      'figure:expenditure.total/amount.GK03!total!total': '6912.97',
      'words:totals.grand': '2024年度支出合计{amount.GK01!incomeGrand!incomeFinal}万元。',
      [reason]: '其中住房保障支出601.74万元',
    },
    'general.itemText.2120107',
    /“其中住房保障支出”另一处为 601\.47，此处为 601\.74/,
  ],
  [
    'N13',
    'two typed values for one thing',
    { [reason]: '职业年金缴费257.14万元' },
    { [reason]: '职业年金缴费257.14万元', 'reason.general.2210203': '职业年金缴费245.53万元' },
    'general.itemText.2210203',
    /另一处为 257\.14，此处为 245\.53/,
  ],
  [
    'N14',
    'a number left out',
    { duties: '1.统筹。\n2.监督。\n3.考核。' },
    { duties: '1.统筹。\n2.监督。\n4.考核。' },
    'duties.3',
    /“4\.”不连续，应为 3/,
  ],
  [
    'N14',
    'a number inside a sentence',
    { [reason]: '（1）追加；（2）调剂' },
    { [reason]: '（1）追加；（3）调剂' },
    'general.itemText.2120107',
    /应为 2/,
  ],
  [
    'N15',
    'shares that add to more than the whole',
    {},
    { 'figure:general.classes/share.GK06!208!total': '6.17' },
    'general.classes',
    /占比之和为 100\.01%，可将 6\.17% 调整为 6\.16%/,
  ],
  [
    'N16',
    'parts that do not add to their whole',
    {},
    { 'figure:expenditure.total/amount.GK03!total!project': '2991.42' },
    'expenditure.total',
    /各部分之和为 6912\.97，合计写作 6912\.98/,
  ],
  [
    'N17',
    'words twice',
    { [reason]: '周周督、日日巡，进一步加强' },
    { [reason]: '进一步进一步加强' },
    'general.itemText.2120107',
    /“进一步进一步”/,
  ],
  [
    'N17',
    'two words of which one was meant',
    { [reason]: '支出大于预算' },
    { [reason]: '支出大小于预算' },
    'general.itemText.2120107',
    /“大小于”/,
  ],
  [
    'N18',
    'a wrong name for a code',
    { 'words:general.item.2080501': '社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）' },
    { 'words:general.item.2080501': '社会保障和就业支出（类）行政事业单位离退休（款）行政单位离退休（项）' },
    'general.item.2080501',
    /与科目名称“社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）”不一致/,
  ],
  [
    'N19',
    '公积金 explained as medical insurance',
    {},
    {
      'term.2210201':
        '反映财政部门安排的行政单位（包括实行公务员管理的事业单位）基本医疗保险缴费经费，未参加医疗保险的行政单位的公费医疗经费，按国家规定享受离休人员、红军老战士待遇人员的医疗经费。',
    },
    'terms.item.2210201',
    /“住房公积金”的解释与“行政单位医疗”相同/,
  ],
  [
    'Y6',
    'a percentage of a budget of nought',
    { 'cell:S01!2120107!general': 0, [reason]: '年中追加' },
    { 'cell:S01!2120107!general': 0, [reason]: '年中追加，完成年初预算95.89%' },
    'general.itemText.2120107',
    /基数为零，不应写百分比“95\.89%”/,
  ],
]

const at = (findings: readonly Finding[], check: string, block: string): Finding[] =>
  findings.filter((finding) => finding.check === check && finding.row === block)

describe('checks of the text part', () => {
  it('find nothing in the sample', () => {
    expect(findingsOf({}).map(textFindingText)).toEqual([])
  })

  it('have each a holding and a failing example', () => {
    const shown = new Set(examples.map(([check]) => check))
    const ids = edition.textRules.map(({ check }) => edition.checks[check]?.id ?? '')
    expect([...new Set(ids)].filter((id) => !shown.has(id))).toEqual([])
  })

  it.each(examples)('%s: %s', (check, _, holds, fails, block, says) => {
    expect(at(findingsOf(holds), check, block).map(textFindingText)).toEqual([])
    const failed = at(findingsOf(fails), check, block)
    expect(failed.map(textFindingText).join('\n')).toMatch(says)
    for (const finding of failed)
      expect(finding).toMatchObject({ kind: 'text', state: 'fails', form: null, unit: 'text' })
  })

  it('say where in the text: the block, the words, the sentence around them', () => {
    const [finding] = findingsOf({ [reason]: '因机构改革追加经费，增长13.95，主要是项目增加' }).filter(
      ({ check }) => check === 'N8',
    )
    expect(finding).toMatchObject({
      row: 'general.itemText.2120107',
      column: '增长13.95',
      severity: 'verify',
      detail: expect.stringContaining(
        'missingPercent|…要原因：因机构改革追加经费，增长13.95，主要是项目增加。|13.95',
      ) as string,
    })
  })

  it('carry the explanation given for these very words', () => {
    const told = {
      [reason]: '增长13.95',
      'explanation:N8!!general.itemText.2120107!增长13.95': { text: '原文如此', left: null, right: null },
    }
    expect(at(findingsOf(told), 'N8', 'general.itemText.2120107').map(({ explanation }) => explanation)).toEqual([
      '原文如此',
    ])
    const other = { ...told, [reason]: '增长14.95' }
    expect(at(findingsOf(other), 'N8', 'general.itemText.2120107').map(({ explanation }) => explanation)).toEqual([
      null,
    ])
  })
})
