import { expect, it } from 'vitest'
import { factWords } from './fact-kinds.ts'

it.each([
  ['cell', 'GK05!2010101!basic', '填列数 GK05!2010101!basic'],
  ['row', '2010101', '科目 2010101'],
  ['explanation', 'Y5!S01!2120107!general', '审核说明 Y5!S01!2120107!general'],
  ['cedl', 'a', 'cedl a'],
])('the fact %s %s is told as %s', (kind, key, text) => {
  expect(factWords(kind, key)).toBe(text)
})
