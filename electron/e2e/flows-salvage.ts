import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { overwrittenLedger, sampleLedger, tamperedLedger } from './homes.ts'

const income = 'GK05!2080501!income'

async function opened(ledger: string) {
  const window = await browserWindow({ ledger })
  return { ...window, person: new Accountant(window.page), dialog: window.page.getByRole('dialog') }
}

describe('a ledger whose beginning is overwritten', () => {
  it('shows its backups, which of them are sound, and goes back to one', async () => {
    const { page, person, dialog } = await opened(await overwrittenLedger())
    await page.getByRole('button', { name: '从备份恢复…' }).click()
    await dialog.getByText('完好', { exact: true }).waitFor()
    await dialog.getByText(/^不能用：/).waitFor()
    await dialog.getByRole('button', { name: '打开备份文件夹' }).click()
    expect(await dialog.getByLabel('备份文件夹').inputValue()).toMatch(/部门决算\.juesuan\.backups$/)
    expect(await violations(page)).toEqual([])
    const sound = dialog.locator('tr', { has: page.getByText('完好', { exact: true }) })
    await sound.getByRole('button', { name: '恢复…' }).click()
    await dialog.getByRole('button', { name: '恢复', exact: true }).click()
    await person.ready()
  })

  it('is saved into a new file, says what of, and is worked on there', async () => {
    const path = await overwrittenLedger()
    const before = readFileSync(path)
    const { page, person, dialog } = await opened(path)
    await page.getByRole('button', { name: '救出可读的账套到新文件…' }).click()
    await dialog.getByRole('button', { name: '选择新文件并救出…' }).click()
    await dialog.getByText('完整救出 1 个年度决算').waitFor()
    await dialog.getByText(/2024 年度决算：完整救出/).waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: '打开新账套' }).click()
    await person.ready()
    await person.openForm('GK05')
    await person.type(income, '11')
    await person.saved()
    expect((await mustFrom(page, 'app.start', {})).ledger?.name).toBe('部门决算（救出）')
    expect(readFileSync(path)).toEqual(before)
  })
})

describe('checking the ledger', () => {
  it('says that it is sound', async () => {
    const { page, person, dialog } = await opened(await sampleLedger())
    await person.ready()
    await person.menu('文件', '检查账套')
    await dialog.getByText(/^账套完好/).waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('says where it is not, and leads to the backups and to saving what is left', async () => {
    const { page, person, dialog } = await opened(await tamperedLedger())
    await person.ready()
    await person.menu('文件', '检查账套')
    await dialog
      .getByText(/：操作记录第 1 条/)
      .first()
      .waitFor()
    await dialog.getByRole('button', { name: '救出可读的账套到新文件…' }).click()
    await dialog.getByRole('button', { name: '选择新文件并救出…' }).click()
    await dialog.getByText(/操作记录读不出，各表的数照账上救出/).waitFor()
    await dialog.locator('.ant-modal-footer').getByRole('button', { name: '关闭' }).click()
    await person.ready()
    expect((await mustFrom(page, 'app.start', {})).ledger?.name).toBe('部门决算')
  })
})

describe('a ledger that is taken away while it is open', () => {
  it('keeps what was typed on screen, says so, and saves it once the file is back', async () => {
    const path = await sampleLedger()
    const { page, person } = await opened(path)
    await person.ready()
    await person.openForm('GK05')
    renameSync(path, `${path}.away`)
    await person.type(income, '33')
    await page.locator('.save-failed').getByText('未保存').waitFor()
    expect(await page.locator('.save-failed').textContent()).toMatch(/找不到账套文件/)
    expect(await person.text(income)).toBe('33.000000')
    renameSync(`${path}.away`, path)
    await page.getByRole('button', { name: '重试' }).click()
    await person.saved()
  })

  it('takes nothing more when another file was copied into it', async () => {
    const path = await sampleLedger()
    const other = await sampleLedger()
    const { page, person } = await opened(path)
    await person.ready()
    await person.openForm('GK05')
    await person.type(income, '22')
    await person.saved()
    copyFileSync(path, `${path}.kept`)
    writeFileSync(path, readFileSync(other), { flag: 'r+' })
    await person.type(income, '33')
    await page.locator('.save-failed').getByText('未保存').waitFor()
    expect(await page.locator('.save-failed').textContent()).toMatch(/被别的程序改写/)
    expect(await person.text(income)).toBe('33.000000')
  })
})
