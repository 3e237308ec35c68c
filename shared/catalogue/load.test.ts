import { describe, expect, it } from 'vitest'
import { problemAfter } from '../../build/testing/broken-edition.ts'
import { builtInEdition } from '../../build/testing/edition.ts'
import { loadEdition } from './load.ts'

describe('the built-in edition', () => {
  const edition = builtInEdition()

  it('has the 14 forms in printed order, then the supplements', () => {
    expect(edition.forms.map((form) => `${form.key} ${form.form.title}`)).toMatchSnapshot()
  })

  it('has every rule under its id', () => {
    expect(edition.checks.map((one) => `${one.id} ${one.severity}`).join('\n')).toMatchSnapshot()
  })

  it('is frozen', () => {
    expect(() => {
      ;(edition.edition.forms[0] as { title: string }).title = 'other'
    }).toThrow(TypeError)
  })

  it('finds the code of every economic item of GK07 in the economic table under the same name', () => {
    const names = new Map(edition.edition.economic.codes.map((entry) => [entry.code, entry.name]))
    for (const { row: line } of edition.forms.find((form) => form.key === 'GK07')?.rows ?? [])
      if (line.code !== undefined) expect([line.code, names.get(line.code)]).toEqual([line.code, line.label])
  })

  it('prints the classes of GK01 and GK04 as the functional table names them', () => {
    for (const key of ['GK01', 'GK04'])
      for (const { row: line } of edition.forms.find((form) => form.key === key)?.rows ?? [])
        if (/^[0-9]{3}$/.test(line.key)) expect(line.label.replace(/^.*、/, '')).toBe(edition.codes.get(line.key)?.name)
  })
})

it('refuses a file of very many parts before it looks at each of them', () => {
  expect(() => loadEdition({ forms: Array.from({ length: 40_001 }, () => ({})) })).toThrow(
    'edition: (whole file): has more than 40000 lists and objects, no edition needs as many',
  )
})

describe('a wrong edition file is refused with file, property and reason', () => {
  const twice = { id: 'X7', severity: 'error', title: '重复的审核公式', relations: [] }
  const social = { code: '208', name: '社会保障', trust: 'sourced' }
  it.each<[what: string, path: string, value: unknown, file: string, property: RegExp, reason: RegExp]>([
    ['a missing file', 'GK07.json', undefined, 'GK07.json', /whole file/, /missing/],
    ['an unknown property', 'GK05.json colour', 'red', 'GK05.json', /./, /colour/],
    ['a wrong type', 'GK05.json columns income width', '16', 'GK05.json', /^columns\.3\.width$/, /number/],
    ['another form in the file', 'GK05.json form', 'GK08', 'GK05.json', /^form$/, /GK08/],
    [
      'a formula that is none',
      'GK05.json columns expenditure formula',
      'basic * 2',
      'GK05.json',
      /^columns\.expenditure$/,
      /unexpected character/,
    ],
    [
      'a reference to no form',
      'GK05.json columns basic formula',
      'GK66!.!basic',
      'GK05.json',
      /^columns\.basic$/,
      /unknown form GK66/,
    ],
    [
      'a reference to no column',
      'GK05.json columns basic formula',
      'GK06!.!base',
      'GK05.json',
      /^columns\.basic$/,
      /no value column base/,
    ],
    [
      'a reference to no row',
      'GK01.json blocks income rows income formula',
      'general!. + gift!.',
      'GK01.json',
      /^rows\.income\./,
      /no row gift/,
    ],
    [
      'a range that runs backwards',
      'GK01.json blocks income rows income formula',
      'sum(other..general!.)',
      'GK01.json',
      /^rows\.income\./,
      /backwards/,
    ],
    [
      'children of nothing',
      'GK12.json blocks rows rows micro',
      { key: 'micro', label: '其中', level: 2, cell: 'computed', formula: 'children', check: 'T12-1' },
      'GK12.json',
      /^rows\.micro\./,
      /no children/,
    ],
    [
      'a cycle',
      'GK05.json columns opening',
      {
        key: 'opening',
        header: ['年初结转和结余'],
        number: '1',
        holds: 'amount',
        cell: 'computed',
        formula: 'opening',
        check: 'T5-1',
        width: 16,
      },
      'GK05.json',
      /^GK05!/,
      /a cycle/,
    ],
    ['crossing formulas without a winner', 'GK01.json crossing', undefined, 'GK01.json', /^rows\./, /crossing/],
    ['a code form without a winner', 'GK05.json crossing', 'row', 'GK05.json', /^crossing$/, /winner/],
    [
      'a cell that is neither typed nor computed',
      'GK05.json columns income cell',
      undefined,
      'GK05.json',
      /^columns\.income$/,
      /neither/,
    ],
    [
      'a typed cell with a formula',
      'GK05.json columns income formula',
      'closing',
      'GK05.json',
      /^columns\.income$/,
      /no formula/,
    ],
    [
      'a computed cell nobody owns',
      'GK05.json columns basic check',
      undefined,
      'GK05.json',
      /^columns\.basic$/,
      /names the check/,
    ],
    ['an unknown check', 'GK05.json columns basic check', 'X99', 'GK05.json', /^columns\.basic$/, /unknown check X99/],
    [
      'mixed units',
      'S05.json blocks summary rows amount formula',
      'projects!value',
      'S05.json',
      /^rows\.amount\.value$/,
      /mixes amount and count/,
    ],
    [
      'a missing label',
      'GK12.json blocks rows rows goods label',
      ' ',
      'GK12.json',
      /^rows\.goods$/,
      /label is missing/,
    ],
    [
      'the same row twice',
      'GK12.json blocks rows rows works key',
      'goods',
      'GK12.json',
      /^rows$/,
      /goods occurs twice/,
    ],
    [
      'the same column twice',
      'GK05.json columns income key',
      'opening',
      'GK05.json',
      /^columns$/,
      /opening occurs twice/,
    ],
    [
      'lines out of order',
      'GK01.json blocks income rows incomeGrand line',
      20,
      'GK01.json',
      /^rows\.incomeGrand\.line$/,
      /comes after/,
    ],
    [
      'a parent that is not there',
      'GK12.json blocks rows rows works parent',
      'all',
      'GK12.json',
      /^rows\.works\.parent$/,
      /unknown row all/,
    ],
    [
      'a form too wide for its paper',
      'GK07.json columns rightItem width',
      80,
      'GK07.json',
      /^columns$/,
      /fit the paper/,
    ],
    ['sums that no check owns', 'GK14.json codes check', undefined, 'GK14.json', /^codes\.check$/, /"total"/],
    ['a check of sums there are not', 'S06.json codes check', 'S6-1', 'S06.json', /^codes\.check$/, /"total"/],
    [
      'a formula over sums there are not',
      'S05.json blocks summary rows amount formula',
      'S06!total!totalScore',
      'S05.json',
      /^rows\.amount\.value$/,
      /S06 adds nothing up/,
    ],
    [
      'a rule there is not',
      'checks.json X4 relations 0 rule',
      'defaults',
      'checks.json',
      /relations\.0$/,
      /a relation/,
    ],
    ['numbers without their label', 'GK05.json numbersLabel', undefined, 'GK05.json', /^numbersLabel$/, /number/],
    [
      'a check at no form',
      'checks.json X7 relations 0 at form',
      'GK77',
      'checks.json',
      /^X7\.relations\[0\]$/,
      /unknown form/,
    ],
    [
      'a check at no row',
      'checks.json X7 relations 0 at rows',
      ['publik'],
      'checks.json',
      /^X7\.relations\[0\]$/,
      /no row publik/,
    ],
    [
      'a check that mixes units',
      'checks.json X7 relations 0 right',
      'S03!vehiclesKept!count',
      'checks.json',
      /^X7$/,
      /mix units/,
    ],
    ['the same check twice', 'checks.json +', twice, 'checks.json', /^id$/, /X7 occurs twice/],
    ['the same code twice', 'functional.json codes +', social, '支出功能分类科目', /^codes$/, /208 occurs twice/],
    ['a code of four digits', 'functional.json codes +', { ...social, code: '2088' }, 'functional.json', /^codes/, /./],
  ])('%s', (_, path, value, file, property, reason) => {
    const found = problemAfter(path, value)
    expect(found.file).toBe(file)
    expect(found.property).toMatch(property)
    expect(found.reason).toMatch(reason)
  })
})
