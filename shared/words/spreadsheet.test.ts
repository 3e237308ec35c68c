import { expect, it } from 'vitest'
import { inertText } from './spreadsheet.ts'

it.each([
  '=1+1',
  '+1+cmd',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\tx',
  ' =1',
  '\u00a0=1',
  '\u200b=1',
  '\ufeff=1',
  '\u0000=1',
  '＝1+1',
  '＋1',
  '－1－cmd',
  '＠SUM(A1)',
  '-项目',
])('%j is no formula any more', (text) => {
  expect(inertText(text)).toBe(`'${text}`)
})

it.each(['', '决算', '1=1', '-1,234.50', '-12.34%', '1234.567890', "'=1", '"=1', '——', '本级（-）'])(
  '%j stays as it is',
  (text) => {
    expect(inertText(text)).toBe(text)
  },
)
