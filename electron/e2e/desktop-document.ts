import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../build/application.ts'
import { openFonts, packageFile } from '../exchange/document/font-set.ts'
import { Accountant } from './accountant.ts'
import { answerDialogs, command, desktopWindow } from './desktop-window.ts'
import { sampleLedger } from './homes.ts'

/** Pictures of the real window, to be looked at. */
const pictures = join(root, 'out/flows')
const patient = { timeout: 50_000 }

const sizes = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
]

describe('the public document in a window', () => {
  it('is read, previewed and exported as all three files', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    const { app, page, home, complaints } = window
    const person = new Accountant(page)
    await person.ready()
    mkdirSync(pictures, { recursive: true })
    const shoot = async (name: string): Promise<void> => {
      await page.waitForTimeout(600)
      await page.screenshot({ path: join(pictures, `${name}-${await page.evaluate(() => innerWidth)}.png`) })
    }
    for (const size of sizes) {
      await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size.width)
      await page.locator('[data-screen=text]').click()
      await page.getByRole('article', { name: '决算说明' }).locator('[data-block]').first().waitFor()
      await shoot('text')
      await page.locator('[data-screen=cover]').click()
      await page.getByRole('textbox', { name: '日期' }).waitFor()
      await shoot('cover')

      await command(window, 'document.preview')
      await person.dialog.getByText(/第 1 页，共 4\d 页/).waitFor(patient)
      await page.locator('.print-view-page canvas').waitFor()
      for (let turned = 0; turned < 5; turned++) await person.dialog.getByRole('button', { name: '下一页' }).click()
      await page.locator('.print-view-page canvas[aria-label="第 6 页"]').waitFor()
      await shoot('preview')
      await person.press('Escape')
    }

    // a font of the machine: its place is remembered, no copy is made
    await answerDialogs(app, { open: packageFile(openFonts.hei) })
    await command(window, 'export.document')
    await person.dialog.getByRole('button', { name: '选择黑体的字体文件' }).click()
    await person.dialog.getByText('黑体字体可用，本年度决算用到的字都有').waitFor(patient)
    expect(existsSync(join(home, 'user', 'fonts'))).toBe(false)
    await shoot('export')
    for (const [choice, name, begins] of [
      [/^PDF/, '公开.pdf', '%PDF-'],
      [/^Word：封面/, '公开.docx', 'PK'],
      [/^Excel 工作簿：全部/, '公开.xlsx', 'PK'],
    ] as const) {
      const path = join(home, name)
      await answerDialogs(app, { save: path })
      if ((await page.getByRole('dialog').count()) === 0) await command(window, 'export.document')
      await person.dialog.getByRole('radio', { name: choice }).check()
      await person.answer('导出')
      await expect.poll(() => page.getByRole('dialog').count(), patient).toBe(0)
      expect(readFileSync(path).toString('latin1').startsWith(begins)).toBe(true)
    }
    await shoot('exported')
    expect(complaints).toEqual([])
  }, 180_000)
})
