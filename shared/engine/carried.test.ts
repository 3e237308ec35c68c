import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { layOut } from '../layout/layout.ts'
import { Engine } from './engine.ts'
import type { Fact } from './facts.ts'

const edition = builtInEdition()
const withoutGeneralForm = builtInEdition('beijing-2024')
const item = (key: string): Fact => ({ kind: 'row', key, value: { name: `项${key}` } })
const cell = (key: string, value: number): Fact => ({ kind: 'cell', key, value })

function engineOf(facts: readonly Fact[], last: readonly Fact[] | null, under = edition): Engine {
  const prior = last === null ? null : (Engine.create(edition, last)?.asPrior() ?? null)
  const engine = Engine.create(under, facts, prior)
  if (engine === null) throw new Error('the book is out of range')
  return engine
}
/** Failing and holding places of Y1. */
const opening = (engine: Engine): string[] =>
  engine
    .findings(true)
    .filter(({ check, state }) => check === 'Y1' && (state === 'holds' || state === 'fails'))
    .map(({ form, row, column, state, left, right }) => `${form}!${row}!${column} ${state} ${left} ${right}`)

const closed = [item('2010101'), cell('GK05!2010101!closingBasic', 300), cell('GK05!2010101!closingProject', 200)]

describe('openings of a year after another', () => {
  it('are last year’s closings while nothing is typed', () => {
    const engine = engineOf([item('2010101')], closed)
    expect(engine.value({ form: 'GK05', row: '2010101', column: 'opening' })).toBe(500)
    expect(engine.value({ form: 'GK04', row: 'openingGeneral', column: 'incomeFinal' })).toBe(500)
    expect(engine.value({ form: 'GK01', row: 'opening', column: 'incomeFinal' })).toBe(500)
    expect(opening(engine)).toEqual([
      'GK01!opening!incomeFinal holds 500 500',
      'GK04!openingGeneral!incomeFinal holds 500 500',
    ])
  })

  it('are found once per cell when another number is typed', () => {
    const engine = engineOf([item('2010101'), cell('GK05!2010101!opening', 450)], closed)
    expect(opening(engine)).toEqual([
      'GK01!opening!incomeFinal fails 450 500',
      'GK04!openingGeneral!incomeFinal fails 450 500',
      'GK05!2010101!opening fails 450 500',
    ])
  })

  it('are compared with last year’s book even where no code is in between', () => {
    const last = [cell('GK04!openingStateCapital!incomeFinal', 70)]
    expect(opening(engineOf([], last)).at(-1)).toBe('GK01!opening!incomeFinal holds 70 70')
    const typed = engineOf([cell('GK04!openingStateCapital!incomeFinal', 60)], last)
    expect(opening(typed)).toContain('GK04!openingStateCapital!incomeFinal fails 60 70')
  })

  it('show what is missing when a code with a closing is not in this year’s list', () => {
    expect(opening(engineOf([], closed))).toEqual([
      // the fund of 国有资本 is carried as the nought it closed at
      'GK01!opening!incomeFinal fails 0 500',
      'GK04!openingGeneral!incomeFinal fails null 500',
    ])
  })

  it('are those of the funds where the general budget has no form of its own', () => {
    const carried = engineOf([], closed, withoutGeneralForm)
    expect(carried.value({ form: 'GK04', row: 'openingGeneral', column: 'incomeFinal' })).toBe(500)
    expect(opening(carried)).toEqual(['GK01!opening!incomeFinal holds 500 500'])
    const typed = engineOf([cell('GK04!openingGeneral!incomeFinal', 450)], closed, withoutGeneralForm)
    expect(opening(typed)).toEqual([
      'GK01!opening!incomeFinal fails 450 500',
      'GK04!openingGeneral!incomeFinal fails 450 500',
    ])
  })

  it('are typed freely without last year’s book', () => {
    const engine = engineOf([item('2010101'), cell('GK05!2010101!opening', 450)], null)
    expect(engine.value({ form: 'GK04', row: 'openingGeneral', column: 'incomeFinal' })).toBe(450)
    expect(opening(engine)).toEqual([])
  })
})

describe('a line that closed at nought', () => {
  const rows = (facts: readonly Fact[]): string[] =>
    layOut(engineOf(facts, [item('2010101'), cell('GK05!2010101!closingBasic', 0)]), 'GK05', {
      department: '某局',
      year: 2024,
    }).rows.flatMap(({ keys }) => keys)

  it('is not printed for that', () => expect(rows([item('2010101')])).toEqual(['total']))
  it('is printed once something is typed in it, a nought included', () => {
    expect(rows([item('2010101'), cell('GK05!2010101!income', 0)])).toContain('2010101')
    expect(rows([item('2010101'), cell('GK05!2010101!opening', 0)])).toContain('2010101')
  })
})
