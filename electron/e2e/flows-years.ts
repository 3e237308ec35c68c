import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FactChange } from '../../shared/engine/facts.ts'
import { createLedger, type Ledger } from '../ledger/ledger.ts'
import { nextYear as nextYearEdition } from '../services/fixtures/editions.ts'
import { makeYears } from '../services/fixtures/years.ts'
import { perform } from '../services/gesture.ts'
import { openBook } from '../services/open-book.ts'
import { rollForwardBook } from '../services/roll-forward.ts'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { home, must } from './homes.ts'

/** What the sample closes with in these flows, fen: it has no closings of its own. */
const closings: readonly (readonly [key: string, fen: number])[] = [
  ['GK05!2080505!closingBasic', 123_450_000],
  ['GK05!2080506!closingProject', 20_000_000],
  ['GK05!2080501!closingBasic', 5_000_000],
]
const closed = closings.map(([key, after]): FactChange => ({ kind: 'cell', key, after }))

/** A ledger with the sample as 2024, closed with something, earlier years, and what else is wanted. */
async function yearsLedger(
  earlier: readonly number[],
  more: (ledger: Ledger, book: number) => void = () => undefined,
): Promise<string> {
  const path = join(home(), '部门决算.juesuan')
  const ledger = must(await createLedger(path, { clock: Date.now, program: 'juesuan flows', wait: 0 }))
  const open = makeYears(ledger, earlier)
  must(perform(open, { changes: closed, label: '年末结转', place: null }, 'fixture'))
  more(ledger, open.summary.id)
  ledger.close()
  return path
}

const nextYear = (ledger: Ledger): void => {
  must(rollForwardBook(ledger, { from: 2024, edition: 'dongcheng-2024' }))
}

/** Seals the book with files made up here: what is sealed is not printed anew. */
const handIn = (ledger: Ledger, book: number): void => {
  const { revision } = must(ledger.readBook(book)).summary
  const files = [
    { name: '2024年度部门决算.xlsx', bytes: Buffer.from('as it was handed in') },
    { name: '2024年度部门决算.pdf', bytes: Buffer.from('%PDF as it was handed in') },
  ]
  must(ledger.seal(book, { base: revision, files, findings: null, label: '上报' }))
}

async function years(ledger: string, size = { width: 1440, height: 900 }) {
  const window = await browserWindow({ ledger, size })
  const { page } = window
  const person = new Accountant(page)
  await person.ready()
  const list = page.getByRole('navigation', { name: '部门和年度' })
  const openYear = async (year: number): Promise<void> => {
    await list.getByRole('button', { name: new RegExp(`^${year} 年度`) }).click()
    await list
      .locator('[aria-current=true]')
      .filter({ hasText: `${year} 年度` })
      .waitFor()
    await person.ready()
  }
  return { ...window, person, list, openYear }
}

describe('a new year', () => {
  it('is made by keys: choice, preview of everything, and the book with rows, units and openings', async () => {
    const { page, person, list, complaints } = await years(await yearsLedger([]))
    await list.getByRole('button', { name: /新建 2025 年度/ }).focus()
    await page.keyboard.press('Enter')
    const { dialog } = person
    await dialog.getByText('没有同一地区 2025 年度的套表').waitFor()
    // the edition, the way to other editions, and what comes along
    for (let at = 0; at < 3; at++) await page.keyboard.press('Tab')
    await dialog.getByRole('checkbox', { name: /科目/ }).and(page.locator(':focus')).waitFor()
    await dialog.getByRole('button', { name: '下一步：核对' }).focus()
    await page.keyboard.press('Enter')
    const groups = dialog.getByRole('region', { name: '新年度的内容' })
    await groups.getByText('自动取数（年初结转和结余）').waitFor()
    expect(await dialog.locator('.new-year-lead').textContent()).toContain('148.450000')
    // everything of the old book is counted
    const counts = await groups
      .locator('.group-carried, .group-follows, .group-changed, .group-byHand, .group-left')
      .locator('summary .count')
      .allTextContents()
    const all = /的 (\d+) 项/.exec((await dialog.locator('.new-year-lead').textContent()) ?? '')?.[1]
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(all))
    await page.keyboard.type('2080505')
    await groups.locator('.group-follows[open]').getByText('成为').first().waitFor()
    await expect.poll(() => groups.locator('.group-follows tbody tr').count()).toBe(1)
    expect(await groups.locator('.group-follows tbody tr').textContent()).toContain('123.450000')
    await dialog.getByRole('button', { name: '新建 2025 年度决算' }).focus()
    await page.keyboard.press('Enter')
    await list.locator('[aria-current=true]').filter({ hasText: '2025 年度' }).waitFor()
    await person.openForm('GK05')
    expect(await person.text('GK05!2080505!opening')).toBe('123.450000')
    expect(await person.text('GK05!2080505!income')).toBe('')
    const made = (await mustFrom(page, 'books.list', {})).find(({ year }) => year === 2025)
    const { facts } = await mustFrom(page, 'book.open', { book: made?.id ?? -1 })
    expect(facts.filter(({ kind }) => kind === 'row')).toHaveLength(17)
    expect(facts.filter(({ kind }) => kind === 'unit')).toHaveLength(1)
    expect(facts.filter(({ kind }) => kind === 'cell')).toEqual([])
    expect(complaints).toEqual([])
  })

  it('says in place what stands in its way, and marks editions nobody vouches for', async () => {
    const { page, person, openYear, complaints } = await years(await yearsLedger([2023]))
    await openYear(2023)
    await person.menu('文件', '由本年度新建下年度…')
    const { dialog } = person
    await dialog.getByText('账套里已经有 2024 年度决算').waitFor()
    expect(await dialog.getByRole('button', { name: '下一步：核对' }).isDisabled()).toBe(true)
    await dialog.getByRole('combobox', { name: '上年决算' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '2024 年度' }).click()
    await dialog.getByRole('combobox', { name: '套表' }).click()
    const unverified = page.locator('.ant-select-item-option').filter({ hasText: '未核实' }).first()
    await unverified.click()
    await dialog.getByText('所选套表未核实').waitFor()
    await dialog.getByRole('button', { name: '下一步：核对' }).click()
    await dialog.getByText('套表的变化').waitFor()
    // another window was faster
    const books = await mustFrom(page, 'books.list', {})
    const book = books.find(({ year }) => year === 2024)?.id ?? -1
    await mustFrom(page, 'book.rollForward', { book, edition: 'dongcheng-2024', options: {} })
    await dialog.getByRole('button', { name: '新建 2025 年度决算' }).click()
    await dialog
      .getByText(/2025 年度决算已经|已经有|已有/)
      .first()
      .waitFor()
    expect(complaints).toEqual([])
  })
})

describe('a new year under its own edition', () => {
  it('proposes the edition the ledger keeps, and tells what became of everything that changed', async () => {
    const ledger = await yearsLedger([], (one) => {
      must(one.keepEdition(nextYearEdition().stored))
      // left of a code that is split
      const changes: FactChange[] = [{ kind: 'cell', key: 'GK05!2120199!closingProject', after: 3_000_000 }]
      must(perform(must(openBook(one, { year: 2024 })), { changes, label: '年末结转', place: null }, 'fixture'))
    })
    const { page, person, list, complaints } = await years(ledger, { width: 1280, height: 720 })
    await list.getByRole('button', { name: /新建 2025 年度/ }).click()
    const { dialog } = person
    await dialog.locator('.ant-select-content').getByText('2025').last().waitFor()
    expect(await dialog.locator('.ant-alert').filter({ hasText: '用于 2025 年度时' }).count()).toBe(0)
    await dialog.getByRole('checkbox', { name: /项目/ }).check()
    await page.keyboard.press('Enter')
    const groups = dialog.getByRole('region', { name: '新年度的内容' })
    await groups
      .locator('.group-changed[open]')
      .getByText(/并入|改为/)
      .first()
      .waitFor()
    await groups.getByText('套表的变化').waitFor()
    expect(await dialog.locator('.new-year-lead').textContent()).toContain('3.000000 万元需人工分配')
    expect(await groups.locator('.group-byHand[open] tbody tr').textContent()).toMatch(/2120199.*3\.000000.*2120198/)
    expect(await groups.locator('.group-changed tbody tr').count()).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })
})

describe('年初数 taken over from last year', () => {
  it('is locked to the eye, and another number asks why, by keys', async () => {
    const { page, person, openYear, complaints } = await years(await yearsLedger([], nextYear))
    await openYear(2025)
    await person.openForm('GK05')
    const cell = await person.cell('GK05!2080505!opening')
    expect(await cell.getAttribute('class')).toContain('carried')
    await cell.hover()
    await page
      .locator('.grid-bubble')
      .getByText(/取自上年 GK05 2080505 .*年末结转结余·合计，上年为 123\.450000/)
      .waitFor()
    await person.select('GK05!2080505!opening')
    await page.keyboard.type('120')
    await page.keyboard.press('Enter')
    await person.dialog.getByText('123.450000').waitFor()
    await person.dialog.getByText('-3.450000').waitFor()
    await page.keyboard.press('Escape')
    await person.dialog.waitFor({ state: 'hidden' })
    expect(await person.text('GK05!2080505!opening')).toBe('123.450000')
    // the cursor is back on the cell
    await page.keyboard.type('120')
    await page.keyboard.press('Enter')
    await person.dialog.getByRole('radio', { name: '会计差错更正' }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('radio')
    for (let at = 0; at < 5; at++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    // 其他 needs words
    await person.dialog.getByText('说明（必填）').waitFor()
    await page.keyboard.type('并账调整')
    await page.keyboard.press('Enter')
    await person.saved()
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('120.000000')
    await expect.poll(() => cell.getAttribute('class')).toMatch(/differs/)
    await person.select('GK05!2080505!opening')
    await person.panel('为什么是这个数')
    await page.getByText('差异说明：其他：并账调整').waitFor()
    await person.panel('审核结果')
    // the cell and the totals above it
    const explained = page.locator('.panel li.finding:has(.severity-explained)').filter({ hasText: 'Y1' })
    await expect.poll(() => explained.count()).toBe(3)
    await person.select('GK05!2080505!opening')
    await page.keyboard.press('Delete')
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('123.450000')
    await person.saved()
    await expect.poll(() => cell.getAttribute('class')).not.toMatch(/differs/)
    await expect.poll(() => page.locator('.panel').getByText('Y1').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('is asked about once for a block that is pasted, and undone at once', async () => {
    const { page, person, openYear, complaints } = await years(await yearsLedger([], nextYear))
    await openYear(2025)
    await person.openForm('GK05')
    await person.paste('GK05!2080501!opening', '6\t1\n125\t2\n')
    await person.dialog.getByText('其中 2 格').waitFor()
    expect(await person.dialog.locator('tbody tr').count()).toBe(2)
    await person.dialog.getByRole('radio', { name: '上缴' }).check()
    await person.answer('按此填列')
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('125.000000')
    expect(await person.text('GK05!2080501!income')).toBe('1.000000')
    await person.saved()
    await page.keyboard.press('Control+Z')
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('123.450000')
    expect(await person.text('GK05!2080501!opening')).toBe('5.000000')
    expect(await person.text('GK05!2080501!income')).toBe('')
    // leaving it leaves all of the block
    await person.paste('GK05!2080501!opening', '6\t1\n125\t2\n')
    await person.answer('不改')
    expect(await person.text('GK05!2080501!income')).toBe('')
    expect(complaints).toEqual([])
  })

  it('follows when last year’s book is changed elsewhere, and leads there', async () => {
    const { page, person, list, openYear, complaints } = await years(await yearsLedger([], nextYear))
    await openYear(2025)
    await person.openForm('GK05')
    const books = await mustFrom(page, 'books.list', {})
    const last = books.find(({ year }) => year === 2024)
    if (last === undefined) throw new Error('no book of 2024')
    const changes: FactChange[] = [{ kind: 'cell', key: 'GK05!2080505!closingBasic', after: 200_000_000 }]
    await mustFrom(page, 'book.commit', { book: last.id, base: last.revision, label: '更正', place: null, changes })
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('200.000000')
    await person.select('GK05!2080505!opening')
    await person.panel('为什么是这个数')
    await page.getByRole('button', { name: /2024 年度决算 GK05 2080505/ }).click()
    await list.locator('[aria-current=true]').filter({ hasText: '2024 年度' }).waitFor()
    await page.getByRole('note', { name: '只读' }).getByText('正在查看 2024 年度决算').waitFor()
    await expect.poll(() => person.words.textContent()).toContain('年末结转结余·合计')
    await person.type('GK05!2080505!closingBasic', '1')
    await page.waitForTimeout(100)
    expect(await person.text('GK05!2080505!closingBasic')).toBe('200.000000')
    await page.getByRole('button', { name: '修改本决算' }).click()
    await person.type('GK05!2080505!closingBasic', '300')
    await person.saved()
    await openYear(2025)
    await expect.poll(() => person.text('GK05!2080505!opening')).toBe('300.000000')
    expect(complaints).toEqual([])
  })
})

describe('a year that was handed in', () => {
  it('says so everywhere, hands out its files, and is where this year’s numbers lead', async () => {
    const ledger = await yearsLedger([], (one, book) => {
      handIn(one, book)
      nextYear(one)
    })
    const { page, person, list, openYear, home: at, complaints } = await years(ledger)
    await list.getByRole('button', { name: /2024 年度.*已上报/ }).waitFor()
    await openYear(2025)
    await person.openForm('GK05')
    await person.select('GK05!2080505!opening')
    await person.panel('为什么是这个数')
    await page.getByRole('button', { name: /2024 年度决算 GK05 2080505/ }).click()
    const note = page.getByRole('note', { name: '只读' })
    await note.getByText('2024 年度决算已上报').waitFor()
    expect(await note.getByRole('button', { name: '修改本决算' }).count()).toBe(0)
    await note.getByRole('button', { name: '上报的文件（2）…' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      person.dialog.getByRole('button', { name: '取出 2024年度部门决算.xlsx' }).click(),
    ])
    const path = join(at, 'out.xlsx')
    await download.saveAs(path)
    expect(readFileSync(path, 'utf8')).toBe('as it was handed in')
    await person.answer('关闭')
    await page.getByRole('button', { name: '← 返回 2025 年度' }).click()
    await list.locator('[aria-current=true]').filter({ hasText: '2025 年度' }).waitFor()
    await expect.poll(() => person.words.textContent()).toContain('2080505')
    expect(await page.getByRole('note', { name: '只读' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe('last year under another edition', () => {
  it('is read by its own keys, and the edition nobody vouches for is marked as long as the book is open', async () => {
    const ledger = await yearsLedger([], (one) => {
      must(rollForwardBook(one, { from: 2024, edition: 'beijing-2024' }))
    })
    const { page, person, list, openYear, complaints } = await years(ledger)
    await openYear(2025)
    await list.getByRole('button', { name: /^2025 年度.*未核实/ }).waitFor()
    await person.status.getByText('套表未核实').waitFor()
    await person.openForm('GK04')
    // the opening stands below the fold
    await page.locator('.form-host').hover()
    await page.mouse.wheel(0, 3000)
    await page.locator('.form-host .carried').filter({ hasText: '148.450000' }).click()
    await person.panel('为什么是这个数')
    await page.getByRole('button', { name: /2024 年度决算 GK04 .*年末财政拨款结转和结余/ }).click()
    await list.locator('[aria-current=true]').filter({ hasText: '2024 年度' }).waitFor()
    await expect.poll(() => person.words.textContent()).toMatch(/年末财政拨款结转和结余/)
    expect(await person.status.getByText('套表未核实').count()).toBe(0)
    // a click on the year opens it for work
    await list.getByRole('button', { name: /^2024 年度/ }).click()
    await expect.poll(() => page.getByRole('note', { name: '只读' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe('accessibility', () => {
  it('has no serious violation in the new year, the question about a difference, and a sealed book', async () => {
    const ledger = await yearsLedger([], (one, book) => {
      handIn(one, book)
      nextYear(one)
    })
    const { page, person, list, openYear } = await years(ledger, { width: 1280, height: 720 })
    const settled = async (): Promise<string[]> => {
      // colours of what fades in are not yet its own
      await page.waitForTimeout(400)
      return violations(page)
    }
    await openYear(2025)
    await person.openForm('GK05')
    expect(await settled(), 'carried cells').toEqual([])
    await person.type('GK05!2080505!opening', '1')
    await person.dialog.getByRole('radio', { name: '其他' }).check()
    expect(await settled(), 'difference').toEqual([])
    await person.answer('不改')
    await list.getByRole('button', { name: /新建 2026 年度/ }).click()
    await person.dialog.getByText('带入什么').waitFor()
    expect(await settled(), 'choice').toEqual([])
    await person.answer('下一步：核对')
    await person.dialog.getByRole('region', { name: '新年度的内容' }).waitFor()
    expect(await settled(), 'preview').toEqual([])
    await page.keyboard.press('Escape')
    await openYear(2024)
    await page
      .getByRole('note', { name: '只读' })
      .getByRole('button', { name: /上报的文件/ })
      .click()
    await person.dialog.getByText('取出…').first().waitFor()
    expect(await settled(), 'sealed files').toEqual([])
  })
})
