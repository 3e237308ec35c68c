import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import type { Check } from './check.ts'
import { amountChecks } from './check-amounts.ts'
import { codeChecks } from './check-codes.ts'
import { keyChecks } from './check-keys.ts'
import { rangeChecks } from './check-ranges.ts'
import { seeingChecks } from './check-seeing.ts'
import { GridPage } from './grid-page.ts'
import { measure, passes } from './speed.ts'

/**
 * Tests of the grid in a real browser: every line of grid-behaviours.md with real keys, mouse, clipboard and IME.
 * `npm run test:grid [words of a name]`, or `-- --speed` for the numbers. Without Chromium it says so and exits 3.
 */
const executable = process.env.CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(executable)) {
  console.error(`缺少 chromium：${executable} 不存在（apt-get install chromium，或用环境变量 CHROMIUM 指定）`)
  console.error('missing tool: chromium')
  process.exit(3)
}

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '../../out/harness')
if (!process.argv.includes('--no-build')) await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const file = join(out, path === '/' ? 'index.html' : path)
  if (!file.startsWith(out) || !existsSync(file)) {
    response.statusCode = path === '/favicon.ico' ? 204 : 404
    response.end()
    return
  }
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
  response.end(readFileSync(file))
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** A browser of its own has a clipboard of its own, so that two can work side by side. */
const launch = async (): Promise<BrowserContext> => {
  const browser = await chromium.launch({
    executablePath: executable,
    // with the scrollbars an accountant has
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
  })
  return browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'zh-CN',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
}
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const checks: readonly Check[] = [...keyChecks, ...rangeChecks, ...amountChecks, ...codeChecks, ...seeingChecks]
const wanted = checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))

let failed = 0
const started = performance.now()
if (process.argv.includes('--speed')) {
  const context = await launch()
  const numbers = await measure(async () => new GridPage(context, await context.newPage(), base))
  for (const one of numbers)
    console.log(
      `${passes(one) ? 'ok    ' : 'SLOW  '}  ${one.name}  ${one.value.toFixed(1)} ${one.unit}  (${one.atLeast === true ? '≥' : '≤'} ${one.limit})`,
    )
  await context.browser()?.close()
  server.close()
  const slow = numbers.filter((one) => !passes(one)).length
  console.log(`${numbers.length - slow} passed, ${slow} failed`)
  process.exit(slow === 0 ? 0 : 1)
}

async function runOne(context: BrowserContext, { name, query, run }: Check): Promise<void> {
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  const grid = new GridPage(context, page, base)
  try {
    await grid.open(query)
    await run(grid)
    if (grid.errors.length > 0) throw new Error(`errors in the page: ${grid.errors.join('; ')}`)
    console.log(`ok      ${name}`)
  } catch (error) {
    failed++
    console.log(`FAILED  ${name}\n        ${(error as Error).message.split('\n').slice(0, 12).join('\n        ')}`)
    if (process.argv.includes('--shots')) await page.screenshot({ path: join(out, `failed-${failed}.png`) })
  }
  await page.close()
}

const queue = [...wanted]
const worker = async (): Promise<void> => {
  const context = await launch()
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runOne(context, next)
  await context.browser()?.close()
}
await Promise.all([worker(), worker()])
server.close()
console.log(`${Math.round((performance.now() - started) / 1000)} s`)
console.log(`${wanted.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
