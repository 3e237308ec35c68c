import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLedger } from '../ledger/ledger.ts'
import { makeYears } from '../services/fixtures/years.ts'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { home, must, sampleLedger } from './homes.ts'

/** A ledger with the sample and made-up books of the years given. */
async function yearsLedger(years: readonly number[]): Promise<string> {
  const path = join(home(), '部门决算.juesuan')
  const ledger = must(await createLedger(path, { clock: Date.now, program: 'juesuan flows', wait: 0 }))
  makeYears(ledger, years)
  ledger.close()
  return path
}

async function analysis(ledger: string) {
  const window = await browserWindow({ ledger, size: { width: 1440, height: 1000 } })
  const { page } = window
  const person = new Accountant(page)
  await person.ready()
  const open = async (): Promise<void> => {
    await page.locator('[data-screen=analysis]').click()
    await page.locator('.analysis').waitFor()
  }
  const pick = async (form: string): Promise<void> => {
    await page.getByRole('combobox', { name: '报表' }).click()
    await page.keyboard.type(form)
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: /比较/ }).waitFor()
  }
  const row = (text: string) => page.locator('.compare-line.is-row').filter({ hasText: text })
  const files = async (act: () => Promise<unknown>): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()])
    const path = join(window.home, download.suggestedFilename())
    await download.saveAs(path)
    return readFileSync(path)
  }
  return { ...window, person, open, pick, row, files }
}

describe('comparison', () => {
  it('shows a form beside last year’s, leads to the cell and back, and follows what is typed there', async () => {
    const { page, person, open, pick, row, complaints } = await analysis(await yearsLedger([2023]))
    await open()
    await pick('GK05')
    await expect.poll(() => row('2080501').textContent()).toContain('7.391326' + '6.873900' + '0.517426')
    await page.getByRole('combobox', { name: '栏', exact: true }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '全部栏' }).click()
    await expect.poll(() => row('2080501').locator('.compare-percent').count()).toBeGreaterThan(2)
    await row('2120102').getByText('本年没有').waitFor()
    await row('2080501').locator('.compare-number').filter({ hasText: '7.391326' }).first().click()
    await person.ready()
    expect(await page.locator('[data-form=GK05][aria-current=page]').count()).toBe(1)
    await expect.poll(() => person.words.textContent()).toContain('行政单位离退休')
    await person.type('GK05!2080501!income', '17.391326')
    await page.getByRole('button', { name: '返回对比分析' }).click()
    await expect.poll(() => row('2080501').textContent()).toContain('17.391326')
    await row('2080501').locator('.is-marked').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('takes limits, order and search, by keys too', async () => {
    const { page, open, pick, row, complaints } = await analysis(await yearsLedger([2023]))
    await open()
    await pick('GK05')
    const table = page.getByRole('grid', { name: /比较/ })
    await page.getByRole('combobox', { name: '次序' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '增减额从大到小' }).click()
    await expect.poll(() => page.locator('.compare-line.is-row').first().textContent()).toMatch(/^2210203/)
    await page.getByRole('checkbox', { name: /只看超过界限/ }).check()
    const marked = await page.locator('.compare-line.is-row').count()
    await page.getByRole('spinbutton', { name: '界限：百分之几' }).fill('5')
    await expect.poll(() => page.locator('.compare-line.is-row').count()).toBeGreaterThan(marked)
    await page.getByRole('button', { name: '恢复审核公式的界限' }).click()
    await expect.poll(() => page.locator('.compare-line.is-row').count()).toBe(marked)
    await page.getByRole('textbox', { name: '查找科目' }).fill('购房')
    await expect.poll(() => page.locator('.compare-line.is-row').count()).toBe(1)
    await row('2210203').waitFor()
    await table.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.locator('[data-form=GK05][aria-current=page]').waitFor()
    expect(complaints).toEqual([])
  })

  it('takes the explanation that is asked for, in place', async () => {
    const { page, person, open, pick, row, complaints } = await analysis(await yearsLedger([2023]))
    await open()
    await page.getByText('与年初预算', { exact: true }).click()
    await pick('GK05')
    await row('2120107').getByText('Y5 已说明').waitFor()
    await row('2120107').getByRole('button', { name: /Y5/ }).click()
    await person.dialog.getByRole('textbox', { name: '审核说明' }).fill('年中追加项目经费')
    await person.answer('保存')
    await row('2120107').getByText('Y5 已说明：年中追加项目经费').waitFor()
    await page.getByText('与上年', { exact: true }).click()
    await row('2120102').getByRole('button', { name: 'Y2 待说明' }).click()
    await person.dialog.getByRole('textbox', { name: '审核说明' }).fill('职能划转')
    await person.answer('保存')
    await row('2120102').getByText('Y2 已说明：职能划转').waitFor()
    expect(complaints).toEqual([])
  })

  it('leaves the window as CSV, by the clipboard, and on paper', async () => {
    const { page, open, pick, files, complaints } = await analysis(await yearsLedger([2023]))
    await open()
    await pick('GK05')
    const csv = (await files(() => page.getByRole('button', { name: '导出 CSV' }).click())).toString('utf8')
    expect(csv).toMatch(/^\uFEFF报表,科目编码,名称,/)
    expect(csv).toContain('2210203,购房补贴（本年新增）')
    await page.getByRole('button', { name: '复制' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/\n2080501\t行政单位离退休\t/)
    await page.evaluate(`globalThis.print = () => { globalThis.printed = document.querySelector('.sheet').innerText }`)
    await page.getByRole('button', { name: '打印' }).click()
    const printed = await page.evaluate<string>('globalThis.printed')
    expect(printed).toContain('一般公共预算财政拨款收入支出决算表（与上年比较）')
    expect(printed).toContain('行政单位离退休')
    expect(await page.locator('.sheet').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('says why there is nothing to compare with', async () => {
    const { page, open } = await analysis(await sampleLedger())
    await open()
    await page.getByText(/账套中没有“.*”2023年度决算/).waitFor()
    await page.getByText('与年初预算', { exact: true }).click()
    await page.getByRole('grid', { name: /与年初预算比较/ }).waitFor()
  })
})

describe('charts', () => {
  it('draws every chart, as picture and as table, with other years’ books behind', async () => {
    const { page, open, files, complaints } = await analysis(await yearsLedger([2021, 2023]))
    await open()
    await page.getByRole('tab', { name: '图表' }).click()
    const cards = page.locator('.chart-card')
    await expect.poll(() => page.locator('.chart-drawing img').count()).toBe(await cards.count())
    const sizes = await page
      .locator('.chart-drawing img')
      .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth))
    expect(sizes.every((width) => width > 200)).toBe(true)
    const totals = page.locator('[data-chart=totals]')
    const png = await files(() => totals.getByRole('button', { name: '图片' }).click())
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
    // twice the width a chart has on paper; an empty picture of that size is far smaller
    expect(png.readUInt32BE(16)).toBe(1920)
    expect(png.length).toBeGreaterThan(20_000)
    const csv = (await files(() => totals.getByRole('button', { name: 'CSV' }).click())).toString('utf8')
    expect(csv).toContain('2024年,6912.978296,6912.978296')
    await totals.getByText('表', { exact: true }).click()
    await totals
      .getByRole('row', { name: /2023年/ })
      .getByRole('button')
      .first()
      .click()
    await page.locator('[data-form=GK01][aria-current=page]').waitFor()
    await page.locator('.status').getByText('收入·决算数').waitFor()
    expect(complaints).toEqual([])
  })

  it('prints a chart with its table', async () => {
    const { page, open, complaints } = await analysis(await yearsLedger([2023]))
    await open()
    await page.getByRole('tab', { name: '图表' }).click()
    await page.evaluate(`globalThis.print = () => {
      const sheet = document.querySelector('.sheet')
      globalThis.printed = sheet.innerText + ' ' + sheet.querySelector('img').naturalWidth
    }`)
    await page.locator('[data-chart=income]').getByRole('button', { name: '打印' }).click()
    await expect
      .poll(() => page.evaluate('globalThis.printed'))
      .toMatch(/2024年度收入来源[^]*北京市[^]*6,889\.69[^]* 960$/)
    expect(complaints).toEqual([])
  })
})

describe('accessibility', () => {
  it('has no serious violation in comparison, charts and their tables', async () => {
    const { page, open, pick } = await analysis(await yearsLedger([2023]))
    await open()
    await pick('GK01')
    expect(await violations(page)).toEqual([])
    await page.getByRole('tab', { name: '图表' }).click()
    await page.locator('.chart-drawing img').first().waitFor()
    await page.locator('[data-chart=functions]').getByText('表', { exact: true }).click()
    expect(await violations(page)).toEqual([])
  })
})
