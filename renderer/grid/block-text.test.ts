import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockHtml, blockText, parseBlock } from './block-text.ts'

describe('text of a block, as spreadsheets write it', () => {
  it.each<[string, string, string[][]]>([
    ['one cell', '12', [['12']]],
    ['a row', '1\t2', [['1', '2']]],
    ['rows of Windows', '1\r\n2', [['1'], ['2']]],
    [
      'a last empty line is no row',
      '1\t2\r\n3\t4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'an empty cell at the end',
      '1\t\n\t2',
      [
        ['1', ''],
        ['', '2'],
      ],
    ],
    ['a line break in quotes', '"第一行\n第二行"\t5', [['第一行\n第二行', '5']]],
    ['doubled quotes', '"他说""好"""\t1', [['他说"好"', '1']]],
    ['thousands separators in quotes', '"1,234.5"', [['1,234.5']]],
    ['a quote that closes nowhere', '"三公经费\t1', [['"三公经费', '1']]],
    ['a quote inside a plain cell', '5" 管\t1', [['5" 管', '1']]],
    ['nothing', '', [['']]],
  ])('%s', (_, text, rows) => {
    expect(parseBlock(text)).toEqual(rows)
  })

  it('gives back every block it wrote', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '1', ',', '中') })
    const block = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(block, (rows) => {
        const text = blockText(rows.map((row) => row.map((one) => ({ text: one, isNumber: false, decimals: 0 }))))
        expect(parseBlock(text)).toEqual(rows)
      }),
    )
  })

  it('tells spreadsheets what is text: codes, and numbers beyond 15 digits', () => {
    const html = blockHtml([
      [
        { text: '0208', isNumber: false, decimals: 0 },
        { text: '7.391326', isNumber: true, decimals: 6 },
        { text: '9007199254.740991', isNumber: true, decimals: 6 },
        { text: '<b>&', isNumber: false, decimals: 0 },
      ],
    ])
    const cells = html.match(/<td.*?<\/td>/g)
    expect(cells).toEqual([
      `<td style="mso-number-format:'\\@'">0208</td>`,
      `<td style="mso-number-format:'0\\.000000'">7.391326</td>`,
      `<td style="mso-number-format:'\\@'">9007199254.740991</td>`,
      `<td style="mso-number-format:'\\@'">&lt;b&gt;&amp;</td>`,
    ])
  })
})
