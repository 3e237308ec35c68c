import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleFacts } from '../sample/sample.ts'
import { type Basis, thresholdOf } from './basis.ts'
import { type Comparison, comparableForms, compareForm } from './comparison.ts'
import { priorForm } from './prior-form.ts'
import { type View, viewRows } from './sorting.ts'

const edition = builtInEdition()

function bookOf(facts: readonly Fact[], under = edition): Engine {
  const engine = Engine.create(under, facts)
  if (engine === null) throw new Error('out of range')
  return engine
}

const cell = (key: string, value: number): Fact => ({ kind: 'cell', key, value })
const code = (key: string, name = ''): Fact => ({ kind: 'row', key, value: { name } })
const unit = (key: string, name: string, order = 1): Fact => ({ kind: 'unit', key, value: { name, order } })
const project = (key: string, of: { code: string; unit: string; name: string }): Fact => ({
  kind: 'project',
  key,
  value: { ...of, order: Number(key.slice(1)) },
})

function compare(now: Engine, before: Engine | null, form: string, basis: Basis = 'prior'): Comparison {
  const prior = before === null ? null : priorForm(now, before, form, 2023)
  const threshold = thresholdOf(now.edition, basis)
  return compareForm({ engine: now, form, basis, threshold, findings: now.findings(), prior })
}

/** Rows as short lines: `2080501 + 100 80 20 2500 !`. */
function lines({ sections }: Comparison, view: Partial<View> = {}, column = 0): string[] {
  return sections.flatMap((section) =>
    viewRows(section, { order: 'printed', column: null, onlyMarked: false, text: '', ...view }).map((row) => {
      const value = row.cells[column]
      const figures =
        value === null || value === undefined
          ? []
          : [value.here, value.base, value.difference, value.percent].map(String)
      const sign = { both: '=', new: '+', gone: '-' }[row.presence]
      return [row.code ?? row.key, sign, ...figures, ...(value?.isMarked === true ? ['!'] : [])].join(' ')
    }),
  )
}

const now = bookOf([
  unit('u1', '甲'),
  unit('u2', '乙', 2),
  code('2080501'),
  code('2080505'),
  code('2120101'),
  cell('GK06!2080501@u1!basic', 120_000_000),
  cell('GK06!2080505@u2!basic', 30_000_000),
  cell('GK06!2120101@u1!basic', 5_000_000),
  cell('GK06!2120101@u2!basic', 0),
  project('p1', { code: '2120101', unit: 'u1', name: '新项目' }),
  project('p2', { code: '2120101', unit: 'u2', name: '老项目' }),
  cell('GK14!p1!fiscal', 100),
  cell('GK14!p2!fiscal', 300),
])
const before = bookOf([
  unit('u1', '乙'),
  unit('u2', '甲', 2),
  code('2080501'),
  code('2080506'),
  code('2120101'),
  cell('GK06!2080501@u2!basic', 100_000_000),
  cell('GK06!2080506@u1!basic', 7_000_000),
  cell('GK06!2120101@u2!basic', 5_000_000),
  project('p1', { code: '2120101', unit: 'u1', name: '老项目' }),
  cell('GK14!p1!fiscal', 200),
])

describe('a form beside last year', () => {
  it('has rows in code order, new and vanished ones where they belong, with exact differences', () => {
    expect(lines(compare(now, before, 'GK05'), {}, 2)).toEqual([
      'total = 155000000 112000000 43000000 3839 !',
      '208 = 150000000 107000000 43000000 4019 !',
      '20805 = 150000000 107000000 43000000 4019 !',
      '2080501 = 120000000 100000000 20000000 2000 !',
      '2080505 + 30000000 null 30000000 null !',
      '2080506 - null 7000000 -7000000 -10000 !',
      '212 = 5000000 5000000 0 0',
      '21201 = 5000000 5000000 0 0',
      '2120101 = 5000000 5000000 0 0',
    ])
  })

  it('knows units and projects by their names, whatever their keys', () => {
    const rows = compare(now, before, 'GK06').sections[0]?.rows ?? []
    expect(
      rows.filter((row) => row.unit !== null).map((row) => [row.key, row.unit, row.presence, row.cells[0]?.base]),
    ).toEqual([
      ['2080501@u1', '甲', 'both', 100_000_000],
      ['2080505@u2', '乙', 'new', null],
      ['GK06/2080506@u1', '乙', 'gone', 7_000_000],
      ['2120101@u1', '甲', 'both', 5_000_000],
    ])
    expect(lines(compare(now, before, 'GK14'))).toEqual([
      'total = 400 200 200 10000',
      '212 = 400 200 200 10000',
      '21201 = 400 200 200 10000',
      '2120101 + 100 null 100 null',
      '2120101 = 300 200 100 5000',
    ])
  })

  it('orders the rows that are no sums by size, those out of nothing before all percentages', () => {
    const compared = compare(now, before, 'GK05')
    const codes = (order: View['order']): string[] => lines(compared, { order }).map((line) => line.split(' ')[0] ?? '')
    expect(codes('difference')).toEqual(['2080505', '2080501', '2080506', '2120101'])
    expect(codes('percent')).toEqual(['2080505', '2080506', '2080501', '2120101'])
  })

  it('shows only what is marked or looked for', () => {
    const compared = compare(now, before, 'GK05')
    expect(lines(compared, { onlyMarked: true }).map((line) => line.split(' ')[0])).not.toContain('2120101')
    expect(lines(compared, { text: '职业年金' })).toHaveLength(1)
    expect(lines(compared, { text: '21201' })).toHaveLength(2)
  })

  it('follows the succession of the editions: renamed, merged, split and dropped codes', () => {
    const succession = {
      from: 'dongcheng-2023',
      codes: [
        { old: ['2080501'], new: ['2080502'], why: '改号' },
        { old: ['2080505', '2080506'], new: ['2080599'], why: '合并' },
        { old: ['2120101'], new: ['2120102', '2120103'], why: '拆分' },
      ],
    }
    const newer = { ...edition, edition: { ...edition.edition, successions: [succession] } }
    const older = {
      ...edition,
      edition: { ...edition.edition, head: { ...edition.edition.head, edition: 'dongcheng-2023' } },
    }
    const earlier = bookOf(
      [
        ...['2080501', '2080505', '2080506', '2120101', '2120104'].map((one) => code(one)),
        cell('GK05!2080501!income', 1),
        cell('GK05!2080505!income', 10),
        cell('GK05!2080506!income', 100),
        cell('GK05!2120101!income', 1000),
        cell('GK05!2120104!income', 5),
      ],
      older,
    )
    const later = bookOf(
      [
        ...['2080502', '2080599', '2120102', '2120103'].map((one) => code(one)),
        cell('GK05!2080502!income', 2),
        cell('GK05!2080599!income', 120),
        cell('GK05!2120102!income', 600),
        cell('GK05!2120103!income', 500),
      ],
      newer,
    )
    expect(lines(compare(later, earlier, 'GK05'), {}, 1).filter((line) => /^\d{7}/.test(line))).toEqual([
      '2080502 = 2 1 1 10000',
      '2080599 = 120 110 10 909',
      '2120101 - null 1000 -1000 -10000',
      '2120102 + 600 null 600 null',
      '2120103 + 500 null 500 null',
      '2120104 - null 5 -5 -10000',
    ])
  })

  it('sets side-by-side blocks one below the other, each with its columns', () => {
    const { sections } = compare(now, before, 'GK01')
    expect(sections.map(({ title, columns }) => [title, columns])).toEqual([
      ['收入', ['incomeBudget', 'incomeFinal']],
      ['支出', ['expenditureBudget', 'expenditureFinal']],
    ])
    expect(compare(now, before, 'GK07').sections.length).toBeLessThanOrEqual(1)
  })

  it('does not set what repeats last year against last year', () => {
    const cells = bookOf([cell('S02!income!prior', 900), cell('GK05!2080501!income', 1), code('2080501')])
    const columns = compare(cells, before, 'S02').sections.flatMap((section) => section.columns)
    expect(columns).toEqual(['current'])
  })
})

const sample = bookOf(sampleFacts(edition))

describe('a form beside its budget', () => {
  it('is offered where the edition says where the budget stands', () => {
    expect(comparableForms(sample, 'budget')).toEqual(['GK01', 'GK04', 'GK05', 'GK06', 'GK08', 'GK10', 'GK11'])
    expect(comparableForms(sample, 'prior')).toContain('GK03')
  })

  it('takes the budget of each row, also of sums, and none where the item is spent by units', () => {
    const rows = lines(compare(sample, null, 'GK05', 'budget'))
    expect(rows[0]).toBe('total = 6889685723 5306515601 1583170122 2983 !')
    expect(rows).toContain('2120107 = 2991423958 1624330000 1367093958 8416 !')
    expect(rows).toContain('2210201 = 242820128 250900000 -8079872 -322')
    expect(lines(compare(sample, null, 'GK06', 'budget'))).toEqual(rows)
  })

  it('says where the checks of the years ask for a reason, and no more once it was given', () => {
    const asked = (engine: Engine, form: string): string[] =>
      compare(engine, null, form, 'budget').sections.flatMap(({ rows }) =>
        rows.flatMap((row) =>
          row.cells.flatMap((one) => (one?.asked ?? []).map((f) => `${row.key} ${f.check} ${f.explanation ?? '?'}`)),
        ),
      )
    expect(asked(sample, 'GK05')).toEqual(['2120107 Y5 ?', '2210203 Y5 ?'])
    expect(compare(sample, null, 'GK05', 'budget').open).toBe(2)
    const [left, right] = [2991423958, 1624330000]
    const explained = bookOf([
      ...sampleFacts(edition),
      { kind: 'explanation', key: 'Y5!S01!2120107!general', value: { text: '追加', left, right } },
    ])
    expect(asked(explained, 'GK05')).toEqual(['2120107 Y5 追加', '2210203 Y5 ?'])
    expect(compare(explained, null, 'GK05', 'budget').open).toBe(1)
    // above the budget for 三公: told at the figure itself
    const above = bookOf([cell('GK11!budget!operation', 100), cell('GK11!final!operation', 200)])
    expect(asked(above, 'GK11')).toEqual(['final Y7 ?', 'final Y7 ?'])
  })
})

describe('what is asked beside last year', () => {
  it('is told at the figure a supplement only repeats, and at codes that are new', () => {
    const grown = bookOf([
      code('2080501'),
      cell('GK05!2080501!income', 300_000_000),
      cell('S02!income!prior', 100_000_000),
    ])
    const askedOf = (form: string): string[] =>
      compare(grown, before, form).sections.flatMap(({ rows }) =>
        rows.flatMap((row) => row.cells.flatMap((one) => (one?.asked ?? []).map(({ check }) => `${row.key} ${check}`))),
      )
    expect(askedOf('GK01')).toContain('income Y3')
    expect(
      compare(now, before, 'GK05')
        .sections[0]?.rows.find(({ key }) => key === '2080505')
        ?.cells.flatMap((one) => one?.asked.map(({ check }) => check) ?? []),
    ).toEqual([])
    const withPrior = Engine.create(edition, now.book.list(), before.asPrior()) as Engine
    const rows = compare(withPrior, before, 'GK05').sections[0]?.rows ?? []
    const checks = (key: string): string[] =>
      rows
        .filter((row) => row.code === key)
        .flatMap((row) => row.cells.flatMap((one) => one?.asked.map(({ check }) => check) ?? []))
    expect(checks('2080505')).toEqual(['Y2'])
    expect(checks('2080506')).toEqual(['Y2'])
  })

  it('takes its limits from the checks of the edition', () => {
    expect(thresholdOf(edition, 'prior')).toEqual({ percent: 10, amount: 1_000_000 })
    expect(thresholdOf(edition, 'budget')).toEqual({ percent: 10, amount: 0 })
  })
})
