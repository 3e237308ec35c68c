import { describe, expect, it } from 'vitest'
import type { RollForwardShown } from '../../shared/channels/year-values.ts'
import { usualOptions } from '../../shared/years/preview.ts'
import { previewGroups, searched } from './preview-groups.ts'

type Item = RollForwardShown['items'][number]
const item = (key: string, change: Partial<Item>): Item => ({
  kind: 'row',
  key,
  what: `科目 ${key}`,
  closing: null,
  fate: 'carried',
  course: 'same',
  reason: null,
  text: '结转',
  ...change,
})
const left = (key: string, reason: string, text: string): Item =>
  item(key, { kind: 'cell', fate: 'left', course: null, reason, text })

const shown: RollForwardShown = {
  department: '某局',
  from: { book: 1, year: 2024, edition: 'dongcheng-2024' },
  to: { year: 2025, edition: 'dongcheng-2025', title: '套表' },
  book: null,
  options: usualOptions,
  tally: [
    { kind: 'row', fate: 'carried', reason: null, word: '', count: 3 },
    { kind: 'cell', fate: 'follows', reason: null, word: '', count: 1 },
    { kind: 'cell', fate: 'left', reason: 'ofYear', word: '本年的数', count: 40 },
    { kind: 'text', fate: 'left', reason: 'ofYear', word: '本年的数', count: 2 },
    { kind: 'cell', fate: 'left', reason: 'divided', word: '需人工分配', count: 1 },
    { kind: 'cell', fate: 'left', reason: 'byLine', word: '分科目结转', count: 1 },
    { kind: 'cell', fate: 'left', reason: 'dropped', word: '没有对应的位置', count: 1 },
  ],
  items: [
    item('2010101', {}),
    item('2010102', {}),
    item('2010103', { course: 'renamed', text: '结转，改为 2010199' }),
    item('a', { kind: 'cell', fate: 'follows', course: 'merged', closing: 1_500_000, text: '成为 b' }),
    left('c', 'divided', '需人工分配：d、e'),
    left('f', 'byLine', '需人工分配'),
    left('g', 'dropped', '没有对应的位置'),
  ],
  closings: { follows: 0, byHand: 0, lost: 0 },
  differences: [],
  namesYears: [],
  unknownCodes: [],
  remarks: [],
}

describe('groups of a preview', () => {
  const groups = previewGroups(shown)

  it('tell everything the old book has, each thing once', () => {
    const all = shown.tally.reduce((sum, { count }) => sum + count, 0)
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all)
    expect(groups.flatMap(({ lines }) => lines.map(({ id }) => id)).sort()).toEqual(
      shown.items.map(({ kind, key }) => `${kind} ${key}`).sort(),
    )
  })

  it('what needs a hand comes first, what stays behind last and with its reasons', () => {
    expect(groups.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'byHand 2',
      'changed 1',
      'follows 1',
      'carried 2',
      'left 43',
    ])
    expect(groups.at(-1)?.parts).toEqual(['填列数（本年的数）40', '文字（本年的数）2', '没有对应的位置 1'])
    expect(groups[3]?.parts).toEqual(['科目 2'])
    expect(groups[2]?.lines[0]).toMatchObject({ amount: '1.500000 万元', text: '成为 b' })
  })

  it('are searched by several words, in what a thing is and what becomes of it', () => {
    const [byHand, changed] = groups
    expect(searched(changed?.lines ?? [], '2010103 改为')).toHaveLength(1)
    expect(searched(changed?.lines ?? [], '2010103 取消')).toHaveLength(0)
    expect(searched(byHand?.lines ?? [], ' ')).toHaveLength(2)
  })
})
