import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * Flows over a real window: `flows-*.ts` in Chromium, `desktop-*.ts` in Electron, `packed-*.ts` in the packed program
 * (the run-*.ts beside them say which).
 */
const flows: Readonly<Record<string, string>> = {
  chromium: 'electron/e2e/flows-*.ts',
  desktop: 'electron/e2e/desktop-*.ts',
  packed: 'build/packaging/packed-*.ts',
}

export default defineConfig({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  test: {
    include: [flows[process.env['JUESUAN_FLOWS'] ?? ''] ?? 'electron/e2e/flows-*.ts'],
    exclude: ['**/desktop-window.ts', '**/packed-program.ts', '**/node_modules/**'],
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
