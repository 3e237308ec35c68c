import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { amend, amendsFile } from '../../shared/catalogue/amend.ts'
import { readEdition } from '../../shared/catalogue/load.ts'
import { createLedger } from '../ledger/ledger.ts'
import { newBook } from '../services/books.ts'
import { readEditionFolder } from '../services/edition-files.ts'
import { importEdition } from '../services/edition-import.ts'
import { builtInEdition, catalogueFolder, loadedEdition } from '../services/editions.ts'
import { nextYear, writeEdition } from '../services/fixtures/editions.ts'
import { perform } from '../services/gesture.ts'
import { makeSampleBook } from '../services/sample.ts'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { mustFrom } from './calls.ts'
import { home, must } from './homes.ts'

const department = '北京市东城区城市管理指挥中心'

type Made = Parameters<typeof newBook>[0]

/** A ledger with the sample and what else is wanted. */
async function ledgerWith(more: (ledger: Made) => Promise<void> | void = () => undefined): Promise<string> {
  const path = join(home(), '部门决算.juesuan')
  const ledger = must(await createLedger(path, { clock: Date.now, program: 'juesuan flows', wait: 0 }))
  const open = must(makeSampleBook(ledger))
  const typed = [{ kind: 'cell', key: 'GK13!public01!amount', after: 5_000_000 }] as const
  must(perform(open, { changes: typed, label: '录入', place: null }, 'typed'))
  await more(ledger)
  ledger.close()
  return path
}

/** Revision 2 of the sample's edition: a row goes that has a number, and a row comes. */
function secondRevision(folder: string): string {
  const changes = [
    { in: 'edition.json', at: 'revision', set: 2 },
    { in: 'GK13.json', at: 'blocks/rows/rows/public01', remove: true },
    {
      in: 'GK12.json',
      at: 'blocks/rows/rows',
      insert: [{ key: 'welfare', label: '残疾人福利性单位', level: 1 }],
      after: 'micro',
    },
    { in: 'checks.json', at: 'T12-3/severity', set: 'hint' },
  ]
  const base = readEditionFolder(join(catalogueFolder(), 'editions/dongcheng-2024'), catalogueFolder())
  const files = amend(base, { [amendsFile]: { edition: 'dongcheng-2024', revision: 1, changes } })
  return writeEdition(join(folder, '第二版.json'), loadedEdition(readEdition(files)))
}

async function windowOver(ledger: string) {
  const window = await browserWindow({ ledger })
  const { page } = window
  const person = new Accountant(page)
  await person.ready()
  const list = page.getByRole('navigation', { name: '部门和年度' })
  return { ...window, person, list }
}

/** Presses a button that asks for a file, and gives it one. */
async function give(page: Page, button: Locator, path: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(path)
}

describe('editions', () => {
  it('a file is shown, kept, and new departments are filled under it; a bad one changes nothing', async () => {
    const { page, person, list, complaints, home: at } = await windowOver(await ledgerWith())
    await person.menu('文件', '套表…')
    const rows = person.dialog.getByRole('region', { name: '套表列表' }).getByRole('row')
    await rows.filter({ hasText: '按公开的报表' }).filter({ hasText: '本账套在用：2024 年度' }).waitFor()
    const built = await rows.count()
    expect(await rows.filter({ hasText: '未核实' }).filter({ hasText: '只有报表目录见于' }).count()).toBe(2)
    const choose = person.dialog.getByRole('button', { name: '导入套表文件…' })
    const bad = join(at, '坏的.json')
    writeFileSync(bad, JSON.stringify({ ...nextYear().linked.edition, checks: 5 }))
    await give(page, choose, bad)
    await person.dialog.getByText(/没有导入，账套没有改动。套表文件 坏的\.json.*有误/).waitFor()
    await give(page, choose, writeEdition(join(at, '2025年度套表.json'), nextYear()))
    await person.dialog.getByText('导入 2025年度套表.json？').waitFor()
    await person.dialog.getByText(/能承接 beijing-2024、dongcheng-2024 的决算/).waitFor()
    expect(await violations(page)).toEqual([])
    await person.answer('存入账套')
    await person.dialog.getByText(/已存入账套，新建决算时可以选用/).waitFor()
    await expect.poll(() => rows.count()).toBe(built + 1)
    await rows.filter({ hasText: '本账套' }).filter({ hasText: '没有来源：为测试' }).waitFor()
    await person.answer('关闭')
    await page.getByRole('button', { name: '新建决算', exact: true }).click()
    await person.dialog.getByLabel('部门名称').fill('北京市东城区设想局')
    await person.dialog.getByRole('combobox', { name: '套表' }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: '设想的2025年度套表' }).click()
    await person.answer('新建')
    await list.getByText('北京市东城区设想局').waitFor()
    await list.locator('[aria-current=true]').filter({ hasText: '2025 年度' }).waitFor()
    await list.getByText(department).waitFor()
    // the form that this edition does not have
    await person.ready()
    expect(await page.locator('[data-form=GK01]').count()).toBe(1)
    expect(await page.locator('[data-form=GK13]').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('a code table with a bad line is refused by its number; a good one is offered to the book', async () => {
    const { page, person, complaints, home: at } = await windowOver(await ledgerWith())
    const { codes } = must(builtInEdition('dongcheng-2024')).linked.edition.functional
    const lines = codes.map(({ code, name }) => `${code},${code === '2080501' ? '行政单位离退休经费' : name}`)
    const write = (name: string, more: readonly string[]): string => {
      const path = join(at, name)
      writeFileSync(path, ['科目编码,科目名称', ...lines, ...more].join('\n'))
      return path
    }
    await person.menu('文件', '套表…')
    await person.answer('更换科目表…')
    await give(
      page,
      person.dialog.getByRole('button', { name: '选择文件…' }),
      write('错的.csv', ['20805X,错', '20999,']),
    )
    await person.dialog
      .getByText(
        new RegExp(
          `不能更换，账套没有改动。“错的\\.csv”：有 2 处错误：第 ${lines.length + 2} 行 科目编码“20805X”应为.*第 ${lines.length + 3} 行 科目 20999 没有名称`,
        ),
      )
      .waitFor()
    const good = write('2024年科目.csv', [])
    await give(page, person.dialog.getByRole('button', { name: '另选文件…' }), good)
    await person.dialog.getByText(/改名 1 个/).waitFor()
    await person.dialog.getByText('行政单位离退休 → 行政单位离退休经费').waitFor()
    expect(await violations(page)).toEqual([])
    await person.answer('更换')
    await person.dialog.getByText('第 1 版（本地 1）').first().waitFor()
    await person.answer('关闭')
    const notice = page.locator('.revision-notice')
    await notice.getByText('第 1 版 → 第 1 版（本地 1）').waitFor()
    await notice.getByRole('button', { name: '以后再说' }).click()
    await expect.poll(() => notice.count()).toBe(0)
    await page.reload()
    await person.ready()
    // put off for good, and still to be had
    await person.menu('文件', '套表…')
    await person.dialog.getByRole('button', { name: '查看…' }).click()
    await person.dialog.getByText('已填的数和文字都保留，没有数会变。').waitFor()
    await person.dialog.getByText('行政单位离退休 → 行政单位离退休经费').waitFor()
    expect(await notice.count()).toBe(0)
    await person.answer('改用第 1 版（本地 1）')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.locator('.ant-message').getByText('套表已改为第 1 版（本地 1）').waitFor()
    await person.press('Control+h')
    await page
      .getByRole('region', { name: '操作记录' })
      .getByText(/更换套表：.*第 1 版（本地 1）/)
      .waitFor()
    expect(complaints).toEqual([])
  })

  it('a newer revision is shown with what is lost, taken as one step, and undo stops before it', async () => {
    const ledger = await ledgerWith(async (made) => {
      must(await importEdition(made, { path: secondRevision(home()) }))
    })
    const { page, person, complaints } = await windowOver(ledger)
    await person.openForm('GK05')
    await person.type('GK05!2080501!income', '5')
    await person.saved()
    await page.locator('.revision-notice').getByRole('button', { name: '查看…' }).click()
    const offer = person.dialog.getByRole('region', { name: '新版次的变化' })
    await offer.getByRole('heading', { name: '不再有的数和文字 1' }).waitFor()
    await offer
      .getByRole('row', { name: /GK12 残疾人福利性单位·.*新增（填列）/ })
      .first()
      .waitFor()
    await offer.getByRole('row', { name: /T12-3 .* 修改/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await person.answer('改用第 2 版')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.locator('.ant-message').getByText('套表已改为第 2 版').waitFor()
    expect(await page.locator('.revision-notice').count()).toBe(0)
    await expect.poll(() => person.tool('撤销').getAttribute('aria-disabled')).toBe('true')
    await person.openForm('GK12')
    await page.locator('.form-host').getByText('残疾人福利性单位').waitFor()
    await person.press('Control+h')
    await page
      .getByRole('region', { name: '操作记录' })
      .getByText(/更换套表：.*由第 1 版改为第 2 版/)
      .waitFor()
    // it goes on from there
    await person.openForm('GK05')
    await person.type('GK05!2080501!income', '6')
    await person.saved()
    expect(complaints).toEqual([])
  })
})

describe('books between ledgers', () => {
  it('copy, then move: what goes along, where it went, and the way there', async () => {
    const ledger = await ledgerWith((made) => {
      must(newBook(made, { department, year: 2025, edition: 'dongcheng-2024' }))
      must(newBook(made, { department: '北京市东城区另一局', year: 2024 }))
    })
    const { page, person, list, complaints, home: at } = await windowOver(ledger)
    const of2024 = `${department} 2024 年度的操作`
    // by keys: from the year to its menu, and to the first thing in it
    await list.getByRole('button', { name: of2024 }).focus()
    await person.press('Enter')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(focused).toContain('新建下年度')
    await person.press('ArrowDown')
    await expect.poll(focused).toBe('复制到其他账套…')
    await person.press('Enter')
    await person.dialog.getByLabel('新账套的名称').fill('交接')
    await person.answer('下一步')
    await person.dialog.getByText('全部操作记录').waitFor()
    expect(await violations(page)).toEqual([])
    await person.dialog.getByText(join(at, 'Documents/部门决算/交接.juesuan')).waitFor()
    await person.answer('复制')
    await person.dialog.getByText(`${department} 2024 年度决算已复制到新建的账套 交接。`).waitFor()
    await person.answer('留在本账套')
    // moved to the same place: refused there and then
    await list.getByRole('button', { name: of2024 }).click()
    await page.getByRole('menuitem', { name: '转移到其他账套…' }).click()
    await person.dialog.getByRole('radio', { name: /交接/ }).check()
    await person.answer('下一步')
    await person.dialog.getByText(/不能转移到 .*交接\.juesuan。.*2024 年度决算已经存在/).waitFor()
    await person.dialog.getByRole('radio', { name: '新建账套' }).check()
    await person.dialog.getByLabel('新账套的名称').fill('指挥中心')
    await person.answer('下一步')
    await person.dialog.getByText(/2025 年度决算留在原账套，上年数仍是转出时的/).waitFor()
    await person.answer('转移')
    await person.dialog.getByText(/已转移到新建的账套 指挥中心/).waitFor()
    await person.answer('留在本账套')
    const moved = list.getByRole('button', { name: '2024 年度 → 指挥中心.juesuan' })
    await moved.focus()
    await person.press('Enter')
    await person.dialog.getByText(/转到账套 指挥中心\.juesuan，请在那个账套里填报和导出/).waitFor()
    await person.dialog.getByRole('region', { name: '操作记录' }).getByText('转出：指挥中心.juesuan').waitFor()
    expect(await violations(page)).toEqual([])
    await person.answer('关闭')
    await person.menu('文件', '全部决算')
    const all = person.dialog.getByRole('region', { name: '全部决算' })
    await all.getByRole('row', { name: /2024 已转出 .*已转到 指挥中心\.juesuan/ }).waitFor()
    await all.getByRole('heading', { name: '北京市东城区另一局' }).waitFor()
    expect(await violations(page)).toEqual([])
    await all
      .getByRole('row', { name: /2025 填报中/ })
      .getByRole('button', { name: '打开' })
      .click()
    await list.locator('[aria-current=true]').filter({ hasText: '2025 年度' }).waitFor()
    await moved.click()
    await person.answer('打开账套 指挥中心')
    await list.locator('[aria-current=true]').filter({ hasText: '2024 年度' }).waitFor()
    await person.ready()
    expect((await mustFrom(page, 'app.start', {})).ledger?.name).toBe('指挥中心')
    expect(complaints).toEqual([])
  })
})
