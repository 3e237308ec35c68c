import { describe, expect, it } from 'vitest'
import { generateBook } from '../../build/bench/generate.ts'
import { builtInEdition } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { nextEdition } from '../../build/testing/next-edition.ts'
import { cellKey, parseCellKey } from '../address/cell.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { priorCells, priorOf, priorUnder } from './prior.ts'

const newer = nextEdition()
const older = sampleEngine()
const prior = priorUnder(newer, older)
const value = (key: string) => prior.value(parseCellKey(key) ?? { form: '', row: '', column: '' })

/** A book of the year after the sample's with these codes and nothing else. */
function bookWith(...codes: readonly string[]): Engine {
  const facts = codes.map((key): Fact => ({ kind: 'row', key, value: { name: newer.codes.get(key)?.name ?? '' } }))
  const engine = Engine.create(newer, [{ kind: 'unit', key: 'u1', value: { name: '本级', order: 1 } }, ...facts], prior)
  if (engine === null) throw new Error('out of range')
  return engine
}
const codesFound = (engine: Engine) =>
  engine
    .findings()
    .filter(({ kind }) => kind === 'codesOfPrior')
    .map(({ row, detail }) => `${row} ${detail}`)

describe('last year under another edition', () => {
  it('gives renamed cells what they were, merged ones the sum', () => {
    expect(value('GK05!2080591!income')).toBe(7_391_326)
    expect(value('GK05!2210291!income')).toBe(242_820_128 + 358_654_200)
    expect(value('GK06!2210291@u1!basic')).toBe(242_820_128 + 358_654_200)
    expect(value('GK05!2080501!income')).toBeNull()
  })

  it('gives no part of a split code a number, and the levels above the whole', () => {
    expect(value('GK05!2120117!income')).toBeNull()
    expect(value('GK05!2120118!income')).toBeNull()
    expect(value('GK05!21201!income')).toBe(older.number({ form: 'GK05', row: '21201', column: 'income' }))
    expect(value('GK01!212!expenditureFinal')).toBeGreaterThan(0)
  })

  it('finds no fault with codes that changed by data', () => {
    const same = [...older.book.codes().keys()].filter((code) => newer.codes.has(code))
    const named = [...same, '2080591', '2210291', '2120117']
    expect(codesFound(bookWith(...named))).toEqual([])
    // neither a code that was dropped nor a part of one that was split is missed
    expect(codesFound(bookWith(...same, '2080591', '2210291'))).toEqual([])
    expect(codesFound(bookWith(...same, '2080591'))).toEqual(['2210291 gone|住房公积金和购房补贴'])
    expect(codesFound(bookWith(...named, '2010101'))).toEqual([expect.stringMatching(/^2010101 new/)])
  })

  it('says the same as numbers', () => {
    const numbers = priorOf({
      cells: priorCells(newer, older),
      codes: [...prior.codes],
      divided: [...(prior.divided ?? [])],
      absent: [...(prior.absent ?? [])],
    })
    for (const { key: form, columns } of newer.forms)
      for (const { key: row } of bookWith(...newer.codes.keys()).rows(form))
        for (const { key: column } of columns) {
          const cell = { form, row, column }
          expect([cellKey(cell), numbers?.value(cell)]).toEqual([cellKey(cell), prior.value(cell)])
        }
  })

  it('under the same edition is the book itself', () => {
    const edition = builtInEdition()
    const engine = Engine.create(edition, generateBook({ items: 60, units: 3, projects: 9, seed: 5 }))
    if (engine === null) throw new Error('out of range')
    const cells = new Map(priorCells(edition, engine))
    let count = 0
    for (const { key: form, columns } of edition.forms)
      for (const { key: row } of engine.rows(form))
        for (const { key: column } of columns) {
          const number = engine.number({ form, row, column })
          if (number !== null) count++
          expect(cells.get(`${form}!${row}!${column}`) ?? null).toBe(number)
        }
    expect(cells.size).toBe(count)
    expect(priorUnder(edition, engine).codes).toEqual(engine.asPrior().codes)
  })
})
