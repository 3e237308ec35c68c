import type { CellAddress } from '../address/cell.ts'
import { levelOfCode } from '../address/code.ts'
import type { LinkedEdition, LinkedForm } from '../catalogue/link.ts'
import type { KeyChange, Succession } from '../catalogue/succession.ts'

/** What became of a key: as a line of a succession reads, `same` where none names it. */
export type Course = 'same' | 'renamed' | 'merged' | 'split' | 'dropped'

/** Keys (or cells) of the newer edition that an older one became, and why, as the succession says it. */
export type Successors<T> = { readonly course: Course; readonly now: readonly T[]; readonly why: string | null }

/** One kind of key (forms, codes, or the columns or rows of a form) from an older edition to a newer one. */
export class KeyMap {
  readonly isIdentity: boolean
  private readonly byOld = new Map<string, KeyChange>()
  private readonly byNew = new Map<string, KeyChange>()

  constructor(changes: readonly KeyChange[]) {
    this.isIdentity = changes.length === 0
    for (const change of changes) {
      for (const key of change.old) this.byOld.set(key, change)
      for (const key of change.new) this.byNew.set(key, change)
    }
  }

  /** Older keys a newer one goes on from, none for a new one; null for a part of one that was split. */
  sources(key: string): readonly string[] | null {
    const change = this.byNew.get(key)
    // a key whose older meaning went elsewhere begins anew
    if (change === undefined) return this.byOld.has(key) ? [] : [key]
    return change.old.length > 0 && change.new.length > 1 ? null : change.old
  }

  successors(key: string): Successors<string> {
    const change = this.byOld.get(key)
    if (change === undefined) {
      const taken = this.byNew.get(key)
      return taken === undefined
        ? { course: 'same', now: [key], why: null }
        : { course: 'dropped', now: [], why: taken.why }
    }
    const { new: now, why } = change
    return { course: courseOf(change), now, why }
  }
}

/** What became of the keys of a line that names any. */
export const courseOf = ({ old, new: now }: KeyChange): Exclude<Course, 'same'> =>
  now.length === 0 ? 'dropped' : now.length > 1 ? 'split' : old.length > 1 ? 'merged' : 'renamed'

const unchanged = new KeyMap([])

/**
 * How the keys of an older edition go on in a newer one: by the succession the newer one names for the older, and by
 * the same keys for everything it does not name.
 */
export class Lineage {
  readonly older: LinkedEdition
  readonly newer: LinkedEdition
  readonly succession: Succession | null
  readonly forms: KeyMap
  readonly codes: KeyMap
  private readonly places = { columns: new Map<string, KeyMap>(), rows: new Map<string, KeyMap>() }
  /** every key means the same in both, as far as any says */
  readonly isIdentity: boolean

  constructor(older: LinkedEdition, newer: LinkedEdition) {
    this.older = older
    this.newer = newer
    const name = older.edition.head.edition
    this.succession = newer.edition.successions?.find(({ from }) => from === name) ?? null
    const { forms = [], codes = [] } = this.succession ?? {}
    this.forms = new KeyMap(forms)
    this.codes = new KeyMap(codes)
    for (const kind of ['columns', 'rows'] as const) {
      const changes = this.succession?.[kind] ?? []
      for (const form of new Set(changes.map((change) => change.form)))
        this.places[kind].set(form, new KeyMap(changes.filter((change) => change.form === form)))
    }
    this.isIdentity =
      this.forms.isIdentity && this.codes.isIdentity && this.places.columns.size === 0 && this.places.rows.size === 0
  }

  /** Columns of a form, by the key the form has in the newer edition. */
  columns(form: string): KeyMap {
    return this.places.columns.get(form) ?? unchanged
  }

  /** Fixed rows of a form, by the key the form has in the newer edition. */
  rows(form: string): KeyMap {
    return this.places.rows.get(form) ?? unchanged
  }

  /**
   * Cells of the older edition whose sum a cell of the newer one goes on from; none for a new one, null for a part of
   * one that was split. They need not be there: what an older book does not have is blank.
   */
  sources(cell: CellAddress): readonly CellAddress[] | null {
    if (this.isIdentity) return [cell]
    const forms = this.forms.sources(cell.form)
    const columns = this.columns(cell.form).sources(cell.column)
    const rows = this.rowSources(cell.form, cell.row)
    if (forms === null || columns === null || rows === null) return null
    return forms.flatMap((form) => rows.flatMap((row) => columns.map((column) => ({ form, row, column }))))
  }

  /**
   * Whether the older edition has what a cell of the newer one goes on from: the columns, and of fixed forms the rows.
   *
   * @param row null for the lines of a form whose rows are codes
   */
  hasSources(form: string, row: string | null, column: string): boolean {
    const forms = this.forms.sources(form) ?? []
    const columns = this.columns(form).sources(column) ?? []
    const rows = row === null ? [null] : (this.rowSources(form, row) ?? [])
    return forms.some((key) => {
      const older = formOf(this.older, key)
      if (older === undefined || !columns.some((one) => older.columnIndex.has(one))) return false
      return rows.some((one) => (one === null || older.rows === null ? older.rows === null : older.rowIndex.has(one)))
    })
  }

  private rowSources(form: string, row: string): readonly string[] | null {
    const fixed = this.rows(form).sources(row)
    if (fixed === null || fixed.length !== 1 || fixed[0] !== row) return fixed
    const [code, rest] = this.codeOf(formOf(this.newer, form), row)
    if (code === null) return fixed
    return this.codes.sources(code)?.map((one) => one + rest) ?? null
  }

  /** Cells of the newer edition that a cell of the older one became; `dropped` also where it has no such cell. */
  successors(cell: CellAddress): Successors<CellAddress> {
    if (this.isIdentity)
      return this.hasCell(cell) ? { course: 'same', now: [cell], why: null } : { course: 'dropped', now: [], why: null }
    const forms = this.forms.successors(cell.form)
    let { course, why } = forms
    const now = forms.now.flatMap((form) => {
      const columns = this.columns(form).successors(cell.column)
      const rows = this.rowSuccessors(form, cell.row)
      for (const one of [columns, rows]) {
        course = heavier(course, one.course)
        why ??= one.why
      }
      return rows.now
        .flatMap((row) => columns.now.map((column) => ({ form, row, column })))
        .filter((one) => this.hasCell(one))
    })
    return now.length === 0 ? { course: 'dropped', now, why } : { course, now, why }
  }

  /** Rows of a form, by the key it has in the newer edition; those that stand for a code go where the code goes. */
  rowSuccessors(form: string, row: string): Successors<string> {
    const fixed = this.rows(form).successors(row)
    if (fixed.course !== 'same') return fixed
    const [code, rest] = this.codeOf(formOf(this.newer, form), row)
    if (code === null) return fixed
    const { now, ...how } = this.codes.successors(code)
    return { ...how, now: now.map((one) => one + rest) }
  }

  /** The code in the key of a row, with what follows it (`@unit`); null for totals, projects and other fixed rows. */
  private codeOf(form: LinkedForm | undefined, row: string): readonly [code: string | null, rest: string] {
    const at = row.indexOf('@')
    const code = at < 0 ? row : row.slice(0, at)
    const level = levelOfCode(code)
    // rows of fixed forms that stand for a class have its code as their key
    const isCode = form?.rows === null ? level !== null : level === 'class'
    return isCode ? [code, row.slice(code.length)] : [null, '']
  }

  private hasCell({ form: key, row, column }: CellAddress): boolean {
    const form = formOf(this.newer, key)
    const number = form?.columnIndex.get(column)
    if (form === undefined || number === undefined) return false
    if (form.rows === null) return true
    return (form.rows[form.rowIndex.get(row) ?? -1]?.cells[number]?.kind ?? 'none') !== 'none'
  }

  /**
   * Name a code of the older list is printed with in the newer one: the newer table's where the older name was the
   * older table's or the code changed, else the book's own.
   */
  nameOf(code: string, name: string, now: string): string {
    const own = this.older.codes.get(code)?.name
    const isTableName = name === '' || name === own
    const entry = this.newer.codes.get(now)
    return entry !== undefined && (isTableName || code !== now) ? entry.name : name
  }
}

const weight: Readonly<Record<Course, number>> = { same: 0, renamed: 1, merged: 2, split: 3, dropped: 4 }
const heavier = (one: Course, other: Course): Course => (weight[one] >= weight[other] ? one : other)

/** A form of an edition by its key. */
export const formOf = ({ forms, formIndex }: LinkedEdition, key: string): LinkedForm | undefined =>
  forms[formIndex.get(key) ?? -1]
