import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact, FactKind, FactValue } from '../engine/facts.ts'
import { sampleFacts } from '../sample/sample.ts'
import { type BookNames, cellName, differenceText, namesOf, plainValue, valueText } from './cells.ts'
import { findingText, severityWord, stateWord } from './findings.ts'
import { formulaText } from './formulas.ts'

const edition = builtInEdition()
const fact = (kind: FactKind, key: string, value: FactValue): Fact => ({ kind, key, value })

function book(more: readonly Fact[] = [], prior: Engine | null = null): { engine: Engine; names: BookNames } {
  const engine = Engine.create(edition, [...sampleFacts(edition), ...more], prior?.asPrior() ?? null)
  if (engine === null) throw new Error('out of range')
  return { engine, names: namesOf(engine, 2024) }
}

/** The sentences of the failing findings of a check. */
function said(check: string, more: readonly Fact[], prior: Engine | null = null): string[] {
  const { engine, names } = book(more, prior)
  return engine
    .findings()
    .filter((finding) => finding.check === check)
    .map((finding) => findingText(names, finding))
}

describe('findingText', () => {
  it.each<[string, Fact[], string]>([
    [
      'T5-1',
      [fact('cell', 'GK05!2080501!income', 7_391_327)],
      'GK05 合计：年初结转和结余＋本年收入 6,889.685724 ≠ 本年支出·小计＋年末结转结余·合计 6,889.685723，差 0.000001',
    ],
    [
      'X7',
      [fact('cell', 'GK07!30101!final', 0)],
      'GK07 公用经费合计：人员经费合计＋公用经费合计 3,397.423365 ≠ GK06 合计·基本支出 3,898.261765，差 500.838400',
    ],
    [
      'T12-2',
      [fact('cell', 'GK12!micro!amount', 900_000_000)],
      'GK12 其中：授予小微企业合同金额：统计数 900.000000 ＞ （二）政府采购授予中小企业合同金额 830.721050，超出 69.278950',
    ],
    [
      'T5-2',
      [fact('stated', 'GK05!208!income', 1)],
      'GK05 208 社会保障和就业支出·本年收入：来源上是 0.000001，按公式应为 424.138478，差 424.138477',
    ],
    [
      'X10',
      [fact('cell', 'GK03!2080501!basic', 1_000_000)],
      'GK03 2080501 行政单位离退休·基本支出：填列 1.000000，按公式为 7.391326，不应小于公式数，少 6.391326',
    ],
    [
      'Y4',
      [fact('cell', 'GK04!208!generalBudget', 1_000_000)],
      'GK04 八、社会保障和就业支出·支出·一般公共预算财政拨款·年初预算数：填列 1.000000，按公式为 423.763152，差 422.763152',
    ],
    [
      'A2',
      [fact('cell', 'GK05!2080501!opening', -1)],
      'GK05 2080501 行政单位离退休·年初结转和结余：-0.000001 是负数，请核实',
    ],
    [
      'A3',
      [fact('row', '2080599', { name: '' }), fact('cell', 'GK05!2080599!income', 0)],
      'GK05 2080599 其他行政事业单位养老支出·年初结转和结余：各栏全是零或空白，请核实是否应删去这一行',
    ],
    ['A1', [fact('row', '2080597', { name: '新科目' })], '科目编码 2080597“新科目”：本年度科目表中没有，请核实编码'],
    [
      'A1',
      [fact('row', '2080501', { name: '离退休' })],
      '科目编码 2080501：名称“离退休”与科目表“行政单位离退休”不一致',
    ],
    ['A1', [fact('row', '20805011', { name: '' })], '科目编码 20805011：应为 3、5 或 7 位数字，请改正'],
    [
      'A4',
      [fact('unit', 'u2', { name: '北京市东城区城市管理指挥中心', order: 2 })],
      '“北京市东城区城市管理指挥中心”重复：u2 与 u1 在表上看起来一样',
    ],
    [
      'Y8',
      [fact('cell', 'S03!vehiclesKept!count', 0)],
      'S03 公务用车保有量（辆）：GK11 2024年决算·公务用车购置及运行维护费·公务用车运行维护费 0.373570，数量 0，不相称，请核实',
    ],
    [
      'Y3',
      [fact('cell', 'S02!operatingCost!prior', 100_000_000)],
      'S02 机关运行经费：本年决算数 195.388754，上年决算数 100.000000，增加 95.388754（95.39%），请说明原因',
    ],
    [
      'A5',
      [fact('cell', 'S02!operatingCost!prior', 1_000_000)],
      'S02 机关运行经费：本年决算数 195.388754，上年决算数 1.000000，相差 100 倍以上，请核实是否混用元和万元',
    ],
  ])('%s %j', (check, more, sentence) => {
    expect(said(check, more)).toContain(sentence)
  })

  it('tells codes that came and went, and a slip of the unit, from last year', () => {
    const prior = book([fact('row', '2080599', { name: '' }), fact('row', '2080505', { name: '老名称' })]).engine
    expect(said('Y2', [fact('row', '2080502', { name: '' })], prior)).toEqual([
      '科目 2080502“事业单位离退休”：上年没有，请核实',
      '科目 2080505：上年名称“老名称”，本年“机关事业单位基本养老保险缴费支出”，请核实',
      '科目 2080599“其他行政事业单位养老支出”：上年有，本年没有，请核实',
    ])
    expect(said('A5', [fact('cell', 'GK05!2080501!income', 739_132_600)], prior)).toContain(
      'GK05 2080501 行政单位离退休·本年收入：本年 739.132600，上年 7.391326，相差 100 倍以上，请核实是否混用元和万元',
    )
  })

  it('says something about every place where a check was tried', () => {
    const { engine, names } = book()
    for (const finding of engine.findings(true)) {
      const text = findingText(names, finding)
      expect(text).not.toMatch(/undefined|null|\n/)
      expect(text).toMatch(/\p{Script=Han}/u)
    }
    expect(severityWord('error')).toBe('基本平衡')
    expect(stateWord('cannot-tell')).toMatch(/^无法判断/)
  })
})

describe('names and values', () => {
  it('name a cell as it is printed', () => {
    const { names } = book()
    expect(cellName(names, { form: 'GK10', row: 'total', column: 'basic' })).toBe('GK10 合计·2024年度决算数·基本支出')
    expect(cellName(names, { form: 'GK06', row: '2080501@u1', column: 'basic' })).toBe(
      'GK06 2080501 行政单位离退休·基本支出',
    )
    expect(cellName({ ...names, hasSeveralUnits: true }, { form: 'GK06', row: '2080501@u1', column: 'basic' })).toBe(
      'GK06 2080501 行政单位离退休（北京市东城区城市管理指挥中心）·基本支出',
    )
    expect(cellName(names, { form: 'GK04', row: 'openingGeneral', column: 'incomeFinal' })).toBe(
      'GK04 年初财政拨款结转和结余·一、一般公共预算财政拨款·收入·决算数',
    )
    expect(cellName(names, { form: 'GK05', row: '2080599', column: 'income' })).toBe(
      'GK05 2080599 其他行政事业单位养老支出·本年收入',
    )
  })

  it('write values for programs and for people', () => {
    expect([plainValue(6889685723, 'amount'), plainValue(3, 'count'), plainValue(925, 'score')]).toEqual([
      '6889.685723',
      '3',
      '9.25',
    ])
    expect([plainValue(null, 'amount'), plainValue('优', 'text')]).toEqual([null, '优'])
    expect([valueText(6889685723, 'amount'), valueText(null, 'count'), valueText('优', 'text')]).toEqual([
      '6,889.685723',
      '空白',
      '“优”',
    ])
  })

  it('subtract exactly, also beyond what an amount can be', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(differenceText(most, -most, 'amount')).toBe('18014398509.481982')
    expect(differenceText(null, 1, 'amount')).toBe('-0.000001')
    expect(differenceText(5, 3, 'count')).toBe('2')
    expect(differenceText(null, null, 'score')).toBeNull()
  })

  it('tell a formula in words, from where it stands', () => {
    const { names } = book()
    const here = { form: 'GK05', row: '2080501', column: 'expenditure' }
    expect(formulaText(names, here, 'opening + income - GK06!.!basic')).toBe('年初结转和结余＋本年收入－GK06 基本支出')
    expect(formulaText(names, here, 'prior(GK05!.!closing)')).toBe('上年年末结转结余·合计')
    expect(formulaText(names, here, 'sum(a..b!.)')).toBe('各行之和')
    expect(formulaText(names, here, '0')).toBe('')
    expect(formulaText(names, here, 'opening + income + basic + project + closing')).toBe('5 项之和')
  })
})
