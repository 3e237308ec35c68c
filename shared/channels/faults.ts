import { z } from 'zod'

/**
 * Every way in which the program refuses, as data. The Chinese sentence a person reads is made from it in
 * `shared/words/faults.ts`; the command line maps the kind to its exit code (2 bad request or input, 3 ledger fault).
 */
export const Fault = z.discriminatedUnion('kind', [
  // ---- the ledger file
  z.strictObject({ kind: z.literal('ledger-missing'), path: z.string() }),
  z.strictObject({ kind: z.literal('ledger-exists'), path: z.string() }),
  z.strictObject({ kind: z.literal('ledger-locked'), path: z.string(), who: z.string(), since: z.string() }),
  z.strictObject({ kind: z.literal('ledger-too-new'), path: z.string(), theirs: z.int(), ours: z.int() }),
  z.strictObject({ kind: z.literal('ledger-foreign'), path: z.string() }),
  z.strictObject({ kind: z.literal('ledger-damaged'), path: z.string(), detail: z.string() }),
  z.strictObject({ kind: z.literal('ledger-read-only'), path: z.string() }),
  z.strictObject({ kind: z.literal('disk-full'), path: z.string() }),
  z.strictObject({ kind: z.literal('file-failed'), path: z.string(), detail: z.string() }),
  z.strictObject({ kind: z.literal('migration-changed'), name: z.string() }),
  z.strictObject({ kind: z.literal('migration-failed'), path: z.string(), name: z.string(), detail: z.string() }),
  // ---- books and gestures
  z.strictObject({ kind: z.literal('book-missing'), department: z.string(), year: z.int() }),
  z.strictObject({ kind: z.literal('book-exists'), department: z.string(), year: z.int() }),
  z.strictObject({ kind: z.literal('stale-revision'), base: z.int(), current: z.int() }),
  z.strictObject({ kind: z.literal('book-sealed'), department: z.string(), year: z.int() }),
  z.strictObject({ kind: z.literal('book-not-sealed'), department: z.string(), year: z.int() }),
  z.strictObject({ kind: z.literal('nothing-to-undo') }),
  z.strictObject({ kind: z.literal('nothing-to-redo') }),
  /** a carried 年初数 was to say something else than last year's book: which kind of difference is it? */
  z.strictObject({
    kind: z.literal('difference-needed'),
    where: z.string(),
    cell: z.strictObject({ form: z.string(), row: z.string(), column: z.string() }),
    /** what last year's book gives, as people read it */
    carried: z.string(),
    kinds: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('edition-missing'), edition: z.string() }),
  z.strictObject({ kind: z.literal('edition-invalid'), file: z.string(), property: z.string(), reason: z.string() }),
  // ---- requests: `where` names the place in the user's words, `reason` says what to do, both in Chinese
  z.strictObject({ kind: z.literal('request-rejected'), where: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal('input-refused'), where: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal('output-exists'), path: z.string() }),
  z.strictObject({ kind: z.literal('seal-refused'), errors: z.int(), unexplained: z.int() }),
  z.strictObject({ kind: z.literal('unexpected'), incident: z.string(), detail: z.string() }),
])
export type Fault = z.infer<typeof Fault>
