import { describe, expect, it } from 'vitest'
import { builtInEdition, editionFiles } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { MAX_FEN } from '../amount/fen.ts'
import { loadEdition, readEdition } from '../catalogue/load.ts'
import { sampleBook } from '../sample/sample.ts'
import { narrate } from './narrate.ts'
import { byLargestItem, byLargestRemainder } from './rounding.ts'

const wan = (text: string): bigint => BigInt(text.replace('.', ''))
const written = (values: readonly bigint[] | null): string | null =>
  values === null ? null : values.map((value) => (Number(value) / 100).toFixed(2)).join(' ')

describe('sharing a rounded total', () => {
  it.each([
    ['7.391326 277.404768 139.342384', 42414n, '7.39 277.41 139.34', '7.39 277.41 139.34'],
    // the budget of the same class: only the largest item as balance gives the published 7.01
    ['7.016000 277.404768 139.342384', 42376n, '7.02 277.40 139.34', '7.01 277.41 139.34'],
    ['2563.701733 2991.423958', 555513n, '2563.70 2991.43', '2563.70 2991.43'],
    ['0.005000 0.005000', 1n, '0.01 0.00', '0.01 0.00'],
    ['-1.005000 2.000000', 100n, '-1.00 2.00', '-1.00 2.00'],
    ['', 0n, '', ''],
  ])('%s', (texts, total, byRemainder, byItem) => {
    const parts = texts === '' ? [] : texts.split(' ').map(wan)
    expect(written(byLargestRemainder(parts, total))).toBe(byRemainder)
    expect(written(byLargestItem(parts, total))).toBe(byItem)
  })

  it('gives up when no rounding of the parts adds to the total', () => {
    expect(byLargestRemainder([wan('1.000000'), wan('1.000000')], 201n)).toBe(null)
  })

  it.each([
    [6_889_685_723, 688_968n],
    [5_000, 0n],
    [-5_000, 0n],
    [4_999, 0n],
    [-4_999, 0n],
    [-19_999, -1n],
    [MAX_FEN, 900_719_925_474n],
  ])('cuts %d 分 off towards zero beside a larger item', (fen, cut) => {
    expect(byLargestItem([BigInt(fen), BigInt(MAX_FEN) + 1n], 0n)).toEqual([cut, -cut])
  })
})

describe('the rounding of an edition', () => {
  const figures = (policy: string): Map<string, string> => {
    const files = editionFiles('dongcheng-2024')
    const head = structuredClone(files['narrative/document.json']) as { rounding: { policy: string } }
    head.rounding.policy = policy
    const edition = loadEdition(readEdition({ ...files, 'narrative/document.json': head }))
    const blocks = narrate(sampleEngine([], edition), sampleBook).parts.flatMap((part) => part.blocks)
    return new Map(
      blocks.flatMap((block) =>
        block.kind === 'table'
          ? []
          : block.runs.flatMap((run) => (run.kind === 'figure' ? [[run.key, run.text] as const] : [])),
      ),
    )
  }

  it('is a policy: largest item or largest remainder throughout', () => {
    const [byItem, byRemainder] = [figures('largestItem'), figures('largestRemainder')]
    const different = [...byItem].filter(([key, text]) => byRemainder.get(key) !== text)
    // both print 7.39; only the budget differs, 7.01 against 7.02
    expect(different).toEqual([
      ['general.itemText.2080501/difference.GK06!2080501!total', '0.38'],
      ['general.itemText.2080501/percent.GK06!2080501!total', '5.42'],
    ])
    expect(byRemainder.get('general.itemText.2080501/difference.GK06!2080501!total')).toBe('0.37')
    expect(byRemainder.get('general.itemText.2080501/percent.GK06!2080501!total')).toBe('5.27')
  })

  it('says of each figure how it was rounded', () => {
    const blocks = narrate(sampleEngine([], builtInEdition()), sampleBook).parts.flatMap((part) => part.blocks)
    const runs = blocks.flatMap((block) => (block.kind === 'table' ? [] : block.runs))
    const figure = (key: string) => runs.find((run) => run.kind === 'figure' && run.key === key)
    expect(figure('expenditure.total/amount.GK03!total!project')).toMatchObject({
      text: '2991.43',
      value: '2991.43',
      exact: '2991.423958',
      rule: '万元，两位小数，与合计凑整',
      cells: [{ form: 'GK03', row: 'total', column: 'project' }],
    })
    expect(figure('income.other/share.GK02!total!other')).toMatchObject({
      text: '0.34',
      exact: '23.292573/6912.978296',
      rule: '所占百分比，两位小数，四舍五入，按公布数计算',
    })
    expect(figure('general.itemText.2210201/difference.GK06!2210201!total')).toMatchObject({
      text: '8.08',
      exact: '-8.079872',
    })
  })
})
