import { z } from 'zod'

/** What crosses between window and main for editions, code tables and newer revisions. */

const Table = z.strictObject({ table: z.string(), year: z.int(), codes: z.int(), source: z.string() })

/** An edition of the program or of the ledger: what it is, and how far it can be trusted. */
export const EditionInfo = z.strictObject({
  edition: z.string(),
  title: z.string(),
  region: z.string(),
  year: z.int(),
  revision: z.int(),
  /** code tables that users put in place of the released ones */
  localRevision: z.int(),
  hash: z.string(),
  /** forms that are published, and those that are not */
  forms: z.int(),
  supplements: z.int(),
  trust: z.enum(['published', 'unverified']),
  source: z.string(),
  follows: z.array(z.string()),
  functional: Table,
  economic: Table,
  isBuiltIn: z.boolean(),
})
export type EditionInfo = z.infer<typeof EditionInfo>

/** An edition file that was looked at or kept; `isKnown` when program or ledger had it already. */
export const EditionImported = z.strictObject({ edition: EditionInfo, isKnown: z.boolean() })

const Named = z.strictObject({ code: z.string(), name: z.string() })
const Renamed = z.strictObject({ code: z.string(), from: z.string(), to: z.string() })

/** A code table that was looked at or put in place, and what it changes. */
export const CodesImported = EditionImported.extend({
  added: z.array(Named),
  dropped: z.array(Named),
  renamed: z.array(Renamed),
})
export type CodesImported = z.infer<typeof CodesImported>

export const codeTables = ['functional', 'economic'] as const
/** Endings of files a code table may come in. */
export const codeTableEndings = ['csv', 'tsv', 'xlsx', 'xls'] as const

const Revision = z.strictObject({ revision: z.int(), localRevision: z.int(), hash: z.string() })

/** That there is a newer revision of a book's edition. */
export const NewerRevision = z.strictObject({ edition: z.string(), from: Revision, to: Revision })
export type NewerRevision = z.infer<typeof NewerRevision>

const Cell = z.strictObject({ form: z.string(), name: z.string(), kind: z.string() })
const Check = z.strictObject({ check: z.string(), title: z.string() })
const Counted = z.strictObject({ errors: z.int(), verify: z.int(), hints: z.int(), unexplained: z.int() })

/** What a newer revision would do to a book, in words; values are decimals in the unit of their cell. */
export const RevisionShown = NewerRevision.extend({
  title: z.string(),
  cells: z.strictObject({
    added: z.array(Cell),
    dropped: z.array(Cell),
    changed: z.array(Cell.extend({ was: z.string() })),
  }),
  lost: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  beside: z.array(z.strictObject({ name: z.string(), value: z.string().nullable() })),
  moved: z.array(z.strictObject({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  checks: z.strictObject({ added: z.array(Check), dropped: z.array(Check), changed: z.array(Check) }),
  codes: z.strictObject({ dropped: z.array(Named), renamed: z.array(Renamed) }),
  before: Counted,
  after: Counted,
})
export type RevisionShown = z.infer<typeof RevisionShown>
