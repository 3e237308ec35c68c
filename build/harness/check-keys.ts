import type { Check } from './check.ts'
import { check, equal, holds } from './check.ts'

const income = 'GK05!2080501!income'
const next = 'GK05!2080505!income'
const form = 'form=GK05'

/** Keys: one by one as the acceptance list names them. */
export const keyChecks: readonly Check[] = [
  check('点击即选中单元格，焦点在网格内', form, async (grid) => {
    await grid.click(income)
    equal(await grid.active(), '2080501!income')
    equal(await grid.page.evaluate('document.activeElement.closest(".grid-field") !== null'), true)
  }),
  check('键入可见字符即覆盖原值（输入方式）', form, async (grid) => {
    await grid.click(income)
    await grid.type('8')
    equal(await grid.field(), '8')
    equal((await grid.status()).mode, 'type')
    await grid.press('Enter')
    equal(await grid.value(income), 8_000_000)
    equal(await grid.shown(income), '8.000000')
  }),
  check('F2 打开编辑方式，显示不补零的准确值', form, async (grid) => {
    await grid.click(income)
    await grid.press('F2')
    equal(await grid.field(), '7.391326')
    equal((await grid.status()).mode, 'edit')
  }),
  check('双击打开编辑方式', form, async (grid) => {
    await grid.click(income, { double: true })
    equal(await grid.field(), '7.391326')
    equal((await grid.status()).mode, 'edit')
  }),
  check('F2 在两种方式间切换', form, async (grid) => {
    await grid.click(income)
    await grid.press('F2', 'F2')
    equal((await grid.status()).mode, 'type')
    await grid.press('F2')
    equal((await grid.status()).mode, 'edit')
  }),
  check('Enter 提交并下移，Shift+Enter 上移', form, async (grid) => {
    await grid.click(next)
    await grid.type('1')
    await grid.press('Enter')
    equal(await grid.active(), '2080506!income')
    await grid.type('2')
    await grid.press('Shift+Enter')
    equal(await grid.active(), '2080505!income')
    equal(await grid.value(next), 1_000_000)
    equal(await grid.value('GK05!2080506!income'), 2_000_000)
  }),
  check('Tab 右移并跳过公式单元格，到行末接下一可填行', form, async (grid) => {
    await grid.click(income)
    await grid.press('Tab')
    equal(await grid.active(), '2080501!closingBasic')
    await grid.press('Tab', 'Tab')
    equal(await grid.active(), '2080505!opening')
    await grid.press('Shift+Tab')
    equal(await grid.active(), '2080501!closingProject')
  }),
  check('一串 Tab 之后 Enter 回到起始列', form, async (grid) => {
    await grid.click('GK05!2080501!opening')
    await grid.type('1')
    await grid.press('Tab')
    await grid.type('2')
    await grid.press('Tab')
    await grid.type('3')
    await grid.press('Enter')
    equal(await grid.active(), '2080505!opening')
    equal(await grid.value('GK05!2080501!closingBasic'), 3_000_000)
  }),
  check('Esc 恢复原值', form, async (grid) => {
    await grid.click(income)
    await grid.type('999')
    await grid.press('Escape')
    equal(await grid.field(), null)
    equal(await grid.value(income), 7_391_326)
    equal(await grid.active(), '2080501!income')
  }),
  check('输入方式下方向键提交并移动', form, async (grid) => {
    await grid.click(income)
    await grid.type('5')
    await grid.press('ArrowRight')
    equal(await grid.value(income), 5_000_000)
    equal(await grid.active(), '2080501!expenditure')
  }),
  check('编辑方式下方向键移动光标', form, async (grid) => {
    await grid.click(income)
    await grid.press('F2', 'ArrowLeft', 'ArrowLeft')
    equal(await grid.field(), '7.391326')
    equal(await grid.caret(), '7.391326'.length - 2)
    await grid.type('9')
    await grid.press('Enter')
    equal(await grid.isRefused(), true)
  }),
  check('方向键逐格移动', form, async (grid) => {
    await grid.click(income)
    await grid.press('ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft')
    equal(await grid.active(), '2080501!income')
  }),
  check('Ctrl+方向键跳到数据边缘', form, async (grid) => {
    await grid.click(income)
    await grid.press('Control+ArrowRight')
    equal(await grid.active(), '2080501!basic')
    await grid.press('Control+ArrowRight')
    equal(await grid.active(), '2080501!closingProject')
    await grid.press('Control+ArrowLeft')
    equal(await grid.active(), '2080501!basic')
    await grid.press('Control+ArrowDown')
    equal(await grid.active(), '2120101!basic')
  }),
  check('Home、End、Ctrl+Home、Ctrl+End', form, async (grid) => {
    await grid.click(income)
    await grid.press('End')
    equal(await grid.active(), '2080501!closingProject')
    await grid.press('Home')
    equal(await grid.active(), '2080501!opening')
    await grid.press('Control+End')
    equal((await grid.active()).split('!')[0], '2210203')
    await grid.press('Control+Home')
    equal(await grid.active(), 'total!opening')
  }),
  check('PageDown、PageUp 翻一屏', 'form=GK05&book=small', async (grid) => {
    await grid.press('Control+Home')
    await grid.page.locator('.grid-field input').focus()
    const line = async (): Promise<number> =>
      grid.page.evaluate('Number(document.querySelector(".grid-field").getAttribute("aria-rowindex"))')
    await grid.press('Control+Home')
    const top = await line()
    await grid.press('PageDown')
    const down = await line()
    holds(down - top > 10 && down - top < 30, `${top} ${down}`)
    await grid.press('PageUp')
    equal(await line(), top)
  }),
  check('Ctrl+A 全选，再按一次仍是全选', form, async (grid) => {
    await grid.click(income)
    await grid.press('Control+a')
    const { cells } = (await grid.status()).selection
    equal(cells, 19 * 10)
    await grid.press('Control+a')
    equal((await grid.status()).selection.cells, cells)
  }),
  check('公式单元格不能键入，并在状态行说明', form, async (grid) => {
    await grid.click('GK05!2080501!expenditure')
    await grid.type('5')
    equal(await grid.field(), null)
    holds((await grid.message()).includes('公式'))
    await grid.press('F2')
    equal(await grid.field(), null)
    await grid.click('GK05!2080501!expenditure', { double: true })
    equal(await grid.field(), null)
  }),
  check('公式单元格不能粘贴、填充、删除，并说明', form, async (grid) => {
    const before = await grid.facts()
    await grid.click('GK05!2080501!expenditure')
    await grid.press('Delete')
    holds((await grid.message()).includes('公式'))
    await grid.paste('5')
    holds((await grid.message()).includes('1 个公式或名称单元格'), await grid.message())
    await grid.click('GK05!2080505!expenditure')
    await grid.press('Control+d')
    holds((await grid.message()).includes('没有可填充'), await grid.message())
    equal(await grid.facts(), before)
  }),
  check('Delete 清空所选区域，一步撤销', form, async (grid) => {
    const before = await grid.facts()
    await grid.click(income)
    await grid.click('GK05!2101101!income', { shift: true })
    await grid.press('Delete')
    equal(await grid.value(income), null)
    equal(await grid.value('GK05!2101101!income'), null)
    equal((await grid.labels()).length, 1)
    await grid.press('Control+z')
    equal(await grid.facts(), before)
  }),
  check('Backspace 同样一步清空', form, async (grid) => {
    await grid.click(income)
    await grid.press('Shift+ArrowDown', 'Backspace')
    equal(await grid.value(income), null)
    equal(await grid.value(next), null)
    equal((await grid.labels()).length, 1)
  }),
  check('区域内 Enter、Tab 轮流走格', form, async (grid) => {
    await grid.click('GK05!2080501!closingBasic')
    await grid.press('Shift+ArrowDown', 'Shift+ArrowRight')
    await grid.press('Tab')
    equal(await grid.active(), '2080501!closingProject')
    await grid.press('Tab')
    equal(await grid.active(), '2080505!closingBasic')
    await grid.press('Enter')
    equal(await grid.active(), '2080501!closingProject')
    equal((await grid.status()).selection.cells, 4)
  }),
  check('只读的决算不能修改', form, async (grid) => {
    await grid.page.evaluate('harness.book.readOnly = true')
    await grid.show({ form: 'GK06' })
    await grid.click('GK06!2080501@u1!basic')
    await grid.type('5')
    equal(await grid.field(), null)
    holds((await grid.message()).includes('只读'))
    equal(await grid.page.locator('.cell-new').count(), 0)
  }),
]
