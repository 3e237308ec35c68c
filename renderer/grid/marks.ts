import type { Severity } from '../../shared/catalogue/vocabulary.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { Sheet } from './sheet.ts'

/** How a cell is marked: worst first wins the colour. */
export const mark = { error: 8, verify: 4, hint: 2, explained: 1 } as const

const bit: Readonly<Record<Severity, number>> = { error: mark.error, verify: mark.verify, hint: mark.hint }

/** Marks of the cells of one sheet that are part of a failing check, and of the rows that hide one when folded. */
export class Marks {
  private readonly sheet: Sheet
  private cells: Uint8Array
  private rows: Uint8Array
  private reasons = new Map<number, Finding[]>()

  constructor(sheet: Sheet) {
    this.sheet = sheet
    this.cells = new Uint8Array(sheet.rows.length * sheet.columns.length)
    this.rows = new Uint8Array(sheet.rows.length)
  }

  at(row: number, column: number): number {
    return this.cells[row * this.sheet.columns.length + column] ?? 0
  }

  /** Marks of everything below a row of the tree of codes. */
  below(row: number): number {
    return this.rows[row] ?? 0
  }

  findingsAt(row: number, column: number): readonly Finding[] {
    return this.reasons.get(row * this.sheet.columns.length + column) ?? []
  }

  /** Takes over the failing findings of the book; returns the places whose mark changed, as row × columns + column. */
  update(findings: readonly Finding[]): number[] {
    const { sheet } = this
    const width = sheet.columns.length
    const before = this.cells
    const beforeRows = this.rows
    this.cells = new Uint8Array(before.length)
    this.rows = new Uint8Array(beforeRows.length)
    this.reasons = new Map()
    for (const finding of findings) {
      const value = finding.explanation === null ? bit[finding.severity] : mark.explained
      for (const place of this.placesOf(finding)) {
        this.cells[place] = (this.cells[place] ?? 0) | value
        const known = this.reasons.get(place)
        if (known === undefined) this.reasons.set(place, [finding])
        else if (!known.includes(finding)) known.push(finding)
        for (
          let row = sheet.rows[Math.floor(place / width)]?.parent ?? -1;
          row >= 0;
          row = sheet.rows[row]?.parent ?? -1
        )
          this.rows[row] = (this.rows[row] ?? 0) | value
      }
    }
    const changed: number[] = []
    for (let place = 0; place < before.length; place++) if (before[place] !== this.cells[place]) changed.push(place)
    for (let row = 0; row < beforeRows.length; row++)
      if (beforeRows[row] !== this.rows[row]) changed.push(row * width + Math.max(0, sheet.codeColumn))
    return changed
  }

  private placesOf(finding: Finding): number[] {
    const { sheet } = this
    const width = sheet.columns.length
    if (finding.form === null) {
      // about a code, a unit or a project: its line is marked where it is named
      const row = sheet.rowOf(finding.row ?? '')
      return row < 0 ? [] : [row * width + Math.max(0, sheet.codeColumn)]
    }
    const places: number[] = []
    let own = false
    for (const cell of finding.cells) {
      if (cell.form !== sheet.table.form) continue
      const spot = sheet.find(cell)
      if (spot !== null) places.push(spot.row * width + spot.column)
      if (finding.row === cell.row && finding.column === cell.column) own = true
    }
    if (!own && finding.form === sheet.table.form && finding.row !== null && finding.column !== null) {
      const spot = sheet.find({ form: finding.form, row: finding.row, column: finding.column })
      if (spot !== null) places.push(spot.row * width + spot.column)
    }
    return places
  }
}

/** Findings at a cell as text, the worst first; for hover and status line when nobody gives better words. */
export const titlesOf = (findings: readonly Finding[]): string => findings.map(({ title }) => title).join('\n')
