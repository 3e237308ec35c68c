import type { Check } from './check.ts'
import { check, equal, holds } from './check.ts'
import type { GridPage } from './grid-page.ts'

const form = 'form=GK05'
const blank = '.cell-new'
const isThere = (grid: GridPage, code: string): Promise<boolean> =>
  grid.page.evaluate(
    (wanted) =>
      (
        globalThis as never as { harness: { book: { engine: { book: { codes: () => Map<string, string> } } } } }
      ).harness.book.engine.book
        .codes()
        .has(wanted),
    code,
  )
const list = (grid: GridPage): Promise<string[]> => grid.page.locator('.code-option').allInnerTexts()

const text = 'S05!result!value'

/** Codes, names and Chinese input. */
export const codeChecks: readonly Check[] = [
  check('新增科目：编码前缀，Enter 选取，名称与上级同一步出现', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('2013301')
    await grid.settle()
    holds((await list(grid))[0]?.startsWith('2013301') === true, String(await list(grid)))
    await grid.press('Enter')
    equal(await isThere(grid, '2013301'), true)
    equal((await grid.labels()).length, 1)
    equal(await grid.active(), '2013301!opening')
    const texts = await grid.page.locator('.ag-row [col-id="c0"]').allInnerTexts()
    for (const code of ['201', '20133', '2013301'])
      holds(
        texts.some((one) => one.trim() === code),
        code,
      )
    await grid.press('Control+z')
    equal(await isThere(grid, '2013301'), false)
  }),
  check('新增科目：名称的一部分', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.page.keyboard.insertText('死亡抚恤')
    await grid.settle()
    holds((await list(grid))[0]?.includes('2080801') === true, String(await list(grid)))
  }),
  check('新增科目：拼音首字母', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('swfx')
    await grid.settle()
    holds(
      (await list(grid)).some((one) => one.includes('死亡抚恤')),
      String(await list(grid)),
    )
  }),
  check('新增科目：方向键选择，Tab 选取', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('20808')
    await grid.settle()
    const second = (await list(grid))[1]?.slice(0, 7) ?? ''
    await grid.press('ArrowDown', 'Tab')
    equal(await isThere(grid, second), true)
  }),
  check('显示可信程度：已核、仅名称、未核', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('208')
    await grid.settle()
    const texts = (await list(grid)).join(' ')
    holds(/已核|未核|仅名称/.test(texts), texts)
  }),
  check('科目表之外的 7 位编码可以新增', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('2089877')
    await grid.settle()
    holds((await list(grid)).join(' ').includes('表外编码'))
    await grid.press('Enter')
    equal(await isThere(grid, '2089877'), true)
  }),
  check('已有的科目转到其行，不重复新增', form, async (grid) => {
    await grid.page.locator(blank).click()
    await grid.type('2080501')
    await grid.press('Enter')
    equal(await grid.active(), '2080501!opening')
    equal((await grid.labels()).length, 0)
  }),
  check('项目明细表选科目后由外部补项目', 'form=GK14', async (grid) => {
    await grid.press('Control+End')
    await grid.scroll(100000)
    await grid.settle()
    await grid.page.locator(blank).click()
    await grid.type('2120107')
    await grid.press('Enter')
    equal(await grid.calls(), ['insert 2120107'])
  }),
  check('独立的科目选择框：拼音、方向键、Enter', 'form=GK05&picker=1', async (grid) => {
    await grid.page.locator('.code-picker input').click()
    await grid.type('swfx')
    await grid.settle()
    holds((await list(grid)).length > 0)
    await grid.press('Enter')
    const calls = await grid.calls()
    holds(calls[0]?.includes('死亡抚恤') === true, String(calls))
  }),
  check('空闲文字格中用输入法组字：不丢字，候选窗在格内，组成后打开编辑', 'form=S05', async (grid) => {
    await grid.click(text)
    await grid.compose('n')
    await grid.compose('ni')
    const field = await grid.page.locator('.grid-field.is-open input').boundingBox()
    const cell = await grid.page.locator(await grid.selector(text)).boundingBox()
    holds(field !== null && cell !== null && Math.abs(field.y - cell.y) < 4 && Math.abs(field.x - cell.x) < 4)
    await grid.commitComposition('你好')
    equal(await grid.field(), '你好')
    await grid.press('Enter')
    equal(await grid.value(text), '你好')
  }),
  check('组字中按 Enter 只选候选词，不提交', 'form=S05', async (grid) => {
    await grid.click(text)
    const before = await grid.value(text)
    await grid.compose('liang')
    await grid.imeKey('Enter')
    equal(await grid.value(text), before)
    equal(await grid.active(), 'result!value')
    await grid.commitComposition('良')
    equal(await grid.field(), '良')
    equal(await grid.value(text), before)
    await grid.press('Shift+Enter')
    equal(await grid.value(text), '良')
    equal(await grid.active(), 'normal!value')
  }),
  check('编辑方式中组字插入光标处', 'form=S05', async (grid) => {
    await grid.click(text)
    await grid.press('F2', 'Home')
    await grid.compose('te')
    await grid.commitComposition('特')
    await grid.press('Enter')
    equal(await grid.value(text), '特优')
  }),
  check('中文输入法下在金额格键入全角数字', 'form=GK05&unit=元', async (grid) => {
    await grid.click('GK05!2080501!income')
    await grid.compose('１２')
    await grid.commitComposition('１２。５')
    await grid.press('Enter')
    equal(await grid.value('GK05!2080501!income'), 12_50)
  }),
]
