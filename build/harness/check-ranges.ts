import type { Check } from './check.ts'
import { check, equal, holds } from './check.ts'

const form = 'form=GK05'
const first = 'GK05!2080501!income'
const second = 'GK05!2080505!income'
const third = 'GK05!2080506!income'

/** Ranges and clipboard. */
export const rangeChecks: readonly Check[] = [
  check('Shift+方向键选区，状态行给出计数、数值个数与合计', form, async (grid) => {
    await grid.click(first)
    await grid.press('Shift+ArrowDown', 'Shift+ArrowDown')
    const { selection } = await grid.status()
    equal(selection, { cells: 3, filled: 3, numbers: 3, sum: '424.138478' })
  }),
  check('Shift+点击扩展选区', form, async (grid) => {
    await grid.click(first)
    await grid.click(third, { shift: true })
    equal((await grid.status()).selection.sum, '424.138478')
  }),
  check('鼠标拖动选区', form, async (grid) => {
    await grid.drag(first, third)
    const { selection } = await grid.status()
    equal([selection.cells, selection.sum], [3, '424.138478'])
    equal(await grid.active(), '2080501!income')
  }),
  check('Ctrl+Shift+方向键选到边缘', form, async (grid) => {
    await grid.click(first)
    await grid.press('Control+Shift+ArrowDown')
    holds((await grid.status()).selection.cells > 3)
  }),
  check('点行号选整行，点列头选整列，点左上角全选', form, async (grid) => {
    await grid.page.locator('.ag-row[row-id="2080501"] [col-id="line"]').click()
    equal((await grid.status()).selection.cells, 10)
    await grid.page.locator('.ag-header-cell[col-id="c3"] .leaf-words').click()
    equal((await grid.status()).selection.cells, 19)
    await grid.page.locator('.ag-header-cell[col-id="line"]').click()
    equal((await grid.status()).selection.cells, 190)
  }),
  check('合计准确到分：两个最大数之和', form, async (grid) => {
    await grid.set('GK05!2080501!closingBasic', 4_000_000_000_000_001)
    await grid.set('GK05!2080505!closingBasic', 2_000_000_000_000_002)
    await grid.click('GK05!2080501!closingBasic')
    await grid.press('Shift+ArrowDown')
    equal((await grid.status()).selection.sum, '6,000,000,000.000003')
  }),
  check('单位不同的单元格不合计', 'form=S05', async (grid) => {
    await grid.click('S05!projects!value')
    await grid.press('Shift+ArrowDown')
    const { selection } = await grid.status()
    equal([selection.numbers, selection.sum], [2, null])
  }),
  check('复制为制表符文本，数值不舍入、无千分位', form, async (grid) => {
    await grid.page.locator('.ag-row[row-id="2080501"] [col-id="c0"]').click()
    await grid.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Control+c')
    equal(await grid.copied('text/plain'), '2080501\t行政单位离退休\t\t7.391326')
  }),
  check('复制为 HTML，编码是文本格式（Excel 保留前导零）', form, async (grid) => {
    await grid.page.locator('.ag-row[row-id="2080501"] [col-id="c0"]').click()
    await grid.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Control+c')
    const html = await grid.copied('text/html')
    holds(/mso-number-format:\s*'?"?\\@/.test(html.replaceAll('&quot;', '"')), html)
    holds(html.includes('7.391326') && html.includes('2080501'), html)
  }),
  check('剪切清空原处，一步撤销', form, async (grid) => {
    await grid.click(first)
    await grid.press('Control+x')
    equal(await grid.value(first), null)
    equal(await grid.copied('text/plain'), '7.391326')
    await grid.press('Control+z')
    equal(await grid.value(first), 7_391_326)
  }),
  check('切换单位后粘贴自己复制的数，金额不变', form, async (grid) => {
    await grid.click(first)
    await grid.press('Control+c')
    await grid.show({ unit: '元' })
    await grid.click('GK05!2080501!closingBasic')
    await grid.press('Control+v')
    equal(await grid.value('GK05!2080501!closingBasic'), 7_391_326)
  }),
  check('粘贴 Excel 块：引号内换行、末尾空行、千分位', form, async (grid) => {
    await grid.click('GK05!2080501!closingBasic')
    await grid.paste('"1,234.5"\t"2\n"\r\n3,000\t-4.25\r\n')
    equal(await grid.value('GK05!2080501!closingBasic'), 1_234_500_000)
    equal(await grid.value('GK05!2080501!closingProject'), 2_000_000)
    equal(await grid.value('GK05!2080505!closingBasic'), 3_000_000_000)
    equal(await grid.value('GK05!2080505!closingProject'), -4_250_000)
    equal((await grid.labels()).length, 1)
    equal((await grid.status()).selection.cells, 4)
  }),
  check('多行文字单元格粘贴成一行', 'form=S05', async (grid) => {
    await grid.click('S05!result!value')
    await grid.paste('"第一行\n第二行"\r\n')
    equal(await grid.value('S05!result!value'), '第一行 第二行')
  }),
  check('一个值粘贴到区域，全部填上', form, async (grid) => {
    await grid.click('GK05!2080501!closingBasic')
    await grid.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight')
    await grid.paste('1.5')
    equal(await grid.value('GK05!2080501!closingBasic'), 1_500_000)
    equal(await grid.value('GK05!2080506!closingProject'), 1_500_000)
    equal((await grid.labels()).length, 1)
  }),
  check('300×8 一次粘贴、一次撤销，逐格还原', 'form=GK05&book=large', async (grid) => {
    await grid.press('Control+Home')
    const before = await grid.facts()
    await grid.click('GK05!2014101!opening')
    const line = Array.from({ length: 8 }, (_, column) => `${column + 1}.5`).join('\t')
    await grid.paste(`${Array.from({ length: 300 }, () => line).join('\r\n')}\r\n`)
    const message = await grid.message()
    holds(/^已粘贴 \d+ 个单元格，未写入：\d+ 个公式或名称单元格$/.test(message), message)
    equal(await grid.value('GK05!2014101!opening'), 1_500_000)
    equal((await grid.labels()).length, 1)
    await grid.press('Control+z')
    equal(await grid.facts(), before)
    equal(await grid.active(), '2014101!opening')
  }),
  check('粘贴超出表格：跳过并计数', form, async (grid) => {
    await grid.click('GK05!2210203!closingProject')
    await grid.paste('1\t2\t3\r\n4\t5\t6\r\n7\t8\t9')
    const message = await grid.message()
    equal(await grid.value('GK05!2210203!closingProject'), 1_000_000)
    holds(message.includes('7 个超出表格'), message)
    holds(message.includes('1 个公式或名称单元格'), message)
  }),
  check('粘贴遇公式单元格：跳过并计数，其余写入', form, async (grid) => {
    await grid.click(first)
    await grid.paste('1\t2\t3\t4\t5\t6\t7')
    equal(await grid.value(first), 1_000_000)
    equal(await grid.value('GK05!2080501!closingProject'), 7_000_000)
    holds((await grid.message()).includes('4 个公式'), await grid.message())
  }),
  check('选择整体拒绝时，一个也不写入', `${form}&policy=refuse`, async (grid) => {
    const before = await grid.facts()
    await grid.click(first)
    await grid.paste('1\t2\t3')
    equal(await grid.facts(), before)
    holds((await grid.message()).includes('整体取消'), await grid.message())
    equal((await grid.labels()).length, 0)
  }),
  check('选择询问时，先列出不能写入的再决定', `${form}&policy=ask`, async (grid) => {
    const before = await grid.facts()
    await grid.click(first)
    await grid.paste('1\tabc')
    await grid.page.getByText('1 个是公式、名称').waitFor()
    await grid.page.getByRole('button', { name: '全部不粘贴' }).click()
    equal(await grid.facts(), before)
    await grid.page.waitForTimeout(400)
    await grid.click(first)
    await grid.paste('1\tabc')
    await grid.page.getByRole('button', { name: '跳过它们' }).click()
    await grid.settle()
    equal(await grid.value(first), 1_000_000)
  }),
  check('粘贴中认不出的数按原样标红，不写入账套', form, async (grid) => {
    await grid.click('GK05!2080501!closingBasic')
    await grid.paste('1\t十二')
    equal(await grid.value('GK05!2080501!closingProject'), null)
    equal(await grid.shown('GK05!2080501!closingProject'), '十二')
    holds((await grid.classes('GK05!2080501!closingProject')).includes('kept'))
    await grid.press('Control+z')
    equal(await grid.shown('GK05!2080501!closingProject'), '')
  }),
  check('原样粘回整张表，不算改动也不报跳过', form, async (grid) => {
    const before = await grid.facts()
    await grid.click(first)
    await grid.press('Control+a', 'Control+c', 'Control+v')
    equal(await grid.facts(), before)
    const message = await grid.message()
    holds(!message.includes('未写入'), message)
  }),
  check('默认单元格粘贴与公式相同的数，仍由公式计算', 'form=GK03', async (grid) => {
    await grid.click('GK03!2080501!basic')
    await grid.paste('7.391326')
    equal(await grid.facts().then((facts) => facts.includes('GK03!2080501!basic')), false)
    await grid.paste('8')
    equal(await grid.facts().then((facts) => facts.includes('GK03!2080501!basic')), true)
    holds((await grid.classes('GK03!2080501!basic')).includes('stated'))
  }),
  check('填充柄向下填充', form, async (grid) => {
    await grid.click('GK05!2080501!closingBasic')
    await grid.type('2.5')
    await grid.press('Enter')
    await grid.click('GK05!2080501!closingBasic')
    await grid.drag(await grid.handle(), 'GK05!2080506!closingBasic')
    equal(await grid.value('GK05!2080505!closingBasic'), 2_500_000)
    equal(await grid.value('GK05!2080506!closingBasic'), 2_500_000)
    equal((await grid.labels()).length, 2)
  }),
  check('Ctrl+D 向下填充，单格时取上一格', form, async (grid) => {
    await grid.click(first)
    await grid.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')
    equal(await grid.value(second), 7_391_326)
    equal(await grid.value(third), 7_391_326)
    await grid.press('Control+z')
    await grid.click(second)
    await grid.press('Control+d')
    equal(await grid.value(second), 7_391_326)
  }),
  check('Ctrl+R 向右填充', form, async (grid) => {
    await grid.set('GK05!2080501!closingBasic', 3_000_000)
    await grid.click('GK05!2080501!closingBasic')
    await grid.press('Shift+ArrowRight', 'Control+r')
    equal(await grid.value('GK05!2080501!closingProject'), 3_000_000)
  }),
  check('Ctrl+Enter 把所键内容填满区域', form, async (grid) => {
    await grid.click(first)
    await grid.press('Shift+ArrowDown', 'Shift+ArrowDown')
    await grid.type('6')
    await grid.press('Control+Enter')
    equal(
      [await grid.value(first), await grid.value(second), await grid.value(third)],
      [6_000_000, 6_000_000, 6_000_000],
    )
    equal((await grid.labels()).length, 1)
  }),
  check('撤销、重做准确还原并回到原处', form, async (grid) => {
    const before = await grid.facts()
    await grid.click(second)
    await grid.type('1')
    await grid.press('Enter')
    const after = await grid.facts()
    await grid.click('GK05!2210203!opening')
    await grid.press('Control+z')
    equal(await grid.facts(), before)
    equal(await grid.active(), '2080505!income')
    await grid.press('Control+y')
    equal(await grid.facts(), after)
    await grid.press('Control+z', 'Control+Shift+z')
    equal(await grid.facts(), after)
  }),
  check('选区跨冻结的合计行与滚动区，滚动后仍对齐', 'form=GK05&book=small', async (grid) => {
    await grid.click('GK05!total!income')
    await grid.press('Shift+ArrowDown', 'Shift+ArrowDown')
    const boxes = await grid.page.locator('.grid-box-range:visible').count()
    equal(boxes, 2)
    await grid.press('Control+Home')
    await grid.click('GK05!2014102!income')
    await grid.page.mouse.wheel(0, 100)
    await grid.settle()
    const box = await grid.page.locator('.grid-box-active:visible').boundingBox()
    const cell = await grid.page.locator(await grid.selector('GK05!2014102!income')).boundingBox()
    holds(box !== null && cell !== null && Math.abs(box.y - cell.y) <= 2 && Math.abs(box.x - cell.x) <= 2)
  }),
]
