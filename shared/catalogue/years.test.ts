import { describe, expect, it } from 'vitest'
import { problemAfter } from '../../build/testing/broken-edition.ts'
import { builtInEdition, editionFiles } from '../../build/testing/edition.ts'
import { loadEdition, readEdition } from './load.ts'

const edition = builtInEdition()
const cell = (form: string, row: string | null, column: string) => {
  const linked = edition.forms[edition.formIndex.get(form) ?? -1]
  const at = linked?.columnIndex.get(column) ?? -1
  return row === null ? linked?.leaf[at] : linked?.rows?.[linked.rowIndex.get(row) ?? -1]?.cells[at]
}

describe('cells that take over last year’s number', () => {
  const carried = edition.forms.flatMap((form) => [
    ...form.leaf.flatMap((one, at) => (one.carried ? [`${form.key}!.!${form.columns[at]?.key} = ${one.text}`] : [])),
    ...(form.rows ?? []).flatMap(({ row, cells }) =>
      cells.flatMap((one, at) =>
        one.carried ? [`${form.key}!${row.key}!${form.columns[at]?.key} = ${one.text}`] : [],
      ),
    ),
  ])

  it('are the openings that are typed in the first year', () =>
    expect(carried).toEqual([
      'GK04!openingStateCapital!incomeFinal = prior(closing!stateFinal)',
      'GK05!.!opening = prior(.!closing)',
      'GK08!.!opening = prior(.!closing)',
    ]))

  it('answer for last year’s cell in no other formula: an opening that differs does not restate it', () => {
    expect([...edition.priorAliases.keys()]).not.toContain('GK04!closing!stateFinal')
    expect([...edition.priorAliases.keys()]).toContain('GK11!final!total')
  })

  it('offer kinds of difference', () =>
    expect(edition.edition.head.differences).toEqual([
      '会计差错更正',
      '收回以前年度支出',
      '归集调入',
      '归集调出',
      '上缴',
      '其他',
    ]))
})

describe('the budget of a figure', () => {
  it.each([
    ['GK01', 'income', 'incomeFinal', 'incomeBudget'],
    ['GK01', '212', 'expenditureFinal', 'expenditureBudget'],
    ['GK04', '212', 'fundFinal', 'fundBudget'],
    ['GK05', null, 'expenditure', 'S01!.!general'],
    ['GK11', 'final', 'operation', 'budget!.'],
  ])('of %s %s %s is %s', (form, row, column, budget) => expect(cell(form, row, column)?.budget?.text).toBe(budget))

  it('is there for subtotals as for lines, and for nothing else', () => {
    const form = edition.forms[edition.formIndex.get('GK05') ?? -1]
    const at = form?.columnIndex.get('expenditure') ?? -1
    expect(form?.parents[at]?.budget).toEqual(form?.leaf[at]?.budget)
    expect(cell('GK11', 'budget', 'operation')?.budget).toBeNull()
    expect(cell('GK05', null, 'income')?.budget).toBeNull()
  })
})

describe('an edition whose years do not fit together is refused', () => {
  const file = 'from-dongcheng-2023.json'
  const succession = (lists: Record<string, unknown>) => ({ from: 'dongcheng-2023', ...lists })
  const change = (old: string[], now: string[], more = {}) => ({ ...more, old, new: now, why: '某通知' })

  it.each<[what: string, path: string, value: unknown, property: RegExp, reason: RegExp]>([
    ['another name than its file', file, { from: 'dongcheng-2022' }, /^from$/, /says dongcheng-2022/],
    ['an unknown property', file, succession({ cells: [] }), /./, /cells/],
    [
      'no reason',
      file,
      succession({ codes: [{ old: ['2010101'], new: [] }] }),
      /^codes\.0\.why$/,
      /received undefined/,
    ],
    ['no key at all', file, succession({ forms: [change([], [])] }), /^forms\[0\]$/, /names no key/],
    ['two to two', file, succession({ codes: [change(['20198', '20197'], ['20199', '20101'])] }), /codes/, /at once/],
    ['no change', file, succession({ forms: [change(['GK05'], ['GK05'])] }), /forms/, /stays the same/],
    ['an unknown form', file, succession({ forms: [change(['GK15'], ['GK16'])] }), /forms/, /has no GK16/],
    ['a dropped form that is there', file, succession({ forms: [change(['GK14'], [])] }), /forms/, /still there/],
    [
      'the same new code twice',
      file,
      succession({ codes: [change(['2010198'], ['2010101']), change(['2010197'], ['2010101'])] }),
      /codes\[1\]/,
      /twice in "new"/,
    ],
    [
      'the same old code twice',
      file,
      succession({ codes: [change(['2010198'], ['2010101']), change(['2010198'], ['2010102'])] }),
      /codes\[1\]/,
      /twice in "old"/,
    ],
    ['codes of two levels', file, succession({ codes: [change(['2010198'], ['20101'])] }), /codes\[0\]/, /levels/],
    [
      'a column of no form',
      file,
      succession({ columns: [change(['a'], ['income'], { form: 'GK66' })] }),
      /columns/,
      /no form GK66/,
    ],
    [
      'a column there is not',
      file,
      succession({ columns: [change(['a'], ['gift'], { form: 'GK05' })] }),
      /columns GK05/,
      /has no gift/,
    ],
    [
      'a row there is not',
      file,
      succession({ rows: [change(['a'], ['gift'], { form: 'GK01' })] }),
      /rows GK01/,
      /has no gift/,
    ],
    [
      'rows of a code form',
      file,
      succession({ rows: [change(['2010101'], [], { form: 'GK05' })] }),
      /rows/,
      /are codes/,
    ],
    ['itself', 'from-dongcheng-2024.json', { from: 'dongcheng-2024' }, /^from$/, /follow itself/],
    [
      'a carried cell of two terms',
      'GK05.json columns opening formula',
      'prior(.!closing) + prior(.!opening)',
      /columns\.opening/,
      /one prior/,
    ],
    ['a carried cell of this year', 'GK05.json columns opening formula', 'income', /columns\.opening/, /one prior/],
    ['no kinds of difference', 'edition.json differences', undefined, /columns\.opening|rows\.opening/, /differences/],
    [
      'a budget that is no cell',
      'GK05.json columns expenditure budget',
      'S01!.!budget',
      /expenditure budget/,
      /no value column budget/,
    ],
    [
      'a budget of other units',
      'S03.json columns count budget',
      'GK12!total!amount',
      /count/,
      /budget of count is amount/,
    ],
    [
      'a budget of last year',
      'GK05.json columns expenditure budget',
      'prior(S01!.!general)',
      /expenditure/,
      /in this book/,
    ],
    ['a chart of no form', 'analysis.json income rows form', 'GK66', /^income$/, /unknown form GK66/],
    ['a chart of no row', 'analysis.json income rows keys', ['gift'], /^income$/, /no row gift/],
    ['a chart without rows', 'analysis.json income rows', undefined, /^income$/, /need "rows"/],
    ['a chart over years with rows', 'analysis.json income kind', 'years', /^income$/, /has no "rows"/],
    ['pairs of one', 'analysis.json income kind', 'pairs', /^income$/, /two values/],
    ['a ranking of two', 'analysis.json budget kind', 'ranking', /^budget$/, /one value/],
    ['an unknown kind of chart', 'analysis.json income kind', 'pie', /kind/, /shares/],
    ['values of two units', 'analysis.json totals values 0 value', 'S03!vehiclesKept!count', /^totals$/, /values of/],
  ])('%s', (_, path, value, property, reason) => {
    const found = problemAfter(path, value)
    expect(found.property).toMatch(property)
    expect(found.reason).toMatch(reason)
  })

  it('takes every kind of line', () => {
    const files = editionFiles('dongcheng-2024')
    files[file] = {
      from: 'dongcheng-2023',
      forms: [change(['GK15'], []), change([], ['GK14'])],
      columns: [change(['amount'], ['fiscal', 'other'], { form: 'GK14' })],
      rows: [change(['goodsA', 'goodsB'], ['goods'], { form: 'GK12' })],
      codes: [change(['2010198'], ['2010101']), change(['2010101'], ['2010102', '2010103'])],
    }
    const { successions } = loadEdition(readEdition(files)).edition
    expect(successions?.map(({ from }) => from)).toEqual(['beijing-2023', 'dongcheng-2023'])
  })
})

describe('the charts of the analysis page', () => {
  it('are resolved to cells', () => {
    const chart = edition.charts.find(({ chart: one }) => one.chart === 'budgetItems')
    expect(chart?.rows).toMatchObject({ form: edition.formIndex.get('GK05'), level: 'item' })
    expect(chart?.values.map(({ operand }) => operand.text)).toEqual(['S01!.!general', 'GK05!.!expenditure'])
    expect(edition.charts.map(({ chart: one, unit }) => `${one.chart} ${one.kind} ${unit}`)).toMatchInlineSnapshot(`
      [
        "income shares amount",
        "functions shares amount",
        "economic shares amount",
        "economicItems ranking amount",
        "budget pairs amount",
        "budgetItems pairs amount",
        "totals years amount",
        "threePublic years amount",
        "operatingCost years amount",
        "projects ranking amount",
      ]
    `)
  })
})
