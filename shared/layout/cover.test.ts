import { expect, test } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Book } from '../engine/book.ts'
import { coverOf } from './cover.ts'
import { documentTitles } from './titles.ts'

const summary = { department: '某中心', year: 2024, changed: '2025-07-31T16:00:00.000Z' }
const edition = builtInEdition()
const line = (key: string, value: string) => ({ kind: 'cover', key, value }) as const

test('without anything typed: the book’s names, and the month of its last change in Beijing', () => {
  expect(coverOf({ book: new Book([]), edition }, summary)).toStrictEqual({
    title: '2024年度部门决算',
    department: '某中心',
    date: '2025年8月',
    names: [],
  })
})

test('titles are the edition’s', () => {
  const { head } = edition.edition
  const titles = { cover: '{department}{year}年决算公开', contents: '目录', forms: '决算报表（{year}年）' }
  const other = { ...edition, edition: { ...edition.edition, head: { ...head, titles } } }
  expect(documentTitles(other, summary)).toEqual({
    cover: '某中心2024年决算公开',
    contents: '目录',
    forms: '决算报表（2024年）',
  })
  expect(coverOf({ book: new Book([]), edition: other }, summary).title).toBe('某中心2024年决算公开')
})

test('what is typed is printed; persons in their order, blanks not at all', () => {
  const book = new Book([
    line('preparer', '李四'),
    line('title', '2024年度部门决算公开'),
    line('head', ' 张三 '),
    line('phone', '  '),
    line('date', '二〇二五年八月二十日'),
  ])
  expect(coverOf({ book, edition }, summary)).toStrictEqual({
    title: '2024年度部门决算公开',
    department: '某中心',
    date: '二〇二五年八月二十日',
    names: [
      { key: 'head', label: '单位负责人', text: '张三' },
      { key: 'preparer', label: '填表人', text: '李四' },
    ],
  })
})
