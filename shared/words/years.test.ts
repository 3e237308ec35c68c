import { describe, expect, it } from 'vitest'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { nextEdition } from '../../build/testing/next-edition.ts'
import { Engine } from '../engine/engine.ts'
import type { EditionDifference } from '../years/edition-changes.ts'
import { usualOptions } from '../years/preview.ts'
import { priorUnder } from '../years/prior.ts'
import { rollForward } from '../years/roll-forward.ts'
import { namesOf } from './cells.ts'
import { editionDifferenceText, fateText, itemText } from './years.ts'

const old = sampleEngine([
  { kind: 'cell', key: 'GK05!2080501!closingBasic', value: 100 },
  { kind: 'cell', key: 'GK05!2120107!closingProject', value: 5000 },
])
const next = nextEdition()
const { facts, preview } = rollForward(old, { department: '某局', year: 2024 }, next, {
  ...usualOptions,
  reasons: true,
  projects: true,
})
const engine = Engine.create(next, facts, priorUnder(next, old))
if (engine === null) throw new Error('out of range')
const names = { old: namesOf(old, 2024), now: namesOf(engine, 2025) }

describe('what becomes of the old book, in words', () => {
  it.each([
    ['u1', '单位 u1 北京市东城区城市管理指挥中心：结转'],
    ['2080501', '科目 2080501 行政单位离退休：结转，改为 2080591（科目改号）'],
    [
      '2080506',
      '科目 2080506 机关事业单位职业年金缴费支出：结转，名称由“机关事业单位职业年金缴费支出”改为新科目表的名称',
    ],
    ['2101101', '科目 2101101 行政单位医疗：新套表没有对应的位置（科目取消）'],
    ['2210203', '科目 2210203 购房补贴：结转，并入 2210291（两项并为一项）'],
    [
      'GK05!2080501!closing',
      'GK05 2080501 行政单位离退休·年末结转结余·合计：成为 GK05 2080591 行政单位离退休经费·年初结转和结余（科目改号）',
    ],
    ['GK05!2080505!income', 'GK05 2080505 机关事业单位基本养老保险缴费支出·本年收入：本年的数，由新年度填列'],
    ['duties', '文字 机构职责：结转'],
    [
      'reason.general.2080501',
      '文字 决算比年初预算增减的主要原因（2080501）：结转，改为 reason.general.2080591（科目改号）',
    ],
    ['narrative.shortName', '行文习惯 narrative.shortName：结转'],
    ['Y5!S01!2120107!general', '审核说明 Y5!S01!2120107!general：本年的审核说明'],
  ])('%s', (key, expected) => {
    const item = preview.items.find((one) => one.key === key)
    if (item === undefined) throw new Error(`${key} is not told`)
    expect(`${itemText(names.old, item)}：${fateText(names.now, item)}`).toBe(expected)
  })

  it('says everything there is to say in Chinese', () => {
    for (const item of preview.items) expect(fateText(names.now, item)).toMatch(/^\p{Script=Han}/u)
  })

  const difference = (more: Partial<EditionDifference>): EditionDifference => ({
    of: 'code',
    form: null,
    old: ['a'],
    now: ['b'],
    course: 'renamed',
    why: null,
    ...more,
  })
  it.each([
    [difference({}), '科目 a 改为 b（新套表没有说明）'],
    [difference({ of: 'form', now: [], course: 'dropped', why: '不再公开' }), '报表 a 取消（不再公开）'],
    [difference({ of: 'row', form: 'GK12', old: [], course: 'new' }), 'GK12 行 新增 b（新套表没有说明）'],
    [
      difference({ of: 'column', form: 'GK14', now: ['a', 'b'], course: 'split' }),
      'GK14 栏 a 拆分为 a、b（新套表没有说明）',
    ],
    [difference({ old: ['a', 'c'], course: 'merged' }), '科目 a、c 并入 b（新套表没有说明）'],
  ])('%o', (one, expected) => expect(editionDifferenceText(one)).toBe(expected))
})
