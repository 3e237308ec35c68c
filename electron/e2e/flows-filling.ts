import { describe, expect, it } from 'vitest'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { sampleLedger } from './homes.ts'

const size = { width: 1600, height: 1400 }
const income = 'GK05!2080501!income'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger(), size })
  const person = new Accountant(window.page)
  await person.ready()
  return { ...window, person }
}

describe('filling', () => {
  it('a book from empty to balanced and sealed', async () => {
    const { page, complaints } = await browserWindow({ size })
    const person = new Accountant(page)
    await page.getByRole('button', { name: /^新建决算/ }).click()
    await person.dialog.getByLabel('部门名称').fill('北京市东城区示范局')
    await person.dialog.getByLabel('所属单位').fill('示范局本级')
    await person.answer('新建')
    await person.ready()
    expect(await person.state('GK05').textContent()).toBe('空')

    await person.tool('科目').click()
    await page.keyboard.type('xzdwltx')
    await person.dialog.getByText('行政单位离退休').first().waitFor()
    await person.press('Enter')
    await person.answer('新增')
    await person.saved()

    await person.openForm('GK05')
    await person.type(income, '100')
    expect(await person.text('GK05!total!income')).toBe('100.000000')
    await expect.poll(() => person.state('GK05').textContent()).toContain('错误')

    await person.openForm('GK06')
    await person.type('GK06!2080501@u1!basic', '=50+50')
    await person.openForm('GK07')
    await person.type('GK07!30302!final', '１００')
    await person.saved()
    await expect.poll(() => person.status.textContent()).toContain('错误 0')
    for (const form of ['GK01', 'GK03', 'GK05', 'GK06', 'GK07'])
      await expect.poll(() => person.state(form).textContent()).toBe('无误')

    await person.tool('上报').click()
    await person.answer('上报')
    await person.dialog.getByText('已存进账套').waitFor()
    await person.answer('关闭')
    expect(await person.status.textContent()).toContain('已上报')
    await person.openForm('GK05')
    await person.type(income, '1')
    expect(await person.text(income)).toBe('100.000000')
    expect(complaints).toEqual([])
  })

  it('a paste of 2,400 cells is one step, and its undo brings every cell back', async () => {
    const { page, person } = await sample()
    const [book] = await mustFrom(page, 'books.list', {})
    const codes = Array.from({ length: 480 }, (_, at) => String(2_291_010 + Math.floor(at / 80) * 100 + (at % 80)))
    const changes = codes.map((code) => ({ kind: 'row' as const, key: code, after: { name: `科目${code}` } }))
    const { id = 0, revision = 0 } = book ?? {}
    await mustFrom(page, 'book.commit', { book: id, base: revision, label: '新增科目', place: null, changes })
    await person.openForm('GK02')
    const [first = ''] = codes
    await expect.poll(() => person.text(`GK02!${first}!superior`).catch(() => null)).toBe('')
    // lines of 款 stand between the items: the block covers them too, and what they cannot take is left out
    const sections = new Set(codes.map((code) => code.slice(0, 5))).size
    const lines = Array.from({ length: codes.length + sections - 1 }, (_, at) =>
      Array(5)
        .fill(String(at + 1))
        .join('\t'),
    )
    await person.paste(`GK02!${first}!superior`, lines.join('\n'))
    await person.dialog.locator('.ant-btn-primary').click()
    await person.saved()
    const typed = async (): Promise<number> => {
      const { facts } = await mustFrom(page, 'book.open', { book: id })
      return facts.filter(({ kind, key }) => kind === 'cell' && key.startsWith('GK02!229')).length
    }
    await expect.poll(typed).toBe(2_400)
    expect(await person.text(`GK02!${first}!superior`)).toBe('1.000000')
    await person.press('Control+z')
    await expect.poll(typed).toBe(0)
    expect(await person.text(`GK02!${first}!superior`)).toBe('')
    const [last] = await mustFrom(page, 'book.history', { book: id, before: null, limit: 1 })
    expect(last?.kind).toBe('undo')
  })

  it('undo goes back across forms, to form and cell', async () => {
    const { person } = await sample()
    await person.openForm('GK05')
    const before = await person.text(income)
    await person.type(income, '1')
    await person.openForm('GK12')
    await person.openForm('GK07')
    await person.type('GK07!30201!final', '2')
    await person.saved()
    await person.openForm('GK01')
    await person.press('Control+z')
    await expect.poll(() => person.page.locator('[data-form=GK07]').getAttribute('aria-current')).toBe('page')
    await person.press('Control+z')
    await expect.poll(() => person.page.locator('[data-form=GK05]').getAttribute('aria-current')).toBe('page')
    await expect.poll(() => person.text(income)).toBe(before)
    await expect.poll(() => person.words.textContent()).toContain('2080501')
    await person.press('Control+y')
    await expect.poll(() => person.text(income)).toBe('1.000000')
  })

  it('万元 and 元 are two views of one amount', async () => {
    const { person } = await sample()
    await person.openForm('GK05')
    await person.type(income, '0.123456')
    await person.press('Control+u')
    await expect.poll(() => person.text(income)).toBe('1,234.56')
    expect(await person.status.textContent()).toContain('单位：元')
    await person.type(income, '50000.01')
    await person.press('Control+u')
    await expect.poll(() => person.text(income)).toBe('5.000001')
  })

  it('find and go to code bring the cell into sight', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.press('Control+f')
    await page.keyboard.type('购房补贴')
    await person.press('Enter')
    await expect.poll(() => page.locator('.search-answer').textContent()).toContain('1 处')
    await person.press('Escape')
    await expect.poll(() => person.words.textContent()).toContain('购房补贴')
    await person.press('Control+g')
    await page.keyboard.type('2080505')
    await person.press('Enter')
    await expect.poll(() => person.words.textContent()).toContain('2080505')
  })

  it('works with the keyboard alone', async () => {
    const { page, person } = await sample()
    await person.press('F6')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-form'))).toBe('GK01')
    await person.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
    await page.locator('[data-form=GK05][aria-current=page]').waitFor()
    await person.press('Control+g')
    await page.keyboard.type('2080501')
    await person.press('Enter', 'Tab')
    await page.keyboard.type('12')
    await person.press('Tab')
    await person.saved()
    await person.press('Alt+PageDown')
    await page.locator('[data-form=GK06][aria-current=page]').waitFor()
    await person.press('F8')
    await page.locator('.finding.is-visited').waitFor()
    await person.press('F9')
    await page.getByRole('region', { name: '为什么是这个数' }).waitFor()
    await person.press('Control+h')
    await page.getByRole('region', { name: '操作记录' }).waitFor()
    await person.press('Control+j')
    await expect.poll(() => page.getByRole('tab', { name: '操作记录' }).count()).toBe(0)
    await person.press('F1')
    await person.dialog.getByRole('heading', { level: 1 }).waitFor()
    await person.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await person.press('Control+z')
    await expect.poll(() => person.status.textContent()).toContain('错误 0')
  })
})

describe('findings', () => {
  it('F8 goes from error to error, Shift+F8 back; a click goes to the cell and shows the others', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.type('GK05!2080501!opening', '123.45')
    await person.openForm('GK01')
    await person.press('F8')
    await expect.poll(() => page.locator('.finding.is-visited').textContent()).toContain('123.450000')
    const first = await page.locator('.finding.is-visited').textContent()
    await person.press('F8')
    await expect.poll(() => page.locator('.finding.is-visited').textContent()).not.toBe(first)
    await person.press('Shift+F8')
    await expect.poll(() => page.locator('.finding.is-visited').textContent()).toBe(first)
    await page.locator('.finding-text').filter({ hasText: 'T5-1' }).first().click()
    await page.locator('[data-form=GK05][aria-current=page]').waitFor()
    expect(await page.locator('.finding-cells').textContent()).toContain('年末结转结余')
    expect(await (await person.cell('GK05!total!income')).getAttribute('class')).toContain('fail')
  })

  it('an explanation is stored, counts, and is journaled; moving the amount voids it', async () => {
    const { page, person } = await sample()
    await expect.poll(() => person.status.textContent()).toContain('核实 2（已说明）')
    await person.openForm('S01')
    const budget = 'S01!2120107!general'
    await person.type(budget, '1000')
    await expect.poll(() => person.status.textContent()).toContain('1 待说明')
    expect(await person.state('S01').textContent()).toBe('填报中')
    await page.locator('.finding').filter({ hasText: '2120107' }).getByRole('button', { name: '填写说明' }).click()
    await person.dialog.getByRole('textbox').fill('年中追加城市运行经费')
    await person.answer('保存')
    await expect.poll(() => person.status.textContent()).toContain('已说明')
    await page.locator('.finding-explanation').filter({ hasText: '年中追加城市运行经费' }).waitFor()
    await person.panel('操作记录')
    await page.locator('.history-label').filter({ hasText: '审核说明 Y5' }).waitFor()
    await person.openForm('S01')
    await person.type(budget, '900')
    await expect.poll(() => person.status.textContent()).toContain('1 待说明')
  })

  it('sealing is refused with the list of what stands in its way', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.type('GK05!2080501!opening', '1')
    await person.tool('上报').click()
    await person.dialog.getByText(/基本平衡不符 \d+ 处/).waitFor()
    await person.dialog.locator('.finding-text').first().click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.locator('.finding.is-visited').waitFor()
  })

  it('a value is explained down to what was typed, and back', async () => {
    const { page, person } = await sample()
    await person.openForm('GK05')
    await person.select('GK05!2080501!expenditure')
    await person.press('F9')
    const trace = page.getByRole('region', { name: '为什么是这个数' })
    await trace.getByText('不能直接填写').waitFor()
    await trace.getByRole('button', { name: /基本支出/ }).click()
    await trace.getByRole('button', { name: /GK06/ }).first().click()
    await page.locator('[data-form=GK06][aria-current=page]').waitFor()
    await trace.getByText('这一格由人填列').waitFor()
    await trace.getByRole('button', { name: /返回/ }).click()
    await page.locator('[data-form=GK05][aria-current=page]').waitFor()
  })
})
