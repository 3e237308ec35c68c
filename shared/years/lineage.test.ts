import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { nextEdition } from '../../build/testing/next-edition.ts'
import { parseCellKey } from '../address/cell.ts'
import { KeyMap, Lineage } from './lineage.ts'

const older = builtInEdition()
const newer = nextEdition()
const lineage = new Lineage(older, newer)
const at = (key: string) => parseCellKey(key) ?? { form: '', row: '', column: '' }
const keys = (cells: readonly { form: string; row: string; column: string }[] | null) =>
  cells?.map(({ form, row, column }) => `${form}!${row}!${column}`) ?? null

describe('keys of an older edition in a newer one', () => {
  it.each([
    ['the same', 'GK05!2080505!income', 'GK05!2080505!income', 'same'],
    ['a renamed code', 'GK05!2080501!income', 'GK05!2080591!income', 'renamed'],
    ['a line of a unit', 'GK06!2080501@u2!basic', 'GK06!2080591@u2!basic', 'renamed'],
    ['a renamed column', 'GK05!2080505!closingBasic', 'GK05!2080505!closingOwn', 'renamed'],
    ['a renamed code and column', 'GK08!2080501!closingBasic', 'GK08!2080591!closingOwn', 'renamed'],
    ['a renamed row', 'GK07!30304!final', 'GK07!30394!final', 'renamed'],
    ['a renamed form', 'S04!vehicles!amount', 'S14!vehicles!amount', 'renamed'],
    ['a merged code', 'GK05!2210203!income', 'GK05!2210291!income', 'merged'],
    ['a project', 'GK14!p3!fiscal', 'GK14!p3!fiscal', 'same'],
    ['the total', 'GK05!total!income', 'GK05!total!income', 'same'],
    ['a class of a fixed form', 'GK01!208!expenditureFinal', 'GK01!208!expenditureFinal', 'same'],
    ['a dropped code', 'GK05!2101101!income', '', 'dropped'],
    ['a dropped form', 'GK13!total!amount', '', 'dropped'],
    ['a row there never was', 'GK07!99999!final', '', 'dropped'],
  ])('%s', (_, old, now, course) => {
    const found = lineage.successors(at(old))
    expect({ now: keys(found.now)?.join(' '), course: found.course }).toEqual({ now, course })
  })

  it('a split code goes on in each part, and no part goes on from it alone', () => {
    const found = lineage.successors(at('GK05!2120107!closing'))
    expect(found).toMatchObject({ course: 'split', why: '一项分为两项' })
    expect(keys(found.now)).toEqual(['GK05!2120117!closing', 'GK05!2120118!closing'])
    expect(lineage.sources(at('GK05!2120117!closing'))).toBeNull()
    expect(keys(lineage.sources(at('GK05!21201!closing')))).toEqual(['GK05!21201!closing'])
  })

  it('a merged code goes on from all of them', () => {
    expect(keys(lineage.sources(at('GK06!2210291@u1!basic')))).toEqual([
      'GK06!2210201@u1!basic',
      'GK06!2210203@u1!basic',
    ])
    expect(keys(lineage.sources(at('GK05!2080591!closingOwn')))).toEqual(['GK05!2080501!closingBasic'])
  })

  it('a key whose meaning went elsewhere begins anew, and one whose place was taken is gone', () => {
    const map = new KeyMap([
      { old: ['a'], new: ['b'], why: '改号' },
      { old: [], new: ['c'], why: '新增' },
    ])
    expect(map.sources('a')).toEqual([])
    expect(map.successors('b')).toEqual({ course: 'dropped', now: [], why: '改号' })
    expect(map.sources('c')).toEqual([])
    const split = new KeyMap([{ old: ['a'], new: ['a', 'b'], why: '分开' }])
    expect(split.successors('a')).toMatchObject({ course: 'split', now: ['a', 'b'] })
    expect([split.sources('a'), split.sources('b')]).toEqual([null, null])
  })

  it('without a succession every key means the same, if it is there', () => {
    const same = new Lineage(newer, older)
    expect(same.succession).toBeNull()
    expect(same.successors(at('GK05!2120107!closing')).course).toBe('same')
    expect(same.successors(at('S14!vehicles!amount')).course).toBe('dropped')
  })

  it.each([
    ['2080505', '机关事业单位基本养老保险缴费支出', '2080505', '机关事业单位基本养老保险缴费支出'],
    ['2080506', '机关事业单位职业年金缴费支出', '2080506', '职业年金缴费支出'],
    ['2080506', '本单位的叫法', '2080506', '本单位的叫法'],
    ['2080506', '', '2080506', '职业年金缴费支出'],
    ['2080501', '本单位的叫法', '2080591', '行政单位离退休经费'],
    ['9990101', '没有的科目', '9990101', '没有的科目'],
  ])('%s “%s” is printed as %s “%s”', (code, name, now, expected) => {
    expect(lineage.nameOf(code, name, now)).toBe(expected)
  })
})
