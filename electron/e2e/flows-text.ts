import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { FactChange } from '../../shared/engine/facts.ts'
import { sampleBook, sampleFacts } from '../../shared/sample/sample.ts'
import { openLedger } from '../ledger/ledger.ts'
import { newBook } from '../services/books.ts'
import { perform, stating } from '../services/gesture.ts'
import { openBook } from '../services/open-book.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { must, sampleLedger } from './homes.ts'

/** The text part of the sample, open in a window. */
async function textPart({
  ledger,
  size = { width: 1440, height: 900 },
}: {
  ledger?: string
  size?: { width: number; height: number }
} = {}) {
  const window = await browserWindow({ ledger: ledger ?? (await sampleLedger()), size })
  const { page } = window
  const person = new Accountant(page)
  await person.ready()
  const text = page.getByRole('article', { name: '决算说明' })
  const openText = async (): Promise<void> => {
    await page.keyboard.press('Control+Shift+s')
    await text.locator('[data-block="totals.grand"]').waitFor()
  }
  await openText()
  const source = page.getByRole('complementary', { name: '来源' })
  return { ...window, person, text, source, openText, block: (key: string) => text.locator(`[data-block="${key}"]`) }
}

/** A closed ledger with the sample, and with a second year of the same figures in which nothing is written yet. */
async function ledgerOfTwoYears(): Promise<string> {
  const path = await sampleLedger()
  const ledger = must(await openLedger(path, { clock: Date.now, program: 'juesuan flows', wait: 0, mode: 'write' }))
  const { department, edition } = sampleBook
  must(newBook(ledger, { department, year: 2025, edition, origin: 'sample' }))
  const open = must(openBook(ledger, { department, year: 2025 }))
  const changes = stating(sampleFacts(open.edition)).filter(({ kind }) => kind !== 'text')
  must(perform(open, { changes, label: '填列', place: null }, 'sample'))
  ledger.close()
  return path
}

/** What another window of the same ledger does to the newest book. */
async function elsewhere(page: Page, changes: readonly FactChange[]): Promise<void> {
  const [book] = (await mustFrom(page, 'books.list', {})).toSorted((a, b) => b.year - a.year)
  if (book === undefined) throw new Error('no book')
  const { id, revision } = book
  await mustFrom(page, 'book.commit', { book: id, base: revision, label: '录入', place: null, changes: [...changes] })
}

const textElsewhere = (page: Page, key: string, after: string | null): Promise<void> =>
  elsewhere(page, [{ kind: 'text', key, after }])

/** Opens the editor of a free text and selects all of it. */
async function edit(text: Locator, slot: string): Promise<Locator> {
  const free = text.locator(`.free-text[data-slot=${slot}]`)
  await free.hover()
  await free.getByRole('button', { name: '编辑' }).click()
  const entry = text.locator('.entry-text')
  await entry.waitFor()
  await entry.press('Control+a')
  return entry
}

const isPointed = (locator: Locator) => locator.evaluate((one) => one.classList.contains('is-pointed'))

describe('sources beside the text', () => {
  it('say where each figure of the paragraph comes from, live, and lead there', async () => {
    const { page, person, text, source, openText, block, complaints } = await textPart()
    await block('totals.grand').hover()
    const sources = source.locator('[data-source]')
    await expect.poll(() => sources.count()).toBe(3)
    const [grand, , percent] = [sources.nth(0), sources.nth(1), sources.nth(2)]
    expect(await grand.innerText()).toMatch(/6912\.98[^]*6,912\.978296 万元[^]*69,129,782\.96 元/)
    expect(await grand.innerText()).toMatch(/万元，两位小数，四舍五入[^]*GK01 收入支出决算总表[^]*总计/)
    expect(await percent.innerText()).toMatch(/451\.028296 ÷ 6,461\.950000[^]*S02 上年数/)

    const token = block('totals.grand').locator('.figure').nth(1)
    await token.hover()
    await expect.poll(() => isPointed(sources.nth(1))).toBe(true)
    await sources.nth(2).hover()
    await expect.poll(() => isPointed(block('totals.grand').locator('.figure').nth(2))).toBe(true)
    expect(await isPointed(token)).toBe(false)

    await elsewhere(page, [{ kind: 'cell', key: 'GK05!2080501!income', after: 12_391_326 }])
    await expect.poll(() => grand.innerText()).toContain('69,179,782.96 元')

    // by keys: into the sources, back to the figure, and to the cell
    await token.focus()
    await page.keyboard.press('F9')
    await expect
      .poll(() =>
        sources
          .nth(1)
          .locator('button')
          .first()
          .evaluate((one) => one.matches(':focus')),
      )
      .toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => token.evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.keyboard.press('F9')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await person.ready()
    await page.locator('[data-form=GK01][aria-current=page]').waitFor()
    await expect.poll(() => person.words.innerText()).toContain('决算数')
    await page.getByText('返回决算说明').click()
    // where the reader is, not where the grid's cursor was
    await expect.poll(() => person.words.innerText()).toMatch(/^第二部分 .* › 二、收入支出决算总体情况说明 › 第1段$/)

    await block('duties.2').click()
    await source.getByText('这一段没有取自报表的数字').waitFor()
    await source.getByRole('button', { name: '收起来源' }).click()
    await expect.poll(() => source.count()).toBe(0)
    await page.reload()
    await person.ready()
    await openText()
    expect(await source.count()).toBe(0)
    await text.click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('F9')
    await source.waitFor()
    expect(complaints).toEqual([])
  })

  it('begin closed where there is no room, and take the width they are given', async () => {
    const { page, source, complaints } = await textPart({ size: { width: 1024, height: 768 } })
    expect(await source.count()).toBe(0)
    await page.getByRole('button', { name: '来源' }).click()
    await source.waitFor()
    const width = async () => (await source.boundingBox())?.width ?? 0
    const before = await width()
    await page.getByRole('separator', { name: '来源的宽度' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(width).toBeLessThan(before)
    expect(complaints).toEqual([])
  })
})

describe('search in the text', () => {
  it('counts, marks and goes through what it finds, and gives the focus back', async () => {
    const { page, person, source, complaints } = await textPart()
    await person.press('Control+f')
    const bar = page.getByRole('search', { name: '在决算说明中查找' })
    const answer = bar.getByRole('status')
    await page.keyboard.type('6,889.69')
    await expect.poll(() => answer.innerText()).toMatch(/^1\/\d+$/)
    const count = Number((await answer.innerText()).split('/')[1])
    expect(count).toBeGreaterThan(3)
    const marked = () => page.evaluate(() => CSS.highlights.get('text-hit')?.size ?? 0)
    expect(await marked()).toBe(count)
    await person.press('F3', 'Enter')
    await expect.poll(() => answer.innerText()).toBe(`3/${count}`)
    await person.press('Shift+Enter')
    await expect.poll(() => answer.innerText()).toBe(`2/${count}`)
    await source.getByText('6889.69').first().waitFor()
    // words across a figure, and words of a free text
    await page.keyboard.press('Control+a')
    await page.keyboard.type('收、支总计6912.98万元')
    await expect.poll(() => answer.innerText()).toBe('1/1')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('非紧急救助服务中心')
    await expect.poll(() => answer.innerText()).toMatch(/^1\//)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('没有的话')
    await expect.poll(() => answer.innerText()).toBe('没有找到')
    await person.press('Escape')
    await expect.poll(() => bar.count()).toBe(0)
    expect(await marked()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('text-page-place')
    expect(complaints).toEqual([])
  })
})

describe('texts of last year', () => {
  it('are taken over one by one or all at once, as one gesture', async () => {
    const { page, person, text, complaints } = await textPart({ ledger: await ledgerOfTwoYears() })
    await person.status.getByText(/待填 [1-9]/).waitFor()
    const asked = async () => Number(/待填 (\d+)/.exec(await person.status.innerText())?.[1])
    const before = await asked()

    const duties = text.locator('.free-text[data-slot=duties]')
    await duties.getByRole('button', { name: '沿用上年' }).click()
    await duties.locator('.text-paragraph').nth(6).waitFor()
    await expect.poll(asked).toBe(before - 1)

    await page.getByRole('button', { name: /全部沿用上年文字/ }).click()
    await person.dialog.getByText('沿用 2024 年度的文字').waitFor()
    const boxes = person.dialog.getByRole('listitem').getByRole('checkbox')
    const offers = await boxes.count()
    expect(offers).toBeGreaterThan(10)
    await boxes.first().focus()
    await page.keyboard.press('Space')
    await person.answer(`沿用 ${offers - 1} 处`)
    await expect.poll(asked).toBe(before - offers)
    await person.saved()
    await page.keyboard.press('Control+z')
    await expect.poll(asked).toBe(before - 1)
    await page.keyboard.press('Control+y')
    await expect.poll(asked).toBe(before - offers)
    expect(complaints).toEqual([])
  })
})

describe('a text changed elsewhere', () => {
  it('comes into an editor in which nothing was typed', async () => {
    const { page, text, complaints } = await textPart()
    const entry = await edit(text, 'organisation')
    await textElsewhere(page, 'organisation', '设20个内设机构。')
    await expect.poll(() => entry.innerText()).toBe('设20个内设机构。')
    await page.keyboard.press('Control+End')
    await page.keyboard.type('另设1个中心。')
    await page.keyboard.press('Control+Enter')
    await text.getByText('设20个内设机构。另设1个中心。').waitFor()
    expect(await page.getByText('在别处已经改动').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('is asked about beside words being typed, and neither is lost', async () => {
    const { page, person, text, source, block, complaints } = await textPart()
    const organisation = text.locator('.free-text[data-slot=organisation]')
    await edit(text, 'organisation')
    await page.keyboard.type('设12个内设机构')
    await textElsewhere(page, 'organisation', '设20个内设机构。')
    const dispute = page.getByRole('alert').filter({ hasText: '在别处已经改动' })
    await dispute.getByText('设20个内设机构。').waitFor()
    await page.keyboard.type('。')
    await page.keyboard.press('Control+Enter')
    await dispute.getByRole('button', { name: '用我的文字' }).press('Enter')
    await expect.poll(() => dispute.count()).toBe(0)
    await page.keyboard.press('Control+Enter')
    await organisation.getByText('设12个内设机构。').waitFor()

    await edit(text, 'organisation')
    await page.keyboard.type('设13个')
    await textElsewhere(page, 'organisation', '设21个内设机构。')
    await dispute.getByRole('button', { name: '用已保存的文字' }).click()
    await page.keyboard.press('Control+Enter')
    await organisation.getByText('设21个内设机构。').waitFor()

    // who goes elsewhere is asked there
    await block('totals.grand').hover()
    await block('totals.grand').getByRole('button', { name: '改写语句' }).click()
    await text.locator('.entry-text').waitFor()
    await page.keyboard.type('特此说明。')
    await textElsewhere(page, 'words:totals.grand', '总计{amount.GK01!incomeGrand!incomeFinal}万元。')
    await dispute.getByText('总计6912.98万元。').waitFor()
    await page.locator('[data-form=GK05]').click()
    await person.dialog.getByText('有一段文字还没有保存').waitFor()
    await person.dialog.getByText(/6912\.98万元，比上年增加.*特此说明。/).waitFor()
    await person.answer('用我的文字')
    await person.press('Control+Shift+s')
    await block('totals.grand').getByText('特此说明。').waitFor()
    await person.saved()

    // a number typed over the same number
    const figure = block('totals.grand').locator('.figure').first()
    await figure.dblclick()
    await page.keyboard.type('6913')
    await textElsewhere(page, 'figure:totals.grand/amount.GK01!incomeGrand!incomeFinal', '6900')
    await source.getByText('6900').waitFor()
    await page.keyboard.press('Enter')
    await person.dialog.getByText('6900', { exact: true }).waitFor()
    await person.answer('用我的文字')
    await expect.poll(() => figure.innerText()).toBe('6913')
    expect(complaints).toEqual([])
  })
})

describe('findings of the text', () => {
  it('offer to move a share, and are counted alike everywhere', async () => {
    const { page, person, text, source, complaints } = await textPart()
    const total = async () => {
      const counts = /错误 (\d+)\s*核实 (\d+)[^]*提示 (\d+)/.exec(await person.status.innerText())
      return (counts ?? []).slice(1).reduce((sum, count) => sum + Number(count), 0)
    }
    const listed = async () => Number(/全部 (\d+)/.exec(await page.locator('.panel-tools').innerText())?.[1])
    const before = await listed()
    await elsewhere(page, [{ kind: 'cell', key: 'GK06!2080501@u1!basic', after: 12_391_326 }])
    const finding = page.locator('.finding').filter({ hasText: '各部分占比之和为 99.99%' })
    await finding.waitFor()
    await expect.poll(total).toBe(await listed())
    expect(await total()).toBeGreaterThan(before)
    await finding.locator('.finding-text').click()
    await source.getByRole('button', { name: '调整为 6.23%' }).click()
    await expect.poll(() => finding.count()).toBe(0)
    const share = text.locator('[data-figure="general.classes/share.GK06!208!total"]')
    expect(await share.innerText()).toBe('6.23')
    expect(await share.evaluate((one) => one.classList.contains('is-overridden'))).toBe(true)
    await source.getByText('改写过，按报表应为 6.22%').waitFor()
    // moved so that all add to 100 it is as it should be; moved further it is not
    expect(await page.locator('.finding').filter({ hasText: '写作' }).count()).toBe(0)
    await share.focus()
    await page.keyboard.press('F2')
    await page.keyboard.type('7.23')
    await page.keyboard.press('Enter')
    await page.locator('.finding').filter({ hasText: '写作 7.23，按各表计算为 6.22' }).waitFor()
    await source.locator('.text-source-findings').getByText('写作 7.23').waitFor()
    await expect.poll(total).toBe(await listed())
    // no other share is offered to make up for a wrong one
    await page.locator('.finding').filter({ hasText: '各部分占比之和为 101%' }).waitFor()
    expect(await page.getByRole('button', { name: /^调整为/ }).count()).toBe(0)
    await source.getByRole('button', { name: '恢复' }).click()
    await expect.poll(() => share.innerText()).toBe('6.22')
    await person.status.getByText('四、一般公共预算财政拨款支出决算情况说明').waitFor()
    expect(complaints).toEqual([])
  })
})

/** What Word puts on the clipboard, with what it is known for: styles, conditional comments, empty paragraphs, lists. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal{mso-style-parent:"";font-size:10.5pt} --></style><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21pt'><!--StartFragment-->
<h3 style='text-align:center'><span style='font-family:黑体;color:red'>机构职责</span></h3>
<p class=MsoNormal style='text-indent:21.0pt'><b><span lang=EN-US>1.</span></b><span style='background:yellow'>负责指挥调度。</span><o:p></o:p></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>负责监督检查。</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'>
<tr><td width=277 valign=top><p class=MsoNormal><b>科室</b><o:p></o:p></p></td><td><p class=MsoNormal>人数</p></td></tr>
<tr><td><p class=MsoNormal>综合科</p></td><td><p class=MsoNormal><span lang=EN-US>12</span></p></td></tr></table>
<!--EndFragment--></body></html>`

describe('paste', () => {
  it('from Word keeps the structure and drops the styling', async () => {
    const { page, person, text, complaints } = await textPart()
    const duties = text.locator('.free-text[data-slot=duties]')
    const entry = await edit(text, 'duties')
    await page.evaluate(
      (html) =>
        navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })]),
      fromWord,
    )
    // the browser parses what goes to the clipboard in the page itself, and its complaints are not the program's
    const before = complaints.length
    await entry.press('Control+v')
    await page.keyboard.press('Control+Enter')
    await person.saved()
    await duties.locator('.text-heading').getByText('机构职责').waitFor()
    const paragraphs = await duties.locator('.text-paragraph').allInnerTexts()
    expect(paragraphs.map((one) => one.replaceAll(/\s+/g, ''))).toEqual(['1.负责指挥调度。', '2.负责监督检查。'])
    expect(await duties.locator('tr').allTextContents()).toEqual(['科室人数', '综合科12'])
    expect(await duties.locator('b,strong,[style]').count()).toBe(0)
    await page.keyboard.press('Control+z')
    await expect.poll(() => duties.locator('table').count()).toBe(0)
    expect(complaints.slice(before)).toEqual([])
  })
})
