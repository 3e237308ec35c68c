import type { CellAddress } from '../address/cell.ts'
import { cellKey } from '../address/cell.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import type { Engine } from '../engine/engine.ts'
import type { Course, Lineage } from './lineage.ts'

/** A number of the old book that next year's book begins with (年末), and where it will stand (年初). */
export type Closing = {
  readonly cell: CellAddress
  readonly value: number
  /** cells of the new book that take it over; of a split code, those among which it is to be shared out by hand */
  readonly openings: readonly CellAddress[]
  readonly course: Course
  readonly why: string | null
  /** the old edition carried it by itself, the new one does so with others in a sum, or not at all */
  readonly place: 'own' | 'sum' | 'none'
}

/** Where the carried cells of an edition look for last year's numbers: `FORM!column` of typed lines, cells elsewhere. */
class Openings {
  readonly lines = new Map<string, { readonly form: string; readonly column: string }[]>()
  readonly cells = new Map<string, CellAddress[]>()
  /** cells that add a number of last year's to numbers of their own: other funds carried over, say */
  readonly mixed = new Map<string, CellAddress[]>()

  constructor(edition: LinkedEdition) {
    for (const form of edition.forms) {
      form.leaf.forEach((cell, number) => {
        const [term] = cell.terms
        const source = edition.forms[term?.form ?? -1]
        const column = form.columns[number]
        if (!cell.carried || term === undefined || source === undefined || column === undefined) return
        const key = `${source.key}!${source.columns[term.column]?.key}`
        this.lines.set(key, [...(this.lines.get(key) ?? []), { form: form.key, column: column.key }])
      })
      for (const { row, cells } of form.rows ?? [])
        cells.forEach((cell, number) => {
          const opening = { form: form.key, row: row.key, column: form.columns[number]?.key ?? '' }
          const isMixed = cell.kind === 'default' && cell.terms.some((term) => !term.prior)
          if (!cell.carried && !isMixed) return
          const places = cell.carried ? this.cells : this.mixed
          for (const term of cell.terms) {
            const source = edition.forms[term.form]
            if (!term.prior || term.factor <= 0 || term.row === null || source === undefined) continue
            const key = `${source.key}!${term.row}!${source.columns[term.column]?.key}`
            places.set(key, [...(places.get(key) ?? []), opening])
          }
        })
    }
  }

  /** Whether any opening reads a cell of the column. */
  mayRead(form: string, column: string): boolean {
    if (this.lines.has(`${form}!${column}`)) return true
    return [...this.cells.keys()].some((key) => key.startsWith(`${form}!`) && key.endsWith(`!${column}`))
  }

  /** Openings that read a cell, by the keys of the edition. */
  of(cell: CellAddress, isLine: boolean): readonly CellAddress[] {
    const fixed = this.cells.get(cellKey(cell)) ?? []
    if (!isLine) return fixed
    const lines = this.lines.get(`${cell.form}!${cell.column}`) ?? []
    return [...fixed, ...lines.map(({ form, column }) => ({ form, row: cell.row, column }))]
  }
}

/**
 * Every number other than nought that the carried cells of the new edition are about, or those of the old one were, in
 * the order of the old forms.
 */
export function closingsOf(old: Engine, lineage: Lineage): Closing[] {
  const openings = new Openings(lineage.newer)
  const before = new Openings(lineage.older)
  const closings: Closing[] = []
  for (const form of old.edition.forms) {
    const isLines = form.rows === null
    const columns = form.columns.filter(
      ({ key }) => before.mayRead(form.key, key) || mayClose(lineage, openings, form.key, key),
    )
    if (columns.length === 0) continue
    for (const row of old.rows(form.key)) {
      if (isLines && !row.leaf) continue
      for (const column of columns) {
        const cell = { form: form.key, row: row.key, column: column.key }
        const value = old.number(cell)
        if (value === null || value === 0) continue
        const { course, now, why } = lineage.successors(cell)
        const taken = now.flatMap((one) => openings.of(one, isLines))
        const closing = { cell, value, openings: taken, course, why }
        if (taken.length > 0) closings.push({ ...closing, place: 'own' })
        // an edition of before the marks may not say which lines it carries; a code that is gone is told in any case
        else if (before.of(cell, isLines).length > 0 || (isLines && course === 'dropped'))
          closings.push({ ...closing, place: 'none' })
      }
    }
  }
  return withSums(old, closings)
}

/** Finds for what is not taken over by itself the number that is, and contains it. */
function withSums(old: Engine, closings: readonly Closing[]): Closing[] {
  if (closings.every(({ place }) => place === 'own')) return [...closings]
  const containers = closings.filter(({ place }) => place === 'own')
  const parts = new Map(containers.flatMap((one) => partsOf(old, one.cell).map((key) => [key, one] as const)))
  return closings.map((closing) => {
    const container = closing.place === 'none' ? parts.get(cellKey(closing.cell)) : undefined
    return container === undefined ? closing : { ...closing, place: 'sum', openings: container.openings }
  })
}

/** Keys of all cells a cell follows from. */
function partsOf(old: Engine, cell: CellAddress): string[] {
  const terms = old.trace(cell)?.terms.filter(({ prior }) => !prior) ?? []
  return terms.flatMap((term) => [cellKey(term.cell), ...partsOf(old, term.cell)])
}

/** Whether a column of the old edition goes on in one that openings are taken from. */
const mayClose = (lineage: Lineage, openings: Openings, form: string, column: string): boolean =>
  lineage.forms.successors(form).now.some((now) =>
    lineage
      .columns(now)
      .successors(column)
      .now.some((key) => openings.mayRead(now, key)),
  )

/** Cells of the new edition that add a typed number of the old book to their own; none for most. */
export function mixedOpenings(lineage: Lineage): (cell: CellAddress) => readonly CellAddress[] {
  const { mixed } = new Openings(lineage.newer)
  return (cell) => lineage.successors(cell).now.flatMap((now) => mixed.get(cellKey(now)) ?? [])
}
