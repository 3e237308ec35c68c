import { describe, expect, it } from 'vitest'
import { amend, amendsFile } from './amend.ts'
import type { EditionFiles } from './load.ts'
import { EditionProblem } from './problem.ts'

const base = {
  'edition.json': { edition: 'dongcheng-2024', revision: 3, forms: ['GK01', 'GK02'] },
  'GK01.json': { form: 'GK01', columns: [{ key: 'item' }, { key: 'final', cell: 'input' }], notes: ['甲'] },
  'checks.json': [{ id: 'T1' }, { id: 'T2', relations: [{ left: 'GK01!a!final' }, { left: 'GK01!b!final' }] }],
  'examples.json': [
    { check: 'T1', at: 'GK01!a!final' },
    { check: 'Y8', at: 'GK01!a!final', holds: 1 },
    { check: 'Y8', at: 'GK01!a!final', holds: 2 },
  ],
  'from-dongcheng-2023.json': { from: 'dongcheng-2023' },
} as const

const after = (changes: readonly unknown[], own: EditionFiles = {}) =>
  amend(base, { ...own, [amendsFile]: { edition: 'dongcheng-2024', revision: 3, changes } }) as Record<string, never>

describe('changes of an edition', () => {
  it.each<[what: string, change: Record<string, unknown>, file: string, made: unknown]>([
    [
      'set a property',
      { in: 'GK01.json', at: 'columns/final/cell', set: 'computed' },
      'GK01.json',
      { form: 'GK01', columns: [{ key: 'item' }, { key: 'final', cell: 'computed' }], notes: ['甲'] },
    ],
    [
      'set a property that was not there',
      { in: 'edition.json', at: 'differences', set: ['其他'] },
      'edition.json',
      { edition: 'dongcheng-2024', revision: 3, forms: ['GK01', 'GK02'], differences: ['其他'] },
    ],
    [
      'set a member of a list by its name',
      { in: 'checks.json', at: 'T1', set: { id: 'T1', severity: 'error' } },
      'checks.json',
      [{ id: 'T1', severity: 'error' }, base['checks.json'][1]],
    ],
    [
      'set a member of a list by its number',
      { in: 'checks.json', at: 'T2/relations/#2/left', set: '0' },
      'checks.json',
      [{ id: 'T1' }, { id: 'T2', relations: [{ left: 'GK01!a!final' }, { left: '0' }] }],
    ],
    [
      'insert behind a member',
      { in: 'edition.json', at: 'forms', insert: ['GK09', 'GK10'], after: 'GK01' },
      'edition.json',
      { edition: 'dongcheng-2024', revision: 3, forms: ['GK01', 'GK09', 'GK10', 'GK02'] },
    ],
    [
      'insert in front, into the file itself',
      { in: 'checks.json', at: '.', insert: [{ id: 'T0' }], after: null },
      'checks.json',
      [{ id: 'T0' }, ...base['checks.json']],
    ],
    [
      'remove a member',
      { in: 'edition.json', at: 'forms/GK02', remove: true },
      'edition.json',
      { edition: 'dongcheng-2024', revision: 3, forms: ['GK01'] },
    ],
    [
      'remove every member of a name',
      { in: 'examples.json', at: 'Y8 GK01!a!final', remove: true },
      'examples.json',
      [{ check: 'T1', at: 'GK01!a!final' }],
    ],
    [
      'remove a property',
      { in: 'GK01.json', at: 'notes', remove: true },
      'GK01.json',
      { form: 'GK01', columns: [{ key: 'item' }, { key: 'final', cell: 'input' }] },
    ],
    [
      'replace words everywhere in a file, in names of properties too',
      { in: 'GK01.json', replace: 'final', with: 'amount' },
      'GK01.json',
      { form: 'GK01', columns: [{ key: 'item' }, { key: 'amount', cell: 'input' }], notes: ['甲'] },
    ],
  ])('%s', (_, change, file, made) => {
    const before = structuredClone(base)
    expect(after([change])[file]).toEqual(made)
    expect(base).toEqual(before)
  })

  it('are made one after the other', () => {
    const files = after([
      { in: 'edition.json', at: 'forms', insert: ['GK03'], after: 'GK02', why: '增加一张表' },
      { in: 'edition.json', at: 'forms/GK03', set: 'GK04' },
    ])
    expect(files['edition.json']).toMatchObject({ forms: ['GK01', 'GK02', 'GK04'] })
  })

  it('go with files of its own, which stand in for the other edition’s', () => {
    const files = after([{ in: 'GK02.json', at: 'title', set: '新表' }], {
      'GK02.json': { form: 'GK02' },
      'checks.json': [],
    })
    expect(files['GK02.json']).toEqual({ form: 'GK02', title: '新表' })
    expect(files['checks.json']).toEqual([])
    expect(Object.keys(files)).not.toContain(amendsFile)
  })

  it('leave what became of still older editions to the other edition', () => {
    const own = { 'from-dongcheng-2024.json': { from: 'dongcheng-2024' } }
    expect(Object.keys(after([], own)).filter((file) => file.startsWith('from-'))).toEqual(['from-dongcheng-2024.json'])
  })
})

describe('a change whose place is not there is refused, and says where', () => {
  it.each<[what: string, change: Record<string, unknown>, property: RegExp, reason: RegExp]>([
    ['no file', { in: 'GK09.json', at: 'title', set: '' }, /^changes\.2 GK09\.json title$/, /no such file/],
    ['no member on the way', { in: 'GK01.json', at: 'columns/gift/cell', set: '' }, /columns\/gift\/cell/, /no “gift”/],
    ['no property on the way', { in: 'GK01.json', at: 'rows/a/cell', set: '' }, /rows/, /no “rows”/],
    ['no member to set', { in: 'checks.json', at: 'T9', set: {} }, /T9/, /no “T9”/],
    ['no number to set', { in: 'checks.json', at: '#3', set: {} }, /#3/, /no “#3”/],
    ['no member to stand behind', { in: 'checks.json', at: '.', insert: [1], after: 'T9' }, /\./, /stand behind/],
    ['no list', { in: 'GK01.json', at: 'form', insert: [1], after: null }, /form/, /no list/],
    ['no property to remove', { in: 'GK01.json', at: 'title', remove: true }, /title/, /no “title”/],
    ['no member to remove', { in: 'checks.json', at: 'T9', remove: true }, /T9/, /no “T9”/],
    ['two members of the name', { in: 'examples.json', at: 'Y8 GK01!a!final/holds', set: 1 }, /Y8/, /names 2 members/],
    ['no words to replace', { in: 'GK01.json', replace: 'budget', with: 'x' }, /budget/, /nowhere/],
    ['two properties of one name', { in: 'GK01.json', replace: 'form', with: 'notes' }, /form/, /one name/],
    ['a prototype', { in: 'edition.json', at: '__proto__', set: {} }, /__proto__/, /no name/],
    ['a prototype on the way', { in: 'edition.json', at: '__proto__/toString', set: 1 }, /__proto__/, /no “__proto__”/],
    ['an unknown operation', { in: 'GK01.json', at: 'form', delete: true }, /changes\.1/, /./],
  ])('%s', (_, change, property, reason) => {
    const found = problemOf(() => after([{ in: 'edition.json', at: 'title', set: '先' }, change]))
    expect(found.file).toBe(amendsFile)
    expect(found.property).toMatch(property)
    expect(found.reason).toMatch(reason)
  })

  it('and all of them once the other edition has another revision', () => {
    const found = problemOf(() =>
      amend(base, { [amendsFile]: { edition: 'dongcheng-2024', revision: 2, changes: [] } }),
    )
    expect(found.property).toBe('revision')
    expect(found.reason).toMatch(/revision 2, there is 3/)
  })
})

function problemOf(act: () => unknown): EditionProblem {
  try {
    act()
  } catch (error) {
    if (error instanceof EditionProblem) return error
    throw error
  }
  throw new Error('was accepted')
}
