import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../services/editions.ts'
import type { GridCell, SheetGrid } from './grid.ts'
import { parseRange } from './grid.ts'
import { type FoundForm, matchBook } from './match.ts'

const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error(JSON.stringify(built.fault))
const edition = built.value.linked

type Content = string | number | null

/** A sheet as rows of cells; null is empty. */
function sheet(
  rows: readonly (readonly Content[])[],
  { name = 'Sheet1', merges = [] as readonly string[] } = {},
): SheetGrid {
  const cells = rows.flatMap((row, at) =>
    row.flatMap((value, column): GridCell[] =>
      value === null ? [] : [{ row: at + 1, column: column + 1, value, formula: false, trouble: null }],
    ),
  )
  return {
    name,
    state: 'visible',
    cells,
    merges: merges.map((range) => parseRange(range) ?? { top: 0, left: 0, bottom: 0, right: 0 }),
  }
}

const match = (...sheets: SheetGrid[]): { form: FoundForm | undefined; troubles: string[] } => {
  const { forms, troubles } = matchBook(edition, sheets)
  return { form: forms[0], troubles: troubles.map(({ sheet: name, cell, reason }) => `${name} ${cell} ${reason}`) }
}

/** Lines as `row key or code: column=value …`, blanks left out. */
const lines = (form: FoundForm | undefined): string[] =>
  (form?.lines ?? []).map(({ subject, values }) => {
    const { kind, ...names } = subject
    const name = kind === 'fixed' ? Object.values(names).join('') : [kind, ...Object.values(names)].join(' ').trim()
    return `${name}: ${values
      .filter(({ value }) => value !== null)
      .map(({ column, value }) => `${column}=${value}`)
      .join(' ')}`
  })

const n = null
const title = ['一般公共预算财政拨款支出决算表']
const head = ['支出功能分类科目编码', '科目名称', '单位名称', '合计', '基本支出', '项目支出']

describe('titles', () => {
  const body = [['部门名称：某局', n, n, n, n, '单位:万元'], head, ['2080501', '行政单位离退休', '某局', n, 1, n]]
  it.each([
    [['一般公共预算财政拨款支出决算表']],
    [['一般公共预算 财政拨款\n支出决算表']],
    [[n, n, '2024年度一般公共预算财政拨款支出决算表']],
    [['GK06 一般公共预算财政拨款支出决算表']],
    [['公开06表　一般公共预算财政拨款支出决算表']],
  ])('%j is the title of GK06', (row) => {
    const { form } = match(sheet([row, ...body]))
    expect(form?.form.key).toBe('GK06')
    expect(form?.department).toBe('某局')
  })

  it('the title wins over the name of the sheet, which helps out where there is none', () => {
    expect(match(sheet([title, ...body], { name: 'GK05 别的表' })).form?.form.key).toBe('GK06')
    expect(match(sheet([['公开表'], ...body], { name: 'gk06' })).form?.form.key).toBe('GK06')
    expect(match(sheet([...body.slice(1)], { name: '一般公共预算财政拨款支出决算表' })).form?.form.key).toBe('GK06')
  })

  it('a longer title that ends like a form is another form', () => {
    expect(match(sheet([['政府采购及其他支出决算表'], ...body])).form).toBeUndefined()
    expect(
      match(
        sheet(
          [
            ['财政拨款收入支出决算总表'],
            ['收入', '收入', '支出'],
            ['项目', '决算数', '项目（按功能分类）'],
            ['一、一般公共预算财政拨款', 1],
          ],
          { merges: ['A2:B2'] },
        ),
      ).form?.form.key,
    ).toBe('GK04')
  })

  it('a form is read once, and sheets without one are told', () => {
    const { form, troubles } = match(
      sheet([['目录']], { name: '目录' }),
      sheet([title, ...body], { name: '甲' }),
      sheet([title, ...body], { name: '乙' }),
    )
    expect(form?.sheet).toBe('甲')
    expect(troubles).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^目录 A1 .*没有本套报表的表名/),
        expect.stringMatching(/^乙 A1 与工作表“甲”是同一张/),
      ]),
    )
  })
})

describe('units', () => {
  const withUnit = (unit: string): SheetGrid =>
    sheet(
      [
        title,
        [unit],
        ['项目', n, '单位名称', '合计', '基本支出', '项目支出'],
        ['支出功能分类科目编码', '科目名称'],
        ['2080501', '甲', '某局', n, '12,345.60', n],
      ],
      { merges: ['A3:B3'] },
    )
  it.each([
    ['单位:万元', 12_345_600_000],
    ['单位：元', 1_234_560],
    ['金额单位：元', 1_234_560],
    ['编制单位：某局 （单位：元）', 1_234_560],
    ['部门名称：某局', 12_345_600_000],
  ])('%s', (unit, fen) => {
    expect(match(withUnit(unit)).form?.lines[0]?.values.find(({ column }) => column === 'basic')?.value).toBe(fen)
  })

  it('a sheet in another unit is not read', () => {
    expect(match(withUnit('单位：千元'))).toMatchObject({
      form: undefined,
      troubles: [expect.stringMatching(/A1 金额单位是“千元”/)],
    })
  })
})

describe('columns', () => {
  const rows = [['2080501', '行政单位离退休', '某局', 3, 1, 2]]
  const all = ['unit 2080501 行政单位离退休 某局: total=3000000 basic=1000000 project=2000000']
  it('are found under merged heads, 栏次 and 合计 lines', () => {
    const { form, troubles } = match(
      sheet(
        [
          title,
          ['公开06表'],
          ['单位:万元'],
          ['项目', n, n, n, '单位名称', '合计', '基本支出', '项目支出'],
          ['支出功能分类科目编码', n, n, '科目名称'],
          ['栏次', n, n, n, '--', '1', 2, 3],
          ['类', '款', '项', '合计', '--', 3, 1, 2],
          ['208', '05', '01', '行政单位离退休', '某局', 3, 1, 2],
        ],
        { merges: ['A1:H1', 'A4:D4', 'A5:C5', 'E4:E5', 'F4:F5', 'G4:G5', 'H4:H5', 'A6:D6'] },
      ),
    )
    expect(lines(form)).toEqual(['total: total=3000000 basic=1000000 project=2000000', ...all])
    expect(troubles).toEqual([])
  })

  it('are found when merges were undone, in any order, and with another column between them', () => {
    const undone = match(
      sheet([
        title,
        ['项目', n, '单位名称', '合计', '基本支出', '项目支出'],
        ['支出功能分类科目编码', '科目名称'],
        ...rows,
      ]),
    )
    expect(lines(undone.form)).toEqual(all)
    const moved = match(
      sheet(
        [
          title,
          ['单位名称', '项目支出', '备注', '基本支出', '项目', n, '合计'],
          [n, n, n, n, '支出功能分类 科目编码', '科目名称'],
          ['某局', 2, '说明', 1, 2080501, '行政单位离退休', 3],
        ],
        { merges: ['E2:F2'] },
      ),
    )
    expect(lines(moved.form)).toEqual(['unit 2080501 行政单位离退休 某局: total=3000000 basic=1000000 project=2000000'])
    expect(moved.troubles).toEqual([expect.stringMatching(/C2 本表没有这一栏/)])
  })

  it('that are missing are told, and not taken for blank', () => {
    const { form, troubles } = match(
      sheet(
        [
          title,
          ['项目', n, '单位名称', '合计', '基本支出'],
          ['支出功能分类科目编码', '科目名称'],
          ['2080501', '甲', '某局', 1, 1],
        ],
        { merges: ['A2:B2'] },
      ),
    )
    expect(form?.hasColumn(0, 'basic')).toBe(true)
    expect(form?.hasColumn(0, 'project')).toBe(false)
    expect(troubles).toEqual([expect.stringMatching(/A1 没有找到“项目支出”栏/)])
  })

  it('without codes or labels the sheet is not read', () => {
    expect(match(sheet([title, ['合计', '基本支出'], [1, 1]]))).toMatchObject({
      form: undefined,
      troubles: [expect.stringMatching(/科目编码/)],
    })
    expect(match(sheet([title, ['甲', '乙'], [1, 1]]))).toMatchObject({
      form: undefined,
      troubles: [expect.stringMatching(/栏目/)],
    })
  })
})

describe('rows by code', () => {
  const header = [
    title,
    ['项目', n, n, n, '单位名称', '合计', '基本支出', '项目支出'],
    ['支出功能分类科目编码', n, n, '科目名称'],
  ]
  const merges = ['A2:D2', 'A3:C3']
  const code = (...parts: Content[][]): string[] =>
    lines(match(sheet([...header, ...parts.map((part) => [...part, '名', '某局', 1, n, n])], { merges })).form).map(
      (line) => line.split(' ').slice(0, 2).join(' '),
    )

  it.each([
    [[['2080501', n, n]], ['unit 2080501']],
    [[[2080501, n, n]], ['unit 2080501']],
    [[['208', '05', '01']], ['unit 2080501']],
    [[[208, 5, 1]], ['unit 2080501']],
    [[['208', '20805', '2080501']], ['unit 2080501']],
    [[['2080501', '2080501', '2080501']], ['unit 2080501']],
    [
      [
        ['208', n, n],
        [n, '05', n],
        [n, n, '01'],
        [n, n, '05'],
        [n, '99', n],
      ],
      ['parent 208', 'parent 20805', 'unit 2080501', 'unit 2080505', 'parent 20899'],
    ],
    [[['２０８０５０１', n, n]], ['unit 2080501']],
    [[['20805', n, n]], ['parent 20805']],
  ])('%j', (parts, expected) => {
    expect(code(...parts)).toEqual(expected)
  })

  it('tells of values whose code is no code, is missing, or was there before', () => {
    const { form, troubles } = match(
      sheet(
        [
          ...header,
          ['20805X', n, n, '甲', '某局', 1],
          [n, n, n, '乙', '某局', n, 2],
          ['2080501', n, n, '丙', '某局', 3],
          [],
          ['2080501', n, n, '丁', '某 局', 4],
          ['2080501', n, n, '戊', '另一局', 5],
          ['注：本表反映…'],
        ],
        { merges },
      ),
    )
    expect(lines(form).map((line) => line.split(':')[0])).toEqual(['unit 2080501 丙 某局', 'unit 2080501 戊 另一局'])
    expect(troubles).toEqual([
      expect.stringMatching(/F4 科目编码“20805X”不是/),
      expect.stringMatching(/G5 这一行没有科目编码/),
      expect.stringMatching(/F8 与第 6 行重复/),
    ])
  })

  it('reads projects, with a unit merged over several of them', () => {
    const { form, troubles } = match(
      sheet(
        [
          ['项目支出决算明细表'],
          ['二级单位名称', '支出功能分类科目编码', n, n, '项目名称', '支出数', n, n],
          [n, '类', '款', '项', n, '合计', '财政拨款', '其他资金'],
          ['合计', n, n, n, n, 3, 3],
          [n, '212', n, n, n, 3],
          ['某局', '2120107', n, n, '项目甲', 1, 1],
          [n, '2120107', n, n, '项目乙', 2, 2],
          ['某局', '2120107', n, n, '—', 2, 2],
        ],
        { merges: ['A2:A3', 'B2:D2', 'E2:E3', 'F2:H2', 'A6:A7'] },
      ),
    )
    expect(lines(form)).toEqual([
      'total: total=3000000 fiscal=3000000',
      'parent 212: total=3000000',
      'project 2120107 某局 项目甲: total=1000000 fiscal=1000000',
      'project 2120107 某局 项目乙: total=2000000 fiscal=2000000',
    ])
    expect(troubles).toEqual([expect.stringMatching(/F8 缺少项目名称/), expect.stringMatching(/G8 缺少项目名称/)])
  })
})

describe('rows by label', () => {
  it('tells apart the same words in two places, by their order', () => {
    const block = (rows: Content[][]): string[] =>
      lines(match(sheet([['财政拨款收入支出决算总表'], ['收入', '收入'], ['项目', '决算数'], ...rows])).form)
    expect(
      block([
        ['一、一般公共预算财政拨款', 1],
        ['年初财政拨款结转和结余', n],
        ['一、一般公共预算财政拨款', 2],
      ]),
    ).toEqual(['general: incomeFinal=1000000', 'opening: ', 'openingGeneral: incomeFinal=2000000'])
    expect(
      block([
        ['年初财政拨款结转和结余', n],
        ['一、 一般公共预算财政拨款', 2],
      ]),
    ).toEqual(['opening: ', 'openingGeneral: incomeFinal=2000000'])
  })

  it('reads blocks side by side, each with its labels and values', () => {
    const { form, troubles } = match(
      sheet(
        [
          ['一般公共预算财政拨款基本支出决算表'],
          ['科目名称', '决算数', '科目名称', '决算数', '科目名称', '决算数'],
          ['工资福利支出', 1, '商品和服务支出', 2, '其他支出', 3],
          ['基本工资', 1, '办公费', 2, '其他支出', 3],
          [n, n, '自添的行', 9, n, 8],
          ['人员经费合计', 1, '公用经费合计', n, n, 5],
        ],
        { merges: ['C6:E6'] },
      ),
    )
    expect(lines(form)).toEqual([
      '301: final=1000000',
      '30101: final=1000000',
      'staff: final=1000000',
      '302: final=2000000',
      '30201: final=2000000',
      '399: final=3000000',
      '39999: final=3000000',
      'public: final=5000000',
    ])
    expect(troubles).toEqual([
      expect.stringMatching(/D5 “自添的行”不是本表的行/),
      expect.stringMatching(/F5 “自添的行”不是本表的行|F5 这一行没有项目名称/),
    ])
  })

  it('takes number marks in any width, and labels without them', () => {
    const rows = (labels: string[]): string[] =>
      lines(match(sheet([['政府采购情况表'], ['项目', '统计数'], ...labels.map((label) => [label, 1])])).form).map(
        (line) => line.split(':')[0] ?? '',
      )
    expect(
      rows([
        '(一)政府采购支出合计',
        '1.政府采购货物支出',
        '2、政府采购工程支出',
        '政府采购服务支出',
        '（二）政府采购授予 中小企业合同金额',
        '授予小微企业合同金额',
      ]),
    ).toEqual(['total', 'goods', 'works', 'services', 'sme', 'micro'])
  })

  it('tells of values on headings and on lines that occur twice', () => {
    const { troubles } = match(
      sheet([
        ['政府采购情况表'],
        ['项目', '统计数'],
        ['政府采购支出信息', 1],
        ['1．政府采购货物支出', 2],
        ['1．政府采购货物支出', 3],
      ]),
    )
    expect(troubles).toEqual([expect.stringMatching(/B3 本表这一格不填数/), expect.stringMatching(/B5 .*重复出现/)])
  })

  it('recognises last year by its labels and headers, and says so', () => {
    const three = match(
      sheet([
        ['财政拨款“三公”经费支出决算表'],
        [n, '三公经费财政拨款合计', '因公出国(境)费用'],
        ['2023年预算', n, 1],
        ['2023年决算', n, 2],
      ]),
    )
    expect(lines(three.form)).toEqual(['budget: abroad=1000000', 'final: abroad=2000000'])
    expect(three.form?.years).toEqual([2023])
    const capital = match(
      sheet(
        [
          ['国有资本经营预算财政拨款支出决算表'],
          ['项目', n, '2022年度决算数', n, n],
          ['支出功能分类科目编码', '科目名称', '合计', '基本支出', '项目支出'],
          ['2230101', '甲', n, 1],
        ],
        { merges: ['A2:B2', 'C2:E2'] },
      ),
    )
    expect(lines(capital.form)).toEqual(['item 2230101 甲: basic=1000000'])
    expect(capital.form?.years).toEqual([2022])
  })
})
