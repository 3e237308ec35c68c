import { expect, test } from 'vitest'
import { Book } from '../engine/book.ts'
import { coverOf } from './cover.ts'

const summary = { department: '某中心', year: 2024, changed: '2025-07-31T16:00:00.000Z' }
const line = (key: string, value: string) => ({ kind: 'cover', key, value }) as const

test('without anything typed: the book’s names, and the month of its last change in Beijing', () => {
  expect(coverOf(new Book([]), summary)).toStrictEqual({
    title: '2024年度部门决算',
    department: '某中心',
    date: '2025年8月',
    names: [],
  })
})

test('what is typed is printed; persons in their order, blanks not at all', () => {
  const book = new Book([
    line('preparer', '李四'),
    line('title', '2024年度部门决算公开'),
    line('head', ' 张三 '),
    line('phone', '  '),
    line('date', '二〇二五年八月二十日'),
  ])
  expect(coverOf(book, summary)).toStrictEqual({
    title: '2024年度部门决算公开',
    department: '某中心',
    date: '二〇二五年八月二十日',
    names: [
      { key: 'head', label: '单位负责人', text: '张三' },
      { key: 'preparer', label: '填表人', text: '李四' },
    ],
  })
})
