import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Check } from './check.ts'
import { check, equal, holds } from './check.ts'

const form = 'form=GK05'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Seeing: marks, totals, folding, search, menu, accessibility. */
export const seeingChecks: readonly Check[] = [
  check('改一个数，相关公式单元格闪一次，未变的不闪', form, async (grid) => {
    await grid.page.evaluate(
      'globalThis.flashed = []; const animate = Element.prototype.animate; Element.prototype.animate = function (...rest) { if (this.classList.contains("ag-cell")) globalThis.flashed.push(this.getAttribute("col-id")); return animate.apply(this, rest) }',
    )
    await grid.click('GK05!2080501!opening')
    await grid.type('1')
    await grid.press('Enter')
    const flashed = await grid.page.evaluate<string[]>('globalThis.flashed')
    holds(flashed.length > 0 && flashed.length <= 200 && flashed.every((id) => id === 'c2'), String(flashed))
    equal(await grid.shown('GK05!208!opening'), '1.000000')
    equal(await grid.shown('GK05!total!opening'), '1.000000')
  }),
  check('不平的单元格标红，悬停与状态行说明两边的数与差额', form, async (grid) => {
    await grid.click('GK05!2080501!income')
    await grid.type('9')
    await grid.press('Enter', 'ArrowUp')
    holds((await grid.classes('GK05!2080501!income')).includes('fails'), await grid.classes('GK05!2080501!income'))
    const { reason } = await grid.status()
    holds(reason !== null && reason.includes('9.000000'), String(reason))
    await grid.page.mouse.move(5, 5)
    await grid.hover('GK05!2080501!income')
    await grid.page.waitForSelector('.grid-bubble')
    holds((await grid.bubble()).includes('9.000000'))
  }),
  check('改正后标记随即消失', form, async (grid) => {
    await grid.click('GK05!2080501!income')
    await grid.type('9')
    await grid.press('Enter', 'Control+z')
    holds(!(await grid.classes('GK05!2080501!income')).includes('fails'))
  }),
  check('核实性差异标黄', form, async (grid) => {
    holds((await grid.classes('GK05!2120107!expenditure')).includes('doubts'))
  }),
  check('标记在滚动后仍在', 'form=GK05&book=small', async (grid) => {
    const cell = 'GK05!2014101!income'
    await grid.set(cell, 1)
    holds((await grid.classes(cell)).includes('fails'))
    await grid.scroll(5000)
    equal(await grid.page.locator(await grid.selector(cell)).count(), 0)
    await grid.scroll(0)
    holds((await grid.classes(cell)).includes('fails'))
  }),
  check('标记在排序、筛选后仍在，合计行不动', form, async (grid) => {
    await grid.set('GK05!2080505!income', 9_000_000)
    await grid.click('GK05!2080505!income', { right: true })
    await grid.page.getByText('本列升序').click()
    await grid.settle()
    const texts = await grid.page.locator('.ag-row [col-id="c0"]').allInnerTexts()
    const codes = texts.map((one) => one.trim())
    holds((await grid.classes('GK05!2080505!income')).includes('fails'))
    equal(codes[0], '类 款 项')
    const rows = await grid.page.evaluate(
      '[...document.querySelectorAll(".ag-row")].map((row) => [Number(row.getAttribute("aria-rowindex")), row.getAttribute("row-id")]).sort((a, b) => a[0] - b[0]).map((one) => one[1]).filter((id) => /^2080/.test(id))',
    )
    equal(rows, ['20805', '2080501', '2080505', '2080506'])
    await grid.page.getByText('有问题').click()
    await grid.settle()
    holds((await grid.classes('GK05!2080505!income')).includes('fails'))
    equal(await grid.page.locator('.ag-row[row-id="2210201"]').count(), 0)
  }),
  check('折叠的类显示其中有问题', form, async (grid) => {
    await grid.set('GK05!2080501!income', 9_000_000)
    await grid.page.locator('.ag-row[row-id="208"] .fold').click()
    await grid.settle()
    equal(await grid.page.locator('.ag-row[row-id="2080501"]').count(), 0)
    holds(
      ((await grid.page.locator('.ag-row[row-id="208"] [col-id="c0"]').getAttribute('class')) ?? '').includes(
        'hides-fail',
      ),
    )
    await grid.page.locator('.ag-row[row-id="208"] .fold').click()
    await grid.settle()
    holds(
      !((await grid.page.locator('.ag-row[row-id="208"] [col-id="c0"]').getAttribute('class')) ?? '').includes(
        'hides-fail',
      ),
    )
  }),
  check('合计行冻结在表头下，滚动不动', 'form=GK05&book=small', async (grid) => {
    const total = grid.page.locator('.ag-row[row-id="total"]')
    const before = await total.boundingBox()
    await grid.scroll(3000)
    await grid.settle()
    equal(await total.boundingBox(), before)
  }),
  check('编码按级缩进，行次连续', form, async (grid) => {
    const left = async (id: string): Promise<number> =>
      grid.page
        .locator(`.ag-row[row-id="${id}"] .code-cell`)
        .evaluate((cell) => parseFloat((cell as unknown as { style: { paddingLeft: string } }).style.paddingLeft))
    equal([await left('208'), await left('20805'), await left('2080501')], [0, 12, 24])
    const lines = await grid.page.locator('.ag-row[row-id="2080501"] [col-id="line"]').innerText()
    equal(lines, '4')
  }),
  check('按级展开：类、款、项', form, async (grid) => {
    await grid.page.getByRole('button', { name: '类', exact: true }).click()
    await grid.settle()
    equal(await grid.page.locator('.ag-row').count(), 6)
    await grid.page.getByRole('button', { name: '款', exact: true }).click()
    await grid.settle()
    equal(await grid.page.locator('.ag-row').count(), 10)
    await grid.page.getByRole('button', { name: '项', exact: true }).click()
    await grid.settle()
    equal(await grid.page.locator('.ag-row').count(), 19)
  }),
  check('Alt+←、Alt+→ 折叠与展开所在的类款', form, async (grid) => {
    await grid.click('GK05!2080501!income')
    await grid.press('Alt+ArrowLeft')
    equal(await grid.page.locator('.ag-row[row-id="2080501"]').count(), 0)
    await grid.press('Alt+ArrowRight')
    equal(await grid.page.locator('.ag-row[row-id="2080501"]').count(), 1)
  }),
  check('Ctrl+F 查找，下一个、上一个，F3 继续', form, async (grid) => {
    await grid.click('GK05!2080501!income')
    await grid.press('Control+f')
    await grid.page.getByRole('textbox', { name: '查找内容' }).fill('277.404768')
    await grid.press('Enter')
    equal(await grid.active(), '2080505!income')
    await grid.page.getByText('共 3 处').waitFor()
    await grid.page.getByRole('button', { name: '下一个' }).click()
    equal(await grid.active(), '2080505!expenditure')
    await grid.page.getByRole('button', { name: '上一个' }).click()
    equal(await grid.active(), '2080505!income')
    await grid.page.getByRole('textbox', { name: '查找内容' }).press('Escape')
    await grid.press('F3')
    equal(await grid.active(), '2080505!expenditure')
    await grid.press('Shift+F3')
    equal(await grid.active(), '2080505!income')
  }),
  check('Ctrl+G 转到科目，折叠着也能到', form, async (grid) => {
    await grid.page.getByRole('button', { name: '类', exact: true }).click()
    await grid.click('GK05!208!income')
    await grid.press('Control+g')
    await grid.type('2210201')
    await grid.press('Enter')
    holds((await grid.status()).place.startsWith('2210201'), (await grid.status()).place)
  }),
  check('转到指定单元格（focus 属性），并取得焦点', form, async (grid) => {
    await grid.show({ focus: { form: 'GK05', row: '2210203', column: 'closingProject' } })
    equal(await grid.active(), '2210203!closingProject')
    await grid.type('1')
    equal(await grid.field(), '1')
  }),
  check('默认单元格改动后有角标，“恢复公式”还原', 'form=GK03', async (grid) => {
    const cell = 'GK03!2080501!basic'
    await grid.click(cell)
    await grid.type('8')
    await grid.press('Enter')
    holds((await grid.classes(cell)).includes('stated'))
    await grid.click(cell, { right: true })
    await grid.page.getByText('恢复公式').click()
    await grid.settle()
    holds(!(await grid.classes(cell)).includes('stated'))
    equal(await grid.value(cell), 7_391_326)
  }),
  check('删除默认单元格的填列数，回到公式', 'form=GK03', async (grid) => {
    const cell = 'GK03!2080501!basic'
    await grid.click(cell)
    await grid.type('8')
    await grid.press('Enter', 'ArrowUp', 'Delete')
    equal(await grid.value(cell), 7_391_326)
  }),
  check('来源上的数与公式不同时，公式单元格有标记', form, async (grid) => {
    await grid.page.evaluate("harness.set([{ kind: 'stated', key: 'GK05!208!expenditure', after: 1 }])")
    await grid.settle()
    const classes = await grid.classes('GK05!208!expenditure')
    holds(classes.includes('foreign') && classes.includes('fails'), classes)
    await grid.click('GK05!208!expenditure')
    holds((await grid.status()).reason?.includes('来源') === true)
  }),
  check('右键菜单：复制、清除、为什么是这个数、插入科目', form, async (grid) => {
    await grid.click('GK05!2080501!income', { right: true })
    await grid.page.getByText('为什么是这个数').click()
    equal(await grid.calls(), ['why GK05!2080501!income'])
    await grid.page.waitForTimeout(350)
    await grid.press('Shift+F10')
    await grid.page.getByText('插入科目').click()
    equal((await grid.calls())[1], 'insert')
    await grid.page.waitForTimeout(350)
    await grid.click('GK05!2080501!income', { right: true })
    await grid.page.getByText('复制', { exact: true }).click()
    await grid.settle()
    equal(await grid.copied('text/plain'), '7.391326')
    await grid.page.waitForTimeout(350)
    await grid.click('GK05!2080505!income', { right: true })
    await grid.page.getByText('粘贴', { exact: true }).click()
    await grid.page.waitForTimeout(350)
    equal(await grid.value('GK05!2080505!income'), 7_391_326)
    await grid.click('GK05!2080501!income', { right: true })
    await grid.page.getByText('清除', { exact: true }).click()
    await grid.settle()
    equal(await grid.value('GK05!2080501!income'), null)
  }),
  check('并排的两块：空的一半打斜线，不能填写', 'form=GK01', async (grid) => {
    const cell = grid.page.locator('.ag-row[row-id="210"] [col-id="c1"]')
    holds(((await cell.getAttribute('class')) ?? '').includes('cell-none'))
    await cell.click()
    await grid.type('5')
    equal(await grid.field(), null)
    holds((await grid.message()).includes('没有要填的数'))
  }),
  check('多级表头与纸面一致，栏次在末行', form, async (grid) => {
    const groups = await grid.page.locator('.ag-header-group-cell').allInnerTexts()
    equal(
      groups.filter((text) => text !== ''),
      ['项目', '本年支出', '年末结转结余'],
    )
    const numbers = await grid.page.locator('.leaf-number').allInnerTexts()
    equal(
      numbers.filter((text) => text !== ''),
      ['栏次', '1', '2', '3', '4', '5', '6', '7', '8'],
    )
  }),
  check('最后一格 Tab 离开网格，焦点不被困住', form, async (grid) => {
    await grid.page.locator(`.cell-new`).click()
    await grid.press('Tab')
    equal(await grid.page.evaluate('document.activeElement?.closest(".grid-field") === null'), true)
  }),
  check('无障碍检查（axe）无问题', form, async (grid) => {
    await grid.page.addScriptTag({ content: axe })
    const found = await grid.page.evaluate<string[]>(
      'axe.run("main", { rules: { region: { enabled: false } } }).then(({ violations }) => violations.map(({ id, impact, nodes }) => `${id} ${impact} ${nodes[0]?.html.slice(0, 120)} ${nodes[0]?.failureSummary}`))',
    )
    equal(found, [])
  }),
  check('无障碍检查（axe）：查找框、科目列表、标红的单元格', form, async (grid) => {
    await grid.set('GK05!2080501!income', 9_000_000)
    await grid.page.locator('.cell-new').click()
    await grid.type('208')
    await grid.settle()
    await grid.page.addScriptTag({ content: axe })
    const run =
      'axe.run("main", { rules: { region: { enabled: false } } }).then(({ violations }) => violations.map(({ id, impact, nodes }) => `${id} ${impact} ${nodes[0]?.html.slice(0, 120)} ${nodes[0]?.failureSummary}`))'
    equal(await grid.page.evaluate(run), [])
    await grid.press('Escape', 'Control+f')
    equal(await grid.page.evaluate(run), [])
  }),
]
