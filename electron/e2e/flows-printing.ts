import { readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openFonts, packageFile } from '../exchange/document/font-set.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { sampleLedger } from './homes.ts'

/** Printing takes seconds, on a busy machine many. */
const patient = { timeout: 50_000 }

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger() })
  const person = new Accountant(window.page)
  await person.ready()
  const downloads: Download[] = []
  window.page.on('download', (download) => downloads.push(download))
  const openExport = async (choice: RegExp): Promise<void> => {
    await person.press('Control+Shift+e')
    await person.dialog.getByRole('radio', { name: choice }).check()
  }
  return { ...window, person, downloads, openExport }
}

/** Gives the first project a name with a character that no font has; returns the name. */
async function nameStrangely(page: Page): Promise<string> {
  const [book] = await mustFrom(page, 'books.list', {})
  const { facts, summary } = await mustFrom(page, 'book.open', { book: book?.id ?? 0 })
  const [project] = facts.filter(({ kind }) => kind === 'project')
  const name = `采购☑设备项目`
  const request = { kind: 'rename-project' as const, project: project?.key ?? '', name }
  await mustFrom(page, 'book.structure', { book: summary.id, base: summary.revision, request })
  return name
}

describe('the export dialog', () => {
  it('exports each kind, after it was called off while it was made', { timeout: 180_000 }, async () => {
    const { page, person, home, downloads, openExport, complaints } = await sample()
    const comes = async (name: string, begins: string): Promise<void> => {
      const [download] = await Promise.all([page.waitForEvent('download', patient), person.answer('导出')])
      expect(extname(download.suggestedFilename())).toBe(extname(name))
      await download.saveAs(join(home, name))
      expect(readFileSync(join(home, name)).toString('latin1').startsWith(begins), name).toBe(true)
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
    for (const [choice, name, begins] of [
      [/^PDF/, 'out.pdf', '%PDF-'],
      [/^Excel 工作簿：全部/, 'out.xlsx', 'PK'],
      [/^Word：封面/, 'out.docx', 'PK'],
    ] as const) {
      const made = downloads.length
      await openExport(choice)
      await person.answer('导出')
      await person.answer('取消导出')
      await person.dialog.getByRole('button', { name: '关闭' }).last().waitFor()
      await page.waitForTimeout(1_000)
      expect(downloads.length, name).toBe(made)
      await comes(name, begins)
    }
    await openExport(/^Word：只有/)
    await comes('text.docx', 'PK')
    expect(complaints).toEqual([])
  })
})

describe('characters that no font has', () => {
  it('are named with their place by the export, and before anything is printed', async () => {
    const { page, person, openExport } = await sample()
    const name = await nameStrangely(page)
    await openExport(/^PDF/)
    await Promise.all([page.waitForEvent('download', patient), person.answer('导出')])
    const remark = person.dialog.getByRole('listitem')
    await remark.first().waitFor()
    expect(await remark.allTextContents()).toEqual([
      expect.stringMatching(
        new RegExp(`^GK14 项目支出决算明细表第 \\d+ 行：字体中没有 “☑”（U\\+2611），打印为方框，见“${name}”$`),
      ),
    ])
    await person.answer('关闭')

    await person.openForm('GK14')
    await person.press('Control+p')
    await person.dialog.getByText('打印之前请留意').waitFor(patient)
    await person.dialog.getByText(new RegExp(`“☑”（U\\+2611），打印为方框，见“${name}”`)).waitFor()
  })
})

describe('fonts of this machine', () => {
  it('are chosen by file, tried on the book, kept, and given up', async () => {
    const { page, person, openExport, home, complaints } = await sample()
    await openExport(/^PDF/)
    const choose = async (name: string, file: string): Promise<void> => {
      const button = person.dialog.getByRole('button', { name: `选择${name}的字体文件` })
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
      await chooser.setFiles(file)
    }
    await choose('黑体', packageFile(openFonts.songBold))
    await person.dialog.getByText('黑体字体可用，本年度决算用到的字都有').waitFor(patient)
    await choose('宋体', packageFile(openFonts.latin))
    await person.dialog.getByText(/^宋体字体可用，但没有“.*等 \d+ 个字，这些字用自带字体打印$/).waitFor(patient)
    const broken = join(home, '坏.ttf')
    writeFileSync(broken, 'not a font')
    await choose('楷体', broken)
    await person.dialog.getByText(/坏\.ttf.*不能用作打印字体：不是 TrueType/).waitFor(patient)
    await person.answer('关闭')

    await openExport(/^PDF/)
    await person.dialog.getByText('NotoSerifSC_700Bold.ttf').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download', patient), person.answer('导出')])
    const path = join(home, 'out.pdf')
    await download.saveAs(path)
    const fonts = new Set(
      [
        ...readFileSync(path)
          .toString('latin1')
          .matchAll(/\/BaseFont \/[A-Z]+\+([\w-]+)/g),
      ].map(([, name]) => name),
    )
    expect(fonts).toContain('NotoSerifSC-Bold')
    expect(fonts).not.toContain('NotoSansSC-Regular')
    await openExport(/^PDF/)
    await person.dialog.getByRole('button', { name: '黑体改用自带字体' }).click()
    await expect.poll(() => person.dialog.getByText('NotoSerifSC_700Bold.ttf').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

/** Catches the window's own printing: what would go to the printer. */
const catchPrinting = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const at = globalThis as unknown as { printed: unknown[]; print: () => void }
    at.printed = []
    at.print = () => {
      const images = [...document.querySelectorAll<HTMLImageElement>('.sheet.is-pages img')]
      at.printed.push({
        isPrinting: document.body.classList.contains('has-sheet'),
        pages: images.map((image) => ({
          wide: image.className === 'is-wide',
          width: image.naturalWidth,
          height: image.naturalHeight,
        })),
      })
    }
  })
const printedIn = (page: Page) =>
  page.evaluate(
    () =>
      (
        globalThis as unknown as {
          printed: { isPrinting: boolean; pages: { wide: boolean; width: number; height: number }[] }[]
        }
      ).printed,
  )

describe('print', () => {
  it('shows the form on screen, sends exactly its pages to the printer, and can be called off', async () => {
    const { page, person, complaints } = await sample()
    await catchPrinting(page)
    await person.openForm('GK05')
    await person.press('Control+p')
    await person.dialog.getByText('预览：一般公共预算财政拨款收入支出决算表').waitFor()
    await person.dialog.getByText('第 1 页，共 1 页').waitFor(patient)
    await page.locator('.print-view-page canvas').waitFor()
    await person.answer('打印…')
    await expect.poll(() => printedIn(page)).toHaveLength(1)
    const [printed] = await printedIn(page)
    // A4 across, 200 dots to the inch
    expect(printed).toEqual({ isPrinting: true, pages: [{ wide: true, width: 2338, height: 1653 }] })
    // nothing of it stays in the window
    expect(await page.locator('.sheet').count()).toBe(0)
    expect(await page.locator('body.has-sheet').count()).toBe(0)
    await person.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)

    // called off by closing, it shows the next form afterwards
    await person.openForm('GK06')
    await person.press('Control+p')
    await person.dialog.getByText(/^预览：/).waitFor()
    await person.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await person.openForm('GK13')
    await person.press('Control+p')
    await person.dialog.getByText('第 1 页，共 1 页').waitFor(patient)
    await person.answer('打印…')
    await expect
      .poll(() => printedIn(page))
      .toMatchObject([{}, { pages: [{ wide: false, width: 1653, height: 2338 }] }])
    expect(complaints).toEqual([])
  })
})

describe('the preview', () => {
  it('shows the whole document page by page', async () => {
    const { page, person, complaints } = await sample()
    await person.menu('文件', '预览公开文件')
    await person.dialog.getByText(/第 1 页，共 4\d 页/).waitFor(patient)
    await page.locator('.print-view-page canvas[aria-label="第 1 页"]').waitFor()
    await person.dialog.getByRole('button', { name: '下一页' }).click()
    await page.locator('.print-view-page canvas[aria-label="第 2 页"]').waitFor()
    expect(complaints).toEqual([])
  })
})
