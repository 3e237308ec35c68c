import { expect, it } from 'vitest'
import { type FactKind, isFactValue } from './facts.ts'

it.each<[FactKind, unknown, boolean]>([
  ['cell', 5, true],
  ['cell', '优', true],
  ['cell', 0.5, false],
  ['cell', null, false],
  ['cell', { name: '' }, false],
  ['stated', 5, true],
  ['stated', '5', false],
  ['row', { name: '' }, true],
  ['row', { name: '甲', later: 1 }, true],
  ['row', { name: 1 }, false],
  ['row', '甲', false],
  ['row', ['甲'], false],
  ['unit', { name: '本级', order: 1 }, true],
  ['unit', { name: '本级', order: '1' }, false],
  ['project', { code: '2080501', unit: '', name: '项目', order: 1 }, true],
  ['project', { unit: '', name: '项目', order: 1 }, false],
  ['explanation', { text: '因', left: 1, right: null }, true],
  ['explanation', { text: '因', left: 1, right: null, kind: '其他' }, true],
  ['explanation', { text: '因', left: 1 }, false],
  ['explanation', { text: '因', left: 1, right: null, kind: 5 }, false],
  ['row', { name: '', more: [1] }, false],
  ['text', '文字', true],
  ['text', 5, false],
  ['option', { a: 1 }, false],
  ['cover', '', true],
])('%s %j can be a fact: %j', (kind, value, expected) => {
  expect(isFactValue(kind, value)).toBe(expected)
})
