import { z } from 'zod'
import { byKey, choice } from './choice.ts'

/**
 * The vocabulary of the text part (决算说明): its patterns, free texts, rounding and house style. Texts follow the
 * grammar of `formula/pattern.ts`.
 */

const Key = z.string().regex(/^[A-Za-z0-9.]+$/)
const Words = z.string().max(4000)
const Condition = z.string().min(1).max(1000)
const Formula = z.string().min(1).max(2000)

/** data: rows of a form, in printed order, that have something in them. */
export const NarrativeRows = z.strictObject({
  form: z.string(),
  /** rows of a code form of one level */
  level: z.enum(['class', 'section', 'item', 'project']).optional(),
  /** rows of a fixed form: those that are part of this row, or those named */
  under: z.string().optional(),
  keys: z.array(z.string()).min(1).optional(),
  /** a row counts when one of these formulas is not nought there; `.` is the row */
  nonZero: z.array(Formula).min(1),
})
export type NarrativeRows = z.infer<typeof NarrativeRows>

/** print: words with places, or several pieces of which some depend on the figures. */
export type NarrativeText = string | readonly NarrativePiece[]
export type NarrativePiece =
  | string
  | { readonly choose: readonly { readonly if?: string | undefined; readonly text: NarrativeText }[] }
  | {
      readonly parts: readonly { readonly if?: string | undefined; readonly text: NarrativeText }[]
      readonly numbered?: boolean | undefined
      readonly between: string
      readonly before?: string | undefined
      readonly none?: string | undefined
    }
  | {
      readonly list: NarrativeRows
      readonly text: NarrativeText
      readonly between: string
      readonly none?: string | undefined
    }

const Text: z.ZodType<NarrativeText> = choice<NarrativeText>('expected words, or a list of pieces', (value) =>
  typeof value === 'string' ? Words : Pieces,
)
const Branch = z.strictObject({ if: Condition.optional(), text: Text })
const PieceObject = byKey<Exclude<NarrativePiece, string>>({
  /** the first branch whose condition holds; the last one has none */
  choose: z.strictObject({ choose: z.array(Branch).min(2) }),
  /** those parts whose condition holds, with words before them, numbered （1）（2） if wanted; or the words for none */
  parts: z.strictObject({
    parts: z.array(Branch).min(1),
    numbered: z.boolean().optional(),
    between: Words,
    before: Words.optional(),
    none: Words.optional(),
  }),
  /** one text per row; or the words for none */
  list: z.strictObject({ list: NarrativeRows, text: Text, between: Words, none: Words.optional() }),
})
const Pieces: z.ZodType<readonly NarrativePiece[]> = z.array(
  choice<NarrativePiece>('expected words or a piece', (value) => (typeof value === 'string' ? Words : PieceObject)),
)

export type NarrativeBlock =
  | {
      readonly heading: string
      readonly level: 1 | 2 | 3 | 4 | 5
      readonly number?: 'circled' | 'none' | undefined
      readonly if?: string | undefined
      readonly text: NarrativeText
    }
  | {
      readonly paragraph: string
      readonly numbered?: true | 4 | undefined
      readonly if?: string | undefined
      readonly text: NarrativeText
    }
  | { readonly free: string; readonly if?: string | undefined }
  | {
      readonly table: string
      readonly if?: string | undefined
      readonly head: readonly string[]
      readonly rows: readonly (readonly NarrativeText[])[]
    }
  | { readonly choose: readonly { readonly if?: string | undefined; readonly blocks: readonly NarrativeBlock[] }[] }
  | {
      readonly each: NarrativeRows
      readonly blocks: readonly NarrativeBlock[]
      readonly ends?: readonly string[] | undefined
    }
  | { readonly group: readonly NarrativeBlock[]; readonly ends: readonly string[] }

/** print: words at the end of every block but the last, and of the last. */
const Ends = z.array(Words).length(2)
const NarrativeBlocks = z.array(z.lazy((): z.ZodType<NarrativeBlock> => NarrativeBlock))
const NarrativeBlock: z.ZodType<NarrativeBlock> = byKey<NarrativeBlock>({
  heading: z.strictObject({
    heading: Key,
    /** 1 一、 2 （一） 3 1. 4 （1） 5 without number */
    level: z.literal([1, 2, 3, 4, 5]),
    /** ① instead of the number of its level, or none */
    number: z.enum(['circled', 'none']).optional(),
    if: Condition.optional(),
    text: Text,
  }),
  paragraph: z.strictObject({
    paragraph: Key,
    /** begins with 1. 2. 3. or, as 4, with （1）（2）（3） */
    numbered: z.literal([true, 4]).optional(),
    if: Condition.optional(),
    text: Text,
  }),
  /** paragraphs, headings and tables of a free text */
  free: z.strictObject({ free: Key, if: Condition.optional() }),
  table: z.strictObject({
    table: Key,
    if: Condition.optional(),
    head: z.array(Words).min(1),
    /** a row shorter than the head: its last cell spans */
    rows: z.array(z.array(Text).min(1)).min(1),
  }),
  choose: z.strictObject({
    choose: z.array(z.strictObject({ if: Condition.optional(), blocks: NarrativeBlocks })).min(2),
  }),
  each: z.strictObject({ each: NarrativeRows, blocks: NarrativeBlocks.min(1), ends: Ends.optional() }),
  group: z.strictObject({ group: NarrativeBlocks.min(1), ends: Ends }),
})

/** 第二部分, 第三部分 …; numbering begins again in each. */
export const NarrativePart = z.strictObject({ part: Key, title: Words, blocks: NarrativeBlocks.min(1) })
export type NarrativePart = z.infer<typeof NarrativePart>

export const NarrativeSlot = z.strictObject({
  /** screen: what to write here */
  ask: Words,
  /** data: one text per row, under the key of the row */
  perRow: z.boolean().optional(),
  /** data: a reason (主要原因): asked for where the figures moved, reused from last year */
  reason: z.boolean().optional(),
  /** data: numbers of the text are its own and no figures of the book */
  ownNumbers: z.boolean().optional(),
  /** data: the 审核说明 that stands here while there is no text: check, form, row and column; `.` is the row */
  explanation: z
    .string()
    .regex(/^[A-Z0-9-]+![A-Z0-9]+![\w.]+!\w+$/)
    .optional(),
})
export type NarrativeSlot = z.infer<typeof NarrativeSlot>

/** House style; a book may choose otherwise by an `option` fact of the same name behind `narrative.`. */
export const NarrativeStyle = z.strictObject({
  /** print: 2563.7 or 2563.70 */
  trailingZeros: z.enum(['dropped', 'kept']),
  /** print: 2563.7 or 2,563.7 */
  thousands: z.enum(['none', 'grouped']),
  /** print: lines of nought are listed or left out */
  zeroItems: z.enum(['listed', 'omitted']),
  /** print: differences and percentages of printed or of exact figures */
  percentBase: z.enum(['printed', 'exact']),
  /** print: up to so many per cent a figure is called 基本持平 */
  steadyBand: z.string().regex(/^[0-9]{1,2}(\.[0-9]{1,2})?$/),
})
export type NarrativeStyle = z.infer<typeof NarrativeStyle>

export const NarrativeRounding = z.strictObject({
  /** items inside a class are truncated and the largest takes the balance, or largest remainder as everywhere else */
  policy: z.enum(['largestItem', 'largestRemainder']),
  /** columns of code forms rounded from total to class to item before all other figures, the first one first */
  trees: z.array(z.strictObject({ form: z.string(), columns: z.array(z.string()).min(1) })),
  /** further totals whose parts share them, after the trees */
  sums: z.array(z.strictObject({ total: Formula, parts: z.array(Formula).min(2) })),
})
export type NarrativeRounding = z.infer<typeof NarrativeRounding>

export const NarrativeHead = z.strictObject({
  /** data: files of the parts, in printed order */
  parts: z.array(Key).min(1),
  rounding: NarrativeRounding,
  style: NarrativeStyle,
  /** print: the word for a score, from so many points up, best first */
  grades: z.array(z.strictObject({ grade: z.string().min(1).max(4), from: z.number().int().min(0).max(100) })).min(1),
  /** print: texts said in several places; `$name` stands for what is given */
  phrases: z.record(Key, z.strictObject({ parameters: z.array(Key), text: Text })),
  slots: z.record(Key, NarrativeSlot),
})
export type NarrativeHead = z.infer<typeof NarrativeHead>

/** print: what a code means, by its code or by the name that several codes share. */
export const Glossary = z.strictObject({
  source: z.string(),
  terms: z.array(
    z.strictObject({ code: z.string().optional(), name: z.string().optional(), text: z.string().min(4).max(600) }),
  ),
})
export type Glossary = z.infer<typeof Glossary>

export const Narrative = z.strictObject({
  head: NarrativeHead,
  parts: z.array(NarrativePart).min(1),
  glossary: Glossary,
})
export type Narrative = z.infer<typeof Narrative>
