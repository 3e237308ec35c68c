import { z } from 'zod'
import { BookSummary, EditionName } from './values.ts'

/** What crosses between window and main for books that go from one ledger to another. */

export const Passage = z.enum(['moved', 'copied'])

const Arrived = z.strictObject({ file: z.string(), how: z.enum(['moved', 'copied', 'salvaged']), time: z.string() })
const Left = z.strictObject({ file: z.string(), time: z.string() })

/** Any book of the ledger, also one that left: where it came from, where it went, and what was handed in. */
export const FullBook = z.strictObject({
  id: z.int(),
  department: z.string(),
  year: z.int(),
  edition: EditionName,
  /** null if this program cannot read the edition */
  trust: z.enum(['published', 'unverified']).nullable(),
  state: z.enum(['open', 'sealed', 'moved']),
  revision: z.int(),
  changed: z.string(),
  arrived: Arrived.nullable(),
  left: Left.nullable(),
  /** the sealing in force, also of a book that left sealed */
  sealing: z.strictObject({ time: z.string(), files: z.array(z.string()) }).nullable(),
})
export type FullBook = z.infer<typeof FullBook>

/** A book that left for another ledger, as the list of books shows it. */
export const MovedBook = z.strictObject({ id: z.int(), department: z.string(), year: z.int(), file: z.string() })
export type MovedBook = z.infer<typeof MovedBook>

/** Where a book is to go: a ledger known from before, one a person points out, or a new one. */
export const TargetChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recent'), recent: z.int().min(0) }),
  z.strictObject({ kind: z.literal('existing') }),
  z.strictObject({ kind: z.literal('new'), name: z.string().trim().min(1).max(100) }),
])

export const TransferTarget = z.strictObject({
  token: z.string(),
  name: z.string(),
  path: z.string(),
  isNew: z.boolean(),
})
export type TransferTarget = z.infer<typeof TransferTarget>

/** What would come of a transfer; nothing has been done. */
export const TransferOutlook = z.strictObject({
  book: FullBook,
  /** rows of the book's history */
  steps: z.int(),
  /** a move that was cut off before: the book is there already, and only has to be closed here */
  resumes: z.boolean(),
  remarks: z.array(z.string()),
})
export type TransferOutlook = z.infer<typeof TransferOutlook>

export const Transferred = z.strictObject({
  path: z.string(),
  created: z.boolean(),
  /** the book had come before, in a move that was cut off */
  wasThere: z.boolean(),
  /** the book as it is there */
  book: BookSummary,
  remarks: z.array(z.string()),
})
export type Transferred = z.infer<typeof Transferred>
