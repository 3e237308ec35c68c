import { expect, test } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { sheetNamer } from './sheet-name.ts'

test('every form of the edition keeps its whole title', () => {
  const nameOf = sheetNamer()
  for (const { form } of builtInEdition().forms) {
    const wanted = `${form.form} ${form.title}`
    expect(nameOf(wanted)).toBe(wanted)
    expect(wanted.length).toBeLessThanOrEqual(31)
  }
})

test.each([
  [
    'GK15 一般公共预算财政拨款项目支出按经济分类和资金来源明细情况决算表',
    'GK15 一般公共预算财政拨款项目支出按经济分类和资金来源明…',
  ],
  ["GK01 收入/支出:'表'[1]*?\\", 'GK01 收入支出表1'],
  [`${'表'.repeat(29)}𠮷𠮷`, `${'表'.repeat(29)}…`],
])('%s', (wanted, name) => {
  expect(sheetNamer()(wanted)).toBe(name)
  expect(name.length).toBeLessThanOrEqual(31)
})

test('no name twice, whatever its case', () => {
  const nameOf = sheetNamer()
  const long = '长'.repeat(40)
  expect([nameOf('Gk01'), nameOf('GK01'), nameOf('gk01'), nameOf(long), nameOf(long)]).toEqual([
    'Gk01',
    'GK01~2',
    'gk01~3',
    `${'长'.repeat(30)}…`,
    `${'长'.repeat(28)}…~2`,
  ])
})
