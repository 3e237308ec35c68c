import { expect, it } from 'vitest'
import type { EditionHeadline } from '../../shared/channels/values.ts'
import { newestFirst, usualEdition } from './edition-order.ts'

const edition = (name: string, trust: EditionHeadline['trust'] = 'published'): EditionHeadline => ({
  edition: name,
  title: name,
  year: Number(name.slice(-4)),
  trust,
  source: '',
  isBuiltIn: true,
})
const all = [
  edition('beijing-2023', 'unverified'),
  edition('beijing-2024', 'unverified'),
  edition('dongcheng-2024'),
  edition('dongcheng-2026'),
]

it('the newest come first, and of a year those from published paper', () => {
  expect(newestFirst(all).map((one) => one.edition)).toEqual([
    'dongcheng-2026',
    'dongcheng-2024',
    'beijing-2024',
    'beijing-2023',
  ])
})

it('proposes the family’s edition of the year, else its newest before, never one of a later year', () => {
  expect(usualEdition(all, 'beijing-2023', 2024)).toBe('beijing-2024')
  expect(usualEdition(all, 'beijing-2024', 2025)).toBe('beijing-2024')
  expect(usualEdition(all, 'dongcheng-2024', 2025)).toBe('dongcheng-2024')
  expect(usualEdition(all, 'dongcheng-2024', 2026)).toBe('dongcheng-2026')
  expect(usualEdition(all, 'haidian-2022', 2023)).toBe('dongcheng-2026')
  expect(usualEdition([], 'dongcheng-2024', 2025)).toBe(null)
})
