import { expect, test } from 'vitest'
import { halfEms, linesOf } from './text-width.ts'

test.each([
  ['', 0],
  ['6,912.978296', 12],
  ['科目名称', 8],
  ['2024年', 6],
  ['“三公”', 8],
  ['𠮷', 2],
])('%s is %i half ems wide', (text, width) => expect(halfEms(text)).toBe(width))

test.each([
  ['科目名称', 8, 1],
  ['科目名称', 7, 2],
  ['支出功能分类科目编码', 15, 2],
  ['一\n二\n三', 20, 3],
  ['2024北京', 5, 2],
  ['abcdefghij', 4, 3],
  ['', 10, 1],
])('%s in %i half ems takes %i lines', (text, width, lines) => expect(linesOf(text, width)).toBe(lines))
