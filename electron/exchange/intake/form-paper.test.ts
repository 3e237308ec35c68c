import { expect, it } from 'vitest'
import { isNoise } from './form-paper.ts'

it.each([
  ['', true],
  ['栏次1234', true],
  ['类款项', true],
  ['行次——1.', true],
  ['栏', false],
  ['栏次甲', false],
  // with a repetition inside the repetition this would take longer than the universe has lasted
  [`${'-—–1.类款项'.repeat(10_000)}甲`, false],
])('%j is noise in a header: %j', (text, expected) => {
  expect(isNoise(text)).toBe(expected)
})
