import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { editWorkbook } from './edited-workbook.ts'
import { damagedLedger, home, lockedLedger, sampleLedger } from './homes.ts'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger(), size: { width: 1600, height: 1400 } })
  const person = new Accountant(window.page)
  await person.ready()
  return { ...window, person }
}
type Window = Awaited<ReturnType<typeof sample>>

/** Exports the workbook as the person does, and returns where it lies. */
async function exported({ page, person, home: at }: Window): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), person.press('Control+e')])
  const path = join(at, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

describe('import', () => {
  it('previews what a workbook changes, refuses a conflict, takes the rest, and is undone as one step', async () => {
    const window = await sample()
    const { page, person } = window
    const path = await exported(window)
    await editWorkbook(path, 'GK05', '行政单位离退休', 7.391326, 8.391326)
    await editWorkbook(path, 'GK05', '合计', 6889.685723, 6889.69)
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), person.press('Control+i')])
    await chooser.setFiles(path)
    await person.dialog.getByText('要写入的内容').waitFor()
    await person.dialog.getByText('8.391326').first().waitFor()
    await person.dialog.getByRole('heading', { name: /与公式不符/ }).waitFor()
    await person.dialog.getByRole('checkbox').first().uncheck()
    await page.locator('.ant-modal-footer .ant-btn-primary').click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await person.openForm('GK05')
    await expect.poll(() => person.text('GK05!2080501!income')).toBe('8.391326')
    await person.press('Control+z')
    await expect.poll(() => person.text('GK05!2080501!income')).toBe('7.391326')
  })

  it('takes a workbook dropped on the window', async () => {
    const window = await sample()
    const { page, person } = window
    const path = await exported(window)
    const bytes = readFileSync(path).toString('base64')
    const drop = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer()
      const data = Uint8Array.from(atob(content), (one) => one.charCodeAt(0))
      transfer.items.add(new File([data], '拖入的工作簿.xlsx'))
      return transfer
    }, bytes)
    await page.dispatchEvent('.work-main', 'dragover', { dataTransfer: drop })
    await page.getByText('松开鼠标').waitFor()
    await page.dispatchEvent('.work-main', 'drop', { dataTransfer: drop })
    await person.dialog.getByText('没有要导入的内容').waitFor()
    await person.answer('不导入')
    await expect.poll(() => page.getByText('松开鼠标').count()).toBe(0)
  })

  it('shows what a published PDF says, form by form with its pages, and takes it', async () => {
    const window = await sample()
    const { page, person } = window
    await person.openForm('GK05')
    await person.type('GK05!2080501!income', '5')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), person.press('Control+i')])
    await chooser.setFiles(
      fileURLToPath(new URL('../exchange/intake/fixtures/published-libreoffice.pdf', import.meta.url)),
    )
    await person.dialog.getByText('认出 14 张表、1012 个数').waitFor()
    await person.dialog.getByRole('row', { name: /项目支出决算明细表\s*第 14 页\s*84/ }).waitFor()
    await person.answer('全部导入')
    await expect.poll(() => person.text('GK05!2080501!income')).toBe('7.391326')
  })

  it('refuses what is no workbook, in words', async () => {
    const window = await sample()
    const { page, person, home: at } = window
    const path = join(at, '假的.xlsx')
    writeFileSync(path, 'this is no workbook')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), person.press('Control+i')])
    await chooser.setFiles(path)
    await page
      .locator('.ant-message')
      .getByText(/假的\.xlsx|工作簿/)
      .waitFor()
  })
})

describe('export', () => {
  it('hands over workbook, workbook with supplements, and blank template', async () => {
    const window = await sample()
    const { page, person } = window
    expect(await exported(window)).toContain('2024年度部门决算')
    await page.getByText('导出完成').waitFor()
    const template = await Promise.all([page.waitForEvent('download'), person.menu('文件', '导出空白模板')])
    expect(template[0].suggestedFilename()).toMatch(/\.xlsx$/)
    await page.getByRole('button', { name: '导出什么' }).click()
    const [more] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /连同补充资料/ }).click(),
    ])
    const path = join(home(), 'more.xlsx')
    await more.saveAs(path)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    expect(book.worksheets.filter(({ state }) => state === 'visible').length).toBeGreaterThan(14)
  })

  it('a sealed book hands out the files it was sealed with; unsealing wants a reason', async () => {
    const window = await sample()
    const { page, person } = window
    await person.tool('上报').click()
    await person.answer('上报')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      person.dialog.getByRole('button', { name: /另存/ }).first().click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
    await person.answer('关闭')
    await page.locator('.years-year .tag-sealed').waitFor()
    await person.tool('撤销上报').click()
    expect(await person.dialog.getByRole('button', { name: '撤销上报' }).isDisabled()).toBe(true)
    await person.dialog.getByRole('textbox').fill('财政部门退回')
    await person.answer('撤销上报')
    await expect.poll(() => person.status.textContent()).toContain('未上报')
    await person.panel('操作记录')
    await page.locator('.history-label').filter({ hasText: '撤销上报' }).waitFor()
  })
})

describe('ledgers', () => {
  it('a backup is made, and restored with the present ledger kept', async () => {
    const { page, person } = await sample()
    await person.menu('文件', '备份与恢复')
    await person.answer('立即备份')
    await person.dialog.getByText('手工备份').first().waitFor()
    await person.press('Escape')
    await person.openForm('GK05')
    await person.type('GK05!2080501!income', '1')
    await person.saved()
    await person.menu('文件', '备份与恢复')
    const made = person.dialog.getByRole('row').filter({ hasText: '手工备份' }).first()
    await made.getByRole('button', { name: '恢复…', exact: true }).click()
    await person.answer('恢复')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await person.openForm('GK05')
    await expect.poll(() => person.text('GK05!2080501!income')).toBe('7.391326')
    await person.menu('文件', '检查账套')
    await person.dialog.getByText('账套完好').waitFor()
  })

  it('a locked ledger can be looked at: read only, and says so', async () => {
    const { page } = await browserWindow({ ledger: await lockedLedger() })
    const person = new Accountant(page)
    await page.getByText('账套正在另一处使用').waitFor()
    await page.getByRole('button', { name: '以只读方式打开' }).click()
    await person.ready()
    await page.locator('.tag-readonly').waitFor()
    await person.press('Alt+Insert')
    await page.locator('.ant-message').getByText('只读').waitFor()
  })

  it('a damaged ledger offers its backups', async () => {
    const { page } = await browserWindow({ ledger: await damagedLedger() })
    await page.getByText('账套已损坏').first().waitFor()
    await page.getByRole('button', { name: '从备份恢复…' }).click()
    await page.getByRole('dialog').getByText(/备份/).first().waitFor()
  })
})
