import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Book } from './book.ts'
import { Engine } from './engine.ts'
import type { Fact } from './facts.ts'
import { rowTables } from './rows.ts'

const edition = builtInEdition()
const item = (key: string, name = ''): Fact => ({ kind: 'row', key, value: { name } })
const unit = (key: string, order: number): Fact => ({ kind: 'unit', key, value: { name: `单位${key}`, order } })
const project = (key: string, code: string, unitKey: string, order: number): Fact => ({
  kind: 'project',
  key,
  value: { code, unit: unitKey, name: `项目${key}`, order },
})
const keys = (facts: readonly Fact[], form: string): readonly string[] => {
  const tables = rowTables(edition.forms, new Book(facts))
  return tables[edition.formIndex.get(form) ?? -1]?.keys ?? []
}

describe('the list of codes', () => {
  it('has the parents, in code order, whatever order the codes came in', () => {
    expect([...new Book([item('2120101', '运行'), item('2080501'), item('212')]).codes()]).toEqual([
      ['208', ''],
      ['20805', ''],
      ['2080501', ''],
      ['212', ''],
      ['21201', ''],
      ['2120101', '运行'],
    ])
  })

  it('has the codes of projects, and none of another length', () => {
    const book = new Book([item('20'), item('208x5'), project('p', '2120107', 'u', 1)])
    expect([...book.codes().keys()]).toEqual(['212', '21201', '2120107'])
  })
})

describe('units and projects', () => {
  it('units stand in their order, then by key', () => {
    const book = new Book([unit('b', 2), unit('c', 1), unit('a', 2)])
    expect(book.units().map(({ key }) => key)).toEqual(['c', 'a', 'b'])
  })

  it('projects by code, unit, order, then key; those of unknown units first', () => {
    const book = new Book([
      unit('u2', 2),
      unit('u1', 1),
      project('p1', '2120107', 'u2', 1),
      project('p2', '2120107', 'u1', 2),
      project('p4', '2120107', 'u1', 1),
      project('p3', '2120107', 'u1', 1),
      project('p5', '2080501', 'u2', 9),
      project('p6', '2120107', 'gone', 5),
    ])
    expect(book.projects().map(({ key }) => key)).toEqual(['p5', 'p6', 'p3', 'p4', 'p2', 'p1'])
  })
})

describe('rows of forms', () => {
  const facts = [unit('u1', 1), unit('u2', 2), item('2080505'), item('2080501'), item('2120107')]

  it('code forms: 合计, then each code below its parent', () => {
    expect(keys(facts, 'GK05')).toEqual(['total', '208', '20805', '2080501', '2080505', '212', '21201', '2120107'])
  })

  it('GK06: a line for each item and unit', () => {
    expect(keys(facts, 'GK06').slice(3, 9)).toEqual([
      '2080501',
      '2080501@u1',
      '2080501@u2',
      '2080505',
      '2080505@u1',
      '2080505@u2',
    ])
  })

  it('GK14: projects below their item', () => {
    const all = [...facts, project('b', '2120107', 'u2', 1), project('a', '2120107', 'u1', 1)]
    expect(keys(all, 'GK14').slice(-3)).toEqual(['2120107', 'a', 'b'])
  })

  it('fixed forms: as the form lists them, block after block', () => {
    const rows = keys([], 'GK01')
    expect([rows[0], rows[10], rows[11], rows.at(-1)]).toEqual(['general', 'incomeGrand', '201', 'expenditureGrand'])
  })

  it('every row lies below the row above it, one level further down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^20[1-3]0[1-2]0[1-4]$/), { maxLength: 12 }),
        fc.nat(3),
        (codes, unitCount) => {
          const units = Array.from({ length: unitCount }, (_, place) => unit(`u${place}`, place))
          for (const table of rowTables(edition.forms, new Book([...units, ...codes.map((code) => item(code))]))) {
            expect(table.index.size).toBe(table.keys.length)
            table.parent.forEach((parent, row) => {
              if (table.leafLevel < 0) expect(parent).toBe(-1)
              else if (row > 0) {
                expect(parent).toBeLessThan(row)
                expect(table.level[parent]).toBe((table.level[row] ?? 0) - 1)
              }
            })
          }
        },
      ),
    )
  })

  it('the same code is the same place in every code form', () => {
    const tables = rowTables(edition.forms, new Book(facts))
    const [gk05, gk06] = ['GK05', 'GK06'].map((key) => tables[edition.formIndex.get(key) ?? -1])
    gk05?.keys.forEach((key, row) => {
      expect(gk06?.keys[gk06.ofSkeleton[gk05.skeleton[row] ?? -1] ?? -1]).toBe(key)
    })
  })
})

describe('more pairs of item and unit than anyone types', () => {
  const items = Array.from({ length: 60 }, (_, place) => item(`2010${1 + Math.floor(place / 50)}${10 + (place % 50)}`))
  const units = Array.from({ length: 900 }, (_, place) => unit(`u${place}`, place))

  it('only typed pairs have a line; another comes when it is typed', () => {
    const typed: Fact = { kind: 'cell', key: 'GK06!2010110@u7!basic', value: 5 }
    const engine = Engine.create(edition, [...items, ...units, typed])
    const lines = () => engine?.rows('GK06').flatMap((row) => (row.leaf ? [row.key] : []))
    expect(lines()).toEqual(['2010110@u7'])
    expect(engine?.apply([{ kind: 'cell', key: 'GK06!2010110@u3!basic', after: 1 }])).toMatchObject({ rebuilt: true })
    expect(lines()).toEqual(['2010110@u3', '2010110@u7'])
    expect(engine?.value({ form: 'GK05', row: 'total', column: 'basic' })).toBe(6)
  })

  it('one unit has a line for every item, however many there are', () => {
    const codes = Array.from({ length: 50_001 }, (_, place) => item(String(2_010_101 + place)))
    const table = rowTables(edition.forms, new Book([unit('u1', 1), ...codes]))[edition.formIndex.get('GK06') ?? -1]
    expect(table?.lines.size).toBe(codes.length)
  })
})
