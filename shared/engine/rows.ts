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

function tableOf(
  entries: readonly {
    readonly key: string
    readonly level: number
    readonly parent: number
    readonly skeleton: number
  }[],
  leafLevel: number,
  lines: ReadonlyMap<number, Line>,
  skeletonSize: number,
): RowTable {
  const ofSkeleton = new Int32Array(skeletonSize).fill(-1)
  const skeleton = Int32Array.from(entries, (entry) => entry.skeleton)
  skeleton.forEach((place, row) => {
    if (place >= 0) ofSkeleton[place] = row
  })
  return {
    keys: entries.map((entry) => entry.key),
    index: new Map(entries.map((entry, row) => [entry.key, row])),
    level: Uint8Array.from(entries, (entry) => entry.level),
    parent: Int32Array.from(entries, (entry) => entry.parent),
    skeleton,
    ofSkeleton,
    leafLevel,
    lines,
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
    const rows = form.rows ?? []
    return tableOf(
      rows.map(({ row }) => ({ key: row.key, level: row.level, parent: -1, skeleton: -1 })),
      -1,
      new Map(),
      0,
    )
  })
}

type Below = ReadonlyMap<string, readonly { readonly key: string; readonly line: Line }[]>

function codeRows(codes: readonly string[], below: Below | null): RowTable {
  const entries: { key: string; level: number; parent: number; skeleton: number }[] = [
    { key: 'total', level: levels.total, parent: -1, skeleton: 0 },
  ]
  const lines = new Map<number, Line>()
  const rowOf = new Map<string, number>()
  codes.forEach((code, place) => {
    const level = levelOfCode(code)
    if (level === null) return
    const row = entries.length
    rowOf.set(code, row)
    entries.push({
      key: code,
      level: levels[level],
      parent: rowOf.get(parentOfCode(code) ?? '') ?? 0,
      skeleton: place + 1,
    })
    if (level !== 'item') return
    for (const { key, line } of below?.get(code) ?? []) {
      lines.set(entries.length, line)
      entries.push({ key, level: levels.unit, parent: row, skeleton: -1 })
    }
  })
  return tableOf(entries, below === null ? levels.item : levels.unit, lines, codes.length + 1)
}

function unitLines(codes: readonly string[], book: Book, form: string): Below {
  const units = book.units()
  const items = codes.filter((code) => levelOfCode(code) === 'item')
  const typed = new Set<string>()
  const all = items.length * units.length <= allPairsUpTo
  if (!all)
    for (const key of book.facts.cell.keys()) {
      const [cellForm, row] = key.split('!')
      if (cellForm === form && row !== undefined) typed.add(row)
    }
  return new Map(
    items.map((code) => [
      code,
      units
        .map((unit) => ({ key: unitRowKey(code, unit.key), line: { code, unit, project: null } }))
        .filter(({ key }, place) => all || typed.has(key) || (place === 0 && units.length === 1)),
    ]),
  )
}

function projectLines(book: Book): Below {
  const units = new Map(book.units().map((unit) => [unit.key, unit]))
  const lines = new Map<string, { key: string; line: Line }[]>()
  for (const project of book.projects()) {
    const line = { key: project.key, line: { code: project.code, unit: units.get(project.unit) ?? null, project } }
    const known = lines.get(project.code)
    if (known === undefined) lines.set(project.code, [line])
    else known.push(line)
  }
  return lines
}
