import type { Check } from './check.ts'
import { check, equal, holds } from './check.ts'

const cell = 'GK05!2080501!income'

/** text typed in 元 → fen */
const accepted: readonly (readonly [string, number])[] = [
  ['１２３．４５', 123_45],
  ['1,234,567.8', 1_234_567_80],
  ['１，２３４。５', 1_234_50],
  ['￥1，000元', 1_000_00],
  ['12.5万元', 12_500_000],
  ['0.1亿', 1_000_000_000],
  ['（300）', -300_00],
  ['－45', -45_00],
  ['1 234', 1_234_00],
  ['=1+2*3', 7_00],
]
const refused: readonly (readonly [string, string])[] = [
  ['1.005', '最多 2 位小数'],
  ['abc', '不能出现在数字里'],
  ['90071992547409.92', '超出可填范围'],
]

export const amountChecks: readonly Check[] = [
  ...accepted.map(([text, fen]) =>
    check(`接受 ${text}`, 'form=GK05&unit=元', async (grid) => {
      await grid.click(cell)
      // full-width characters come from an IME as text, not as keys
      await grid.page.keyboard.insertText(text)
      await grid.press('Enter')
      equal(await grid.field(), null)
      equal(await grid.value(cell), fen)
    }),
  ),
  check('接受最大金额 90,071,992,547,409.91', 'form=GK05&unit=元&book=empty', async (grid) => {
    await grid.page.evaluate("harness.set([{ kind: 'row', key: '2080501', after: { name: '' } }])")
    await grid.click(cell)
    await grid.page.keyboard.insertText('90,071,992,547,409.91')
    await grid.press('Enter')
    equal(await grid.value(cell), Number.MAX_SAFE_INTEGER)
    equal(await grid.shown(cell), '90,071,992,547,409.91')
  }),
  ...refused.map(([text, reason]) =>
    check(`拒绝 ${text}，留在编辑框内，标红并说明`, 'form=GK05&unit=元', async (grid) => {
      await grid.click(cell)
      await grid.type(text)
      await grid.press('Enter')
      equal(await grid.field(), text)
      equal(await grid.isRefused(), true)
      holds((await grid.bubble()).includes(reason), await grid.bubble())
      holds((await grid.message()).includes(reason))
      equal(await grid.value(cell), 7_391_326)
      await grid.press('Escape')
      equal(await grid.field(), null)
      equal(await grid.bubble(), '')
    }),
  ),
  check('拒绝的内容在点开别处后按原样留在格内，红色，悬停可见原因', 'form=GK05&unit=元', async (grid) => {
    await grid.click(cell)
    await grid.type('12x')
    await grid.click('GK05!2210203!income')
    equal(await grid.shown(cell), '12x')
    holds((await grid.classes(cell)).includes('kept'))
    await grid.hover(cell)
    await grid.page.waitForSelector('.grid-bubble')
    holds((await grid.bubble()).includes('不能出现在数字里'))
    await grid.click(cell)
    holds((await grid.status()).reason?.includes('12x') === true)
    await grid.press('F2')
    equal(await grid.field(), '12x')
    await grid.press('Backspace', 'Enter')
    equal(await grid.value(cell), 12_00)
    holds(!(await grid.classes(cell)).includes('kept'))
  }),
  check('合计超出范围的数整体拒绝，按原样留在格内', 'form=GK05&unit=元', async (grid) => {
    const before = await grid.facts()
    await grid.click(cell)
    await grid.type('90071992547409.91')
    await grid.press('Enter')
    equal(await grid.facts(), before)
    equal(await grid.shown(cell), '90071992547409.91')
    holds((await grid.classes(cell)).includes('kept'))
  }),
  check('元与万元切换显示与录入，0.123456 万元 ⇄ 1,234.56 元', 'form=GK05', async (grid) => {
    await grid.click(cell)
    await grid.type('0.123456')
    await grid.press('Enter')
    equal(await grid.shown(cell), '0.123456')
    await grid.show({ unit: '元' })
    equal(await grid.shown(cell), '1,234.56')
    await grid.click(cell)
    await grid.type('1234.57')
    await grid.press('Enter')
    await grid.show({ unit: '万元' })
    equal(await grid.shown(cell), '0.123457')
  }),
  check('小数位数固定，列内对齐', 'form=GK05', async (grid) => {
    const texts = await grid.page.locator('.ag-row [col-id="c3"]').allInnerTexts()
    for (const text of texts) holds(text.trim() === '' || /^-?[\d,]+\.\d{6}$/.test(text.trim()), text)
    await grid.show({ unit: '元' })
    for (const text of await grid.page.locator('.ag-row [col-id="c3"]').allInnerTexts())
      holds(text.trim() === '' || /^-?[\d,]+\.\d{2}$/.test(text.trim()), text)
  }),
  check('人数等整数栏不受元/万元影响，不收小数', 'form=S03&unit=元', async (grid) => {
    await grid.click('S03!vehiclesKept!count')
    await grid.type('12')
    await grid.press('Enter')
    equal(await grid.value('S03!vehiclesKept!count'), 12)
    await grid.click('S03!vehiclesKept!count')
    await grid.type('1.5')
    await grid.press('Enter')
    equal(await grid.isRefused(), true)
  }),
]
