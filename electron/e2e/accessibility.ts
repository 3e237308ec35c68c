import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Looks at a page until nothing fades in or changes colour any more, so many times at most. */
const looks = 4
const pause = 500

/** What axe finds serious or critical on the page once it has come to rest, as `rule: element`. */
export async function violations(page: Page): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  let found = await violationsNow(page)
  for (let look = 1; look < looks && found.length > 0; look++) {
    await page.waitForTimeout(pause)
    found = await violationsNow(page)
  }
  return found
}

const violationsNow = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    type Found = { id: string; impact: string | null; nodes: { html: string }[] }
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Found[] }> } }
    const { violations: found } = await axe.run()
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
