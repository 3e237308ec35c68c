import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { Accountant, formKeys } from '../electron/e2e/accountant.ts'
import { editWorkbook } from '../electron/e2e/edited-workbook.ts'
import { createLedger } from '../electron/ledger/ledger.ts'
import { makeSampleBook } from '../electron/services/sample.ts'
import { buildApplication, isBuilt, root } from './application.ts'
import { chromiumPath } from './testing/chromium.ts'

/**
 * `npm run screenshots`: pictures of the window for the user guide, in docs/images, taken from the sample in the
 * system's Chromium; `npm run screenshots -- document` only those of one part. Afterwards they want to be looked at one
 * by one.
 */
const images = join(root, 'docs/images')
const home = mkdtempSync(join(tmpdir(), 'juesuan-shots-'))
const ledgerPath = join(home, '部门决算.juesuan')
const running: ChildProcess[] = []

/** A window over a ledger, or over nothing, in a browser that has never seen the program. */
async function windowOver(ledger: string | null, size = { width: 1440, height: 900 }): Promise<Page> {
  const words = ['serve', '--no-open', ...(ledger === null ? [] : ['--ledger', ledger])]
  const at = mkdtempSync(join(home, 'home-'))
  const child = spawn(process.execPath, [join(root, 'electron/shell/cli/main.ts'), ...words], {
    cwd: root,
    env: { ...process.env, HOME: at, XDG_CONFIG_HOME: at },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN', viewport: size, deviceScaleFactor: 1 })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

async function shoot(page: Page, name: string): Promise<void> {
  // what flashes and fades has come to rest
  await page.waitForTimeout(900)
  await page.screenshot({ path: join(images, `${name}.png`) })
  console.log(`docs/images/${name}.png`)
}

async function forms(page: Page): Promise<void> {
  const person = new Accountant(page)
  await person.ready()
  await person.press('Control+j')
  for (const key of formKeys) {
    await person.openForm(key)
    await shoot(page, key)
  }
}

async function findings(page: Page): Promise<void> {
  const person = new Accountant(page)
  await person.ready()
  await person.openForm('GK05')
  await person.type('GK05!2080501!opening', '123.45')
  await person.press('F8', 'F8')
  await shoot(page, 'findings')
  await person.press('F9')
  await shoot(page, 'trace')
  await person.press('Control+h')
  await shoot(page, 'history')
  await person.press('Control+z')
  await person.tool('项目').click()
  await shoot(page, 'projects')
  await person.press('Escape')
  await person.tool('科目').click()
  await page.keyboard.type('ltx')
  await shoot(page, 'code-picker')
  await person.press('Escape', 'Escape')
}

async function importPreview(page: Page): Promise<void> {
  const person = new Accountant(page)
  const [download] = await Promise.all([page.waitForEvent('download'), person.press('Control+e')])
  const path = join(home, '2024年度部门决算_财务科修改.xlsx')
  await download.saveAs(path)
  await editWorkbook(path, 'GK05', '行政单位离退休', 7.391326, 8.391326)
  await editWorkbook(path, 'GK05', '合计', 6889.685723, 6889.69)
  await page.locator('.ant-notification-notice-close').click()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), person.press('Control+i')])
  await chooser.setFiles(path)
  await person.dialog.getByRole('heading', { name: /与公式不符/ }).waitFor()
  await shoot(page, 'import')
}

/** The text part, the cover, and the public document on its way out. */
async function publicDocument(page: Page): Promise<void> {
  const person = new Accountant(page)
  await person.ready()
  await page.locator('[data-screen=text]').click()
  const block = page.locator('[data-block="totals.grand"]')
  await block.locator('.figure').first().hover()
  await shoot(page, 'text')
  await page.locator('[data-screen=cover]').click()
  await page.getByRole('textbox', { name: '日期' }).waitFor()
  await shoot(page, 'cover')
  await person.press('Control+Shift+e')
  await person.dialog.getByText('自带的霞鹜文楷').waitFor()
  await shoot(page, 'export')
  await person.press('Escape')
  await person.menu('文件', '预览公开文件')
  await person.dialog.getByText(/第 1 页，共 \d\d 页/).waitFor({ timeout: 60_000 })
  for (const number of [2, 3, 4, 5, 6]) {
    await person.dialog.getByRole('button', { name: '下一页' }).click()
    await page.locator(`.print-view-page canvas[aria-label="第 ${number} 页"]`).waitFor()
  }
  await shoot(page, 'preview')
  await person.press('Escape')
}

/** Pictures by what they are about, in the order in which they are taken. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  home: async () => shoot(await windowOver(null), 'home'),
  forms: async () => forms(await windowOver(ledgerPath)),
  document: async () => publicDocument(await windowOver(ledgerPath)),
  findings: async () => {
    const page = await windowOver(ledgerPath)
    await findings(page)
    await importPreview(page)
  },
  fault: async () => {
    renameSync(ledgerPath, join(home, '已移走.juesuan'))
    await shoot(await windowOver(ledgerPath), 'fault')
  },
}

/** Ends the windows of a part: a ledger is open in one program at a time. */
async function closeWindows(): Promise<void> {
  for (const child of running.splice(0)) {
    const gone = once(child, 'exit')
    child.kill()
    await gone
  }
}

if (!process.argv.includes('--no-build') && !isBuilt()) await buildApplication()
mkdirSync(images, { recursive: true })
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
})
try {
  const created = await createLedger(ledgerPath, { clock: Date.now, program: 'juesuan screenshots', wait: 0 })
  if (!created.ok || !makeSampleBook(created.value).ok) throw new Error('no sample ledger')
  created.value.close()
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  for (const [name, take] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await take()
    await closeWindows()
  }
} finally {
  await browser.close()
  await closeWindows()
  rmSync(home, { recursive: true, force: true })
}
