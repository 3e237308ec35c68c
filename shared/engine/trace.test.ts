import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { sampleFacts } from '../sample/sample.ts'
import { Engine } from './engine.ts'
import type { Trace } from './trace.ts'

const edition = builtInEdition()
const engineOf = (facts = sampleFacts(edition), prior: Engine | null = null): Engine => {
  const engine = Engine.create(edition, facts, prior?.asPrior() ?? null)
  if (engine === null) throw new Error('out of range')
  return engine
}
const trace = (engine: Engine, form: string, row: string, column: string): Trace | null =>
  engine.trace({ form, row, column })
const terms = (found: Trace | null): string[] | undefined =>
  found?.terms.map(
    ({ factor, cell, value, prior }) =>
      `${factor}×${prior ? 'prior ' : ''}${cell.form}!${cell.row}!${cell.column}=${String(value)}`,
  )

describe('trace', () => {
  const engine = engineOf()

  it('a typed cell has no terms and no owner', () => {
    expect(trace(engine, 'GK05', '2080501', 'income')).toMatchObject({
      kind: 'input',
      value: 73_913_26,
      formula: '',
      formulaValue: null,
      stated: null,
      check: null,
      terms: [],
    })
  })

  it('a computed cell names its formula, the check that owns it, and what its terms are', () => {
    const found = trace(engine, 'GK05', '2080501', 'expenditure')
    expect(found).toMatchObject({ kind: 'computed', formula: 'basic + project', check: 'T5-1', value: 73_913_26 })
    expect(terms(found)).toEqual(['1×GK05!2080501!basic=7391326', '1×GK05!2080501!project=null'])
  })

  it('a subtotal names the rows below it that are not blank', () => {
    const found = trace(engine, 'GK06', '20805', 'basic')
    expect(found).toMatchObject({ formula: 'children', check: 'T6-2' })
    expect(terms(found)).toEqual([
      '1×GK06!2080501!basic=7391326',
      '1×GK06!2080505!basic=277404768',
      '1×GK06!2080506!basic=139342384',
    ])
  })

  it('a stated default shows the formula beside it', () => {
    expect(trace(engine, 'GK03', '2120199', 'basic')).toMatchObject({
      kind: 'default',
      value: 23_292_573,
      stated: 23_292_573,
      formulaValue: null,
      check: 'X10',
    })
  })

  it('a term with a minus and one of another form', () => {
    expect(terms(trace(engine, 'GK04', 'closing', 'generalBudget'))).toEqual([
      '1×GK04!general!incomeBudget=5306515601',
      '1×GK04!openingGeneral!incomeBudget=null',
      '-1×GK04!expenditure!generalBudget=5306515601',
    ])
  })

  it('a figure of last year', () => {
    const next = engineOf([], engine)
    const found = trace(next, 'S02', 'income', 'prior')
    expect(terms(found)).toEqual(['1×prior GK01!income!incomeFinal=6912978296'])
    expect(found?.value).toBe(6_912_978_296)
  })

  it('a text, and no such cell', () => {
    expect(trace(engine, 'S05', 'result', 'value')).toMatchObject({ value: '优', terms: [] })
    expect(trace(engine, 'GK05', '9999999', 'income')).toBeNull()
    expect(trace(engine, 'GK12', 'heading', 'amount')).toBeNull()
  })
})
