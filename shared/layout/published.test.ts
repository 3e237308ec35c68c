import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import type { PublishedRow, PublishedTable } from '../../build/testing/published.ts'
import { publishedTables } from '../../build/testing/published.ts'
import { formatAmount } from '../amount/format.ts'
import { Engine } from '../engine/engine.ts'
import { sampleBook, sampleFacts } from '../sample/sample.ts'
import { layOut } from './layout.ts'
import type { PrintedRow, PrintedTable } from './table.ts'

const edition = builtInEdition()
const engine = Engine.create(edition, sampleFacts(edition))
if (engine === null) throw new Error('the sample is out of range')
const lay = (form: string): PrintedTable => layOut(engine, form, sampleBook)
const published = publishedTables().map((table) => [`GK${String(table.no).padStart(2, '0')}`, table] as const)

const isCode = (path: readonly string[]): boolean => path.at(-1) === '支出功能分类科目编码'
/** 类 款 项 stand in the header of one table and on the 合计 line of the others. */
const hasPartsInHeader = (table: PublishedTable): boolean => table.header_lines.includes('类 款 项')
const code = (table: PublishedTable): readonly string[] => table.code_subcolumns ?? []

/** A printed line: its words from left to right, and a place for each value column, null where nothing is printed. */
type Line = { readonly words: readonly string[]; readonly values: readonly (string | null)[] }

function printedLine(table: PrintedTable, row: PrintedRow): Line {
  const cells = row.cells.toSorted((a, b) => a.column - b.column)
  const values = new Map(
    cells.flatMap((cell) =>
      cell.kind === 'value' && typeof cell.value === 'number' ? [[cell.column, formatAmount(cell.value, '万元')]] : [],
    ),
  )
  return {
    words: cells.flatMap((cell) => (cell.kind === 'label' ? [cell.text] : [])),
    values: table.columns.flatMap(({ holds }, at) => (holds === 'amount' ? [values.get(at) ?? null] : [])),
  }
}

/** Lines of a plain table. */
function plainLines(table: PublishedTable): Line[] {
  const words = (row: PublishedRow): (string | null | undefined)[] => {
    if (row.level === 0 && table.code_subcolumns !== undefined)
      return [...(hasPartsInHeader(table) ? [] : code(table)), row.label, row.unit_name]
    // the columns that hold no values, in printed order
    return table.columns
      .filter((path) => !(path.join('/') in row.values))
      .map((path) => {
        if (isCode(path)) return row.code
        if (path.at(-1)?.endsWith('单位名称')) return row.unit_name
        return row.column === undefined || row.column === path.at(-1) ? row.label : null
      })
  }
  return (table.rows ?? []).map((row) => ({
    words: words(row).filter((word) => typeof word === 'string'),
    values: Object.values(row.values),
  }))
}

/** Lines of a table whose blocks stand side by side. */
function blockLines(table: PublishedTable): Line[] {
  const blocks = Object.entries(table.blocks ?? {}).map(([name, block]) => ({
    width: block.columns.length - 1,
    rows: [...block.rows, ...(table.totals ?? []).filter((total) => total.covers_blocks?.at(-1) === name)],
  }))
  const last = Math.max(...blocks.flatMap(({ rows }) => rows.map((row) => row.line)))
  return Array.from({ length: last }, (_, line) => {
    const halves = blocks.map(({ width, rows }) => ({ width, row: rows.find((row) => row.line === line + 1) }))
    return {
      words: halves.flatMap(({ row }) => row?.label ?? []),
      values: halves.flatMap(({ width, row }) =>
        row === undefined ? Array.from({ length: width }, () => null) : Object.values(row.values),
      ),
    }
  }).filter(({ words }) => words.length > 0)
}

/** Header texts over each printed column, from top to bottom. */
const pathsOf = (table: PrintedTable, rows: PrintedTable['header']): string[][] =>
  table.columns.map((_, at) =>
    rows
      .flatMap((row) => row.filter(({ column, colSpan }) => column <= at && at < column + colSpan))
      .map((c) => c.text),
  )

describe.each(published)('%s is printed as published', (form, expected) => {
  const table = lay(form)
  const numbers = expected.column_numbers
  const header = numbers === undefined ? table.header : table.header.slice(0, -1)

  it('title, department, unit and notes', () => {
    const { title, departmentLine, unitLine, notes } = table
    expect({ title, departmentLine, unitLine, notes }).toEqual({
      title: expected.title,
      departmentLine: `部门名称：${expected.department}`,
      unitLine: `单位:${expected.unit}`,
      notes: expected.notes,
    })
  })

  it('header', () => {
    const paths = expected.columns.flatMap((path) =>
      isCode(path) ? code(expected).map((part) => (hasPartsInHeader(expected) ? [...path, part] : path)) : [path],
    )
    expect(pathsOf(table, header)).toEqual(paths)
  })

  it('栏次', () => {
    if (numbers === undefined) return
    const paths = pathsOf(table, header)
    const printed = table.header.at(-1)?.flatMap((cell) => {
      const path = paths[cell.column]?.join('/') ?? ''
      return cell.holds === 'number' ? [[path, cell.text]] : []
    })
    expect(Object.fromEntries(printed ?? [])).toEqual(numbers)
    expect(
      table.header
        .at(-1)
        ?.filter((cell) => cell.holds !== 'number')
        .map((cell) => cell.text),
    ).toEqual(['栏次'])
  })

  it('every line, with labels, codes and values in order', () => {
    const lines = expected.rows === undefined ? blockLines(expected) : plainLines(expected)
    expect(table.rows.map((row) => printedLine(table, row))).toEqual(lines)
  })

  it('levels and indents', () => {
    const rows = expected.rows ?? []
    // a line of GK06 is a unit's share of an item: 项 on paper, one level further down for us
    const level = (row: PublishedRow): number => (form === 'GK06' && row.level === 3 ? 4 : row.level)
    if (expected.code_subcolumns !== undefined)
      expect(table.rows.map((row) => row.level)).toEqual(rows.map((row) => level(row)))
    const indents = Object.values(expected.blocks ?? {}).flatMap(({ rows: own }) =>
      own.flatMap(({ label, indent }) => (indent === undefined ? [] : [[label, indent]])),
    )
    const labels = table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell.kind === 'label' ? [cell] : [])))
    for (const [text, indent] of indents)
      expect(labels.filter((cell) => cell.text === text).map((cell) => cell.indent)).toContain(indent)
  })

  it('cells of a line stand side by side without overlap', () => {
    for (const row of [...table.header, ...table.rows.map(({ cells }) => cells)]) {
      let end = 0
      for (const { column, colSpan } of row.toSorted((a, b) => a.column - b.column)) {
        expect(column).toBeGreaterThanOrEqual(end)
        end = column + colSpan
      }
      expect(end).toBeLessThanOrEqual(table.columns.length)
    }
  })
})

it('prints 1,012 values, in the order of the document', () => {
  const values = (lines: readonly Line[]): string[] =>
    lines.flatMap((line) => line.values.filter((one) => one !== null))
  const printed = published.flatMap(([form]) => {
    const table = lay(form)
    return values(table.rows.map((row) => printedLine(table, row)))
  })
  const document = published.flatMap(([, table]) =>
    values(table.rows === undefined ? blockLines(table) : plainLines(table)),
  )
  expect(printed).toHaveLength(1012)
  expect(printed).toEqual(document)
})

/** The header as text: `row: from+colSpan×rowSpan text`. */
const spans = (form: string): string[] =>
  lay(form).header.map((row) =>
    row.map(({ column, colSpan, rowSpan, text }) => `${column}+${colSpan}×${rowSpan} ${text}`).join(' | '),
  )

describe('header spans', () => {
  it('GK05: the code column takes three places, groups span their columns', () => {
    expect(spans('GK05')).toEqual([
      '0+4×1 项目 | 4+1×2 年初结转和结余 | 5+1×2 本年收入 | 6+3×1 本年支出 | 9+3×1 年末结转结余',
      '0+3×1 支出功能分类科目编码 | 3+1×1 科目名称 | 6+1×1 小计 | 7+1×1 基本支出 | 8+1×1 项目支出 | 9+1×1 合计 | 10+1×1 基本支出结转 | 11+1×1 项目支出结转和结余',
      '0+4×1 栏次 | 4+1×1 1 | 5+1×1 2 | 6+1×1 3 | 7+1×1 4 | 8+1×1 5 | 9+1×1 6 | 10+1×1 7 | 11+1×1 8',
    ])
  })

  it('GK06: single columns reach down over both lines', () => {
    expect(spans('GK06')).toEqual([
      '0+4×1 项目 | 4+1×2 单位名称 | 5+1×2 合计 | 6+1×2 基本支出 | 7+1×2 项目支出',
      '0+3×1 支出功能分类科目编码 | 3+1×1 科目名称',
      '0+4×1 栏次 | 4+1×1 -- | 5+1×1 1 | 6+1×1 2 | 7+1×1 3',
    ])
  })

  it('GK14: 类 款 项 are part of the header', () => {
    expect(spans('GK14')).toEqual([
      '0+1×2 二级单位名称 | 1+3×1 支出功能分类科目编码 | 4+1×2 项目名称 | 5+3×1 支出数',
      '1+1×1 类 | 2+1×1 款 | 3+1×1 项 | 5+1×1 合计 | 6+1×1 财政拨款 | 7+1×1 其他资金',
      '0+5×1 栏次 | 5+1×1 1 | 6+1×1 2 | 7+1×1 3',
    ])
  })

  it('GK07: the same words over three blocks are six columns', () => {
    expect(spans('GK07')).toEqual([
      '0+1×1 科目名称 | 1+1×1 决算数 | 2+1×1 科目名称 | 3+1×1 决算数 | 4+1×1 科目名称 | 5+1×1 决算数',
    ])
  })
})
