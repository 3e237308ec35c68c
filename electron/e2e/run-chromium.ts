import { existsSync } from 'node:fs'
import { chromiumPath } from '../../build/testing/chromium.ts'
import { cannotRun, ensureBuilt, runFlows } from './run-flows.ts'

/** `npm run test:e2e`: the flows in the system's Chromium, through the browser shell. */
if (existsSync(chromiumPath)) {
  await ensureBuilt()
  process.exitCode = runFlows('chromium')
} else {
  console.error(`!! NOT RUN: no Chromium at ${chromiumPath} (Debian: apt-get install chromium)`)
  process.exitCode = cannotRun
}
