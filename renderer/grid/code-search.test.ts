import { pinyin } from 'pinyin-pro'
import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { searchCodes } from './code-search.ts'
import { matchesInitials } from './initials.ts'

const { codes } = builtInEdition()
const search = (typed: string, there: readonly string[] = []) =>
  searchCodes(codes, typed, (code) => there.includes(code))

describe('searching for a code', () => {
  it.each([
    ['2080501', '2080501'],
    ['２０８０５０1', '2080501'],
    ['行政单位离退休', '2080501'],
    ['xzdwltx', '2080501'],
    ['swfx', '2080801'],
    ['SWFX', '2080801'],
    ['szgyhy', '2120107'],
  ])('%s finds %s', (typed, code) => {
    expect(search(typed).map((one) => one.code)).toContain(code)
  })

  it('puts codes before names and names before initials, with levels above and trust', () => {
    expect(search('20805').every(({ code }) => code.startsWith('20805'))).toBe(true)
    expect(search('2080501', ['2080501'])[0]).toMatchObject({
      name: '行政单位离退休',
      trust: 'sourced',
      above: ['社会保障和就业支出', '行政事业单位养老支出'],
      isThere: true,
    })
  })

  it('lets an unknown code of seven digits through, but no other text', () => {
    expect(search('2089877')).toEqual([
      { code: '2089877', name: '', trust: null, above: ['社会保障和就业支出', '20898'], isThere: false },
    ])
    expect(search('20898')).toEqual([])
    expect(search('没有这个科目')).toEqual([])
    expect(search('  ')).toEqual([])
  })

  it('knows the initials of every name of the table, as a dictionary of pinyin gives them', () => {
    const unknown = [...codes.values()].filter(({ name }) => {
      const letters = pinyin(name.replaceAll(/[^一-龥]/g, ''), { pattern: 'first', toneType: 'none', type: 'array' })
      return !matchesInitials(name.replaceAll(/[^一-龥]/g, ''), letters.join(''))
    })
    expect(unknown).toEqual([])
  })
})
