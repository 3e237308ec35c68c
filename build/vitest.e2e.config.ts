import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Flows over a real window: `flows-*.ts` in Chromium, `desktop-*.ts` in Electron (electron/e2e/run-*.ts say which). */
export default defineConfig({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  test: {
    include: [process.env['JUESUAN_FLOWS'] === 'desktop' ? 'electron/e2e/desktop-*.ts' : 'electron/e2e/flows-*.ts'],
    exclude: ['**/desktop-window.ts', '**/node_modules/**'],
    // one window at a time: they share a machine's screen and its two cores
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    // a loaded machine is slow, not wrong
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // real keys, windows and timers: what needs its second try is named in the closing lines
    retry: 1,
    reporters: ['default', './build/tally.ts'],
  },
})
