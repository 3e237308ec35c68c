import { cellKey } from '../../shared/address/cell.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import { type ChartData, chartsOf, type YearPoints, yearPoints } from '../../shared/compare/charts.ts'
import { plainValue } from '../../shared/words/cells.ts'
import type { BookSummary, Ledger } from '../ledger/ledger.ts'
import { rejected } from './gesture.ts'
import { type OpenBook, openBook } from './open-book.ts'

/**
 * What the other books of a department say to the charts over years, each under its own edition. Books are read, not
 * kept open: an analysis looks at ten of them once. What was read is remembered until the book, or one before it from
 * which it carries on, has changed.
 */
export class OtherYears {
  private readonly ledger: Ledger
  private readonly kept = new Map<number, { readonly stamp: string; readonly points: readonly YearPoints[] }>()

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** Points of all books of the department but that of `year`. Faults: those of `openBook`. */
  of({ department, year }: { readonly department: string; readonly year: number }): Result<YearPoints[]> {
    const all = this.ledger.books()
    if (!all.ok) return all
    const books = all.value
      .filter((book) => book.department === department && book.state !== 'moved')
      .toSorted((a, b) => a.year - b.year)
    const points: YearPoints[] = []
    let before = ''
    for (const book of books) {
      const stamp = `${before}${book.edition.hash}@${book.revision};`
      before = stamp
      if (book.year === year) continue
      const read = this.read(book, stamp)
      if (!read.ok) return read
      points.push(...read.value)
    }
    return ok(points)
  }

  private read({ id, department, year }: BookSummary, stamp: string): Result<readonly YearPoints[]> {
    const known = this.kept.get(id)
    if (known?.stamp === stamp) return ok(known.points)
    const open = openBook(this.ledger, { department, year })
    if (!open.ok) return open
    const points = yearPoints(open.value.engine, year)
    this.kept.set(id, { stamp, points })
    return ok(points)
  }
}

/** Charts of a book as data; numbers as decimals (6 in 万元) and exact in the smallest unit; null is blank. */
export type AnalysisReport = {
  readonly department: string
  readonly year: number
  readonly charts: readonly {
    readonly chart: string
    readonly kind: ChartData['kind']
    readonly title: string
    readonly note: string | null
    readonly unit: string
    readonly series: readonly string[]
    readonly rows: readonly {
      readonly key: string
      readonly label: string
      readonly code: string | null
      readonly values: readonly (string | null)[]
      readonly exact: readonly (number | null)[]
      /** per cent of the whole, two decimals */
      readonly share: string | null
      /** keys of the cells behind each value, and the year of the book they are in */
      readonly cells: readonly { readonly book: number; readonly keys: readonly string[] }[]
    }[]
    readonly total: readonly (string | null)[] | null
    readonly empty: boolean
  }[]
}

/**
 * The charts of a book, or one of them by its key. Faults: request-rejected for a chart there is not, and where the
 * edition has no charts; those of opening the other years' books.
 */
export function analysisCharts(open: OpenBook, years: OtherYears, chart?: string): Result<ChartData[]> {
  const { engine, summary } = open
  if (engine.edition.charts.length === 0) return rejected('分析', '这个套表没有分析图表')
  const keys = engine.edition.charts.map((one) => one.chart.chart)
  if (chart !== undefined && !keys.includes(chart))
    return rejected(`图表 ${chart}`, `套表中没有这个图表，有 ${keys.join('、')}`)
  const points = years.of(summary)
  if (!points.ok) return points
  const charts = chartsOf(engine, summary.year, points.value)
  return ok(chart === undefined ? charts : charts.filter(({ key }) => key === chart))
}

export const analysisReport = ({ summary }: OpenBook, charts: readonly ChartData[]): AnalysisReport => ({
  department: summary.department,
  year: summary.year,
  charts: charts.map(({ key, kind, title, note, unit, series, rows, total, isEmpty }) => ({
    chart: key,
    kind,
    title,
    note,
    unit,
    series,
    rows: rows.map((row) => ({
      key: row.key,
      label: row.label,
      code: row.code,
      values: row.numbers.map(({ value }) => plainValue(value, unit)),
      exact: row.numbers.map(({ value }) => value),
      share: row.share === null ? null : plainValue(row.share, 'score'),
      cells: row.numbers.map(({ cells, book }) => ({ book, keys: cells.map(cellKey) })),
    })),
    total: total?.map((value) => plainValue(value, unit)) ?? null,
    empty: isEmpty,
  })),
})
