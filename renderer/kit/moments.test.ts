import { expect, it } from 'vitest'
import { distinctLines } from '../years/units-text.ts'
import { bytesText, momentText } from './moments.ts'

it('a moment reads as date and time of this machine', () => {
  expect(momentText(new Date(2025, 2, 3, 9, 5, 7).toISOString())).toBe('2025-03-03 09:05:07')
  expect(momentText(new Date(2025, 2, 3, 0, 0, 0).toISOString())).toBe('2025-03-03 00:00:00')
  expect(momentText('从前')).toBe('从前')
})

it('a size reads in KB and MB', () => {
  expect([0, 900, 10_240, 5_452_595].map(bytesText)).toEqual(['1 KB', '1 KB', '10 KB', '5.2 MB'])
})

it('units are typed one a line', () => {
  expect(distinctLines(' 甲局本级 \r\n\n乙中心\n甲局本级')).toEqual(['甲局本级', '乙中心'])
})
