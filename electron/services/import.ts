import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CellAddress } from '../../shared/address/cell.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import { cellName, plainValue } from '../../shared/words/cells.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { slotName } from '../../shared/words/narrative.ts'
import { type ReadFile, readFile } from '../exchange/intake/read-file.ts'
import { understand } from '../exchange/intake/understand.ts'
import { type IntakePreview, previewIntake } from '../exchange/workbook/intake.ts'
import { perform } from './gesture.ts'
import type { OpenBook } from './open-book.ts'

/** What an import did, or would do. Values are decimals as `show` prints them. */
export type ImportReport = {
  /** what the file is, by its content */
  readonly kind: ReadFile['kind']
  readonly stored: number
  readonly unchanged: number
  readonly cleared: readonly (CellAddress & { readonly name: string; readonly was: string | null })[]
  /** figures beside computed cells that differ; they are kept as stated values and fail the check of their cell */
  readonly conflicts: readonly (CellAddress & {
    readonly name: string
    readonly computed: string | null
    readonly given: string | null
    readonly sheet: string
    readonly cell: string
  })[]
  readonly notUnderstood: IntakePreview['notUnderstood']
  readonly source: IntakePreview['source']
  readonly forms: IntakePreview['forms']
  /** free texts taken out of the text part, with what they are called */
  readonly texts: readonly (IntakePreview['texts'][number] & { readonly name: string })[]
  readonly added: IntakePreview['added']
  readonly edited: IntakePreview['edited']
  readonly remarks: IntakePreview['remarks']
  readonly dryRun: boolean
  readonly revision: number
  /** backup made before the import; null if nothing was to be stored */
  readonly backup: string | null
}

/** A file as it would change a book. */
export type ReadImport = { readonly kind: ReadFile['kind']; readonly preview: IntakePreview }

/**
 * Reads a file and works out what it would make of a book; nothing is stored. The reader is chosen by what the file is:
 * a workbook (.xlsx, .xls), a CSV table, or a published document as PDF or text.
 * Faults: input-refused for a file that is not read or has nothing of the edition, or whose totals cannot be held;
 * file-failed.
 */
export async function previewImport(open: OpenBook, path: string): Promise<Result<ReadImport>> {
  const file = await readFile(path)
  if (!file.ok) return file
  const { summary, engine, edition, prior } = open
  const { department, year } = summary
  // taking over what was read, understanding it and the preview each take a moment: others may run in between
  await nextTurn()
  const understood = understand(file.value, { edition, department, year }, basename(path))
  await nextTurn()
  const preview = previewIntake({
    edition,
    editionHash: summary.edition.hash,
    department,
    year,
    facts: engine.book.list(),
    prior,
    sheets: understood.sheets,
    ...(understood.beside === undefined ? {} : { beside: understood.beside }),
  })
  return preview.ok ? ok({ kind: file.value.kind, preview: preview.value }) : preview
}

/**
 * Takes a file into a book: a preview, and unless it is a dry run a backup and then one gesture that can be undone.
 * On any fault nothing changes.
 * Faults: those of `previewImport`; book-sealed, stale-revision, and those of backup and commit.
 */
export async function importFile(
  open: OpenBook,
  request: { readonly path: string; readonly dryRun?: boolean },
): Promise<Result<ImportReport>> {
  const { summary, ledger } = open
  const { department, year } = summary
  const dryRun = request.dryRun === true
  if (!dryRun && summary.state !== 'open') return refuse({ kind: 'book-sealed', department, year })
  const previewed = await previewImport(open, request.path)
  if (!previewed.ok) return previewed
  const { preview } = previewed.value
  let backup: string | null = null
  if (!dryRun && preview.changes.length > 0) {
    const backedUp = await ledger.autoBackup('import')
    if (!backedUp.ok) return backedUp
    backup = backedUp.value
    const label = gestureLabels.imported(basename(request.path))
    const receipt = perform(open, { changes: preview.changes, label, place: null }, 'import')
    if (!receipt.ok) return receipt
  }
  return ok(reportOf(open, previewed.value, dryRun, backup))
}

function reportOf(open: OpenBook, { kind, preview }: ReadImport, dryRun: boolean, backup: string | null): ImportReport {
  const { engine, names } = open
  return {
    kind,
    stored: preview.stored,
    unchanged: preview.unchanged,
    cleared: preview.cleared.map(({ form, row, column, was }) => {
      const cell = { form, row, column }
      return { ...cell, name: cellName(names, cell), was: plainValue(was, unitOf(engine, cell)) }
    }),
    conflicts: preview.conflicts.map(({ form, row, column, computed, given, sheet, cell }) => {
      const address = { form, row, column }
      const unit = unitOf(engine, address)
      return {
        ...address,
        name: cellName(names, address),
        computed: plainValue(computed, unit),
        given: plainValue(given, unit),
        sheet,
        cell,
      }
    }),
    notUnderstood: preview.notUnderstood,
    source: preview.source,
    forms: preview.forms,
    texts: preview.texts.map((text) => ({ ...text, name: slotName(open.edition, text.slot) })),
    added: preview.added,
    edited: preview.edited,
    remarks: preview.remarks,
    dryRun,
    revision: open.summary.revision,
    backup,
  }
}

/** Unit of a cell's value, also where its row comes with the import, or went with it. */
export function unitOf(engine: Engine, address: CellAddress): ValueUnit {
  const { edition } = engine
  const form = edition.forms[edition.formIndex.get(address.form) ?? -1]
  const column = form?.columnIndex.get(address.column)
  return engine.unitOf(address) ?? (column === undefined ? undefined : form?.leaf[column]?.unit) ?? 'amount'
}
