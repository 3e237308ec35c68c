import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  test: {
    include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'],
    exclude: ['electron/e2e/**', '**/node_modules/**', 'out/**'],
    // Processes, not threads: the SQLite addon and `kill -9` tests want a process of their own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './build/tally.ts'],
  },
})
