import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { chromiumPath } from '../testing/chromium.ts'

const here = dirname(fileURLToPath(import.meta.url))
/** Where the harness page is built. */
export const harnessOut = join(here, '../../out/harness')

/** Ends the program with exit code 3, naming it, where there is no Chromium. */
export function needChromium(): void {
  if (existsSync(chromiumPath)) return
  console.error(`缺少 chromium：${chromiumPath} 不存在（apt-get install chromium，或用环境变量 CHROMIUM 指定）`)
  console.error('missing tool: chromium')
  process.exit(3)
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Builds the harness page and serves it; the address, and how to stop. */
export async function serveHarness(options: { readonly build: boolean }): Promise<{ base: string; close: () => void }> {
  if (options.build) await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(harnessOut, path === '/' ? 'index.html' : path)
    if (!file.startsWith(harnessOut) || !existsSync(file)) {
      response.statusCode = path === '/favicon.ico' ? 204 : 404
      response.end()
      return
    }
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() }
}

/** A browser of its own has a clipboard of its own, so that two can work side by side. */
export async function launchChromium(): Promise<BrowserContext> {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
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
