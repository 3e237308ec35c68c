import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { pagesFolder } from '../../../electron/program/places.ts'
import { startBrowserShell } from '../../../electron/shell/browser/server.ts'
import { Pages } from '../../../electron/shell/pages/pages.ts'
import type { Chance } from '../../testing/chance.ts'
import { chromiumPath } from '../../testing/chromium.ts'
import { claim, type Family, MissingTool } from '../family.ts'
import { sampleLedger } from '../program.ts'
import { executed, hostileText } from '../texts.ts'

/** HTML as Word, browsers and mail programs put it on the clipboard, and as an attacker would. */
const html = (chance: Chance): string =>
  chance.oneOf<() => string>([
    () =>
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body><!--[if mso]><script>window.${executed}=1</script><![endif]--><p class=MsoNormal style="mso-x:expression(window.${executed}=1)">${hostileText(chance)}</p></body></html>`,
    () =>
      `<table><tr><td onclick="window.${executed}=1">${hostileText(chance)}</td><td colspan="99999999">二</td></tr></table>`,
    () => '<div>'.repeat(chance.oneOf([50, 3_000])) + hostileText(chance),
    () =>
      `<p>${hostileText(chance)}</p><object data="javascript:window.${executed}=1"></object><embed src="http://192.0.2.1/x.swf"><link rel=stylesheet href="http://192.0.2.1/x.css"><form action="http://192.0.2.1/"><input autofocus onfocus="window.${executed}=1"></form>`,
    () => chance.list(30, () => `<h2>${hostileText(chance)}</h2>`).join(''),
    () => `<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"><p>${hostileText(chance)}</p>`,
  ])()

const block = (chance: Chance): string =>
  chance
    .list(chance.oneOf([1, 4, 300]), () =>
      chance
        .list(chance.oneOf([1, 5, 60]), () =>
          chance.oneOf([hostileText(chance).slice(0, 400), '1,234.5', '=1+1', '“三公”', '']),
        )
        .join('\t'),
    )
    .join('\r\n')

/** Puts something on the clipboard of an element, as a paste of a person would; says whether anybody took it. */
const paste = (page: Page, place: string, data: Readonly<Record<string, string>>): Promise<'taken' | 'left' | null> =>
  page.evaluate(`(() => {
    const found = document.querySelector(${JSON.stringify(place)})
    if (found === null) return null
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(${JSON.stringify(data)})) clipboardData.setData(type, text)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    return found.dispatchEvent(event) ? 'left' : 'taken'
  })()`)

/** What no paste may leave in the editor. */
const forbidden =
  '.ProseMirror :is(script,iframe,object,embed,form,input,link,style,[onclick],[onerror],[style*=expression],a[href])'

/** What is pasted into the window in a real browser: HTML into the editor of texts, tables into the grid. */
export const pages: Family = {
  name: 'pages',
  cases: 40,
  needsWindow: true,
  begin: async (folder) => {
    if (!existsSync(chromiumPath)) throw new MissingTool(chromiumPath)
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const folders = { settings: join(folder, 'settings'), documents: join(folder, 'documents') }
    const shell = await startBrowserShell({
      pages: new Pages(pagesFolder()),
      folders,
      ledger,
      port: 0,
      checksOutput: true,
    })
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--lang=zh-CN',
      ],
    })
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    page.setDefaultTimeout(8_000)
    const origin = new URL(shell.address).origin
    const strange: string[] = []
    page.on('pageerror', (error) => strange.push(`error in the page: ${error.message}`))
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(?:blob|data):/.test(request.url()))
        strange.push(`asked for ${request.url()}`)
    })
    page.on('framenavigated', (frame) => {
      if (!frame.url().startsWith(origin) && frame.url() !== 'about:blank') strange.push(`went to ${frame.url()}`)
    })
    page.on('dialog', (dialog) => {
      strange.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(shell.address, { timeout: 60_000 })
    await page.waitForURL(`${origin}/`, { timeout: 60_000 })
    await page.locator('.form-host .ag-cell').first().waitFor({ timeout: 60_000 })

    const calm = async (): Promise<void> => {
      for (let tries = 0; tries < 3; tries++) await page.keyboard.press('Escape')
    }
    return {
      attempt: async (chance) => {
        strange.length = 0
        const isText = chance.once(2)
        let pasted: 'taken' | 'left' | null
        if (isText) {
          await page.keyboard.press('Control+Shift+s')
          const text = page.getByRole('article', { name: '决算说明' })
          await text.waitFor()
          const place = page.locator('.ProseMirror')
          if ((await place.count()) === 0) {
            const free = text.locator('.free-text[data-slot]').first()
            await free.hover()
            await free.getByRole('button', { name: '编辑' }).click()
            await place.first().waitFor()
          }
          pasted = await paste(page, '.ProseMirror', { 'text/html': html(chance), 'text/plain': hostileText(chance) })
          const odd = await page.locator(forbidden).count()
          claim(odd === 0, `${odd} elements of a paste are in the editor`)
        } else {
          await page.locator('[data-form=GK05]').click()
          await page.locator('.form-host .ag-cell').first().click()
          const own = chance.once(4)
            ? { 'application/x-juesuan-cells': chance.oneOf(['{', '[[{"kind":"value"}]]', '[]', hostileText(chance)]) }
            : {}
          pasted = await paste(page, '.grid-field input', {
            'text/plain': block(chance),
            'text/html': html(chance),
            ...own,
          })
        }
        claim(pasted !== null, 'there is nothing to paste into')
        await page.waitForTimeout(60)
        await calm()
        claim((await page.evaluate(`'${executed}' in window`)) === false, 'a script of a paste was run')
        claim(strange.length === 0, strange.join('; ').slice(0, 600))
        return `${isText ? 'text' : 'grid'} ${pasted}`
      },
      end: async () => {
        await browser.close()
        await shell.stop()
      },
    }
  },
}
