import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Check } from './check.ts'
import { amountChecks } from './check-amounts.ts'
import { codeChecks } from './check-codes.ts'
import { keyChecks } from './check-keys.ts'
import { rangeChecks } from './check-ranges.ts'
import { seeingChecks } from './check-seeing.ts'
import { GridPage } from './grid-page.ts'
import { harnessOut, launchChromium, needChromium, serveHarness } from './serve.ts'

/**
 * Tests of the grid in a real browser: every line of its acceptance list with real keys, mouse, clipboard and IME.
 * `npm run test:grid [words of a name]`. Without Chromium it says so and exits 3.
 */
needChromium()
const harness = await serveHarness({ build: !process.argv.includes('--no-build') })
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const checks: readonly Check[] = [...keyChecks, ...rangeChecks, ...amountChecks, ...codeChecks, ...seeingChecks]
const wanted = checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))

let failed = 0
const started = performance.now()
/** Whether the check was kept; its page is loaded afresh, so that another can use it afterwards. */
async function runOne(context: BrowserContext, page: Page, { name, query, run }: Check): Promise<boolean> {
  page.setDefaultTimeout(8000)
  const grid = new GridPage(context, page, harness.base)
  try {
    await grid.open(query)
    await run(grid)
    if (grid.errors.length > 0) throw new Error(`errors in the page: ${grid.errors.join('; ')}`)
    console.log(`ok      ${name}`)
    return true
  } catch (error) {
    failed++
    console.log(`FAILED  ${name}\n        ${(error as Error).message.split('\n').slice(0, 12).join('\n        ')}`)
    if (process.argv.includes('--shots')) await page.screenshot({ path: join(harnessOut, `failed-${failed}.png`) })
    return false
  } finally {
    page.removeAllListeners()
  }
}

const queue = [...wanted]
const worker = async (): Promise<void> => {
  const context = await launchChromium()
  let page = await context.newPage()
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (await runOne(context, page, next)) continue
    // what it left pressed or open is nobody else's
    await page.close()
    page = await context.newPage()
  }
  await context.browser()?.close()
}
await Promise.all([worker(), worker()])
harness.close()
console.log(`${Math.round((performance.now() - started) / 1000)} s`)
console.log(`${wanted.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
