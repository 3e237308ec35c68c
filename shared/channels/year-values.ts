import { z } from 'zod'
import { factKinds } from '../engine/facts.ts'
import { BookSummary } from './values.ts'

/** Values of the new year: what is asked of main, and the preview a person decides on. */

const Key = z.string().min(1).max(200)

/** What comes along; what is not named is as usual. */
export const RollForwardChoice = z.strictObject({
  rows: z.boolean().optional(),
  units: z.boolean().optional(),
  projects: z.boolean().optional(),
  texts: z.boolean().optional(),
  reasons: z.boolean().optional(),
  style: z.boolean().optional(),
  cover: z.boolean().optional(),
})

const Fate = z.enum(['carried', 'follows', 'left'])

export const RollForwardShown = z.strictObject({
  department: z.string(),
  from: z.strictObject({ book: z.int(), year: z.int(), edition: z.string() }),
  to: z.strictObject({ year: z.int(), edition: z.string(), title: z.string() }),
  /** the new book; null in a preview */
  book: BookSummary.nullable(),
  options: RollForwardChoice.required(),
  /** everything of the old book, counted: kind, what becomes of it, and why not */
  tally: z.array(
    z.strictObject({
      kind: z.enum(factKinds),
      fate: Fate,
      reason: z.string().nullable(),
      word: z.string(),
      count: z.int(),
    }),
  ),
  /** everything but the amounts that every year begins anew with, in words */
  items: z.array(
    z.strictObject({
      kind: z.enum(factKinds),
      key: Key,
      what: z.string(),
      /** fen a closing is about; null for other things */
      closing: z.int().nullable(),
      fate: Fate,
      course: z.string().nullable(),
      reason: z.string().nullable(),
      /** what becomes of it */
      text: z.string(),
    }),
  ),
  /** sums of the closings in fen */
  closings: z.strictObject({ follows: z.int(), byHand: z.int(), lost: z.int() }),
  /** what differs between the editions, in words */
  differences: z.array(z.string()),
  /** what comes along and names a year that has passed */
  namesYears: z.array(z.strictObject({ kind: z.enum(factKinds), key: Key, what: z.string(), years: z.array(z.int()) })),
  unknownCodes: z.array(z.string()),
  remarks: z.array(z.string()),
})
export type RollForwardShown = z.infer<typeof RollForwardShown>
