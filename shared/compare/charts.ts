import type { CellAddress } from '../address/cell.ts'
import { percentHundredths } from '../amount/rounding.ts'
import { sumOf } from '../amount/sum.ts'
import type { Chart } from '../catalogue/analysis.ts'
import type { LinkedChart } from '../catalogue/link-analysis.ts'
import type { LinkedOperand } from '../catalogue/linked-narrative.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Engine } from '../engine/engine.ts'
import { spoken } from '../narrative/names.ts'
import { Values } from '../narrative/values.ts'

/** A number of a chart with the cells it is made of; null is blank, and no bar, slice or point at all. */
export type ChartNumber = {
  /** fen, count or hundredths */
  readonly value: number | null
  readonly cells: readonly CellAddress[]
  /** the year whose book has the cells */
  readonly book: number
}
export type ChartRow = {
  /** key of the row, the year in charts over years */
  readonly key: string
  readonly label: string
  readonly code: string | null
  /** one number per series */
  readonly numbers: readonly ChartNumber[]
  /** hundredths of a per cent of the whole, in charts of shares */
  readonly share: number | null
}

/** A chart and its table: everything a drawing of it says. */
export type ChartData = {
  readonly key: string
  readonly kind: Chart['kind']
  readonly title: string
  readonly note: string | null
  readonly unit: ValueUnit
  readonly series: readonly string[]
  /** the table: all rows, those of shares, pairs and rankings with the largest first */
  readonly rows: readonly ChartRow[]
  /** what is drawn: the first rows, and the others put together in one */
  readonly drawn: readonly ChartRow[]
  /** sums of the table's columns; null in charts over years */
  readonly total: readonly (number | null)[] | null
  /** nothing to draw: every number is nought or blank */
  readonly isEmpty: boolean
}

/** Key of the row that stands for all that are not drawn. */
export const restKey = '…'

/** A number of one year's book for a series of a chart over years. */
export type YearPoint = { readonly chart: string; readonly series: string } & ChartNumber
/** The points of one year: of its own book, or (`isRetold`) of the next year's supplement, where the book is missing. */
export type YearPoints = { readonly year: number; readonly isRetold: boolean; readonly points: readonly YearPoint[] }

const numberOf = (values: Values, operand: LinkedOperand, row: string | null, book: number): ChartNumber => {
  const { exact, cells } = values.of(operand, row)
  return { value: exact === null ? null : Number(exact), cells, book }
}

const filled = (text: string, year: number): string => text.replaceAll('{year}', String(year))

/**
 * What one book says to the charts over years of its own edition: its own year, and the year before as its supplements
 * tell it.
 */
export function yearPoints(engine: Engine, year: number): readonly [own: YearPoints, retold: YearPoints] {
  const values = new Values(engine)
  const own: YearPoint[] = []
  const retold: YearPoint[] = []
  for (const { chart, values: all } of engine.edition.charts)
    if (chart.kind === 'years')
      for (const { label, operand, lastYear } of all) {
        const name = { chart: chart.chart, series: label }
        own.push({ ...name, ...numberOf(values, operand, null, year) })
        if (lastYear !== null) retold.push({ ...name, ...numberOf(values, lastYear, null, year) })
      }
  return [
    { year, isRetold: false, points: own },
    { year: year - 1, isRetold: true, points: retold },
  ]
}

/**
 * All charts of the book's edition. Charts over years take this book's year from the book itself and the others from
 * `years`; a year without a book stays a gap, unless the next year's supplement tells it.
 */
export function chartsOf(engine: Engine, year: number, years: readonly YearPoints[]): ChartData[] {
  const values = new Values(engine)
  const all = [...years.filter((one) => one.year !== year || one.isRetold), ...yearPoints(engine, year)]
  return engine.edition.charts.map((linked) =>
    linked.rows === null ? overYears(linked, year, all) : ofRows(linked, values, year),
  )
}

function head({ chart, unit, values }: LinkedChart, year: number) {
  return {
    key: chart.chart,
    kind: chart.kind,
    title: filled(chart.title, year),
    note: chart.note === undefined ? null : filled(chart.note, year),
    unit,
    series: values.map(({ label }) => filled(label, year)),
  }
}

function ofRows(linked: LinkedChart, values: Values, year: number): ChartData {
  const { chart } = linked
  const found = values.rows(linked.rows as NonNullable<LinkedChart['rows']>)
  const plain = found.map((row): ChartRow => {
    const numbers = linked.values.map(({ operand }) => numberOf(values, operand, row.key, year))
    return { key: row.key, label: spoken(row.label), code: row.code, numbers, share: null }
  })
  const sizeOf = ({ numbers }: ChartRow): number => Math.max(...numbers.map(({ value }) => Math.abs(value ?? 0)))
  const sorted = plain.toSorted((a, b) => sizeOf(b) - sizeOf(a))
  const total = linked.values.map((_, at) => sumOf(sorted.map(({ numbers }) => numbers[at]?.value ?? null)))
  const withShare = (row: ChartRow): ChartRow =>
    chart.kind === 'shares' ? { ...row, share: percentHundredths(row.numbers[0]?.value ?? 0, total[0] ?? 0) } : row
  const rows = sorted.map(withShare)
  return {
    ...head(linked, year),
    rows,
    drawn: drawnOf(rows, chart, year).map(withShare),
    total,
    isEmpty: rows.length === 0,
  }
}

/** The first rows, and one for the rest; one single row is not put together with itself. */
function drawnOf(rows: readonly ChartRow[], { most }: Chart, year: number): ChartRow[] {
  if (most === undefined || rows.length <= most) return [...rows]
  const rest = rows.slice(most - 1)
  const numbers = (rest[0]?.numbers ?? []).map((_, at) => ({
    value: sumOf(rest.map((row) => row.numbers[at]?.value ?? null)),
    cells: rest.flatMap((row) => row.numbers[at]?.cells ?? []),
    book: year,
  }))
  return [...rows.slice(0, most - 1), { key: restKey, label: `其余${rest.length}项`, code: null, numbers, share: null }]
}

function overYears(linked: LinkedChart, year: number, years: readonly YearPoints[]): ChartData {
  const points = new Map<string, ChartNumber>()
  // a year's own book goes before what the next year's tells of it
  for (const one of years.toSorted((a, b) => Number(b.isRetold) - Number(a.isRetold)))
    for (const { chart, series, value, cells, book } of one.points)
      if (chart === linked.chart.chart && (value !== null || !one.isRetold)) {
        const key = `${one.year}!${series}`
        if (value !== null || !points.has(key)) points.set(key, { value, cells, book })
      }
  const known = [...points].filter(([, { value }]) => value !== null).map(([key]) => Number(key.slice(0, 4)))
  const [first, last] = [Math.min(year, ...known), Math.max(year, ...known)]
  const rows = Array.from({ length: last - first + 1 }, (_, at): ChartRow => {
    const one = first + at
    const numbers = linked.values.map(
      ({ label }): ChartNumber => points.get(`${one}!${label}`) ?? { value: null, cells: [], book: one },
    )
    return { key: String(one), label: `${one}年`, code: null, numbers, share: null }
  })
  const isEmpty = !rows.some(({ numbers }) => numbers.some(({ value }) => value !== null && value !== 0))
  return { ...head(linked, year), rows, drawn: rows, total: null, isEmpty }
}
