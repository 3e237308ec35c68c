import { type CellAddress, cellKey } from '../address/cell.ts'
import type { LinkedCell, LinkedEdition } from '../catalogue/link.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Project, Unit } from './book.ts'
import { Book } from './book.ts'
import type { Prior } from './compile.ts'
import { Compiled } from './compile.ts'
import type { Fact, FactChange } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Counts } from './findings.ts'
import { Findings } from './findings.ts'
import { nameOf } from './structure.ts'
import type { Trace } from './trace.ts'
import { traceCell } from './trace.ts'

/** One row of a form in this book. */
export type RowInfo = {
  readonly key: string
  /** printed label: name of the code, of the project, or the label on the form */
  readonly label: string
  readonly code: string | null
  /** 0 totals, 1 类, 2 款, 3 项, 4 lines of units and projects; in fixed forms as the form says */
  readonly level: number
  readonly unit: Unit | null
  readonly project: Project | null
  /** true when the row is a typed line of a code form */
  readonly leaf: boolean
}

/** What a gesture did: cells to repaint, or everything when rows came or went. */
export type Applied =
  | { readonly kind: 'applied'; readonly rebuilt: boolean; readonly changed: readonly CellAddress[] }
  | { readonly kind: 'out-of-range' }

/**
 * A book under calculation: values, findings and traces, kept up to date gesture by gesture. The same code runs in the
 * renderer (live) and in main (authority before export and sealing).
 */
export class Engine {
  readonly edition: LinkedEdition
  readonly book: Book
  private readonly prior: Prior | null
  private compiled: Compiled
  private checks: Findings

  private constructor(edition: LinkedEdition, book: Book, prior: Prior | null, compiled: Compiled) {
    this.edition = edition
    this.book = book
    this.prior = prior
    this.compiled = compiled
    this.checks = new Findings(compiled)
  }

  /** Compiles a book; null when one of its totals leaves the safe integers. */
  static create(edition: LinkedEdition, facts: Iterable<Fact>, prior: Prior | null = null): Engine | null {
    const book = new Book(facts)
    const compiled = new Compiled(edition, book, prior)
    return compiled.inRange ? new Engine(edition, book, prior, compiled) : null
  }

  /** Value of a cell in its unit (fen, count, hundredths) or as text; null is blank, or no such cell. */
  value(cell: CellAddress): number | string | null {
    const node = this.compiled.find(cell)
    if (node < 0) return null
    if (this.compiled.place(node).cell.unit === 'text')
      return (this.book.get('cell', cellKey(cell)) as string | null) ?? null
    return this.compiled.graph.value(node)
  }

  /** Number of a cell; null when blank, text, or no such cell. */
  number(cell: CellAddress): number | null {
    const value = this.value(cell)
    return typeof value === 'number' ? value : null
  }

  /** What the formula of a computed or default cell gives, whatever is stated beside it. */
  formulaValue(cell: CellAddress): number | null {
    const node = this.compiled.find(cell)
    return node < 0 ? null : this.compiled.graph.formula(node)
  }

  /** What a carried cell (年初) takes over from last year's book; null where it takes over nothing. See `Compiled`. */
  carried(cell: CellAddress): number | null {
    const node = this.compiled.find(cell)
    return node < 0 ? null : this.compiled.carried(node, this.compiled.place(node))
  }

  /** The figure a foreign source gives beside a computed cell; null if none. */
  stated(cell: CellAddress): number | null {
    const node = this.compiled.find(cell)
    return node < 0 ? null : this.checks.statedAt(node)
  }

  /** Definition of a cell: what it is, its unit and formula; null when the book has no such cell. */
  cell(address: CellAddress): LinkedCell | null {
    const node = this.compiled.find(address)
    return node < 0 ? null : this.compiled.place(node).cell
  }

  /** True when the user has stated the value of a default cell. */
  isStatedDefault(address: CellAddress): boolean {
    const node = this.compiled.find(address)
    return node >= 0 && this.compiled.graph.isOverridden(node)
  }

  /** Rows of a form, in printed order; in side-by-side forms block after block. */
  rows(form: string): RowInfo[] {
    const index = this.edition.formIndex.get(form)
    if (index === undefined) return []
    const table = this.compiled.table(index)
    return table.keys.map((_, row) => this.rowInfo(index, row))
  }

  /** One row by its key; null when the book has no such row. */
  row(form: string, key: string): RowInfo | null {
    const index = this.edition.formIndex.get(form)
    if (index === undefined) return null
    const row = this.compiled.table(index).index.get(key)
    return row === undefined ? null : this.rowInfo(index, row)
  }

  /** Whether the book has such a row; cheaper than asking for it. */
  hasRow(form: string, key: string): boolean {
    const index = this.edition.formIndex.get(form)
    return index !== undefined && this.compiled.table(index).index.has(key)
  }

  private rowInfo(form: number, row: number): RowInfo {
    const linked = this.edition.forms[form]
    const table = this.compiled.table(form)
    const key = table.keys[row] as string
    const level = table.level[row] as number
    if (linked?.rows !== undefined && linked.rows !== null) {
      const fixed = linked.rows[row]?.row
      return {
        key,
        label: fixed?.label ?? '',
        code: fixed?.code ?? null,
        level,
        unit: null,
        project: null,
        leaf: false,
      }
    }
    const line = table.lines.get(row) ?? null
    const leaf = level === table.leafLevel
    if (line !== null)
      return {
        key,
        label: line.project?.name ?? nameOf(this.compiled, line.code),
        code: line.code,
        level,
        unit: line.unit,
        project: line.project,
        leaf,
      }
    const total = row === 0
    return {
      key,
      label: total ? (linked?.form.codes?.total?.label ?? '') : nameOf(this.compiled, key),
      code: total ? null : key,
      level,
      unit: null,
      project: null,
      leaf,
    }
  }

  /**
   * Applies one gesture: facts set and taken back, in one step.
   * @returns what changed, or `out-of-range` when a total would leave ±9 007 199 254 740 991 fen: then nothing changed
   */
  apply(changes: readonly FactChange[]): Applied {
    const { compiled } = this
    const edits: { node: number; value: number | null; override: boolean }[] = []
    const stated: FactChange[] = []
    const texts: CellAddress[] = []
    let structural = false
    for (const change of changes) {
      if (change.kind === 'row' || change.kind === 'unit' || change.kind === 'project') structural = true
      else if (change.kind === 'stated') stated.push(change)
      // A1, A4 and Y2 carry their explanation with them
      else if (change.kind === 'explanation' && change.key.includes('!!')) structural = true
      else if (change.kind === 'cell') {
        const node = compiled.findKey(change.key)
        if (node < 0) structural = true
        else {
          const { cell } = compiled.place(node)
          if (cell.unit === 'text') texts.push(compiled.address(node))
          else if (cell.kind !== 'computed')
            edits.push({ node, value: change.after as number | null, override: cell.kind === 'default' })
        }
      }
    }
    if (structural) return this.rebuild(changes)
    const touched = edits.length === 0 ? [] : compiled.graph.edit(edits)
    // near the limit only sums taken afresh can tell
    if (touched === null) return this.rebuild(changes)
    this.book.apply(changes)
    for (const change of stated) touched.push(this.checks.setStated(change.key, change.after as number | null))
    const nodes = touched.filter((node) => node >= 0)
    this.checks.update(nodes)
    return {
      kind: 'applied',
      rebuilt: false,
      changed: [...nodes.filter((node) => node < compiled.cells).map((node) => compiled.address(node)), ...texts],
    }
  }

  private rebuild(changes: readonly FactChange[]): Applied {
    const undo = this.book.apply(changes)
    const compiled = new Compiled(this.edition, this.book, this.prior)
    if (!compiled.inRange) {
      this.book.apply(undo)
      return { kind: 'out-of-range' }
    }
    this.compiled = compiled
    this.checks = new Findings(compiled)
    return { kind: 'applied', rebuilt: true, changed: [] }
  }

  /** Failing checks by severity. */
  get counts(): Counts {
    return this.checks.counts
  }

  countsOf(form: string): Counts {
    const index = this.edition.formIndex.get(form)
    return index === undefined ? { error: 0, verify: 0, hint: 0 } : this.checks.countsOf(index)
  }

  /** Findings in form order: the failing ones, or with `all` every place where a check was tried. */
  findings(all = false): Finding[] {
    return this.checks.list(all)
  }

  /** Why a cell has its value; null when the book has no such cell. */
  trace(cell: CellAddress): Trace | null {
    return traceCell(this.compiled, cell)
  }

  /** Unit of a cell's value. */
  unitOf(cell: CellAddress): ValueUnit | null {
    return this.cell(cell)?.unit ?? null
  }

  /** What next year's book needs of this one. */
  asPrior(): Prior {
    const names = new Map([...this.book.codes().keys()].map((code) => [code, nameOf(this.compiled, code)]))
    return { value: (cell) => this.number(cell), codes: names }
  }
}
