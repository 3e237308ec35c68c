import { describe, expect, it } from 'vitest'
import { setCell } from './cell-gestures.ts'
import { engineOf, lines, must, refusal, sampleEngine, unit } from './fixtures/books.ts'

const typed = (book: ReturnType<typeof sampleEngine>, form: string, row: string, column: string, text: string) =>
  setCell(book.engine, book.names, { form, row, column, text })

const twoUnits = () => sampleEngine(unit('u2', '分中心', 2))
const newParents = ['row 213 = {"name":"农林水支出"}']

describe('setCell', () => {
  it.each([
    ['an input', 'GK05', '2080501', 'income', '1,234.5', ['cell GK05!2080501!income = 1234500000']],
    ['a negative amount', 'GK05', '2080501', 'income', '-5', ['cell GK05!2080501!income = -5000000']],
    ['an expression', 'GK05', '2080501', 'income', '=1/3', ['cell GK05!2080501!income = 333333']],
    ['a suffix', 'GK05', '2080501', 'income', '5元', ['cell GK05!2080501!income = 500']],
    ['blank', 'GK05', '2080501', 'income', '', ['cell GK05!2080501!income -']],
    ['nought, which is not blank', 'GK05', '2080501', 'income', '0', ['cell GK05!2080501!income = 0']],
    ['a default cell', 'GK03', '2080501', 'basic', '9', ['cell GK03!2080501!basic = 9000000']],
    ['a fixed form', 'GK12', 'goods', 'amount', '3', ['cell GK12!goods!amount = 3000000']],
    ['a line of the only unit by its code', 'GK06', '2080501', 'basic', '1', ['cell GK06!2080501@u1!basic = 1000000']],
    ['a line of a unit', 'GK06', '2080501@u1', 'basic', '1', ['cell GK06!2080501@u1!basic = 1000000']],
    ['a project', 'GK14', 'p3', 'fiscal', '1', ['cell GK14!p3!fiscal = 1000000']],
    ['a count', 'S03', 'vehiclesKept', 'count', '2', ['cell S03!vehiclesKept!count = 2']],
    ['a score', 'S06', 'p14', 'decisionScore', '9.25', ['cell S06!p14!decisionScore = 925']],
    ['text', 'S05', 'result', 'value', ' 良 ', ['cell S05!result!value = 良']],
  ])('takes %s', (_, form, row, column, text, expected) => {
    expect(lines(must(typed(sampleEngine(), form, row, column, text)).changes)).toEqual(expected)
  })

  it('brings a new code with the parents the book does not have', () => {
    const added = lines(must(typed(sampleEngine(), 'GK05', '2130104', 'income', '5')).changes)
    expect(added.slice(0, 1)).toEqual(newParents)
    expect(added.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'row 213',
      'row 21301',
      'row 2130104',
      'cell GK05!2130104!income',
    ])
    // 208 and 20805 are there
    expect(lines(must(typed(sampleEngine(), 'GK06', '2080599', 'basic', '5')).changes)).toEqual([
      'row 2080599 = {"name":"其他行政事业单位养老支出"}',
      'cell GK06!2080599@u1!basic = 5000000',
    ])
  })

  it('names an unknown code as told, or not at all', () => {
    const book = sampleEngine()
    const request = { form: 'GK02', row: '2080597', column: 'other', text: '1' }
    const named = must(setCell(book.engine, book.names, { ...request, name: '新科目' }))
    expect(lines(named.changes)[0]).toBe('row 2080597 = {"name":"新科目"}')
    expect(lines(must(setCell(book.engine, book.names, request)).changes)[0]).toBe('row 2080597 = {"name":""}')
  })

  it.each([
    ['GK99', '2080501', 'income', '1', /报表 GK99：套表中没有这张表，有 GK01、GK02/],
    ['GK05', '2080501', 'wrong', '1', /GK05 栏 wrong：没有这一栏，可填的栏有 opening、income/],
    ['GK05', '20805011', 'income', '1', /科目编码应为 3 位（类）、5 位（款）或 7 位（项）数字/],
    ['GK05', 'abc', 'income', '1', /科目编码应为/],
    ['GK05', '2080501@u1', 'income', '1', /这张表不分单位，行写作 2080501/],
    ['GK05', '213', 'income', '1', /请填 7 位（项）编码的行/],
    ['GK05', '208', 'income', '1', /由公式计算，不能填列（公式：下级各行之和）/],
    ['GK05', 'total', 'income', '1', /由公式计算，不能填列（公式：下级各行之和）/],
    [
      'GK05',
      '2080501',
      'basic',
      '1',
      /GK05 2080501 行政单位离退休·本年支出·基本支出：由公式计算，不能填列（公式：GK06 基本支出）/,
    ],
    ['GK05', '2130104', 'basic', '1', /由公式计算/],
    ['GK06', '2080501@u9', 'basic', '1', /没有单位 u9，可写 2080501@u1（北京市东城区城市管理指挥中心）/],
    ['GK14', '2120107', 'fiscal', '1', /这张表按项目填列，行是项目代号，有 p1“.*等 25 个；新增用 project add/],
    ['GK14', '2080501', 'fiscal', '1', /请先用 project add 新增项目/],
    ['GK14', 'total', 'fiscal', '1', /由公式计算/],
    ['GK12', 'nothing', 'amount', '1', /没有这一行，有 /],
    ['GK13', 'publicHeading', 'amount', '1', /这一行在这一栏没有单元格/],
    ['GK01', '201', 'incomeFinal', '1', /这一行在这一栏没有单元格/],
    ['GK05', '2080501', 'income', '1.2345678', /最多 6 位小数.*（此处填金额（万元））/],
    ['GK05', '2080501', 'income', 'abc', /“a”不能出现在数字里/],
    ['GK05', '2080501', 'income', '9007199254.740992', /超出可填范围/],
    ['S03', 'vehiclesKept', 'count', '1.5', /这里只能填整数/],
    ['S05', 'result', 'value', '优'.repeat(2001), /文字过长，最多 2000 个字/],
  ])('refuses %s %s %s %s', (form, row, column, text, reason) => {
    expect(refusal(typed(sampleEngine(), form, row, column, text))).toMatch(reason)
  })

  it('asks which unit while there are several', () => {
    expect(refusal(typed(twoUnits(), 'GK06', '2080501', 'basic', '1'))).toContain(
      '有多个单位，请写明是哪一个：2080501@u1（北京市东城区城市管理指挥中心）、2080501@u2（分中心）',
    )
    expect(lines(must(typed(twoUnits(), 'GK06', '2080501@u2', 'basic', '1')).changes)).toEqual([
      'cell GK06!2080501@u2!basic = 1000000',
    ])
    expect(refusal(typed(engineOf([]), 'GK06', '2080501', 'basic', '1'))).toContain('还没有单位')
  })

  it('takes away the figure that an import left beside a computed cell', () => {
    const book = sampleEngine({ kind: 'stated', key: 'GK05!208!income', value: 1 })
    const { changes, label } = must(typed(book, 'GK05', '208', 'income', ''))
    expect(lines(changes)).toEqual(['stated GK05!208!income -'])
    expect(label).toBe('去掉来源数 GK05 208 社会保障和就业支出·本年收入')
    expect(refusal(typed(book, 'GK05', '208', 'income', '1'))).toMatch(/由公式计算/)
    expect(refusal(typed(book, 'GK05', '210', 'income', ''))).toMatch(/由公式计算/)
  })

  it('says what it does, for the history', () => {
    const { label, place } = must(typed(sampleEngine(), 'GK05', '2080501', 'income', '5'))
    expect(label).toBe('录入 GK05 2080501 行政单位离退休·本年收入')
    expect(place).toEqual({ form: 'GK05', row: '2080501', column: 'income' })
    expect(must(typed(sampleEngine(), 'GK05', '2080501', 'income', '—')).label).toMatch(/^清空 /)
  })
})
