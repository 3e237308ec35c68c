import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const department = '北京市东城区城市管理指挥中心'
const income = ['--form', 'GK05', '--row', '2080501', '--column', 'income'] as const
const newBook = ['new', '--ledger', 'a.juesuan', '--department', '某局'] as const

describe('new and books', () => {
  it('makes the ledger if there is none, and a book with its units', async () => {
    const sh = shell()
    const made = await sh(...newBook, '--year', '2024', '--json')
    expect(made).toMatchObject({
      code: 0,
      err: '',
      json: { department: '某局', year: 2024, newLedger: true, revision: 1 },
    })
    expect(made.json).toMatchObject({ edition: 'dongcheng-2024', state: 'open' })
    const more = await sh(
      ...newBook,
      '--year',
      '2025',
      '--edition',
      'dongcheng-2024',
      '--unit',
      '甲',
      '--unit',
      '乙',
      '--json',
    )
    expect(more.json).toMatchObject({ newLedger: false, year: 2025 })
    const books = await sh('books', '--ledger', 'a.juesuan', '--json')
    expect(books.json.departments).toEqual(['某局'])
    expect(books.json.books.map((book) => book.year)).toEqual([2024, 2025])
    expect((await sh('books', '--ledger', 'a.juesuan')).out).toBe(
      '2024  某局  dongcheng-2024  填报中  第 1 版\n2025  某局  dongcheng-2024  填报中  第 1 版\n',
    )
  })

  it('refuses what cannot be', async () => {
    const sh = shell()
    expect(await sh(...newBook, '--year', '2031')).toMatchObject({
      code: 2,
      err: like(/没有 2031 年度的默认套表，请用 --edition 指明：beijing-2023、beijing-2024、dongcheng-2024/),
    })
    expect(await sh(...newBook, '--year', '24')).toMatchObject({ code: 2, err: '--year 24：应为四位年份，如 2024\n' })
    expect(await sh(...newBook, '--year', '2024', '--unit', '甲', '--unit', '甲')).toMatchObject({ code: 2 })
    expect(existsSync(sh.path('a.juesuan'))).toBe(false)
    await sh(...newBook, '--year', '2024')
    expect(await sh(...newBook, '--year', '2024')).toMatchObject({
      code: 2,
      err: '“某局”2024 年度决算已经存在，不重复新建\n',
    })
    expect(await sh('new', '--ledger', 'no/a.juesuan', '--department', '某局', '--year', '2024')).toMatchObject({
      code: 2,
      err: like(/没有这个文件夹，请先建立/),
    })
  })
})

describe('which book', () => {
  it('asks for the department while there are several, and names years', async () => {
    const sh = shell()
    await sh(...newBook, '--year', '2024')
    await sh('new', '--ledger', 'a.juesuan', '--department', '另一局', '--year', '2024')
    const check = ['check', '--ledger', 'a.juesuan', '--year'] as const
    expect((await sh(...check, '2024')).err).toBe(
      '部门：账套中有多个部门，请用 --department 指明其中之一：某局、另一局\n',
    )
    expect(await sh(...check, '2024', '--department', '某局')).toMatchObject({ code: 0 })
    expect((await sh(...check, '2024', '--department', '无')).err).toBe('部门：账套中没有“无”，有 某局、另一局\n')
    expect((await sh(...check, '2023', '--department', '某局')).err).toBe(
      '年度：“某局”没有 2023 年度决算，已有 2024 年度\n',
    )
  })
})

describe('set', () => {
  it('stores an amount in 万元, a negative one, and blank', async () => {
    const sh = await sampleShell()
    const set = await sh('set', ...ofSample, ...income, '8', '--json')
    expect(set).toMatchObject({
      code: 0,
      json: { value: '8.000000', changed: 1, revision: 4, form: 'GK05', added: [] },
    })
    expect((await sh('set', ...ofSample, ...income, '-5', '--json')).json).toMatchObject({ value: '-5.000000' })
    expect((await sh('set', ...ofSample, ...income, '', '--json')).json).toMatchObject({ value: null })
    expect((await sh('set', ...ofSample, ...income, '')).out).toMatch(/与原来相同，没有改动/)
    const shown = await sh('show', ...ofSample, '--form', 'GK05', '--json')
    const row = shown.json.rows.find(({ key }) => key === '2080501')
    expect(row?.values).toMatchObject({ income: null, expenditure: '7.391326' })
  })

  it('brings a code with its parents, in one gesture', async () => {
    const sh = await sampleShell()
    const set = await sh('set', ...ofSample, '--form', 'GK08', '--row', '2120899', '--column', 'income', '5', '--json')
    expect(set.json).toMatchObject({ added: ['21208', '2120899'], changed: 3 })
    const shown = await sh('show', ...ofSample, '--form', 'GK08', '--json')
    expect(shown.json.rows.map(({ key }) => key)).toEqual(['total', '212', '21208', '2120899'])
    await sh('undo', ...ofSample)
    const undone = await sh('show', ...ofSample, '--form', 'GK08', '--json')
    expect(undone.json.rows.map(({ key }) => key)).toEqual(['total'])
  })

  it('keeps a default as typed, also where its formula says the same, until it is cleared', async () => {
    const sh = await sampleShell()
    const basic = ['--form', 'GK03', '--row', '2080501', '--column', 'basic'] as const
    const kind = async () => (await sh('trace', ...ofSample, ...basic, '--json')).json
    expect((await sh('set', ...ofSample, ...basic, '9', '--json')).json).toMatchObject({
      value: '9.000000',
      changed: 1,
    })
    expect(await kind()).toMatchObject({ kind: 'default', stated: '9.000000', formulaValue: '7.391326' })
    expect((await sh('set', ...ofSample, ...basic, '7.391326', '--json')).json).toMatchObject({ value: '7.391326' })
    expect(await kind()).toMatchObject({ stated: '7.391326', value: '7.391326' })
    expect((await sh('set', ...ofSample, ...basic, '7.391326', '--json')).json).toMatchObject({ changed: 0 })
    expect((await sh('set', ...ofSample, ...basic, '', '--json')).json).toMatchObject({ changed: 1 })
    expect(await kind()).toMatchObject({ stated: null, value: '7.391326' })
  })

  it('refuses and changes nothing', async () => {
    const sh = await sampleShell()
    const before = readFileSync(sh.path('2024.juesuan'))
    for (const words of [
      ['--form', 'GK05', '--row', '2080501', '--column', 'basic', '5'],
      ['--form', 'GK05', '--row', '2080501', '--column', 'income', '1e5'],
      ['--form', 'GK05', '--row', '2080501', '--column', 'income', '9007199254.740991'],
      ['--form', 'GK05', '--row', '20805', '--column', 'income', '1'],
    ]) {
      const said = await sh('set', ...ofSample, ...words, '--json')
      expect(said).toMatchObject({ code: 2, json: { fault: { kind: like(/^(request|input)-/) } } })
      expect(isOneChineseLine(said.err)).toBe(true)
      expect(said.json.message).toBe(said.err.trim())
    }
    expect(readFileSync(sh.path('2024.juesuan')).equals(before)).toBe(true)
  })

  it('refuses as a whole a gesture whose totals cannot be held', async () => {
    const sh = await sampleShell()
    const most = ['set', ...ofSample, ...income, '9007199254.740991'] as const
    expect((await sh(...most)).err).toMatch(/有合计数超出 ±9,007,199,254.740991 万元/)
    expect((await sh('history', ...ofSample, '--json')).json.entries).toHaveLength(3)
  })
})

describe('rows, units and projects', () => {
  it('are gestures like any other', async () => {
    const sh = await sampleShell()
    const did = async (...words: readonly string[]) => (await sh(...words, ...ofSample, '--json')).json
    expect(await did('row', 'add', '--code', '2080502')).toMatchObject({ added: ['2080502'], changed: 1 })
    expect(await did('row', 'remove', '--code', '2101101')).toMatchObject({ cells: 3, changed: 6 })
    expect(await did('undo')).toMatchObject({ label: '删除科目 2101101 行政单位医疗', changed: 6 })
    expect(await did('unit', 'add', '--name', '分中心')).toMatchObject({ unit: 'u2' })
    expect(await did('unit', 'rename', '--unit', 'u2', '--name', '二中心')).toMatchObject({ changed: 1 })
    expect(await did('unit', 'move', '--unit', '二中心', '--to', '1')).toMatchObject({ changed: 2 })
    expect(await did('project', 'add', '--code', '2120107', '--unit', 'u2', '--name', '新项目')).toMatchObject({
      project: 'p26',
    })
    expect(await did('project', 'rename', '--project', 'p26', '--name', '改名')).toMatchObject({ changed: 1 })
    expect(await did('project', 'move', '--project', 'p26', '--unit', 'u1', '--to', '1')).toMatchObject({ changed: 26 })
    expect(await did('set', '--form', 'GK14', '--row', 'p26', '--column', 'other', '1')).toMatchObject({
      value: '1.000000',
    })
    expect(await did('project', 'remove', '--project', 'p26')).toMatchObject({ cells: 1, changed: 2 })
    expect(await did('unit', 'remove', '--unit', 'u2')).toMatchObject({ cells: 0 })
    expect((await sh('unit', 'move', ...ofSample, '--unit', 'u1', '--to', 'x')).err).toBe('--to x：应为整数\n')
    expect((await sh('row', 'remove', ...ofSample, '--code', '2120107')).code).toBe(2)
    const verified = await sh('verify', '--ledger', '2024.juesuan', '--json')
    expect(verified).toMatchObject({ code: 0, json: { sound: true, problems: [], books: 1 } })
  })

  it('shows units and projects by name', async () => {
    const sh = await sampleShell()
    const { json } = await sh('show', ...ofSample, '--form', 'GK14', '--json')
    expect(json.rows.slice(0, 4).map((row) => row.key)).toEqual(['total', '212', '21201', 'p1'])
    expect(json.rows[3]).toMatchObject({
      code: '2120107',
      level: 4,
      unit: department,
      project: '东城区城指中心网格系统座席硬件及通讯线路维护项目',
      values: { total: '27.110000', fiscal: '27.110000', other: null },
    })
  })
})

describe('undo, redo and history', () => {
  it('go on across commands', async () => {
    const sh = await sampleShell()
    await sh('set', ...ofSample, ...income, '1')
    await sh('set', ...ofSample, ...income, '2')
    const value = async () => (await sh('trace', ...ofSample, ...income, '--json')).json.value
    expect((await sh('undo', ...ofSample)).out).toBe(
      '已撤销：录入 GK05 2080501 行政单位离退休·本年收入（1 处，第 6 版）\n',
    )
    expect(await value()).toBe('1.000000')
    expect((await sh('redo', ...ofSample, '--json')).json).toMatchObject({ revision: 7, target: 5 })
    expect(await value()).toBe('2.000000')
    expect(await sh('redo', ...ofSample)).toMatchObject({ code: 2, err: '没有可以重做的操作\n' })
    const { json } = await sh('history', ...ofSample, '--limit', '3', '--json')
    expect(json.entries.map(({ kind }) => kind)).toEqual(['redo', 'undo', 'gesture'])
    expect((await sh('history', ...ofSample, '--before', '3')).out).toMatch(/^2 .*填列2024年度公开的决算数 +202 处/)
    for (let step = 0; step < 4; step++) expect((await sh('undo', ...ofSample)).code).toBe(0)
    expect(await sh('undo', ...ofSample)).toMatchObject({ code: 2, err: '没有可以撤销的操作\n' })
  })
})
