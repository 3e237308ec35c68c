import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { createLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import type { AnalysisReport } from '../../services/analysis.ts'
import type { ComparisonReport } from '../../services/compare.ts'
import { goneItem, makeYears, newItem } from '../../services/fixtures/years.ts'
import { like, type Shell, sampleShell, shell } from './fixtures/shell.ts'

const of2024 = ['--ledger', 'years.juesuan', '--year', '2024'] as const

/** A shell beside a ledger with the sample and made-up books of 2021 and 2023. */
async function yearsShell(): Promise<Shell> {
  const sh = shell()
  const made = await createLedger(sh.path('years.juesuan'), {
    clock: () => Date.parse('2025-02-01T08:00:00.000Z'),
    program,
  })
  if (!made.ok) throw new Error(JSON.stringify(made.fault))
  makeYears(made.value, [2021, 2023])
  made.value.close()
  return sh
}

const compared = async (sh: Shell, ...words: readonly string[]): Promise<ComparisonReport> =>
  (await sh('compare', ...of2024, '--json', ...words)).json as unknown as ComparisonReport

describe('compare', () => {
  it('sets a form beside last year’s, in decimals and exactly', async () => {
    const sh = await yearsShell()
    const report = await compared(sh, '--form', 'GK05')
    expect(report).toMatchObject({
      year: 2024,
      with: 'prior',
      base: { year: 2023, edition: 'dongcheng-2024' },
      threshold: { percent: 10, amount: '1.000000' },
    })
    const [section] = report.forms[0]?.sections ?? []
    const row = (key: string) => section?.rows.find(({ code }) => code === key)
    const spent = (key: string) => row(key)?.cells.find(({ column }) => column === 'expenditure')
    expect(spent('2120107')).toEqual({
      column: 'expenditure',
      here: '2991.423958',
      base: '2782.024300',
      difference: '209.399658',
      percent: '7.53',
      exact: { here: 2991423958, base: 2782024300, difference: 209399658 },
      marked: false,
      asked: [],
      change: '7.53%',
    })
    expect([row(newItem)?.presence, spent(newItem)?.change, spent(newItem)?.percent]).toEqual(['new', '上年无', null])
    expect([row(goneItem)?.presence, spent(goneItem)?.change]).toEqual(['gone', '-100.00%'])
  })

  it('takes other limits and orders, and counts what goes beyond them', async () => {
    const sh = await yearsShell()
    const usual = await compared(sh, '--form', 'GK05')
    const strict = await compared(sh, '--form', 'GK05', '--threshold', '5', '--amount', '0', '--sort', 'difference')
    expect(strict.threshold).toEqual({ percent: 5, amount: '0.000000' })
    expect(strict.marked).toBeGreaterThan(usual.marked)
    const rows = strict.forms[0]?.sections[0]?.rows ?? []
    expect(rows.every(({ leaf }) => leaf)).toBe(true)
    const sizes = rows.map(({ cells }) => Math.max(...cells.map(({ exact }) => Math.abs(exact.difference ?? 0))))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    const marked = await compared(sh, '--form', 'GK05', '--marked')
    expect(marked.forms[0]?.sections[0]?.rows.length).toBeLessThan(usual.forms[0]?.sections[0]?.rows.length ?? 0)
  })

  it('compares with the budget, with the reasons given', async () => {
    const sh = await sampleShell()
    const { out } = await sh('compare', '--ledger', '2024.juesuan', '--year', '2024', '--with', 'budget')
    expect(out).toMatch(/^北京市.* 2024 年度，与年初预算比较，金额以万元为单位，界限：超过 10%\n/)
    expect(out).toMatch(
      /2120107 +市政公用行业市场监管 +本年支出·小计 +2991\.423958 +1624\.330000 +1367\.093958 +84\.16% +是 +Y5 /,
    )
    expect(out).toMatch(/\n超过界限 \d+ 处，尚待说明 0 处\n$/)
  })

  it('prints CSV that says the same', async () => {
    const sh = await yearsShell()
    const { out } = await sh('compare', ...of2024, '--form', 'GK05', '--csv')
    const lines: string[][] = parse(out)
    expect(lines[0]).toEqual([
      '报表',
      '科目编码',
      '名称',
      '单位',
      '栏',
      '本年数',
      '上年数',
      '增减',
      '增减%',
      '超过界限',
      '说明',
    ])
    expect(lines).toContainEqual([
      ...['GK05', '2120107', '市政公用行业市场监管', '', '本年支出·小计'],
      ...['2991.423958', '2782.024300', '209.399658', '7.53%', '', ''],
    ])
  })

  it('refuses what cannot be compared, saying what can', async () => {
    const sh = await sampleShell()
    const refused = async (...words: readonly string[]) =>
      sh('compare', '--ledger', '2024.juesuan', '--year', '2024', ...words)
    expect(await refused()).toMatchObject({ code: 2, err: like(/没有“.*”2023 年度决算，不能与上年比较/) })
    expect(await refused('--with', 'plan')).toMatchObject({ code: 2, err: like(/应为 prior、budget 之一/) })
    expect(await refused('--with', 'budget', '--form', 'GK12')).toMatchObject({
      code: 2,
      err: like(/可以比较的有 GK01、/),
    })
    expect(await refused('--with', 'budget', '--amount', '-1')).toMatchObject({ code: 2, err: like(/不小于零/) })
    expect(await refused('--with', 'budget', '--threshold', '1.5')).toMatchObject({ code: 2, err: like(/应为整数/) })
    expect(await refused('--with', 'budget', '--form', 'GK99')).toMatchObject({ code: 2, err: like(/没有这张表/) })
  })
})

describe('analysis', () => {
  it('gives every chart as data, with the cells behind and the years of the department', async () => {
    const sh = await yearsShell()
    const { charts } = (await sh('analysis', ...of2024, '--json')).json as unknown as AnalysisReport
    const totals = charts.find(({ chart }) => chart === 'totals')
    expect(totals?.rows.map(({ key, values }) => [key, values[0]])).toEqual([
      ['2020', like(/^\d+\.\d{6}$/)],
      ['2021', '5301.372789'],
      ['2022', like(/^\d+\.\d{6}$/)],
      ['2023', '6218.978089'],
      ['2024', '6912.978296'],
    ])
    expect(totals?.rows.at(-1)?.cells[0]).toEqual({ book: 2024, keys: ['GK01!income!incomeFinal'] })
    expect(totals?.rows[0]?.cells[0]).toEqual({ book: 2021, keys: ['S02!income!prior'] })
    const income = charts.find(({ chart }) => chart === 'income')
    expect(income?.rows[0]).toMatchObject({ values: ['6889.685723'], exact: [6889685723], share: '99.66' })
  })

  it('prints one chart as a table, in 万元 with two decimals, or as exact CSV', async () => {
    const sh = await sampleShell()
    const of = ['--ledger', '2024.juesuan', '--year', '2024', '--chart', 'income'] as const
    expect((await sh('analysis', ...of)).out).toMatch(
      /^2024年度收入来源\n项目 .*\n一般公共预算财政拨款收入 +6,889\.69 +99\.66%\n/,
    )
    expect((await sh('analysis', ...of, '--csv')).out).toBe(
      '项目,决算数（万元）,占比\r\n一般公共预算财政拨款收入,6889.685723,99.66%\r\n其他收入,23.292573,0.34%\r\n合计,6912.978296,100.00%\n',
    )
    const wrong = await sh('analysis', '--ledger', '2024.juesuan', '--year', '2024', '--chart', 'x')
    expect(wrong).toMatchObject({ code: 2, err: like(/没有这个图表，有 income、/) })
  })
})
