import assert from 'node:assert/strict'
import type { GridPage } from './grid-page.ts'

/** One promise of the grid, kept or not: its name says what an accountant would say. */
export type Check = { readonly name: string; readonly query: string; readonly run: (grid: GridPage) => Promise<void> }

export const check = (name: string, query: string, run: (grid: GridPage) => Promise<void>): Check => ({
  name,
  query,
  run,
})

export const equal: (actual: unknown, expected: unknown, message?: string) => void = assert.deepEqual
export const holds: (value: unknown, message?: string) => asserts value = assert.ok
