import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { secondBookFacts } from '../../build/testing/second-book.ts'
import { parseCellKey } from '../address/cell.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact, FactChange } from '../engine/facts.ts'
import { carriedConsequences, type Difference, differencesAmong } from './carried.ts'
import { priorUnder } from './prior.ts'

const edition = builtInEdition()
const lastYear = Engine.create(edition, secondBookFacts())
if (lastYear === null) throw new Error('out of range')

/** A year that begins where the second book ends: general 2010302 with 24.5, fund 2120803 with 33.2366, 1.9205 else. */
function nextYear(): Engine {
  const facts = secondBookFacts().filter(({ kind }) => kind === 'unit' || kind === 'row')
  const engine = Engine.create(edition, facts, priorUnder(edition, lastYear as Engine))
  if (engine === null) throw new Error('out of range')
  return engine
}

const opening = 'GK05!2010302!opening'
const general = 'GK04!openingGeneral!incomeFinal'
const all = 'GK01!opening!incomeFinal'
const error: Difference = { kind: '会计差错更正', note: '上年多列支出' }
const at = (key: string) => parseCellKey(key) ?? { form: '', row: '', column: '' }
const typed = (key: string, after: number | null): FactChange => ({ kind: 'cell', key, after })

/** Does a gesture with what it takes along; what is explained then, and what is not. */
function gesture(engine: Engine, changes: readonly FactChange[], difference: Difference | null = null) {
  engine.apply(changes)
  const along = carriedConsequences(engine, changes, difference)
  engine.apply(along.changes)
  return along
}
const findings = (engine: Engine) =>
  engine
    .findings()
    .filter(({ check }) => check === 'Y1')
    .map(({ form, row, column, explanation }) => `${form}!${row}!${column} ${explanation}`)

describe('openings', () => {
  it('are what the year before closed with, and nothing is found', () => {
    const engine = nextYear()
    expect(engine.carried(at(opening))).toBe(24_500_000)
    expect(engine.number(at(general))).toBe(24_500_000)
    // other funds carried over are in no form of 财政拨款
    expect(engine.number(at(all))).toBe(59_657_100)
    expect(findings(engine)).toEqual([])
    expect(engine.carried(at('GK05!2010302!income'))).toBeNull()
    expect(engine.carried(at('GK05!2080505!opening'))).toBe(0)
  })

  it('that say something else need a kind of difference', () => {
    const engine = nextYear()
    expect(differencesAmong(engine, [typed(opening, 25)])).toEqual([
      { cell: at(opening), carried: 24_500_000, value: 25 },
    ])
    expect(differencesAmong(engine, [typed(opening, 24_500_000), typed('GK05!2010302!income', 5)])).toEqual([])
    expect(gesture(engine, [typed(opening, 25_000_000)]).lacking).toHaveLength(1)
    expect(findings(engine)).toEqual([`${opening} null`, `${general} null`, `${all} null`].sort(byForm))
  })

  it('are explained by it, once for the cell and for every total above', () => {
    const engine = nextYear()
    gesture(engine, [typed(opening, 25_000_000)], error)
    const words = '会计差错更正：上年多列支出'
    expect(findings(engine)).toEqual([`${all} ${words}`, `${general} ${words}`, `${opening} ${words}`])
    expect(engine.book.get('explanation', `Y1!${opening}`)).toEqual({
      text: words,
      left: 25_000_000,
      right: 24_500_000,
      kind: '会计差错更正',
    })
  })

  it('of two cells add their reasons up in the totals they share', () => {
    const engine = nextYear()
    gesture(engine, [typed(opening, 25_000_000)], error)
    gesture(engine, [typed('GK08!2120803!opening', 0)], { kind: '上缴', note: '' })
    expect(findings(engine)).toContain(`${all} 会计差错更正：上年多列支出；上缴`)
    expect(findings(engine)).toContain(`${general} 会计差错更正：上年多列支出`)
    expect(findings(engine)).toContain('GK04!openingGovernmentFund!incomeFinal 上缴')
    // typed again without a word, the same number is explained already
    expect(gesture(engine, [typed(opening, 25_000_000)]).lacking).toEqual([])
  })

  it.each([
    ['last year’s number is typed', 24_500_000],
    ['it is cleared', null],
  ])('follow last year again when %s, and every word goes', (_, after) => {
    const engine = nextYear()
    gesture(engine, [typed(opening, 25_000_000)], error)
    const { lacking } = gesture(engine, [typed(opening, after)])
    expect(lacking).toEqual([])
    expect(engine.isStatedDefault(at(opening))).toBe(false)
    expect([...engine.book.facts.explanation.keys()]).toEqual([])
    expect(findings(engine)).toEqual([])
  })

  it('leave a total unexplained that differs for another reason too', () => {
    const engine = nextYear()
    gesture(engine, [typed(opening, 25_000_000)], error)
    // the code of the fund is removed, and its opening with it
    gesture(engine, [{ kind: 'row', key: '2120803', after: null }, typed(opening, 26_000_000)], error)
    expect(findings(engine)).toContain(`${all} null`)
    expect(findings(engine)).toContain('GK04!openingGovernmentFund!incomeFinal null')
    expect(findings(engine)).toContain(`${general} 会计差错更正：上年多列支出`)
  })

  it('found elsewhere and explained afterwards explain their totals too', () => {
    const engine = nextYear()
    engine.apply([typed(opening, 25_000_000)])
    const after = { text: '其他：重新划分', left: 25_000_000, right: 24_500_000, kind: '其他' }
    gesture(engine, [{ kind: 'explanation', key: `Y1!${opening}`, after }])
    expect(findings(engine).every((one) => one.endsWith('其他：重新划分'))).toBe(true)
  })

  it('keep the words a person gave a total by hand', () => {
    const engine = nextYear()
    const facts: Fact['value'] = { text: '手写', left: 1, right: 2 }
    engine.apply([{ kind: 'explanation', key: `Y1!${general}`, after: facts }])
    gesture(engine, [typed('GK08!2120803!opening', 0)], { kind: '上缴', note: '' })
    expect(engine.book.get('explanation', `Y1!${general}`)).toEqual(facts)
  })

  it('without last year’s book are typed freely', () => {
    const engine = Engine.create(edition, secondBookFacts())
    if (engine === null) throw new Error('out of range')
    expect(differencesAmong(engine, [typed(opening, 25)])).toEqual([])
    expect(gesture(engine, [typed(opening, 25)])).toEqual({ changes: [], lacking: [] })
  })
})

const order = ['GK01', 'GK04', 'GK05']
const byForm = (a: string, b: string): number => order.indexOf(a.slice(0, 4)) - order.indexOf(b.slice(0, 4))
