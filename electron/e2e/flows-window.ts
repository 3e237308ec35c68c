import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { sampleLedger } from './homes.ts'

const income = 'GK05!2080501!income'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger() })
  const person = new Accountant(window.page)
  await person.ready()
  return { ...window, person }
}

describe('saving', () => {
  it('of two tabs the second change is refused as stale, and offered again', async () => {
    const { page, context, origin, person } = await sample()
    const tab = await context.newPage()
    // a tab that hears of nothing, as one that was asleep
    await tab.route('**/events*', (route) => route.abort())
    await tab.goto(`${origin}/`)
    const other = new Accountant(tab)
    await other.ready()
    await other.openForm('GK05')
    await person.openForm('GK05')
    await person.type(income, '11')
    await person.saved()
    await other.type(income, '22')
    await tab.getByText('没有保存，要重新做吗').waitFor()
    expect(await other.text(income)).toBe('11.000000')
    expect(await other.status.textContent()).toContain('未保存')
    await tab.getByRole('button', { name: '重新应用' }).click()
    await other.saved()
    expect(await other.text(income)).toBe('22.000000')
    // the first tab does hear of it
    await expect.poll(() => person.text(income)).toBe('22.000000')
    await expect.poll(() => page.locator('.save-saved').count()).toBe(1)
  })

  it('a lost connection keeps what was typed on screen, says so, and saves on retry', async () => {
    const { page, context, person } = await sample()
    await person.openForm('GK05')
    await context.setOffline(true)
    await person.type(income, '33')
    await page.locator('.save-failed').getByText('未保存').waitFor()
    expect(await person.text(income)).toBe('33.000000')
    await context.setOffline(false)
    await page.getByRole('button', { name: '重试' }).click()
    await person.saved()
    const [book] = await mustFrom(page, 'books.list', {})
    const { facts } = await mustFrom(page, 'book.open', { book: book?.id ?? 0 })
    expect(facts.find(({ key, kind }) => kind === 'cell' && key === income)?.value).toBe(33_000_000)
  })

  it('a reload loses nothing and comes back to the form', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.type(income, '44')
    await person.saved()
    await page.reload()
    await person.ready()
    expect(await page.locator('[data-form=GK05]').getAttribute('aria-current')).toBe('page')
    expect(await person.text(income)).toBe('44.000000')
  })
})

describe('faults of the window', () => {
  it('a fault while drawing is a screen that says nothing is lost, and reloads', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.type(income, '55')
    await person.saved()
    await page.route('**/call/books.list', (route) => route.fulfill({ json: { ok: true, value: [null] } }))
    await page.reload()
    await page.getByRole('heading', { name: '窗口出错了' }).waitFor()
    await page.getByText('已填的内容没有丢').waitFor()
    await page.unroute('**/call/books.list')
    await page.getByRole('button', { name: '重新载入' }).click()
    await person.ready()
    expect(await person.text(income)).toBe('55.000000')
  })
})

describe('looking', () => {
  it('help, shortcut sheet and about box open and close', async () => {
    const { page, person } = await sample()
    await person.press('F1')
    await person.dialog.getByRole('heading', { level: 1 }).waitFor()
    await person.dialog.getByRole('navigation').getByRole('button').nth(1).click()
    await person.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await person.press('Control+/')
    await person.dialog.getByText('下一个错误').waitFor()
    await person.press('Escape')
    await person.menu('帮助', '关于')
    await person.dialog.getByText('版本').waitFor()
    await person.dialog.getByLabel('许可').waitFor()
  })

  it('fits every screen without cutting anything off', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    for (const size of [
      { width: 1280, height: 720 },
      // 1920 × 1080 at 200 %
      { width: 960, height: 540 },
      { width: 3840, height: 2160 },
    ]) {
      await page.setViewportSize(size)
      await expect.poll(async () => (await page.locator('.toolbar').boundingBox())?.width).toBe(size.width)
      const overflow = await page.evaluate(() => ({
        across: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        down: document.documentElement.scrollHeight - document.documentElement.clientHeight,
      }))
      expect(overflow).toEqual({ across: 0, down: 0 })
      for (const part of ['.toolbar', '.forms', '.form-host', '.status', '.status-button >> nth=-1']) {
        const box = await page.locator(part).boundingBox()
        expect(box?.height, part).toBeGreaterThan(15)
        expect((box?.x ?? 0) + (box?.width ?? 0), part).toBeLessThanOrEqual(size.width + 1)
      }
      expect((await page.locator('.form-host').boundingBox())?.height).toBeGreaterThan(110)
    }
  })

  it('remembers the sizes of its parts', async () => {
    const { page, person } = await sample()
    const side = page.getByRole('separator', { name: '报表目录的宽度' })
    await side.focus()
    await person.press('ArrowRight', 'ArrowRight', 'ArrowRight')
    const width = await side.getAttribute('aria-valuenow')
    await page.reload()
    await person.ready()
    expect(await side.getAttribute('aria-valuenow')).toBe(width)
  })
})

/** Rules that packages break, listed with reason in docs/accessibility.md. */
const known: readonly RegExp[] = []
const unknown = async (page: Page): Promise<string[]> =>
  (await violations(page)).filter((one) => !known.some((pattern) => pattern.test(one)))

describe('accessibility', () => {
  it('start screen, forms, panels and dialogs have no serious violation beyond those listed', async () => {
    const first = await browserWindow()
    await first.page.getByRole('heading', { name: '部门决算填报' }).waitFor()
    expect(await unknown(first.page)).toEqual([])
    const { page, person } = await sample()
    for (const form of ['GK01', 'GK05', 'GK14']) {
      await person.openForm(form)
      expect(await unknown(page), form).toEqual([])
    }
    for (const tab of ['为什么是这个数', '操作记录']) {
      await person.panel(tab)
      expect(await unknown(page), tab).toEqual([])
    }
    for (const [key, name] of [
      ['Control+Shift+P', '项目'],
      ['Control+/', '快捷键'],
      ['F1', '使用说明'],
      ['Alt+Insert', '新增科目'],
    ] as const) {
      await person.press(key)
      await page.getByRole('dialog').first().waitFor()
      expect(await unknown(page), name).toEqual([])
      await person.press('Escape')
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
  })
})
