import { describe, expect, it } from 'vitest'
import { generateBook } from '../../build/bench/generate.ts'
import { builtInEdition } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { nextEdition } from '../../build/testing/next-edition.ts'
import { secondBookFacts } from '../../build/testing/second-book.ts'
import { parseCellKey } from '../address/cell.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { type RollForwardItem, type RollForwardOptions, usualOptions } from './preview.ts'
import { priorUnder } from './prior.ts'
import { rollForward } from './roll-forward.ts'

const same = builtInEdition()
const next = nextEdition()
const occasion = { department: '某局', year: 2024 }

function engineOf(edition: LinkedEdition, facts: readonly Fact[], prior: Engine | null = null): Engine {
  const engine = Engine.create(edition, facts, prior === null ? null : priorUnder(edition, prior))
  if (engine === null) throw new Error('out of range')
  return engine
}
const cell = (key: string, value: number | string): Fact => ({ kind: 'cell', key, value })

/** The sample with closings on every kind of code, its texts and everything else a book may hold. */
const sample = sampleEngine([
  cell('GK05!2080501!closingBasic', 100),
  cell('GK05!2120107!closingProject', 5000),
  cell('GK05!2210201!closingBasic', 20),
  cell('GK05!2210203!closingProject', 3),
  cell('GK05!2101101!closingBasic', 7),
  cell('GK04!openingStateCapital!incomeFinal', 11),
  { kind: 'stated', key: 'GK05!total!income', value: 5 },
  { kind: 'cover', key: 'date', value: '2025年8月' },
  { kind: 'cover', key: 'title', value: '2024年度部门决算公开' },
  { kind: 'cover', key: 'head', value: '张三' },
  { kind: 'text', key: 'figure:total.amounts/amount.GK01!incomeGrand!incomeFinal', value: '7000' },
  { kind: 'text', key: 'words:general.itemText.2080501', value: '自己的话' },
  { kind: 'text', key: 'reason.general.2120107', value: '追加项目' },
  { kind: 'text', key: 'nowhere', value: '没有这一处' },
])
const books: readonly [name: string, engine: Engine][] = [
  ['the sample', sample],
  ['the second book', engineOf(same, secondBookFacts())],
  ['a made-up book', engineOf(same, generateBook({ items: 80, units: 4, projects: 30, seed: 11 }))],
  ['another made-up book', engineOf(same, generateBook({ items: 25, units: 1, projects: 0, seed: 29 }))],
]
const choices: readonly Partial<RollForwardOptions>[] = [
  {},
  { projects: true, reasons: true },
  { rows: false, units: false, texts: false, style: false, cover: false },
  { rows: false, projects: true },
]
const cases = books.flatMap(([name, engine]) =>
  [same, next].flatMap((edition) =>
    choices.map((options) => ({
      name: `${name} into ${edition.edition.head.edition} with ${JSON.stringify(options)}`,
      engine,
      edition,
      options: { ...usualOptions, ...options },
    })),
  ),
)

/** Non-zero closings of the typed lines and of the one fund without lines, read off the forms themselves. */
function closingsIn(engine: Engine): Map<string, number> {
  const found = new Map<string, number>()
  for (const form of ['GK05', 'GK08'])
    for (const row of engine.rows(form).filter(({ leaf }) => leaf)) {
      const value = engine.number({ form, row: row.key, column: 'closing' }) ?? 0
      if (value !== 0) found.set(`${form}!${row.key}!closing`, value)
    }
  const state = engine.number({ form: 'GK04', row: 'closing', column: 'stateFinal' }) ?? 0
  if (state !== 0) found.set('GK04!closing!stateFinal', state)
  return found
}

describe('carrying a book forward', () => {
  it.each(cases)('$name leaves nothing out and says nothing twice', ({ engine, edition, options }) => {
    const { facts, preview } = rollForward(engine, occasion, edition, options)
    const name = ({ kind, key }: Pick<Fact, 'kind' | 'key'>): string => `${kind} ${key}`
    const expected = new Set([
      ...engine.book.list().map(name),
      ...[...closingsIn(engine).keys()].map((k) => `cell ${k}`),
    ])
    expect(preview.items.map(name).sort()).toEqual([...expected].sort())

    // what is carried is in the new book, and nothing else is but what is said to be added
    const carried = new Set(
      preview.items.flatMap(({ kind, fate }) =>
        fate.kind === 'carried' ? fate.as.map((key) => name({ kind, key })) : [],
      ),
    )
    expect(facts.map(name).sort()).toEqual([...new Set([...carried, ...preview.added.map(name)])].sort())
    expect(facts.filter(({ kind }) => kind === 'cell' || kind === 'stated' || kind === 'explanation')).toEqual([])
    for (const { fate, kind } of preview.items)
      if (fate.kind === 'carried') expect([kind, fate.as.length > 0]).toEqual([kind, true])
  })

  it.each(cases)('$name loses no opening', ({ engine, edition, options }) => {
    const { facts, preview } = rollForward(engine, occasion, edition, options)
    const book = engineOf(edition, facts, engine)
    const total = [...closingsIn(engine).values()].reduce((sum, value) => sum + value, 0)
    const { follows, byHand, lost } = preview.closings
    expect(follows + byHand + lost).toBe(total)
    const openings = ['openingGeneral', 'openingGovernmentFund', 'openingStateCapital'].map(
      (row) => book.number({ form: 'GK04', row, column: 'incomeFinal' }) ?? 0,
    )
    expect(openings.reduce((sum, value) => sum + value, 0)).toBe(follows)
    // each that follows has the very number where the preview says
    const at = new Map<string, number>()
    for (const { fate, value, isClosing } of preview.items)
      if (isClosing && fate.kind === 'follows')
        at.set(fate.as[0] ?? '', (at.get(fate.as[0] ?? '') ?? 0) + Number(value))
    const numberAt = (key: string) => {
      const address = parseCellKey(key)
      return address === null ? null : book.number(address)
    }
    for (const [key, value] of at) expect([key, numberAt(key)]).toEqual([key, value])
    // and what does not follow is what the check of the totals is about
    const fails = book.findings().filter(({ check, kind }) => check === 'Y1' && kind === 'comparison')
    expect(fails.length > 0).toBe(byHand + lost !== 0)
  })
})

const fateOf = (items: readonly RollForwardItem[], key: string) => {
  const item = items.find((one) => one.key === key)
  if (item === undefined) return 'nothing'
  const { fate } = item
  return fate.kind === 'left'
    ? `left ${fate.reason}${fate.as.length > 0 ? ` ${fate.as.join(' ')}` : ''}`
    : `${fate.kind} ${fate.course} ${fate.as.join(' ')}`
}

describe('editions that carry in another place', () => {
  const total = builtInEdition('beijing-2024')

  it('one number for all lines: each line is followed in the sum', () => {
    const { preview, facts } = rollForward(sample, occasion, total, usualOptions)
    const lines = [100, 5000, 20, 3, 7].reduce((sum, value) => sum + value, 0)
    expect(fateOf(preview.items, 'GK05!2080501!closing')).toBe('follows merged GK04!openingGeneral!incomeFinal')
    expect(fateOf(preview.items, 'GK04!closing!generalFinal')).toBe('follows same GK04!openingGeneral!incomeFinal')
    expect(preview.closings).toEqual({ follows: lines + 11, byHand: 0, lost: 0 })
    const book = engineOf(total, facts, sample)
    expect(book.number({ form: 'GK04', row: 'openingGeneral', column: 'incomeFinal' })).toBe(lines)
    expect(book.findings().filter(({ check }) => check === 'Y1')).toEqual([])
  })

  it('line by line: the one number is to be shared out, and lines are typed without a word', () => {
    const old = engineOf(total, [
      { kind: 'row', key: '2080501', value: { name: '' } },
      cell('GK04!closing!generalFinal', 60),
    ])
    const { preview, facts } = rollForward(old, occasion, same, usualOptions)
    expect(fateOf(preview.items, 'GK04!closing!generalFinal')).toBe('left byLine')
    expect(preview.closings).toEqual({ follows: 0, byHand: 60, lost: 0 })
    const book = engineOf(same, facts, old)
    const fails = () => book.findings().filter(({ check }) => check === 'Y1').length
    expect(fails()).toBeGreaterThan(0)
    expect(book.carried({ form: 'GK05', row: '2080501', column: 'opening' })).toBeNull()
    expect(book.carried({ form: 'GK08', row: '2080501', column: 'opening' })).toBe(0)
    book.apply([{ kind: 'cell', key: 'GK05!2080501!opening', after: 60 }])
    expect(fails()).toBe(0)
  })
})

describe('what becomes of it', () => {
  const { facts, preview } = rollForward(sample, occasion, next, { ...usualOptions, reasons: true, projects: true })

  it.each([
    ['u1', 'carried same u1'],
    ['2080505', 'carried same 2080505'],
    ['2080506', 'carried renamed 2080506'],
    ['2080501', 'carried renamed 2080591'],
    ['2120107', 'carried split 2120117 2120118'],
    ['2210203', 'carried merged 2210291'],
    ['2101101', 'left dropped'],
    ['p3', 'left divided 2120117 2120118'],
    ['GK05!2080501!income', 'left ofYear'],
    ['GK05!2080501!closing', 'follows renamed GK05!2080591!opening'],
    ['GK05!2210201!closing', 'follows merged GK05!2210291!opening'],
    ['GK05!2120107!closing', 'left divided GK05!2120117!opening GK05!2120118!opening'],
    ['GK05!2101101!closing', 'left dropped'],
    ['GK04!closing!stateFinal', 'follows same GK04!openingStateCapital!incomeFinal'],
    ['GK05!total!income', 'left stated'],
    ['Y5!S01!2120107!general', 'left explanation'],
    ['duties', 'carried same duties'],
    ['reason.operation', 'carried same reason.operation'],
    ['reason.general.2080501', 'carried renamed reason.general.2080591'],
    ['reason.general.2120107', 'left divided'],
    ['words:general.itemText.2080501', 'carried renamed words:general.itemText.2080591'],
    ['figure:total.amounts/amount.GK01!incomeGrand!incomeFinal', 'left figure'],
    ['nowhere', 'left dropped'],
    ['narrative.shortName', 'carried same narrative.shortName'],
    ['date', 'left date'],
    ['title', 'left namesYear'],
    ['head', 'carried same head'],
  ])('%s: %s', (key, expected) => expect(fateOf(preview.items, key)).toBe(expected))

  it('reasons and projects stay behind unless they are asked for', () => {
    const { preview: usual } = rollForward(sample, occasion, same, usualOptions)
    expect(fateOf(usual.items, 'reason.operation')).toBe('left notChosen')
    expect(fateOf(usual.items, 'words:general.itemText.2080501')).toBe('left notChosen')
    expect(fateOf(usual.items, 'p3')).toBe('left notChosen')
    expect(fateOf(usual.items, 'duties')).toBe('carried same duties')
    // what is said about a project goes with the project
    expect(fateOf(usual.items, 'report.subject.p14')).toBe('left rowLeft')
    const { preview: all } = rollForward(sample, occasion, same, { ...usualOptions, projects: true })
    expect(fateOf(all.items, 'report.subject.p14')).toBe('carried same report.subject.p14')
  })

  it('names follow the new table, or the book where it has its own', () => {
    const named = facts
      .filter(({ kind }) => kind === 'row')
      .map(({ key, value }) => `${key} ${(value as { name: string }).name}`)
    expect(named).toContain('2080591 行政单位离退休经费')
    expect(named).toContain('2080506 职业年金缴费支出')
    expect(named).toContain('2120117 市政公用行业监管')
  })

  it('what names a year that has passed is pointed out', () => {
    const { preview: usual } = rollForward(sample, occasion, same, { ...usualOptions, projects: true })
    const told = usual.namesYears.map(({ kind, key, years }) => `${kind} ${key} ${years.join()}`)
    expect(told).toContain('project p5 2024')
    expect(told).toContain('project p11 2023')
    expect(usual.namesYears.map(({ key }) => key)).not.toContain('duties')
  })

  it('sums up what follows, what is to be shared out and what has no place', () => {
    expect(preview.closings).toEqual({ follows: 100 + 20 + 3 + 11, byHand: 5000, lost: 7 })
  })

  it('tells every difference of the editions once', () => {
    const told = preview.differences.map(({ of, form, old, now, course }) =>
      [of, form, course, old.join('+'), '→', now.join('+')].filter((word) => word !== null && word !== '').join(' '),
    )
    expect(told).toEqual([
      'form renamed S04 → S14',
      'form dropped GK13 →',
      'column GK05 renamed closingBasic → closingOwn',
      'row GK07 renamed 30304 → 30394',
      'column GK08 renamed closingBasic → closingOwn',
      'row GK09 renamed 30304 → 30394',
      'code renamed 2080501 → 2080591',
      'code split 2120107 → 2120117+2120118',
      'code merged 2210201+2210203 → 2210291',
      'code dropped 2101101 →',
    ])
    expect(rollForward(sample, occasion, same, usualOptions).preview.differences).toEqual([])
  })

  it('tells differences that no succession names, too', () => {
    const back = engineOf(next, [])
    const { differences } = rollForward(back, occasion, same, usualOptions).preview
    const told = differences.map(
      ({ of, form, course, old, now }) => `${of} ${form} ${course} ${[...old, ...now].join()}`,
    )
    expect(told).toEqual([
      'form null dropped S14',
      'form null new GK13',
      'form null new S04',
      'column GK05 dropped closingOwn',
      'column GK05 new closingBasic',
      'row GK07 dropped 30394',
      'row GK07 new 30304',
      'column GK08 dropped closingOwn',
      'column GK08 new closingBasic',
      'row GK09 dropped 30394',
      'row GK09 new 30304',
    ])
  })

  it('a code that the new table does not have comes along and is named', () => {
    const own = engineOf(same, [
      { kind: 'row', key: '2999901', value: { name: '本地科目' } },
      cell('GK05!2999901!closingBasic', 5),
    ])
    const { facts: made, preview: told } = rollForward(own, occasion, next, { ...usualOptions, rows: false })
    expect(made).toContainEqual({ kind: 'row', key: '2999901', value: { name: '本地科目' } })
    expect(told.unknownCodes).toContain('2999901')
    expect(made.map(({ key }) => key)).toContain('29999')
    expect(made.map(({ key }) => key)).toContain('299')
  })

  it('other funds carried over are followed by the total of the year', () => {
    const book = engineOf(same, secondBookFacts())
    const { facts: made, preview: told } = rollForward(book, occasion, same, usualOptions)
    expect(fateOf(told.items, 'GK01!closing!expenditureFinal')).toBe('follows same GK01!opening!incomeFinal')
    const fresh = engineOf(same, made, book)
    expect(fresh.number({ form: 'GK01', row: 'opening', column: 'incomeFinal' })).toBe(59_657_100)
    expect(fresh.findings().filter(({ check }) => check === 'Y1')).toEqual([])
  })
})
