import { type CellAddress, cellKey, parseCellKey } from '../../shared/address/cell.ts'
import type { LinkedCell, LinkedEdition } from '../../shared/catalogue/link.ts'
import { slotOfKey } from '../../shared/catalogue/linked-narrative.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { FactChange, FactKind, FactValue } from '../../shared/engine/facts.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { cellName, namesOf, plainValue } from '../../shared/words/cells.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { slotName } from '../../shared/words/narrative.ts'
import { priorUnder } from '../../shared/years/prior.ts'
import type { Receipt, StoredEdition } from '../ledger/ledger.ts'
import { type CheckReport, checkBook } from './check.ts'
import { compareTables, type TableDifferences } from './code-tables.ts'
import { compareRevisions, editionNamed, type LoadedEdition } from './editions.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'

/** A revision of an edition; `localRevision` counts the code tables that users brought. */
export type Revision = {
  readonly name: string
  readonly revision: number
  readonly localRevision: number
  readonly hash: string
}
/** A cell of forms; `row` is `.` for the lines of a form whose rows are codes. */
type DefinedCell = CellAddress & { readonly kind: LinkedCell['kind'] }
type Counted = Pick<CheckReport, 'errors' | 'verify' | 'hints' | 'unexplained'>

/** What a newer revision of a book's edition would do to the book. Values are decimals as `show` prints them. */
export type RevisionOffer = {
  readonly from: Revision
  readonly to: Revision
  /** cells that come, that go, and that are filled another way from now on */
  readonly cells: {
    readonly added: readonly DefinedCell[]
    readonly dropped: readonly DefinedCell[]
    readonly changed: readonly (DefinedCell & { readonly was: LinkedCell['kind'] })[]
  }
  /** what the book says and the newer revision has no place for: it goes, and stands in the journal only */
  readonly lost: readonly {
    readonly kind: FactKind
    readonly key: string
    readonly name: string
    readonly value: string
  }[]
  /** typed numbers of cells that are computed now: kept beside, and compared */
  readonly beside: readonly (CellAddress & { readonly name: string; readonly value: string | null })[]
  /** cells that show another number */
  readonly moved: readonly (CellAddress & {
    readonly name: string
    readonly from: string | null
    readonly to: string | null
  })[]
  readonly checks: {
    readonly added: readonly CheckName[]
    readonly dropped: readonly CheckName[]
    readonly changed: readonly CheckName[]
  }
  /** codes of the book's list that the code table has no more, or under another name */
  readonly codes: Pick<TableDifferences, 'dropped' | 'renamed'>
  /** failing checks before and after */
  readonly before: Counted
  readonly after: Counted
}
type CheckName = { readonly check: string; readonly title: string }

/** The offer, with what taking it does. */
export type RevisionPlan = {
  readonly offer: RevisionOffer
  readonly edition: StoredEdition
  readonly changes: readonly FactChange[]
}

/**
 * What the newest revision of the book's edition – the program's, or one in the ledger – would do to the book; null when
 * it has that one already, and for a book that is sealed, which never changes.
 * Faults: edition-invalid; input-refused when a total leaves the amounts that can be held; and the ledger's.
 */
export function revisionOffer(open: OpenBook): Result<RevisionPlan | null> {
  const { summary, edition, engine } = open
  const newer = newerRevision(open)
  if (!newer.ok) return newer
  if (newer.value === null) return ok(null)
  const { stored, linked } = newer.value
  const prior = open.priorEngine === null ? null : priorUnder(linked, open.priorEngine)
  const made = Engine.create(linked, engine.book.list(), prior)
  const fitted = made === null ? null : fit(engine, made)
  if (made === null || fitted === null || made.apply(fitted.changes).kind === 'out-of-range') {
    return refuse({ kind: 'input-refused', where: `${summary.year} 年度决算`, reason: totalOutOfRange })
  }
  const names = namesOf(made, summary.year)
  const offer: RevisionOffer = {
    from: revisionOf(edition, summary.edition.hash),
    to: revisionOf(linked, stored.hash),
    cells: definedCells(edition, linked),
    lost: fitted.lost.map(({ kind, key, value }) => ({
      kind,
      key,
      name: factName(open, kind, key),
      value: wordOf(open, kind, key, value),
    })),
    beside: fitted.beside.map((cell) => ({
      ...cell,
      name: cellName(names, cell),
      value: plainValue(made.stated(cell), made.unitOf(cell) ?? 'text'),
    })),
    moved: movedValues(engine, made).map((cell) => ({
      ...cell,
      name: cellName(names, cell),
      from: plainValue(engine.value(cell), engine.unitOf(cell) ?? 'text'),
      to: plainValue(made.value(cell), made.unitOf(cell) ?? 'text'),
    })),
    checks: comparedChecks(edition, linked),
    codes: comparedCodes(open, linked),
    before: counted(checkBook(open)),
    after: counted(checkBook({ engine: made, names, summary })),
  }
  return ok({ offer, edition: stored, changes: fitted.changes })
}

/** The newest revision of an open book's edition, if it has an older one. Faults: edition-invalid, and the ledger's. */
export function newerRevision({ summary, ledger, edition }: OpenBook): Result<LoadedEdition | null> {
  if (summary.state !== 'open') return ok(null)
  const newest = editionNamed(ledger, summary.edition.name)
  if (!newest.ok) return newest
  return ok(compareRevisions(newest.value.linked.edition.head, edition.edition.head) > 0 ? newest.value : null)
}

/**
 * Moves a book to the newest revision of its edition: one journaled gesture that undo does not cross. The book has to be
 * opened again afterwards.
 * Faults: request-rejected when there is no newer one, or another one than `wanted`; book-sealed, stale-revision, and as
 * `revisionOffer`.
 *
 * @param wanted hash of the revision that was looked at; whichever is the newest if left out
 */
export function takeRevision(
  open: OpenBook,
  wanted?: string,
): Result<{ readonly offer: RevisionOffer; readonly receipt: Receipt }> {
  const { summary, ledger } = open
  const { department, year } = summary
  if (summary.state !== 'open') return refuse({ kind: 'book-sealed', department, year })
  const plan = revisionOffer(open)
  if (!plan.ok) return plan
  if (plan.value === null) return rejected(`套表 ${summary.edition.name}`, '已是最新的版次，不用更新')
  const { offer, edition, changes } = plan.value
  if (wanted !== undefined && wanted !== edition.hash) {
    return rejected(`套表 ${summary.edition.name}`, '又有了更新的版次，请重新查看')
  }
  const receipt = ledger.changeEdition(summary.id, {
    base: summary.revision,
    edition,
    changes,
    origin: 'edition',
    label: gestureLabels.revised(offer.to.name, revisionWord(offer.from), revisionWord(offer.to)),
  })
  return receipt.ok ? ok({ offer, receipt: receipt.value }) : receipt
}

/** `第 2 版`, or with code tables that users brought `第 2 版（本地 1）`. */
export const revisionWord = ({ revision, localRevision }: Pick<Revision, 'revision' | 'localRevision'>): string =>
  `第 ${revision} 版${localRevision === 0 ? '' : `（本地 ${localRevision}）`}`

export const revisionOf = ({ edition: { head } }: LinkedEdition, hash: string): Revision => ({
  name: head.edition,
  revision: head.revision,
  localRevision: head.localRevision ?? 0,
  hash,
})

const counted = ({ errors, verify, hints, unexplained }: CheckReport): Counted => ({
  errors,
  verify,
  hints,
  unexplained,
})

// ---- what becomes of the facts

type Lost = { readonly kind: FactKind; readonly key: string; readonly value: FactValue }
type Fitted = {
  readonly changes: readonly FactChange[]
  readonly lost: readonly Lost[]
  readonly beside: readonly CellAddress[]
}

/** Facts that the newer edition has no place for, and typed numbers of what it computes. */
function fit(old: Engine, made: Engine): Fitted {
  const changes: FactChange[] = []
  const lost: Lost[] = []
  const beside: CellAddress[] = []
  for (const { kind, key, value } of old.book.list()) {
    const fate = fateOf(old, made, kind, key)
    if (fate === 'kept') continue
    changes.push({ kind, key, after: null })
    const cell = parseCellKey(key)
    if (fate === 'lost' || cell === null) lost.push({ kind, key, value })
    else if (made.formulaValue(cell) !== value) {
      changes.push({ kind: 'stated', key, after: value })
      beside.push(cell)
    }
  }
  return { changes, lost, beside }
}

function fateOf(old: Engine, made: Engine, kind: FactKind, key: string): 'kept' | 'lost' | 'beside' {
  if (kind === 'explanation') return hasPlace(made, key) ? 'kept' : 'lost'
  if (kind === 'text') return isSlot(old.edition, key) && !isSlot(made.edition, key) ? 'lost' : 'kept'
  if (kind !== 'cell' && kind !== 'stated') return 'kept'
  const address = parseCellKey(key)
  const [before, after] = address === null ? [null, null] : [old.cell(address), made.cell(address)]
  // what had no place before is none of this step's doing
  if (before === null) return 'kept'
  if (after === null || after.unit !== before.unit) return 'lost'
  if (kind === 'stated') return after.kind === 'computed' ? 'kept' : 'lost'
  return after.kind === 'computed' ? 'beside' : 'kept'
}

/** An explanation stands under a check, at a cell or at a code, unit or project. */
function hasPlace({ edition }: Engine, key: string): boolean {
  const [check = '', form = '', row = '', column = ''] = key.split('!')
  if (!edition.checkIndex.has(check)) return false
  if (form === '') return true
  const linked = edition.forms[edition.formIndex.get(form) ?? -1]
  if (linked === undefined) return false
  const hasRow = linked.rows === null || row === '' || linked.rowIndex.has(row)
  return hasRow && (column === '' || linked.columnIndex.has(column))
}

/** Free texts are under the name of their slot, with the row behind it where there is one per row. */
function isSlot({ narrative }: LinkedEdition, key: string): boolean {
  const found = narrative === null ? null : slotOfKey(narrative.slots, key)
  return found !== null && (found.row === null || found.slot.slot.perRow === true)
}

function factName(open: OpenBook, kind: FactKind, key: string): string {
  const cell = kind === 'cell' || kind === 'stated' ? parseCellKey(key) : null
  if (cell !== null) return cellName(open.names, cell)
  if (kind === 'explanation') return `审核说明 ${key.replaceAll('!', ' ').trim()}`
  return `决算说明的文字 ${slotName(open.edition, key)}`
}

function wordOf({ engine }: OpenBook, kind: FactKind, key: string, value: FactValue): string {
  if (typeof value === 'object') return String(value['text'] ?? '')
  const cell = kind === 'cell' || kind === 'stated' ? parseCellKey(key) : null
  return cell === null ? String(value) : (plainValue(value, engine.unitOf(cell) ?? 'text') ?? '')
}

// ---- what differs

/** Cells that both have and that show another value, in the order of the forms. */
function movedValues(old: Engine, made: Engine): CellAddress[] {
  const moved: CellAddress[] = []
  for (const form of old.edition.forms) {
    if (!made.edition.formIndex.has(form.key)) continue
    for (const { key } of old.rows(form.key)) {
      for (const { key: column } of form.columns) {
        const cell = { form: form.key, row: key, column }
        if (made.cell(cell) !== null && made.value(cell) !== old.value(cell)) moved.push(cell)
      }
    }
  }
  return moved
}

/** Every cell of the forms, by key, and how it is filled. */
function cellsOf(edition: LinkedEdition): Map<string, DefinedCell> {
  const cells = new Map<string, DefinedCell>()
  for (const form of edition.forms) {
    const rows = form.rows?.map(({ row, cells: ofRow }) => [row.key, ofRow] as const) ?? [['.', form.leaf] as const]
    for (const [row, ofRow] of rows) {
      ofRow.forEach(({ kind }, place) => {
        const cell = { form: form.key, row, column: form.columns[place]?.key ?? '', kind }
        if (kind !== 'none') cells.set(cellKey(cell), cell)
      })
    }
  }
  return cells
}

function definedCells(old: LinkedEdition, made: LinkedEdition): RevisionOffer['cells'] {
  const [before, after] = [cellsOf(old), cellsOf(made)]
  return {
    added: [...after].flatMap(([key, cell]) => (before.has(key) ? [] : [cell])),
    dropped: [...before].flatMap(([key, cell]) => (after.has(key) ? [] : [cell])),
    changed: [...after].flatMap(([key, cell]) => {
      const was = before.get(key)?.kind
      return was === undefined || was === cell.kind ? [] : [{ ...cell, was }]
    }),
  }
}

function comparedCodes({ edition, engine }: OpenBook, made: LinkedEdition): RevisionOffer['codes'] {
  const listed = engine.book.codes()
  const { dropped, renamed } = compareTables(edition.edition.functional.codes, made.edition.functional.codes)
  return {
    dropped: dropped.filter(({ code }) => listed.has(code)),
    renamed: renamed.filter(({ code }) => listed.has(code)),
  }
}

function comparedChecks(old: LinkedEdition, made: LinkedEdition): RevisionOffer['checks'] {
  const by = ({ edition }: LinkedEdition) => new Map(edition.checks.map((check) => [check.id, check]))
  const [before, after] = [by(old), by(made)]
  const named = ({ id, title }: { readonly id: string; readonly title: string }): CheckName => ({ check: id, title })
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)).map(named),
    dropped: [...before.values()].filter(({ id }) => !after.has(id)).map(named),
    changed: [...after.values()]
      .filter((check) => {
        const was = before.get(check.id)
        return was !== undefined && JSON.stringify(was) !== JSON.stringify(check)
      })
      .map(named),
  }
}
