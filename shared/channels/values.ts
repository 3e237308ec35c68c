import { z } from 'zod'
import { factKinds } from '../engine/facts.ts'
import { Fault } from './faults.ts'

/** Values that cross between window and main: numbers, strings, null, arrays, plain objects, nothing else. */

const Key = z.string().min(1).max(200)
/** Longest text a user may give: a project name, an explanation, a paragraph. */
const Text = z.string().max(100_000)

export const FactValue = z.union([z.int(), Text, z.record(z.string().max(40), z.union([z.int(), Text, z.null()]))])
export const Fact = z.strictObject({ kind: z.enum(factKinds), key: Key, value: FactValue })
export const FactChange = z.strictObject({ kind: z.enum(factKinds), key: Key, after: FactValue.nullable() })
export const Changes = z.array(FactChange).max(120_000)

export const Address = z.strictObject({ form: Key, row: Key, column: Key })
export const Place = z.strictObject({ form: Key, row: Key.nullable(), column: Key.nullable() })

export const EditionName = z.strictObject({ name: z.string(), revision: z.int(), hash: z.string() })

export const BookSummary = z.strictObject({
  id: z.int(),
  department: z.string(),
  year: z.int(),
  edition: EditionName,
  state: z.enum(['open', 'sealed']),
  revision: z.int(),
})
export type BookSummary = z.infer<typeof BookSummary>

/**
 * What last year's book gives this year's formulas, by the keys of this year's edition: non-blank numbers by cell key,
 * codes with their names, and those of the codes that one of last year was split into.
 */
export const PriorBook = z.strictObject({
  year: z.int(),
  cells: z.array(z.tuple([z.string(), z.int()])),
  codes: z.array(z.tuple([z.string(), z.string()])),
  divided: z.array(z.string()),
  /** what carried cells read and last year's edition does not have */
  absent: z.array(z.string()),
})
export type PriorBook = z.infer<typeof PriorBook>

/** A book as opened: everything the window needs to compute it. */
export const Snapshot = z.strictObject({
  summary: BookSummary,
  facts: z.array(Fact),
  prior: PriorBook.nullable(),
  /** labels of the gestures that undo and redo would take, null when there is none */
  undo: z.string().nullable(),
  redo: z.string().nullable(),
})
export type Snapshot = z.infer<typeof Snapshot>

/** A gesture that is safely stored. */
export const Receipt = z.strictObject({
  revision: z.int(),
  /** ISO time of the journal row */
  time: z.string(),
  undo: z.string().nullable(),
  redo: z.string().nullable(),
})
export type Receipt = z.infer<typeof Receipt>

/** A stored gesture of the window, and the facts main changed with it: explanations of another 年初数, for one. */
export const Committed = Receipt.extend({ also: z.array(FactChange) })
export type Committed = z.infer<typeof Committed>

/** Why a carried 年初数 says something else than last year's book: one of the edition's kinds, and words. */
export const Difference = z.strictObject({ kind: z.string().min(1).max(20), note: z.string().trim().max(1_000) })

/** A gesture made in main: what it changed, for the window to follow. */
export const Done = z.strictObject({
  receipt: Receipt,
  changes: z.array(FactChange),
  place: Place.nullable(),
  label: z.string(),
})
export type Done = z.infer<typeof Done>

export const HistoryEntry = z.strictObject({
  seq: z.int(),
  time: z.string(),
  kind: z.string(),
  label: z.string(),
  place: Place.nullable(),
  changes: z.array(
    z.strictObject({
      kind: z.enum(factKinds),
      key: z.string(),
      before: FactValue.nullable(),
      after: FactValue.nullable(),
    }),
  ),
  /** changes left out of the list when a gesture has very many */
  more: z.int(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** A file chosen or made: main knows where it lies, the window only its name. */
export const FileToken = z.strictObject({ token: z.string().regex(/^[0-9a-f-]{36}$/), name: z.string() })
export type FileToken = z.infer<typeof FileToken>

/** A printed document, and what a person should know about it, in words: a character no font has. */
export const PrintedFile = FileToken.extend({ remarks: z.array(z.string()) })
export type PrintedFile = z.infer<typeof PrintedFile>

/** What fonts are for, by the names official rules give them: 宋体 tables, 黑体 headings, 楷体 subheadings, 仿宋 text. */
export const fontRoles = ['song', 'hei', 'kai', 'fangsong'] as const
export const FontRole = z.enum(fontRoles)
export type FontRole = z.infer<typeof FontRole>

/** A font a person chose: its file's name, null for the program's own, and why it cannot be used at present. */
export const OwnFont = z.strictObject({ role: FontRole, file: z.string().nullable(), trouble: z.string().nullable() })
export type OwnFont = z.infer<typeof OwnFont>

/** A font just chosen: all fonts as they are now, and the characters of the book that it lacks. */
export const ChosenFont = z.strictObject({ fonts: z.array(OwnFont), lacking: z.array(z.string()) })
export type ChosenFont = z.infer<typeof ChosenFont>

const Trouble = z.strictObject({ sheet: z.string(), cell: z.string(), text: z.string(), reason: z.string() })

/** Endings of files that can be imported; what a file is, its content says. */
export const importEndings = ['xlsx', 'xls', 'csv', 'tsv', 'pdf', 'txt'] as const
export const isImportable = (name: string): boolean =>
  importEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`))
/** What is said of any other file. */
export const onlyImportable = '只能导入工作簿（.xlsx、.xls）、CSV 表格，或公开决算的 PDF、文字（.txt）'

export const ImportPreview = z.strictObject({
  file: z.string(),
  /** what the file is, by its content */
  kind: z.enum(['xlsx', 'xls', 'csv', 'pdf', 'text']),
  /** our own export, our template filled in by hand, or anything else with the official forms */
  source: z.enum(['own', 'template', 'foreign']),
  /** keys of what comes into the lists of the book */
  added: z.strictObject({ codes: z.array(z.string()), units: z.array(z.string()), projects: z.array(z.string()) }),
  /** with the number of figures read, and the pages of a document they stand on, '' in a workbook */
  forms: z.array(z.strictObject({ form: z.string(), sheet: z.string(), values: z.int(), place: z.string() })),
  /** free texts of a document that are taken, by slot and its name in words */
  texts: z.array(z.strictObject({ slot: z.string(), name: z.string(), text: z.string(), place: z.string() })),
  stored: z.int(),
  unchanged: z.int(),
  /** every change the import would make, as a person reads it; `key` is the fact's */
  changes: z.array(
    z.strictObject({
      form: z.string(),
      cell: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      key: z.string(),
    }),
  ),
  cleared: z.array(z.strictObject({ form: z.string(), row: z.string(), column: z.string(), was: z.string() })),
  /** figures beside computed cells; they are kept as stated unless `FORM!row!column` is refused on applying */
  conflicts: z.array(
    z.strictObject({
      form: z.string(),
      row: z.string(),
      column: z.string(),
      cell: z.string(),
      computed: z.string().nullable(),
      given: z.string(),
      at: z.string(),
    }),
  ),
  notUnderstood: z.array(Trouble),
  /** what is odd about the file as a whole and no obstacle: another year, department or edition */
  remarks: z.array(Trouble),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const Backup = z.strictObject({ id: z.string(), time: z.string(), reason: z.string(), bytes: z.int() })
export const EditionHeadline = z.strictObject({
  edition: z.string(),
  title: z.string(),
  year: z.int(),
  trust: z.enum(['published', 'unverified']),
  /** where it comes from; of an unverified one, what nobody vouches for */
  source: z.string(),
  /** comes with the program; otherwise only with this ledger */
  isBuiltIn: z.boolean(),
})
export type EditionHeadline = z.infer<typeof EditionHeadline>

/** The sealing in force of a book: when, and the files that were handed in. */
export const Sealing = z.strictObject({
  time: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int() })),
})
export type Sealing = z.infer<typeof Sealing>

/** What the window shows first. */
export const Start = z.strictObject({
  shell: z.enum(['desktop', 'browser']),
  version: z.string(),
  ledger: z.strictObject({ name: z.string(), path: z.string(), readOnly: z.boolean() }).nullable(),
  /** why the ledger asked for could not be opened; then none is open */
  fault: Fault.nullable(),
  /** ledgers known from before, newest first, by number */
  recent: z.array(z.strictObject({ name: z.string(), path: z.string(), present: z.boolean() })),
})
export type Start = z.infer<typeof Start>
