import { describe, expect, it } from 'vitest'
import { builtInEdition, editionFiles } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { loadEdition, readEdition } from '../catalogue/load.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleBook, sampleFacts } from '../sample/sample.ts'
import type { Block } from './document.ts'
import { joinFreeText, splitFreeText } from './free-text.ts'
import { blockText, narrate } from './narrate.ts'
import { chineseNumber, circled, Numbering } from './numbering.ts'
import { wordsOf } from './reworded.ts'

const edition = builtInEdition()

function blocksOf(facts: readonly (readonly [Fact['kind'], string, Fact['value'] | null])[]): Map<string, Block> {
  const engine = sampleEngine(
    facts.map(([kind, key, value]) => ({ kind, key, value })),
    edition,
  )
  const blocks = narrate(engine, sampleBook).parts.flatMap((part) => part.blocks)
  return new Map(blocks.map((block) => [block.key, block]))
}
const textOf = (key: string, ...facts: (readonly [Fact['kind'], string, Fact['value'] | null])[]): string => {
  const block = blocksOf(facts).get(key)
  return block === undefined ? '' : blockText(block)
}

describe('house style', () => {
  it.each([
    [
      'trailingZeros',
      'kept',
      'general.itemText.2120101',
      '2024年度决算2563.70万元，比2024年年初预算增加165.02万元，增长6.88%，与年初预算基本持平。',
    ],
    ['thousands', 'grouped', 'totals.grand', '2024年度收、支总计6,912.98万元，比上年增加451.03万元，增长6.98%。'],
    ['zeroItems', 'omitted', 'income.other', '2.其他收入23.29万元，占收入合计的0.34%。'],
    [
      'zeroItems',
      'omitted',
      'income.fiscal',
      '1.财政拨款收入6889.69万元，占收入合计的99.66%。其中：一般公共预算财政拨款收入6889.69万元，占收入合计的99.66%；',
    ],
    [
      'percentBase',
      'exact',
      'general.itemText.2080501',
      '2024年度决算7.39万元，比2024年年初预算增加0.38万元，增长5.35%，与年初预算基本持平。主要原因：增加退休人员，年中相应调剂安排退休人员财政拨款预算。',
    ],
    [
      'steadyBand',
      '5',
      'general.itemText.2120101',
      '2024年度决算2563.7万元，比2024年年初预算增加165.02万元，增长6.88%。主要原因：。',
    ],
    [
      'steadyBand',
      '20',
      'general.itemText.2210203',
      '2024年度决算358.65万元，比2024年年初预算增加58.75万元，增长19.59%，与年初预算基本持平。主要原因：新增无房职工，年中相应调剂安排财政拨款预算。',
    ],
    [
      'trailingZeros',
      'sometimes',
      'general.itemText.2120101',
      '2024年度决算2563.7万元，比2024年年初预算增加165.02万元，增长6.88%，与年初预算基本持平。',
    ],
  ])('%s %s: %s', (option, value, block, text) => {
    expect(textOf(block, ['option', `narrative.${option}`, value])).toBe(text)
  })
})

describe('conditions', () => {
  it.each<[string, string, [string, number | null][], string]>([
    ['equal', 'totals.grand', [['S02!grand!prior', 6_912_978_296]], '2024年度收、支总计6912.98万元，与上年相同。'],
    [
      'printed alike',
      'totals.grand',
      [['S02!grand!prior', 6_912_977_000]],
      '2024年度收、支总计6912.98万元，与上年相同。',
    ],
    [
      'too little for a percentage',
      'totals.grand',
      [['S02!grand!prior', 6_912_967_000]],
      '2024年度收、支总计6912.98万元，比上年增加0.01万元。',
    ],
    [
      'nothing to divide by',
      'totals.grand',
      [['S02!grand!prior', 0]],
      '2024年度收、支总计6912.98万元，比上年增加6912.98万元。主要原因：。',
    ],
    ['no last year', 'totals.grand', [['S02!grand!prior', null]], '2024年度收、支总计6912.98万元。'],
    [
      'no budget',
      'general.itemText.2080501',
      [['S01!2080501!general', 0]],
      '2024年度决算7.39万元，2024年年初预算未安排此项支出。主要原因：增加退休人员，年中相应调剂安排退休人员财政拨款预算。',
    ],
    [
      'no vehicle',
      'threePublic.operation',
      [['S03!vehiclesKept!count', 0]],
      '公务用车运行维护费2024年度决算数0.37万元，比2023年度决算数0.4万元减少0.03万元，主要原因：严格控制公务出行，减少相关费用的支出。2024年度公务用车运行维护支出主要是按规定保留的公务用车的燃料费、维修费、过桥过路费、保险费、安全奖励费用等支出。2024年度公务用车保有量0辆。',
    ],
    [
      'an institution',
      'operatingCost.none',
      [
        ['S03!participating!count', 0],
        ['S03!institution!count', 2],
      ],
      '本部门不在机关运行经费统计范围之内。',
    ],
    [
      'equipment',
      'assets.total',
      [
        ['S04!equipment!count', 3],
        ['S04!equipment!amount', 455_000_000],
      ],
      '2024年度新购置车辆0台，共计0万元；新购置单位价值100万元（含）以上的设备0台（套），共计0万元。截至12月31日，本部门共有车辆1台，共计18.66万元；单价100万元以上的设备3台（套），共计455万元。',
    ],
    [
      'no procurement',
      'procurement.total',
      [
        ['GK12!goods!amount', null],
        ['GK12!services!amount', null],
        ['GK12!sme!amount', null],
        ['GK12!micro!amount', null],
      ],
      '2024年度政府采购支出总额0万元。',
    ],
    [
      'a good score',
      'report.conclusion.p14',
      [['S06!p14!outputScore', 2600]],
      '本项目评价工作组评价得分83.73分，评价级别“良”。其中项目决策情况得分8.9分，项目过程情况得分19.66分，项目产出情况得分26分，项目效益情况得分29.17分。得分情况如下：',
    ],
    ['no performance evaluation', 'performance.none', [], ''],
  ])('%s', (_, block, cells, text) => {
    expect(textOf(block, ...cells.map(([key, value]) => ['cell', key, value] as const))).toBe(text)
  })

  it('says of one evaluated project what it is, of several what all are', () => {
    const evaluated = (count: number): string => textOf('performance.total', ['cell', 'S05!projects!value', count])
    expect(evaluated(1)).toMatch(/，评价结果为“优”。$/)
    expect(evaluated(2)).toMatch(/，评价结果均为“优”。$/)
  })

  it('has no list of items where a fund has only carry-overs', () => {
    const blocks = blocksOf([
      ['row', '2120803', { name: '' }],
      ['cell', 'GK08!2120803!opening', 5_000_000],
      ['cell', 'GK08!2120803!closingProject', 5_000_000],
    ])
    expect(blocks.get('fund.classes')).toBeDefined()
    expect([...blocks.keys()].filter((key) => key.startsWith('fund.item'))).toEqual([])
  })

  it('states the limits of the grades as they are applied', () => {
    const { grades } = edition.narrative ?? { grades: [] }
    const limits = grades.map(({ grade, from }, place) => {
      if (from === 0) return `${grades[place - 1]?.from}分以下为“${grade}”`
      return `${from}（含）-${grades[place - 1]?.from ?? 100}分为“${grade}”`
    })
    expect(textOf('report.standardText.p14')).toContain(limits.join('，'))
    expect(textOf('report.standardText.p14')).toContain(`分${grades.map(({ grade }) => grade).join('、')}四个等级`)
  })

  it('has a report for each scored project, in the order of the form, with its own texts', () => {
    const blocks = blocksOf([
      ['cell', 'S06!p2!outputScore', 4000],
      ['cell', 'S06!p3!outputWeight', 4000],
      ['text', 'report.goal.p2', '完成年度采集任务。'],
    ])
    const reports = [...blocks.values()].filter(({ key }) => /^report\.p\d+$/.test(key)).map(blockText)
    expect(reports).toEqual([
      '二、“监督员分级分类管理及信息采集费”项目绩效评价报告',
      '三、“东城区城指中心接诉即办数智化系统建设项目一期”项目绩效评价报告',
    ])
    const goal = (project: string): string => {
      const block = blocks.get(`report.goal.${project}.1`)
      return block === undefined ? '' : blockText(block)
    }
    expect(goal('p2')).toBe('完成年度采集任务。')
    expect(goal('p14')).toMatch(/^运用移动互联/)
    expect(blocks.get('report.background.p2.1')).toMatchObject({
      runs: [{ kind: 'free', slot: 'report.background.p2', text: '', asked: true }],
    })
  })

  it('drops the report when no project is scored', () => {
    const scores = sampleFacts(edition).filter(({ key }) => key.startsWith('S06!'))
    expect(scores).toHaveLength(8)
    const blocks = blocksOf(scores.map(({ key }) => ['cell', key, null]))
    expect([...blocks.keys()].filter((key) => key.startsWith('report'))).toEqual([])
  })
})

describe('texts of the book', () => {
  it('are asked for where the pattern needs them and has none', () => {
    const block = blocksOf([['text', 'reason.fiscal', null]]).get('fiscal.grand')
    // within the band a reason is welcome, not needed
    expect(block === undefined ? '' : blockText(block)).toBe(
      '2024年度财政拨款收、支总计6889.69万元，比上年增加430.2万元，增长6.66%。',
    )
    const term = blocksOf([
      ['row', '2120102', { name: '' }],
      ['cell', 'GK03!2120102!basic', 5_000_000],
    ]).get('terms.item.2120102')
    expect(term?.kind === 'paragraph' ? term.runs.filter((run) => run.kind === 'free') : []).toEqual([
      { kind: 'free', slot: 'term.2120102', text: '', asked: true },
    ])
    const needed = blocksOf([['text', 'reason.operatingCost', ' ']]).get('operatingCost.total')
    expect(needed?.kind === 'paragraph' ? needed.runs.filter((run) => run.kind === 'free') : []).toEqual([
      { kind: 'free', slot: 'reason.operatingCost', text: '', asked: true },
    ])
  })

  it('follow the 审核说明 given for the same row, and go before it', () => {
    expect(textOf('general.itemText.2210203')).toMatch(/主要原因：新增无房职工，年中相应调剂安排财政拨款预算。$/)
    expect(textOf('general.itemText.2210203', ['text', 'reason.general.2210203', '另有原因。'])).toMatch(
      /主要原因：另有原因。$/,
    )
  })

  it('keep headings and tables', () => {
    const blocks = blocksOf([['text', 'report.output.p14', '甲\n## 一、乙\n| 项 | 数 |\n| 丙 | 1 |']])
    expect(blocks.get('report.output.p14.1')).toMatchObject({ kind: 'paragraph' })
    expect(blocks.get('report.output.p14.2')).toMatchObject({ kind: 'heading', level: 2, number: '' })
    expect(blocks.get('report.output.p14.3')).toMatchObject({ kind: 'table', head: ['项', '数'] })
  })

  it('print a figure otherwise, marked', () => {
    const key = 'fiscal.grand/amount.GK04!incomeGrand!incomeFinal'
    const block = blocksOf([['text', `figure:${key}`, '6889.7']]).get('fiscal.grand')
    expect(block === undefined ? '' : blockText(block)).toMatch(/总计6889\.7万元/)
    expect(block?.kind === 'paragraph' ? block.runs : []).toContainEqual(
      expect.objectContaining({ key, text: '6889.69', overridden: '6889.7' }),
    )
  })

  it('put a block in own words around its live figures', () => {
    const own =
      '本年收、支总计{amount.GK01!incomeGrand!incomeFinal}万元，增长{percent.GK01!incomeGrand!incomeFinal}%，{count.GK14!x!y}。'
    const block = blocksOf([['text', 'words:totals.grand', own]]).get('totals.grand')
    expect(block === undefined ? '' : blockText(block)).toBe('本年收、支总计6912.98万元，增长6.98%，{count.GK14!x!y}。')
    expect(block?.kind === 'paragraph' ? wordsOf(block.runs, block.key) : '').toBe(own)
    const pattern = blocksOf([]).get('totals.grand')
    expect(pattern?.kind === 'paragraph' ? wordsOf(pattern.runs, pattern.key) : '').toBe(
      '2024年度收、支总计{amount.GK01!incomeGrand!incomeFinal}万元，比上年增加{difference.GK01!incomeGrand!incomeFinal}万元，增长{percent.GK01!incomeGrand!incomeFinal}%。',
    )
  })
})

describe('free text as it is stored', () => {
  it.each([
    '一段\n二段',
    '## 标题\n正文',
    '| 甲 | 乙\\|丙 |\n| 1 | 2 |\n后文',
    '\\# 不是标题\n\\| 不是表 |',
    '\\\\开头的反斜线',
  ])('%j comes back', (text) => {
    expect(joinFreeText(splitFreeText(text))).toBe(text)
  })

  it('has no empty paragraphs', () => {
    expect(splitFreeText(' \n\n甲\r\n\u2028乙 \n')).toEqual([
      { kind: 'paragraph', text: '甲' },
      { kind: 'paragraph', text: '乙' },
    ])
  })
})

describe('numbers', () => {
  it('are written as usual', () => {
    expect([1, 9, 10, 11, 20, 21, 99, 100, 105, 110, 120].map(chineseNumber).join(' ')).toBe(
      '一 九 十 十一 二十 二十一 九十九 一百 一百〇五 一百一十 一百二十',
    )
    expect([1, 20, 21].map(circled)).toEqual(['①', '⑳', '（21）'])
  })

  it('begin again below the next higher one', () => {
    const numbering = new Numbering()
    expect([1, 2, 3, 3, 2, 3, 4, 1, 3].map((level) => numbering.next(level as 1 | 2 | 3 | 4)).join(' ')).toBe(
      '一、 （一） 1. 2. （二） 1. （1） 二、 1.',
    )
  })
})

describe('a document', () => {
  it('has a key for every block and figure, and none twice', () => {
    const blocks = narrate(sampleEngine([], edition), sampleBook).parts.flatMap((part) => part.blocks)
    const runs = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat(2) : block.runs))
    const keys = [...blocks.map(({ key }) => key), ...runs.flatMap((run) => (run.kind === 'figure' ? [run.key] : []))]
    expect(new Set(keys).size).toBe(keys.length)
    expect(Math.max(...keys.map((key) => `figure:${key}`.length))).toBeLessThanOrEqual(200)
  })

  it('is the same for the same book, and nothing but data', () => {
    const engine = sampleEngine([], edition)
    const document = narrate(engine, sampleBook)
    expect(narrate(engine, sampleBook)).toEqual(document)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  it('has no parts under an edition of before', () => {
    const files = Object.fromEntries(
      Object.entries(editionFiles('dongcheng-2024')).filter(([name]) => !name.startsWith('narrative/')),
    )
    const before = loadEdition(readEdition(files))
    expect(narrate(sampleEngine([], before), sampleBook)).toEqual({ parts: [] })
  })
})
