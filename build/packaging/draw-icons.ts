import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../testing/chromium.ts'
import { appleIcon, windowsIcon } from './icon-files.ts'

/**
 * `npm run icons`: the icons of the program and of its files for every system, drawn from the two SVG files in `icons`
 * by Chromium. What it makes is committed, so that packing needs no browser.
 */
const folder = join(import.meta.dirname, 'icons')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const

const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()

/** The drawing as PNG by its width, transparent where nothing is drawn. */
async function draw(svg: string): Promise<Map<number, Buffer>> {
  const drawn = new Map<number, Buffer>()
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
    drawn.set(size, await page.screenshot({ omitBackground: true }))
  }
  return drawn
}

for (const name of ['icon', 'ledger']) {
  const drawn = await draw(readFileSync(join(folder, `${name}.svg`), 'utf8'))
  writeFileSync(join(folder, `${name}.ico`), windowsIcon(drawn))
  writeFileSync(join(folder, `${name}.icns`), appleIcon(drawn))
  if (name === 'ledger') continue
  mkdirSync(join(folder, 'sizes'), { recursive: true })
  for (const [size, png] of drawn) writeFileSync(join(folder, 'sizes', `${size}x${size}.png`), png)
}
await browser.close()
