import { expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../engine/engine.ts'
import { namesOf } from './cells.ts'
import { changeWords } from './history.ts'

const edition = builtInEdition()
const engine = Engine.create(edition, [{ kind: 'row', key: '2080501', value: { name: '' } }])
if (engine === null) throw new Error('out of range')
const names = namesOf(engine, 2024)

it.each([
  ['cell', 'GK05!2080501!income', null, 1_234_560_000, 'GK05 2080501 行政单位离退休·本年收入', '空白', '1,234.560000'],
  ['cell', 'GK05!2080501!income', 0, null, 'GK05 2080501 行政单位离退休·本年收入', '0.000000', '空白'],
  ['stated', 'GK05!total!income', null, 1, 'GK05 合计·本年收入（来源上的数）', '空白', '0.000001'],
  ['row', '2080501', null, { name: '离退休' }, '科目 2080501', '（无）', '离退休'],
  ['unit', 'u1', { name: '甲', order: 1 }, { name: '乙', order: 1 }, '单位 u1', '甲（第 1 位）', '乙（第 1 位）'],
  [
    'explanation',
    'Y5!S01!2080501!general',
    null,
    { text: '追加', left: 1, right: 2 },
    '审核说明 Y5',
    '（无）',
    '“追加”',
  ],
] as const)('%s %s', (kind, key, before, after, what, from, to) => {
  expect(changeWords(names, { kind, key, before, after })).toMatchObject({ what, from, to })
})

it('names a row that is no more by its code', () => {
  const { what } = changeWords(names, { kind: 'cell', key: 'GK05!2080502!income', before: 1, after: null })
  expect(what).toContain('2080502')
})
