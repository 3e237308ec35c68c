import { describe, expect, it } from 'vitest'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { sampleLedger } from './homes.ts'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger(), size: { width: 1600, height: 1200 } })
  const person = new Accountant(window.page)
  await person.ready()
  const { page } = window
  const text = page.getByRole('article', { name: '决算说明' })
  const openText = async (): Promise<void> => {
    await page.locator('[data-screen=text]').click()
    await text.locator('[data-block]').first().waitFor()
  }
  return { ...window, person, text, openText }
}

describe('the text part', () => {
  it('follows the cells, and leads to them and back', async () => {
    const { page, person, text, openText, complaints } = await sample()
    await openText()
    const figure = text.locator('[data-figure^="totals.grand/amount."]')
    const before = await figure.textContent()
    await figure.hover()
    await page.locator('.figure-card').getByText('万元，两位小数').waitFor()
    await figure.click()
    await person.ready()
    await person.openForm('GK05')
    await person.type('GK05!2080501!income', '107.391326')
    await openText()
    await expect.poll(() => figure.textContent()).not.toBe(before)
    await page.keyboard.press('Control+z')
    await person.ready()
    await openText()
    await expect.poll(() => figure.textContent()).toBe(before)
    expect(complaints).toEqual([])
  })

  it('takes free text and new words, and gives them up again by undo', async () => {
    const { page, person, text, openText, complaints } = await sample()
    await openText()
    const duties = text.locator('.free-text[data-slot=duties]')
    await duties.hover()
    await duties.getByRole('button', { name: '编辑' }).click()
    await text.locator('.entry-text').waitFor()
    await page.keyboard.type('并负责资料归档。')
    await page.keyboard.press('Control+Enter')
    await text.getByText('并负责资料归档。').waitFor()
    await person.saved()
    await page.keyboard.press('Control+z')
    await expect.poll(() => text.getByText('并负责资料归档。').count()).toBe(0)

    const grand = text.locator('[data-block="totals.grand"]')
    const published = await grand.locator('.figure').count()
    await grand.hover()
    await grand.getByRole('button', { name: '改写语句' }).click()
    await grand.locator('.entry-text').waitFor()
    await page.keyboard.type('特此说明。')
    await page.keyboard.press('Enter')
    await grand.getByText('特此说明。').waitFor()
    await grand.getByText('已改写').waitFor()
    expect(await grand.locator('.figure').count()).toBe(published)
    await grand.hover()
    await grand.getByRole('button', { name: '恢复原文' }).click()
    await expect.poll(() => grand.getByText('特此说明。').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('marks a figure typed over, finds it, and restores it', async () => {
    const { page, text, openText, complaints } = await sample()
    await openText()
    const figure = text.locator('[data-figure^="totals.grand/amount."]')
    const before = (await figure.textContent()) ?? ''
    await figure.dblclick()
    await page.keyboard.type('1234.56')
    await page.keyboard.press('Enter')
    await expect.poll(() => figure.textContent()).toBe('1234.56')
    const finding = page.locator('.finding-text').filter({ hasText: '写作 1234.56' })
    await finding.waitFor()
    await page.locator('[data-form=GK05]').click()
    await finding.click()
    await text.locator('[data-block="totals.grand"].is-shown').waitFor()
    await figure.hover()
    await page.locator('.figure-card').getByRole('button', { name: '恢复' }).click()
    await expect.poll(() => figure.textContent()).toBe(before)
    await expect.poll(() => finding.count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('asks for what is missing, and keeps what is written there', async () => {
    const { page, person, text, openText } = await sample()
    await openText()
    const duties = text.locator('.free-text[data-slot=duties]')
    await duties.hover()
    await duties.getByRole('button', { name: '编辑' }).click()
    await text.locator('.entry-text').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.press('Control+Enter')
    await text
      .getByRole('button', { name: /请填写/ })
      .first()
      .click()
    await text.locator('.entry-text').waitFor()
    await page.keyboard.type('负责接诉即办工作。')
    await person.saved()
    await page.locator('[data-form=GK05]').click()
    await openText()
    await duties.getByText('负责接诉即办工作。').waitFor()
  })

  it('has a cover and a house style', async () => {
    const { page, text, openText, complaints } = await sample()
    await page.locator('[data-screen=cover]').click()
    await page.getByRole('textbox', { name: '日期' }).fill('2025年8月18日')
    await page.getByRole('combobox', { name: '千分位逗号' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '加，如' }).click()
    await openText()
    await expect.poll(() => text.locator('[data-figure^="totals.grand/amount."]').textContent()).toMatch(/^\d,\d{3}/)
    expect(complaints).toEqual([])
  })
})

/** What Word puts on the clipboard, shortened: styles, a heading, a table. */
const fromWord = `<html><head><style>p.MsoNormal{font-size:10.5pt}</style></head><body>
<h2 style="color:red">绩效概况</h2>
<p class="MsoNormal" style="text-indent:21pt"><b><span lang="EN-US">2024</span></b>年完成全部目标。<o:p></o:p></p>
<table class="MsoTableGrid" style="border:solid"><tr><td width="10"><p class="MsoNormal">指标</p></td><td><p>分值</p></td></tr>
<tr><td><p>产出</p></td><td><p>20</p></td></tr></table></body></html>`

describe('what is pasted', () => {
  it('from Word keeps paragraphs, headings and tables, and loses its styles', async () => {
    const { page, person, text, openText, complaints } = await sample()
    await openText()
    const duties = text.locator('.free-text[data-slot=duties]')
    await duties.hover()
    await duties.getByRole('button', { name: '编辑' }).click()
    const entry = text.locator('.entry-text')
    await entry.waitFor()
    await page.keyboard.press('Control+a')
    await entry.evaluate((host, html) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', html)
      host.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, fromWord)
    await page.keyboard.press('Control+Enter')
    await person.saved()
    await duties.locator('.text-heading').getByText('绩效概况').waitFor()
    await duties.getByText('2024年完成全部目标。').waitFor()
    expect(await duties.locator('tr').allTextContents()).toEqual(['指标分值', '产出20'])
    expect(await duties.locator('b,strong').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe('accessibility', () => {
  it('has no serious violation in the text part, its editor and the cover', async () => {
    const { page, text, openText } = await sample()
    await openText()
    expect(await violations(page)).toEqual([])
    const duties = text.locator('.free-text[data-slot=duties]')
    await duties.hover()
    await duties.getByRole('button', { name: '编辑' }).click()
    await text.locator('.entry-text').waitFor()
    expect(await violations(page)).toEqual([])
    await page.locator('[data-screen=cover]').click()
    await page.getByRole('textbox', { name: '日期' }).waitFor()
    expect(await violations(page)).toEqual([])
  })
})
