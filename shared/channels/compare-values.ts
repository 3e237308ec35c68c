import { z } from 'zod'
import { bases } from '../compare/basis.ts'
import { orders } from '../compare/sorting.ts'

/** What crosses between window and main for comparisons and charts. */

const Key = z.string().min(1).max(200)
const Numbers = z.array(z.int().nullable())

/** Last year's side of one form, by this year's keys. */
export const PriorForm = z.strictObject({
  year: z.int(),
  hasForm: z.boolean(),
  columns: z.array(z.string()),
  rows: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      code: z.string().nullable(),
      level: z.int(),
      unit: z.string().nullable(),
      isGone: z.boolean(),
      numbers: Numbers,
    }),
  ),
})

const Cells = z.array(z.strictObject({ form: z.string(), row: z.string(), column: z.string() }))

/** What the other books of a department say to the charts over years. */
export const YearPoints = z.strictObject({
  year: z.int(),
  isRetold: z.boolean(),
  points: z.array(
    z.strictObject({
      chart: z.string(),
      series: z.string(),
      value: z.int().nullable(),
      cells: Cells,
      book: z.int(),
    }),
  ),
})

/** A comparison as somebody has it on screen. */
export const CompareWishes = z.strictObject({
  basis: z.enum(bases),
  form: Key,
  percent: z.int().min(0).max(1_000_000),
  /** fen */
  amount: z.int().min(0),
  order: z.enum(orders),
  column: Key.nullable(),
  onlyMarked: z.boolean(),
  text: z.string().max(200),
})

/** A PNG as base64: some megabytes for a large screen. */
export const Picture = z.base64().max(12_000_000)
