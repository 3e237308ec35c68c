import { unitRowKey } from '../address/cell.ts'
import { sumOf } from '../amount/sum.ts'
import type { Book } from '../engine/book.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'
import { Lineage } from '../years/lineage.ts'

/** A row of last year's form, by this year's keys. */
export type PriorRow = {
  /** this year's key; one of its own where this year has no such row */
  readonly key: string
  readonly label: string
  readonly code: string | null
  readonly level: number
  /** printed name of the unit, in lines of units and projects */
  readonly unit: string | null
  /** this year's book has no such row */
  readonly isGone: boolean
  /** by the columns of the form, blank is null */
  readonly numbers: readonly (number | null)[]
}
/** Last year's side of one form: rows with something in them, in last year's order. */
export type PriorForm = {
  readonly year: number
  /** last year's edition had the form */
  readonly hasForm: boolean
  readonly columns: readonly string[]
  readonly rows: readonly PriorRow[]
}

/**
 * Last year's figures of a form under this year's keys, as the succession of the editions says. Units and projects are
 * the same when they are called the same: their keys only number them. Rows that became one are added up; a row that
 * was split has no successor, since nobody can say which part is whose, and is listed as gone.
 */
export function priorForm(now: Engine, before: Engine, form: string, year: number): PriorForm {
  const linked = now.edition.forms[now.edition.formIndex.get(form) ?? -1]
  const columns = (linked?.columns ?? []).filter(({ holds }) => holds !== 'text').map(({ key }) => key)
  const lineage = new Lineage(before.edition, now.edition)
  const olds = (lineage.forms.sources(form) ?? []).filter((old) => before.edition.formIndex.has(old))
  const sources = columns.map((column) => lineage.columns(form).sources(column) ?? [])
  const lines = new Lines(now.book, before.book, lineage)
  const rows = new Map<string, PriorRow>()
  for (const old of olds)
    for (const info of before.rows(old)) {
      const numbers: (number | null)[] = []
      let isBlank = true
      for (const some of sources) {
        const number =
          some.length === 1
            ? before.number({ form: old, row: info.key, column: some[0] as string })
            : sumOf(some.map((column) => before.number({ form: old, row: info.key, column })))
        numbers.push(number)
        isBlank &&= number === null
      }
      if (isBlank) continue
      const key = linked?.rows === null ? lines.row(info) : only(lineage.rowSuccessors(form, info.key).now)
      const isGone = key === null || !now.hasRow(form, key)
      // a row that is gone must not meet one that has its key by chance
      const own = isGone ? `${old}/${info.key}` : key
      const known = rows.get(own)
      const { label, code, level, unit } = info
      rows.set(
        own,
        known === undefined
          ? { key: own, label, code, level, unit: unit?.name ?? null, isGone, numbers }
          : { ...known, numbers: known.numbers.map((number, at) => sumOf([number, numbers[at] ?? null])) },
      )
    }
  return { year, hasForm: olds.length > 0, columns, rows: [...rows.values()] }
}

const only = (keys: readonly string[]): string | null => (keys.length === 1 ? (keys[0] as string) : null)

/** Rows of codes, units and projects of last year's book in this year's. */
class Lines {
  private readonly now: Book
  private readonly before: Book
  private readonly lineage: Lineage
  private readonly units: ReadonlyMap<string, string>
  /** made when the first line of a project is asked for */
  private projects: ReadonlyMap<string, string> | null = null

  constructor(now: Book, before: Book, lineage: Lineage) {
    this.now = now
    this.before = before
    this.lineage = lineage
    this.units = this.matchUnits()
  }

  row({ key, code, unit, project }: RowInfo): string | null {
    if (code === null) return key
    if (project !== null) {
      this.projects ??= this.matchProjects()
      return this.projects.get(project.key) ?? null
    }
    const now = this.code(code)
    if (now === null || unit === null) return now
    const other = this.units.get(unit.key)
    return other === undefined ? null : unitRowKey(now, other)
  }

  private code(code: string): string | null {
    return only(this.lineage.codes.successors(code).now)
  }

  /** By name; a unit that was renamed keeps its key, if no unit of last year had the name. */
  private matchUnits(): Map<string, string> {
    const units = this.now.units()
    const former = this.before.units()
    const found = matched(units.map(named), former.map(named))
    const names = new Set(former.map(({ name }) => name))
    for (const { key } of former) {
      const renamed = units.find((unit) => unit.key === key)
      if (!found.has(key) && renamed !== undefined && !names.has(renamed.name)) found.set(key, key)
    }
    return found
  }

  /** By code, unit and name: a project of another name is another project, whatever its key. */
  private matchProjects(): Map<string, string> {
    return matched(
      this.now.projects().map(({ key, code, unit, name }) => [key, `${code}!${unit}!${name}`]),
      this.before
        .projects()
        .map(({ key, code, unit, name }) => [key, `${this.code(code) ?? ''}!${this.units.get(unit) ?? ''}!${name}`]),
    )
  }
}

type Named = readonly [key: string, name: string]
const named = ({ key, name }: { readonly key: string; readonly name: string }): Named => [key, name]

/** Last year's keys → this year's keys of the same name. */
function matched(now: readonly Named[], before: readonly Named[]): Map<string, string> {
  const byName = new Map(now.map(([key, name]) => [name, key]))
  return new Map(before.flatMap(([key, name]) => (byName.has(name) ? [[key, byName.get(name) as string]] : [])))
}
