import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, errors } from 'playwright-core'
import { createLedger } from '../../electron/ledger/ledger.ts'
import { makeSampleBook } from '../../electron/services/sample.ts'

/** Milliseconds from starting the staged application to a form of the sample with cells to edit, as a JSON list. */
const executablePath = process.env['ELECTRON_RIG_EXECUTABLE'] ?? ''
if (executablePath === '') throw new Error('run by npm run bench:ui')
const home = mkdtempSync(join(tmpdir(), 'juesuan-cold-'))
const path = join(home, '决算.juesuan')
const ledger = await createLedger(path, { clock: Date.now, program: 'bench' })
if (!ledger.ok || !makeSampleBook(ledger.value).ok) throw new Error('no sample ledger')
ledger.value.close()

/** One start; null when Playwright misses that the window is there, as it does about once in thirty times. */
async function start(user: string): Promise<number | null> {
  mkdirSync(user)
  const started = performance.now()
  try {
    const app = await _electron.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--log-level=3', `--user-data-dir=${user}`, path],
      env: { ...(process.env as Record<string, string>), HOME: home, LANG: 'zh_CN.UTF-8' },
      timeout: 10_000,
    })
    const page = await app.firstWindow()
    await page.locator('.form-host .ag-cell').first().waitFor()
    const time = performance.now() - started
    await app.close()
    return time
  } catch (error) {
    if (error instanceof errors.TimeoutError) return null
    throw error
  }
}

const times: number[] = []
// the first start reads the program from the disk and does not count
for (let run = 0; times.length < 8 && run < 16; run++) {
  const time = await start(join(home, `user${run}`))
  if (time !== null) times.push(time)
}
rmSync(home, { recursive: true, force: true, maxRetries: 5 })
process.stdout.write(JSON.stringify(times.slice(1)))
