import { describe, expect, it } from 'vitest'
import { like, ofSample, sampleShell } from './fixtures/shell.ts'

const income = ['--form', 'GK05', '--row', '2080501', '--column', 'income'] as const

describe('show, trace, check', () => {
  it('shows value columns and computed values', async () => {
    const sh = await sampleShell()
    const { json } = await sh('show', ...ofSample, '--form', 'GK05', '--json')
    expect(Object.keys(json)).toEqual(['form', 'title', 'columns', 'rows'])
    expect(json.columns[2]).toEqual({ key: 'expenditure', header: ['本年支出', '小计'], number: '3' })
    expect(json.rows[0]).toEqual({
      key: 'total',
      label: '合计',
      code: null,
      level: 0,
      unit: null,
      project: null,
      values: {
        opening: null,
        income: '6889.685723',
        expenditure: '6889.685723',
        basic: '3898.261765',
        project: '2991.423958',
        closing: null,
        closingBasic: null,
        closingProject: null,
      },
    })
    const people = await sh('show', ...ofSample, '--form', 'GK05')
    expect(people.out).toMatch(/^GK05 一般公共预算财政拨款收入支出决算表\n行/)
    expect(people.out).toMatch(/\ntotal +合计 .*6889\.685723/)
  })

  it('shows side-by-side blocks block after block, each with its own columns', async () => {
    const sh = await sampleShell()
    const { json } = await sh('show', ...ofSample, '--form', 'GK01', '--json')
    const keys = json.rows.map(({ key }) => key)
    expect(keys.slice(0, 2)).toEqual(['general', 'governmentFund'])
    expect(keys.indexOf('201')).toBe(keys.indexOf('incomeGrand') + 1)
    expect(Object.keys(json.rows[0]?.values ?? {})).toEqual(['incomeBudget', 'incomeFinal'])
    expect(Object.keys(json.rows.at(-1)?.values ?? {})).toEqual(['expenditureBudget', 'expenditureFinal'])
    const threePublic = await sh('show', ...ofSample, '--form', 'GK11', '--json')
    expect(threePublic.json.rows.map(({ label }) => label)).toEqual(['2024年预算', '2024年决算'])
    const text = await sh('show', ...ofSample, '--form', 'S05', '--json')
    expect(text.json.rows.map(({ values }) => values['value']).slice(0, 5)).toEqual([
      '25',
      '2991.423958',
      '24',
      '1',
      '优',
    ])
  })

  it('lists offered rows when asked', async () => {
    const sh = await sampleShell()
    const count = async (...words: readonly string[]) =>
      (await sh('show', ...ofSample, '--form', 'GK02', '--json', ...words)).json.rows.length
    await sh('row', 'add', ...ofSample, '--code', '2080502')
    expect(await count('--offered')).toBe((await count()) + 1)
  })

  it('refuses a form there is not, naming those there are', async () => {
    const sh = await sampleShell()
    expect(await sh('show', ...ofSample, '--form', 'GK15')).toMatchObject({
      code: 2,
      err: like(/^报表 GK15：套表中没有这张表，有 GK01、.*S06\n$/),
    })
  })

  it('traces a cell in words and cells', async () => {
    const sh = await sampleShell()
    const traced = await sh(
      'trace',
      ...ofSample,
      '--form',
      'GK05',
      '--row',
      '2080501',
      '--column',
      'expenditure',
      '--json',
    )
    expect(traced.json).toMatchObject({
      value: '7.391326',
      kind: 'computed',
      formula: 'basic + project',
      check: 'T5-1',
      words: 'GK05 2080501 行政单位离退休·本年支出·小计：7.391326，按公式计算（本年支出·基本支出＋本年支出·项目支出）',
    })
    expect(traced.json.terms).toHaveLength(2)
    expect(traced.json.terms[0]).toMatchObject({
      row: '2080501',
      column: 'basic',
      factor: 1,
      value: '7.391326',
      prior: false,
    })
    expect((await sh('trace', ...ofSample, ...income)).out).toBe(
      'GK05 2080501 行政单位离退休·本年收入：7.391326，直接填列\n',
    )
    expect((await sh('trace', ...ofSample, '--form', 'GK05', '--row', '9', '--column', 'income')).err).toMatch(
      /没有这一行/,
    )
    expect((await sh('trace', ...ofSample, '--form', 'GK05', '--row', '208', '--column', 'x')).err).toMatch(
      /没有这一栏/,
    )
  })

  it('gives the failing findings, and 1 while an error stands', async () => {
    const sh = await sampleShell()
    const sound = await sh('check', ...ofSample, '--json')
    expect(sound).toMatchObject({ code: 0, json: { errors: 0, verify: 2, hints: 0, unexplained: 0 } })
    await sh('set', ...ofSample, ...income, '7.391327')
    const { code, json } = await sh('check', ...ofSample, '--json')
    expect(code).toBe(1)
    const finding = json.findings.find(({ check, row }) => check === 'T5-1' && row === 'total')
    expect(finding).toMatchObject({
      severity: 'error',
      state: 'fails',
      form: 'GK05',
      row: 'total',
      column: 'opening',
      left: '6889.685724',
      right: '6889.685723',
      difference: '0.000001',
    })
    expect(finding?.message).toMatch(/ ≠ .*，差 0\.000001$/)
    const all = await sh('check', ...ofSample, '--all', '--json')
    expect(new Set(all.json.findings.map(({ state }) => state))).toEqual(
      new Set(['holds', 'fails', 'not-applicable', 'cannot-tell']),
    )
    expect(all.json.errors).toBe(json.errors)
    expect((await sh('check', ...ofSample)).out).toMatch(
      /\n不符：基本平衡 \d+ 处，核实性 2 处（未说明 0 处），提示 0 处\n$/,
    )
  })
})
