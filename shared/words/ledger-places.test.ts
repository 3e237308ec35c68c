import { expect, it } from 'vitest'
import { problemPlace } from './ledger-places.ts'

it.each([
  ['file', '账套文件'],
  ['journal 5', '操作记录第 5 条'],
  ['fact cell GK05!2010101!basic', '数据 GK05!2010101!basic'],
  ['edition dongcheng-2024 1', '套表 dongcheng-2024 第 1 次修订'],
  ['sealed_file 8 a $1.xlsx', '上报文件“a $1.xlsx”（操作记录第 8 条）'],
  ['trigger fact_insert_open', '触发器 fact_insert_open'],
  ['row journal 5', '操作记录中的一行（文件内编号 5）'],
  ['row book 3', '决算目录中的一行（文件内编号 3）'],
  ['row fact', '各表的数中的一行'],
  ['row spy 1', '表 spy 中的一行（文件内编号 1）'],
  ['something new', 'something new'],
])('the place %s of a problem reads %s', (place, text) => {
  expect(problemPlace(place)).toBe(text)
})
