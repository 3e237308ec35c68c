import { describe, expect, it } from 'vitest'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { sampleLedger } from './homes.ts'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger(), size: { width: 1600, height: 1400 } })
  const person = new Accountant(window.page)
  await person.ready()
  const facts = async () => {
    const [book] = await mustFrom(window.page, 'books.list', {})
    return (await mustFrom(window.page, 'book.open', { book: book?.id ?? 0 })).facts
  }
  return { ...window, person, facts }
}

describe('rows', () => {
  it('an unknown code is taken with a finding; its parents appear', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.press('Alt+Insert')
    await page.keyboard.type('2299901')
    await person.press('Enter')
    await person.dialog.getByText('本年度科目表中没有这个编码').waitFor()
    await person.dialog.getByLabel('科目名称').fill('其他支出（待核）')
    await person.answer('新增')
    await expect.poll(() => person.words.textContent()).toContain('2299901')
    await page.locator('.form-host .ag-row[row-id="22999"]').waitFor()
    await page.locator('.finding').filter({ hasText: '科目编码 2299901' }).first().waitFor()
  })

  it('a code gets another printed name, with a finding as long as it differs from the table', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.select('GK05!2080501!income')
    await person.menu('报表', '科目改名')
    await person.dialog.getByRole('textbox').fill('行政单位离退休费')
    await person.answer('保存')
    await page.locator('.form-host').getByText('行政单位离退休费').waitFor()
    await page.locator('.finding').filter({ hasText: '与科目表' }).waitFor()
    await person.press('Control+z')
    await expect.poll(() => page.locator('.finding').filter({ hasText: '与科目表' }).count()).toBe(0)
  })

  it('removing a code names what is lost first, and undo brings it back', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.select('GK05!2080501!income')
    await person.press('Control+Shift+K')
    await person.dialog.getByText(/将一并清除 \d+ 个已填的数/).waitFor()
    await person.dialog.getByText('7.391326').first().waitFor()
    await person.answer('删除')
    await expect.poll(() => page.locator('.form-host .ag-row[row-id="2080501"]').count()).toBe(0)
    await person.press('Control+z')
    await expect.poll(() => person.text('GK05!2080501!income').catch(() => '')).toBe('7.391326')
  })
})

describe('units', () => {
  it('are added, renamed, ordered by keys, and removed', async () => {
    const { person, facts } = await sample()
    const units = async () =>
      (await facts())
        .flatMap(({ kind, value }) => (kind === 'unit' ? [value as { name: string; order: number }] : []))
        .sort((a, b) => a.order - b.order)
        .map(({ name }) => name)
    await person.tool('单位').click()
    await person.dialog.getByLabel('新单位的名称').fill('应急中心')
    await person.press('Enter')
    await expect.poll(units).toEqual(['北京市东城区城市管理指挥中心', '应急中心'])
    await person.dialog.getByRole('listitem').nth(1).focus()
    await person.press('Alt+ArrowUp')
    await expect.poll(units).toEqual(['应急中心', '北京市东城区城市管理指挥中心'])
    // the list on screen follows what main knows already
    const firstLine = person.dialog.getByRole('listitem').first()
    await expect.poll(() => firstLine.textContent()).toContain('应急中心')
    await person.dialog.getByRole('button', { name: '改名' }).first().click()
    await person.dialog.getByRole('textbox', { name: '单位名称' }).fill('应急保障中心')
    await person.press('Enter')
    await expect.poll(units).toEqual(['应急保障中心', '北京市东城区城市管理指挥中心'])
    await expect.poll(() => firstLine.textContent()).toContain('应急保障中心')
    await person.dialog.getByRole('button', { name: /删除/ }).first().click()
    await person.answer('删除')
    await expect.poll(units).toEqual(['北京市东城区城市管理指挥中心'])
  })
})

describe('projects', () => {
  it('are added, moved to another code, ordered by drag and keys, and deleted with what is lost', async () => {
    const { page, person, facts } = await sample()
    type Project = { code: string; name: string; order: number }
    const projects = async () =>
      (await facts())
        .flatMap(({ kind, value }) => (kind === 'project' ? [value as Project] : []))
        .sort((a, b) => a.order - b.order)
    const [first, second] = await projects()
    await person.tool('项目').click()
    // clicked the moment it is there: what is typed next belongs to the dialog on top
    await page.evaluate(`new Promise((done) => {
      const look = () => {
        const add = [...document.querySelectorAll('[role=dialog] button')].find((one) => one.textContent.startsWith('新增项目'))
        if (add === undefined) requestAnimationFrame(look)
        else done(add.click())
      }
      look()
    })`)
    await person.dialog.getByRole('combobox').first().waitFor()
    await page.waitForTimeout(300)
    await page.keyboard.type('2120107')
    await person.press('Enter')
    await person.dialog.getByLabel('项目名称').fill('夜间巡查专项')
    await person.answer('新增')
    await expect.poll(async () => (await projects()).some(({ name }) => name === '夜间巡查专项')).toBe(true)

    const line = (name: string) => page.locator('.sortable > li').filter({ hasText: name })
    await line(first?.name ?? '').focus()
    await person.press('Alt+ArrowDown')
    await expect.poll(async () => (await projects())[0]?.name).toBe(second?.name)
    await line(first?.name ?? '').dragTo(line(second?.name ?? ''))
    await expect.poll(async () => (await projects())[0]?.name).toBe(first?.name)

    await line('夜间巡查专项').getByRole('button', { name: /修改/ }).click()
    await person.dialog.getByRole('button', { name: '换科目' }).click()
    await page.keyboard.type('2120199')
    await person.press('Enter')
    await person.answer('保存')
    await expect.poll(async () => (await projects()).find(({ name }) => name === '夜间巡查专项')?.code).toBe('2120199')

    await line(first?.name ?? '')
      .getByRole('button', { name: /删除/ })
      .click()
    await person.dialog.getByText(/将一并清除 \d+ 个已填的数/).waitFor()
    await person.answer('删除')
    await expect.poll(async () => (await projects()).some(({ name }) => name === first?.name)).toBe(false)
    await person.press('Escape')
    await person.press('Control+z')
    await expect.poll(async () => (await projects()).some(({ name }) => name === first?.name)).toBe(true)
  })
})

describe('history', () => {
  it('tells when, what, from → to, and gives an earlier state back as a new step', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    const income = 'GK05!2080501!income'
    await person.type(income, '1')
    await person.type(income, '2')
    await person.panel('操作记录')
    const lines = page.locator('.history-line')
    await expect.poll(() => lines.first().textContent()).toContain('1.000000 → 2.000000')
    await lines.nth(2).getByRole('button', { name: '恢复到此' }).click()
    await page.getByRole('tooltip').getByRole('button', { name: '恢复' }).click()
    await expect.poll(() => person.text(income)).toBe('7.391326')
    await person.press('Control+z')
    await expect.poll(() => person.text(income)).toBe('2.000000')
  })
})
