import { describe, expect, it } from 'vitest'
import type { Column } from '../catalogue/vocabulary.ts'
import { headerRows, placeColumns, printedColumns } from './header.ts'

const column = (key: string, header: string[], more: Partial<Column> = {}): Column => ({
  key,
  header,
  holds: 'amount',
  width: 10,
  ...more,
})
const place = (...columns: readonly (readonly [Column, number])[]) =>
  placeColumns(columns.map(([one, block]) => ({ column: one, block })))
/** Cells as `from+colSpan×rowSpan text`. */
const spans = (...columns: readonly (readonly [Column, number])[]): string[] =>
  headerRows(place(...columns), undefined, (text) => text).map((row) =>
    row.map((cell) => `${cell.column}+${cell.colSpan}×${cell.rowSpan} ${cell.text}`).join(' | '),
  )

describe('headerRows', () => {
  it('neighbours share the cells their paths share, down to where they part', () => {
    expect(
      spans([column('a', ['甲', '乙', '一']), 0], [column('b', ['甲', '乙', '二']), 0], [column('c', ['甲', '丙']), 0]),
    ).toEqual(['0+3×1 甲', '0+2×1 乙 | 2+1×2 丙', '0+1×1 一 | 1+1×1 二'])
  })

  it('the same words over two columns side by side stay two cells', () => {
    expect(spans([column('a', ['数']), 0], [column('b', ['数']), 1])).toEqual(['0+1×1 数 | 1+1×1 数'])
  })

  it('the same words apart from each other are not joined', () => {
    expect(spans([column('a', ['甲', '一']), 0], [column('b', ['乙']), 0], [column('c', ['甲', '一']), 0])).toEqual([
      '0+1×1 甲 | 1+1×2 乙 | 2+1×1 甲',
      '0+1×1 一 | 2+1×1 一',
    ])
  })

  it('a column with parts takes three places, whose words stand in the header where the form says so', () => {
    const code = (partsOn: 'header' | 'total') => column('code', ['编码'], { holds: 'code', partsOn, width: 16 })
    expect(spans([code('total'), 0], [column('a', ['数']), 0])).toEqual(['0+3×1 编码 | 3+1×1 数'])
    expect(spans([code('header'), 0], [column('a', ['数']), 0])).toEqual([
      '0+3×1 编码 | 3+1×2 数',
      '0+1×1 类 | 1+1×1 款 | 2+1×1 项',
    ])
    expect(printedColumns(place([code('total'), 0])).map(({ key, width }) => [key, width])).toEqual([
      ['code', 6],
      ['code', 6],
      ['code', 6],
    ])
  })
})
