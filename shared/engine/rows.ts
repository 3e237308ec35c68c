import { unitRowKey } from '../address/cell.ts'
import { levelOfCode, parentOfCode } from '../address/code.ts'
import type { LinkedForm } from '../catalogue/link.ts'
import type { Book, Project, Unit } from './book.ts'

/** Levels of rows of code forms. */
export const levels = { total: 0, class: 1, section: 2, item: 3, unit: 4, project: 4 } as const

/**
 * The rows of one form in one book. Code forms share a skeleton (合计, 类, 款, 项); lines of units and projects hang
 * below its items. The same code in two forms is the same place of the skeleton, whatever its row number.
 */
export type RowTable = {
  readonly keys: readonly string[]
  readonly index: ReadonlyMap<string, number>
  readonly level: Uint8Array
  /** row number of the row above, -1 for the total and for fixed rows */
  readonly parent: Int32Array
  /** place in the skeleton, -1 for lines below an item */
  readonly skeleton: Int32Array
  /** row number of a place of the skeleton */
  readonly ofSkeleton: Int32Array
  /** level of typed lines; -1 in fixed forms */
  readonly leafLevel: number
  readonly lines: ReadonlyMap<number, Line>
}
/** What a line below an item stands for. */
export type Line = { readonly code: string; readonly unit: Unit | null; readonly project: Project | null }

/** Beyond so many pairs of item and unit, only pairs with a typed value get a line until another is typed. */
const allPairsUpTo = 50_000

/** Gathers the rows of one table; large books have tens of thousands. */
class Rows {
  readonly lines = new Map<number, Line>()
  private readonly keys: string[] = []
  readonly index = new Map<string, number>()
  private readonly level: number[] = []
  private readonly parent: number[] = []
  private readonly skeleton: number[] = []

  /** Adds a row below the others and returns its number. */
  add(key: string, level: number, parent: number, skeleton: number): number {
    const row = this.keys.length
    this.keys.push(key)
    this.index.set(key, row)
    this.level.push(level)
    this.parent.push(parent)
    this.skeleton.push(skeleton)
    return row
  }

  table(leafLevel: number, skeletonSize: number): RowTable {
    const ofSkeleton = new Int32Array(skeletonSize).fill(-1)
    this.skeleton.forEach((place, row) => {
      if (place >= 0) ofSkeleton[place] = row
    })
    return {
      keys: this.keys,
      index: this.index,
      level: Uint8Array.from(this.level),
      parent: Int32Array.from(this.parent),
      skeleton: Int32Array.from(this.skeleton),
      ofSkeleton,
      leafLevel,
      lines: this.lines,
    }
  }
}

/** Makes the row tables of all forms of a book; forms with the same kind of typed line share one table. */
export function rowTables(forms: readonly LinkedForm[], book: Book): RowTable[] {
  const codes = [...book.codes().keys()]
  const shared = new Map<string, RowTable>()
  const codeTable = (leaf: 'item' | 'unit' | 'project', form: string): RowTable => {
    const name = leaf === 'unit' ? form : leaf
    const known = shared.get(name)
    if (known !== undefined) return known
    const below = leaf === 'item' ? null : leaf === 'unit' ? unitLines(codes, book, form) : projectLines(book)
    const table = codeRows(codes, below)
    shared.set(name, table)
    return table
  }
  return forms.map((form) => {
    if (form.form.codes !== undefined) return codeTable(form.form.codes.leaf, form.key)
    const rows = new Rows()
    for (const { row } of form.rows ?? []) rows.add(row.key, row.level, -1, -1)
    return rows.table(-1, 0)
  })
}

/** Calls back with each line below an item, in printed order. */
type Below = (code: string, add: (key: string, line: Line) => void) => void

function codeRows(codes: readonly string[], below: Below | null): RowTable {
  const rows = new Rows()
  const total = rows.add('total', levels.total, -1, 0)
  codes.forEach((code, place) => {
    const level = levelOfCode(code)
    if (level === null) return
    const row = rows.add(code, levels[level], rows.index.get(parentOfCode(code) ?? '') ?? total, place + 1)
    if (level === 'item')
      below?.(code, (key, line) => {
        rows.lines.set(rows.add(key, levels.unit, row, -1), line)
      })
  })
  return rows.table(below === null ? levels.item : levels.unit, codes.length + 1)
}

function unitLines(codes: readonly string[], book: Book, form: string): Below {
  const units = book.units()
  const items = codes.reduce((count, code) => count + (levelOfCode(code) === 'item' ? 1 : 0), 0)
  const typed = new Set<string>()
  const all = items * units.length <= allPairsUpTo
  if (!all)
    for (const key of book.facts.cell.keys()) {
      const [cellForm, row] = key.split('!')
      if (cellForm === form && row !== undefined) typed.add(row)
    }
  return (code, add) => {
    for (const unit of units) {
      const key = unitRowKey(code, unit.key)
      if (all || units.length === 1 || typed.has(key)) add(key, { code, unit, project: null })
    }
  }
}

function projectLines(book: Book): Below {
  const units = new Map(book.units().map((unit) => [unit.key, unit]))
  const ofCode = new Map<string, Project[]>()
  for (const project of book.projects()) {
    const known = ofCode.get(project.code)
    if (known === undefined) ofCode.set(project.code, [project])
    else known.push(project)
  }
  return (code, add) => {
    for (const project of ofCode.get(code) ?? [])
      add(project.key, { code, unit: units.get(project.unit) ?? null, project })
  }
}
