import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { sampleFacts } from '../../shared/sample/sample.ts'
import { namesOf } from '../../shared/words/cells.ts'
import { formEntries, isEmptyForm, stateWords } from './form-state.ts'
import { lossesOf, rowsOfCode } from './losses.ts'

const edition = builtInEdition()
const entriesOf = (engine: Engine) => formEntries(engine, 2024, engine.findings())
const engineOf = (facts: ReturnType<typeof sampleFacts>): Engine => Engine.create(edition, facts) as Engine

describe('state of forms', () => {
  it('is empty in a new book', () => {
    const entries = entriesOf(engineOf([]))
    expect(entries).toHaveLength(20)
    expect(new Set(entries.map(({ state }) => state.kind))).toEqual(new Set(['empty']))
    expect(entries.at(0)?.title).toContain('收入支出决算总表')
    expect(entries.filter(({ onPaper }) => onPaper)).toHaveLength(14)
  })

  it('tells errors, what waits for an explanation, and clean forms', () => {
    const engine = engineOf(sampleFacts(edition))
    const states = new Map(entriesOf(engine).map(({ key, state }) => [key, state]))
    expect(states.get('GK05')?.kind).toBe('clean')
    engine.apply([{ kind: 'cell', key: 'GK05!2080501!income', after: 1 }])
    const broken = entriesOf(engine).filter(({ state }) => state.kind === 'errors')
    expect(broken.length).toBeGreaterThan(0)
    for (const { state } of broken) expect(stateWords(state).short).toMatch(/^错误 \d+$/)
  })

  it('sees a single typed amount', () => {
    const engine = engineOf([{ kind: 'row', key: '2080501', value: { name: '' } }])
    expect(isEmptyForm(engine, 'GK02')).toBe(true)
    engine.apply([{ kind: 'cell', key: 'GK05!2080501!income', after: 0 }])
    expect(isEmptyForm(engine, 'GK02')).toBe(false)
    expect(isEmptyForm(engine, 'GK12')).toBe(true)
  })

  it('sees the lines of a form without total', () => {
    const engine = engineOf(sampleFacts(edition))
    expect(isEmptyForm(engine, 'S06')).toBe(false)
    engine.apply(
      [...engine.book.facts.cell.keys()]
        .filter((key) => key.startsWith('S06!'))
        .map((key) => ({ kind: 'cell', key, after: null })),
    )
    expect(isEmptyForm(engine, 'S06')).toBe(true)
  })
})

describe('what is lost with a row', () => {
  it('is named cell by cell', () => {
    const engine = engineOf(sampleFacts(edition))
    const { cells, explanations } = lossesOf(engine, namesOf(engine, 2024), rowsOfCode('2080501'))
    expect(cells.length).toBeGreaterThan(0)
    expect(cells.map(({ name }) => name)).toContainEqual(expect.stringContaining('行政单位离退休'))
    expect(explanations).toBe(0)
  })
})
