import { describe, expect, it } from 'vitest'
import type { SalvagedBook, SalvageReport } from '../channels/salvage-values.ts'
import { salvagedBookName, salvagedBookText, salvageRemarks, salvageSummary, unsureFactText } from './salvage.ts'
import { localTime } from './time.ts'

const time = '2025-03-01T08:00:00.000Z'
const book = (told: Partial<SalvagedBook> = {}): SalvagedBook => ({
  number: 1,
  department: '某局',
  year: 2024,
  outcome: 'whole',
  state: 'open',
  was: 'open',
  steps: 12,
  until: time,
  lostSteps: 0,
  changed: 0,
  lostFacts: false,
  unsure: 0,
  unsureFacts: [],
  lostFiles: [],
  lostEditions: 0,
  detail: null,
  backup: null,
  ...told,
})
const report = (told: Partial<SalvageReport> = {}): SalvageReport => ({
  from: 'a',
  ledger: 'b',
  books: [book()],
  editions: 0,
  lostEditions: [],
  isListBroken: false,
  foreign: [],
  ...told,
})

describe('what became of a book', () => {
  it.each<[Partial<SalvagedBook>, string]>([
    [{}, '完整救出，共 12 步'],
    [{ lostFiles: ['a.pdf'] }, '各表的数和操作记录完整，共 12 步；留存的上报文件读不出：a.pdf；备份中没有这一份'],
    [{ outcome: 'rebuilt', changed: 2 }, '操作记录完整，共 12 步，各表的数按它重建（账上有 2 处读不出或与记录不符）'],
    [
      { outcome: 'continued', lostSteps: 3, was: 'sealed' },
      `操作记录救出到第 12 步（${localTime(time)}），其后的 3 步读不出；各表的数完整，已按账上的数补记为一步；原为已上报，救出后为填报中，请核对后重新上报；备份中没有这一份`,
    ],
    [
      { outcome: 'pieced', lostSteps: null, unsure: 5 },
      `操作记录救出到第 12 步（${localTime(time)}），其后是否还有，无法知道；各表的数按账上读得出的补记为一步，另有 5 个数账上读不出，取自操作记录中读得出的，可能不是最后的，请逐表核对；备份中没有这一份`,
    ],
    [
      { outcome: 'facts', backup: { name: 'x.juesuan', time, steps: 9, changed: time } },
      `操作记录读不出，各表的数照账上救出，操作记录另起；备份 x.juesuan 中有完整的一份，操作记录 9 步，改动至 ${localTime(time)}`,
    ],
    [{ outcome: 'lost', state: null, detail: '所用的套表读不出' }, '没有救出：所用的套表读不出；备份中没有这一份'],
  ])('%j', (told, text) => {
    expect(salvagedBookText(book(told))).toBe(text)
  })

  it('is told under the name that can be read', () => {
    expect(salvagedBookName(book())).toBe('“某局”2024 年度决算')
    expect(salvagedBookName(book({ department: null }))).toBe('编号 1 的决算')
  })
})

describe('the whole', () => {
  it('counts what is whole, in part and lost', () => {
    const books = [book(), book({ outcome: 'continued' }), book({ outcome: 'lost' })]
    expect(salvageSummary(report({ books }))).toBe('完整救出 1 个年度决算，部分救出 1 个，没有救出 1 个')
    expect(salvageSummary(report({ ledger: null }))).toBe('没有可以救出的年度决算，没有建立新账套')
  })

  it('warns of what no book tells', () => {
    expect(salvageRemarks(report())).toEqual([])
    const told = salvageRemarks(report({ isListBroken: true, lostEditions: ['e 1'], foreign: ['trigger spy'] }))
    expect(told).toHaveLength(3)
  })
})

it.each([
  ['cell GK05!2010101!basic', 'GK05 2010101 basic'],
  ['row 2010101', '科目 2010101'],
  ['explanation Y5!S01!2120107!general', '审核说明 Y5 S01 2120107 general'],
])('the unsure fact %s reads %s', (name, text) => {
  expect(unsureFactText(name)).toBe(text)
})
