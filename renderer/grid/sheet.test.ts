import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../shared/sample/sample.ts'
import { headerDepth, headerTree, lowestRowHeight } from './header.ts'
import { foldedTo, treeDepth, visibleRows } from './outline.ts'
import { findCode, findText } from './search.ts'
import { Sheet } from './sheet.ts'

const edition = builtInEdition()
const engine = Engine.create(edition, sampleFacts(edition)) as Engine
const sheetOf = (form: string): Sheet =>
  new Sheet(layOut(engine, form, { department: sampleBook.department, year: 2024, offered: true, blankLines: 1 }))

describe('a printed table as a sheet', () => {
  it.each(edition.forms.map(({ key }) => [key]))('%s: every cell of the book stands where it is found', (form) => {
    const sheet = sheetOf(form)
    let cells = 0
    for (const { index } of sheet.rows)
      for (const column of sheet.columns) {
        const cell = sheet.valueAt(index, column.index)
        if (cell === null || sheet.isBlankLine(index)) continue
        cells++
        expect(sheet.find(cell.address)).toEqual({ row: index, column: column.index })
      }
    expect(cells).toBeGreaterThan(0)
    expect(headerTree(sheet).length).toBeGreaterThan(0)
  })

  it('shows the three printed columns of a code as one', () => {
    const sheet = sheetOf('GK05')
    expect(sheet.columns.map(({ key }) => key).slice(0, 3)).toEqual(['code', 'name', 'opening'])
    expect(sheet.labelAt(0, 0)?.text).toBe('类 款 项')
    expect(sheet.totalRow).toBe(0)
    expect(sheet.rowTitle({ row: 3, column: 3 })).toBe('2080501 行政单位离退休')
    expect(sheet.columns[4]?.title).toBe('本年支出·小计')
  })

  it('keeps blocks apart that share a column key', () => {
    const sheet = sheetOf('GK07')
    expect(sheet.find({ form: 'GK07', row: '30201', column: 'final' })).toEqual({ row: 1, column: 3 })
    expect(sheet.rowTitle({ row: 1, column: 3 })).toBe('办公费')
    expect(sheet.totalRow).toBe(-1)
  })

  it('has the header of the paper as a tree', () => {
    const tree = headerTree(sheetOf('GK04'))
    expect(headerDepth(tree)).toBe(3)
    expect(tree.map((node) => [node.text, node.kind])).toEqual([
      ['收入', 'group'],
      ['支出', 'group'],
    ])
    const code = headerTree(sheetOf('GK14'))[1]
    expect(code).toMatchObject({ kind: 'column', text: '支出功能分类科目编码', rows: 2 })
    expect(headerTree(sheetOf('GK05')).flatMap((node) => (node.kind === 'column' ? [node.number] : []))).toEqual([
      '1',
      '2',
    ])
  })

  it('makes the lowest header row as high as its longest words need', () => {
    const tree = headerTree(sheetOf('GK02'))
    const [wide, narrow] = [200, 70].map((width) => lowestRowHeight(tree, new Array(9).fill(width), 26))
    expect(wide).toBe(26)
    expect(narrow).toBeGreaterThan(44)
  })
})

describe('folding, filtering, sorting, searching', () => {
  const sheet = sheetOf('GK05')
  const all = { folded: new Set<string>(), filter: 'all', order: null } as const
  const facts = {
    fails: (row: number) => sheet.rows[row]?.id === '2120107',
    isFilled: () => true,
    sortValue: (row: number, column: number) => sheet.labelAt(row, column)?.text ?? null,
  }
  const codes = (rows: readonly number[]): string[] => rows.map((row) => sheet.rows[row]?.id ?? '')

  it('folds to a level, 合计 first and the line for a further code last', () => {
    expect(treeDepth(sheet)).toBe(3)
    expect(codes(visibleRows(sheet, { ...all, folded: foldedTo(sheet, 1) }, facts))).toEqual([
      'total',
      '208',
      '210',
      '212',
      '221',
      'line18',
    ])
    expect(visibleRows(sheet, { ...all, folded: foldedTo(sheet, 3) }, facts)).toHaveLength(19)
  })

  it('filters rows and keeps what is above them', () => {
    expect(codes(visibleRows(sheet, { ...all, filter: 'failing' }, facts))).toEqual([
      'total',
      '212',
      '21201',
      '2120107',
      'line18',
    ])
  })

  it('sorts lines inside their 类 and 款', () => {
    const rows = codes(visibleRows(sheet, { ...all, order: { column: 0, descending: true } }, facts))
    expect(rows.slice(0, 4)).toEqual(['total', '221', '22102', '2210203'])
  })

  it('finds text forwards and backwards, and codes by their beginning', () => {
    const text = ({ row, column }: { row: number; column: number }) => sheet.labelAt(row, column)?.text ?? ''
    expect(findText(sheet, '住房公积金', { row: 0, column: 0 }, false, text)).toEqual({ row: 16, column: 1 })
    expect(findText(sheet, '支出', { row: 1, column: 1 }, true, text)).toEqual({ row: 15, column: 1 })
    expect(findText(sheet, '没有', { row: 0, column: 0 }, false, text)).toBeNull()
    expect(findCode(sheet, '２２１02')).toBe(15)
    expect(findCode(sheet, '999')).toBeNull()
  })
})
