import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvFile, csvText } from './csv.ts'

describe('a table as CSV', () => {
  const lines = [
    ['科目', '说明'],
    ['有“引号"的', '一,二'],
    ['两\n行', ''],
  ]

  it('comes back as it was, through an independent reader', () => {
    expect(parse(csvText(lines))).toEqual(lines)
  })

  it('begins with the mark of UTF-8, which Excel needs, and ends its lines as Windows does', () => {
    const bytes = csvFile([['甲']])
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes)).toBe('甲\r\n')
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-项目', "'-项目"],
    ['＝1+1', "'＝1+1"],
    ['-1,234.50', '"-1,234.50"'],
    ['-12.34%', '-12.34%'],
    ['1234.567890', '1234.567890'],
  ])('keeps %s from being taken for what it is not', (text, written) => {
    expect(csvText([[text]])).toBe(`${written}\r\n`)
  })
})
