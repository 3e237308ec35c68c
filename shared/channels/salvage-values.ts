import { z } from 'zod'

/** What is wrong with a ledger, in words; empty for a sound one. */
export const Problems = z.array(z.strictObject({ where: z.string(), problem: z.string() }))
export type Problems = z.infer<typeof Problems>

// ---- what became of the books of a damaged ledger

export const SalvagedBook = z.strictObject({
  /** number in the damaged ledger; null for one that only a backup knows of */
  number: z.int().nullable(),
  department: z.string().nullable(),
  year: z.int().nullable(),
  /**
   * `whole`; `rebuilt` from its whole journal; `continued`: the journal breaks off, the facts were whole; `pieced`: they
   * were not, and come from what is left of the journal where they cannot be read; `facts`: without its journal; `lost`
   */
  outcome: z.enum(['whole', 'rebuilt', 'continued', 'pieced', 'facts', 'lost']),
  state: z.enum(['open', 'sealed', 'moved']).nullable(),
  was: z.string().nullable(),
  /** rows of the journal that came along, and the time of the last, ISO UTC */
  steps: z.int(),
  until: z.string().nullable(),
  /** rows behind it; null if nobody knows */
  lostSteps: z.int().nullable(),
  /** facts that lay otherwise than the journal says */
  changed: z.int(),
  lostFacts: z.boolean(),
  /** facts that come from the journal and may not be the last; the first of them by name */
  unsure: z.int(),
  unsureFacts: z.array(z.string()),
  lostFiles: z.array(z.string()),
  lostEditions: z.int(),
  detail: z.string().nullable(),
  /** the newest sound backup that has the book; steps of its journal there, and its last change, ISO UTC */
  backup: z.strictObject({ name: z.string(), time: z.string(), steps: z.int(), changed: z.string() }).nullable(),
})
export type SalvagedBook = z.infer<typeof SalvagedBook>

export const SalvageReport = z.strictObject({
  from: z.string(),
  /** path of the new ledger; null if nothing could be saved */
  ledger: z.string().nullable(),
  books: z.array(SalvagedBook),
  /** editions of no book that came along, and names of those that cannot be read */
  editions: z.int(),
  lostEditions: z.array(z.string()),
  /** other books may have been there that left no trace */
  isListBroken: z.boolean(),
  /** parts that are not the program's and stayed behind */
  foreign: z.array(z.string()),
})
export type SalvageReport = z.infer<typeof SalvageReport>
