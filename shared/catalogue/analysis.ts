import { z } from 'zod'
import { NarrativeRows } from './narrative-vocabulary.ts'

/** The analysis page of an edition, `analysis.json`: charts over cells, as data, so that no code names a form. */

const Formula = z.string().min(1).max(2000)

export const ChartValue = z.strictObject({
  /** screen, print: what the number is, in the legend and over its column of the chart's table; may hold `{year}` */
  label: z.string().min(1).max(60),
  /** data: linear over cells of one unit; `.` is the row of the chart */
  value: Formula,
  /** data: where last year's number stands while last year's book is not in the ledger */
  lastYear: Formula.optional(),
})

export const Chart = z.strictObject({
  /** data: stable key, unique in the edition */
  chart: z.string().regex(/^[A-Za-z0-9]+$/),
  /** screen, print: may hold `{year}` */
  title: z.string().min(2).max(120),
  /**
   * shares: parts of one whole; pairs: two or more values beside each other per row; years: series over the years of a
   * department; ranking: rows by size, the largest first
   */
  kind: z.enum(['shares', 'pairs', 'years', 'ranking']),
  /** data: what the chart has a bar or a slice for; a chart over years has none */
  rows: NarrativeRows.omit({ nonZero: true }).optional(),
  values: z.array(ChartValue).min(1).max(8),
  /** screen, print: so many rows are drawn, the others are put together as 其余; all are in the chart's table */
  most: z.number().int().min(2).max(60).optional(),
  /** screen, print: under the chart */
  note: z.string().max(300).optional(),
})
export type Chart = z.infer<typeof Chart>
export const Analysis = z.array(Chart).min(1).max(40)
export type Analysis = z.infer<typeof Analysis>
