import { z } from 'zod'
import { Edition } from '../catalogue/vocabulary.ts'
import { DiagnosticSection, ExportedAll, LogFolder } from './care-values.ts'
import { CompareWishes, Picture, PriorForm, YearPoints } from './compare-values.ts'
import {
  CodesImported,
  codeTables,
  EditionImported,
  EditionInfo,
  NewerRevision,
  RevisionShown,
} from './edition-values.ts'
import { Fault } from './faults.ts'
import type { Result } from './result.ts'
import { Problems, SalvageReport } from './salvage-values.ts'
import {
  FullBook,
  MovedBook,
  Passage,
  TargetChoice,
  TransferOutlook,
  Transferred,
  TransferTarget,
} from './transfer-values.ts'
import {
  Backup,
  BookSummary,
  Changes,
  ChosenFont,
  Committed,
  Difference,
  Done,
  EditionHeadline,
  FileToken,
  FontRole,
  HistoryEntry,
  ImportPreview,
  OwnFont,
  Place,
  PrintedFile,
  Sealing,
  Snapshot,
  Start,
} from './values.ts'
import { RollForwardChoice, RollForwardShown } from './year-values.ts'

/**
 * Every way between the window and main: verbs for one purpose, each with the schema of what goes in and what comes
 * out. None takes SQL, a path to write, or a name to invoke. A new channel is a visible decision: a test lists them.
 */
const channel = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

const nothing = z.strictObject({})
const Name = z.string().trim().min(1).max(200)
const Code = z.string().regex(/^[0-9]{7}$/)
const book = z.int()
/** revision the window believes the book has: a later one makes the gesture stale */
const base = z.int()
const Token = z.string().regex(/^[0-9a-f-]{36}$/)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** Gestures on the lists of a book and on findings; main knows what they take along. */
export const Structure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add-row'), code: Code, name: Name.optional() }),
  z.strictObject({ kind: z.literal('remove-row'), code: Code }),
  z.strictObject({ kind: z.literal('rename-row'), code: z.string().regex(/^[0-9]{3,7}$/), name: Name }),
  z.strictObject({ kind: z.literal('add-unit'), name: Name }),
  z.strictObject({ kind: z.literal('rename-unit'), unit: Name, name: Name }),
  z.strictObject({ kind: z.literal('move-unit'), unit: Name, to: z.int().min(1) }),
  z.strictObject({ kind: z.literal('remove-unit'), unit: Name }),
  z.strictObject({ kind: z.literal('add-project'), code: Code, unit: Name, name: Name }),
  z.strictObject({ kind: z.literal('rename-project'), project: Name, name: Name }),
  z.strictObject({
    kind: z.literal('move-project'),
    project: Name,
    code: Code.optional(),
    unit: Name.optional(),
    to: z.int().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('remove-project'), project: Name }),
  z.strictObject({
    kind: z.literal('explain'),
    check: Name,
    form: Name.nullable(),
    row: Name.nullable(),
    column: Name.nullable(),
    text: z.string().max(10_000),
  }),
])
export type Structure = z.infer<typeof Structure>

export const channels = {
  // ---- program and ledger: while none is open because of a fault, `app.start` tries again, and `ledger.backups`,
  // `ledger.restore`, `ledger.salvage` and `ledger.openReadOnly` are about the one that could not be opened
  'app.start': channel(nothing, Start),
  'app.about': channel(
    nothing,
    z.strictObject({ version: z.string(), runtime: z.array(z.tuple([z.string(), z.string()])), licences: z.string() }),
  ),
  /** opens the folder of the log where the shell can, and says where it is */
  'app.logs': channel(nothing, LogFolder),
  /** what could be handed over to whoever looks for a mistake; main keeps it until this window has it saved */
  'app.diagnostics': channel(nothing, z.array(DiagnosticSection)),
  'app.closed': channel(z.strictObject({ saved: z.boolean() }), nothing),
  'ledger.create': channel(z.strictObject({ name: Name }), Start),
  'ledger.choose': channel(nothing, Start),
  'ledger.openRecent': channel(z.strictObject({ recent: z.int().min(0) }), Start),
  'ledger.openSample': channel(nothing, Start),
  'ledger.openReadOnly': channel(nothing, Start),
  'ledger.close': channel(nothing, Start),
  'ledger.backups': channel(nothing, z.array(Backup)),
  'ledger.backup': channel(nothing, z.array(Backup)),
  'ledger.restore': channel(z.strictObject({ backup: z.string().max(300) }), Start),
  'ledger.restoreFile': channel(nothing, Start),
  /** integrity of the open ledger; tells its progress */
  'ledger.verify': channel(nothing, Problems),
  'ledger.verifyBackup': channel(z.strictObject({ backup: z.string().max(300) }), Problems),
  /** where backups lie, and whether the shell could open the folder */
  'ledger.backupFolder': channel(nothing, z.strictObject({ path: z.string(), isOpened: z.boolean() })),
  /** asks for a new file and saves into it what can be read of the ledger that is meant; null if called off */
  'ledger.salvage': channel(nothing, SalvageReport.nullable()),
  /** opens what was salvaged last, in place of the open ledger */
  'ledger.openSalvaged': channel(nothing, Start),

  // ---- books
  'editions.list': channel(nothing, z.array(EditionHeadline)),
  'edition.read': channel(z.strictObject({ hash: z.string().max(100) }), Edition),
  'books.list': channel(nothing, z.array(BookSummary)),
  'book.create': channel(
    z.strictObject({
      department: Name,
      year: z.int().min(2000).max(2100),
      edition: Name,
      units: z.array(Name).max(500),
    }),
    BookSummary,
  ),
  'book.open': channel(z.strictObject({ book }), Snapshot),
  'book.commit': channel(
    z.strictObject({
      book,
      base,
      label: Name,
      place: Place.nullable(),
      changes: Changes.min(1),
      /** needed where a carried 年初数 is to differ from last year's book; fault difference-needed */
      difference: Difference.optional(),
    }),
    Committed,
  ),
  'book.structure': channel(z.strictObject({ book, base, request: Structure }), Done),
  'book.undo': channel(z.strictObject({ book, base }), Done),
  'book.redo': channel(z.strictObject({ book, base }), Done),
  'book.history': channel(
    z.strictObject({ book, before: z.int().nullable(), limit: z.int().min(1).max(500) }),
    z.array(HistoryEntry),
  ),
  'book.restoreState': channel(z.strictObject({ book, base, seq: z.int() }), Done),
  'book.seal': channel(
    z.strictObject({ book, base }),
    z.strictObject({ summary: BookSummary, files: z.array(z.string()) }),
  ),
  'book.unseal': channel(z.strictObject({ book, reason: Name }), BookSummary),
  /** what was handed in; null while the book is not sealed */
  'book.sealing': channel(z.strictObject({ book }), Sealing.nullable()),

  /** what a new year made from this book would consist of, and what not; nothing is stored. Null: the usual edition */
  'book.rollForwardPreview': channel(
    z.strictObject({ book, edition: Name.nullable(), options: RollForwardChoice }),
    RollForwardShown,
  ),
  'book.rollForward': channel(
    z.strictObject({ book, edition: Name.nullable(), options: RollForwardChoice }),
    RollForwardShown,
  ),

  // ---- editions: a file is first looked at (no hash), then kept if it still says what was looked at
  /** every revision of the program and of the ledger, where `editions.list` has those for new books */
  'editions.all': channel(nothing, z.array(EditionInfo)),
  'editions.choose': channel(nothing, FileToken.nullable()),
  'editions.import': channel(z.strictObject({ file: Token, hash: Hash.nullable() }), EditionImported),
  'editions.chooseCodes': channel(nothing, FileToken.nullable()),
  'editions.importCodes': channel(
    z.strictObject({ file: Token, edition: Name, table: z.enum(codeTables), hash: Hash.nullable() }),
    CodesImported,
  ),
  /** a newer revision of the book's edition; null for none, and for a sealed book */
  'book.newerRevision': channel(z.strictObject({ book }), NewerRevision.nullable()),
  'book.revisionPreview': channel(z.strictObject({ book }), RevisionShown.nullable()),
  /** the window has to open the book again: its forms are others */
  'book.takeRevision': channel(z.strictObject({ book, base, hash: Hash }), BookSummary),

  // ---- books that go from one ledger to another
  'books.all': channel(nothing, z.array(FullBook)),
  'books.moved': channel(nothing, z.array(MovedBook)),
  /** where to; null if the person would rather not. Nothing is made yet */
  'transfer.choose': channel(TargetChoice, TransferTarget.nullable()),
  'transfer.preview': channel(z.strictObject({ book, how: Passage, target: Token }), TransferOutlook),
  'transfer.run': channel(z.strictObject({ book, base, how: Passage, target: Token }), Transferred),
  /** opens the ledger a book went to, in place of this one */
  'transfer.open': channel(z.strictObject({ target: Token }), Start),

  // ---- comparison and charts: the window computes its own book's side
  /** last year's side of a form; null when the ledger has no book of last year */
  'compare.prior': channel(z.strictObject({ book, form: Name }), PriorForm.nullable()),
  /** what the other years' books of the department say to the charts over years */
  'analysis.years': channel(z.strictObject({ book }), z.array(YearPoints)),

  // ---- files: chosen and written by main; in a browser they are uploaded and downloaded by token
  'import.choose': channel(nothing, FileToken.nullable()),
  'import.preview': channel(z.strictObject({ book, file: Token }), ImportPreview),
  'import.apply': channel(
    z.strictObject({ book, base, file: Token, refuseConflicts: z.array(z.string().max(300)).max(120_000) }),
    Done,
  ),
  'export.workbook': channel(z.strictObject({ book, supplements: z.boolean() }), FileToken.nullable()),
  /** the public document (whole, or Word's text part alone) or one form as PDF; null if called off */
  'export.document': channel(
    z.strictObject({ book, format: z.enum(['pdf', 'docx']), textOnly: z.boolean(), form: Name.nullable() }),
    PrintedFile.nullable(),
  ),
  /** the whole document or one form as PDF to be looked at; the window gets it by its token; null if called off */
  'document.preview': channel(z.strictObject({ book, form: Name.nullable() }), PrintedFile.nullable()),
  /** ends the export, preview or print this window waits for */
  'document.cancel': channel(nothing, nothing),
  /** fonts of the machine that PDF is printed with, in place of the program's own */
  'fonts.list': channel(nothing, z.array(OwnFont)),
  /** asks for a font file, tries it on the book and remembers it; null if called off */
  'fonts.choose': channel(z.strictObject({ book, role: FontRole }), ChosenFont.nullable()),
  'fonts.clear': channel(z.strictObject({ role: FontRole }), z.array(OwnFont)),
  /** every year of every department in open formats; null if called off, by `document.cancel` too */
  'export.all': channel(z.strictObject({ replace: z.boolean() }), ExportedAll.nullable()),
  /** the sections of the diagnostics last shown that the person keeps; null if called off */
  'export.diagnostics': channel(z.strictObject({ keys: z.array(z.string().max(40)).max(40) }), FileToken.nullable()),
  'export.template': channel(z.strictObject({ book }), FileToken.nullable()),
  'export.sealed': channel(z.strictObject({ book, name: z.string().max(300) }), FileToken.nullable()),
  /** a comparison as it is on screen, for a spreadsheet program; null if called off */
  'export.comparison': channel(z.strictObject({ book, wishes: CompareWishes }), FileToken.nullable()),
  /** the table of a chart, for a spreadsheet program */
  'export.chartTable': channel(z.strictObject({ book, chart: Name }), FileToken.nullable()),
  /** a chart as the window drew it, as PNG */
  'export.chartPicture': channel(z.strictObject({ book, chart: Name, picture: Picture }), FileToken.nullable()),
  'file.reveal': channel(z.strictObject({ file: Token }), nothing),
} as const

export type Channels = typeof channels
export type ChannelName = keyof Channels
export type Input<N extends ChannelName> = z.input<Channels[N]['input']>
export type Output<N extends ChannelName> = z.output<Channels[N]['output']>

/** Who calls: one window, or one tab of a browser. */
export type Client = string

/** One function per channel; a missing or misspelt one does not compile. */
export type Handlers = {
  [N in ChannelName]: (
    input: z.output<Channels[N]['input']>,
    client: Client,
  ) => Result<Output<N>> | Promise<Result<Output<N>>>
}
/** The window's side: one call, whatever carries it. */
export type Bridge = {
  readonly call: <N extends ChannelName>(name: N, input: Input<N>) => Promise<Result<Output<N>>>
  /** Listens to what main pushes; returns how to stop. */
  readonly listen: (listener: (push: Push) => void) => () => void
}

/** What main tells the window unasked. */
export const Push = z.discriminatedUnion('kind', [
  /** somebody else changed the book; with the revision you have, last year's book, which its formulas read */
  z.strictObject({ kind: z.literal('book-changed'), book: z.int(), revision: z.int() }),
  /** somebody else opened, closed or restored a ledger, or made or sealed a book: ask `app.start` and `books.list` */
  z.strictObject({ kind: z.literal('ledger-changed') }),
  /** how far the call of this name is, from 0 to 1 */
  z.strictObject({ kind: z.literal('progress'), task: z.string(), done: z.number().min(0).max(1) }),
  /** something nobody waits for went wrong, as the daily backup */
  z.strictObject({ kind: z.literal('trouble'), fault: Fault }),
  z.strictObject({ kind: z.literal('menu'), command: z.string() }),
  /** end the open editor, save what waits, answer with app.closed */
  z.strictObject({ kind: z.literal('closing') }),
])
export type Push = z.infer<typeof Push>
