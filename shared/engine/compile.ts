import { type CellAddress, cellKey } from '../address/cell.ts'
import type {
  LinkedCell,
  LinkedEdition,
  LinkedForm,
  LinkedRelation,
  LinkedSide,
  LinkedTerm,
} from '../catalogue/link.ts'
import type { Book } from './book.ts'
import { Edges, Graph } from './graph.ts'
import type { RowTable } from './rows.ts'
import { levels, rowTables } from './rows.ts'

/** Last year's book as this year's formulas see it: constants while editing. */
export type Prior = {
  /** number of a cell, null when it is blank or not there */
  value(cell: CellAddress): number | null
  /** codes of last year's list with their printed names, as this year's edition has them */
  readonly codes: ReadonlyMap<string, string>
  /** those of them that a code of last year was split into: none of them is missed when this year's list has it not */
  readonly divided?: ReadonlySet<string>
  /** cells that carried ones read and last year's edition has not at all, as `carriedSource` names them */
  readonly absent?: ReadonlySet<string>
}

/** What a carried cell reads of last year's book: `FORM!column` where it is the same line, else `FORM!row!column`. */
export function carriedSource(forms: readonly LinkedForm[], { terms }: LinkedCell): string {
  const [term] = terms
  const form = forms[term?.form ?? -1]
  const column = form?.columns[term?.column ?? -1]?.key ?? ''
  const row = term?.row ?? null
  return row === null ? `${form?.key}!${column}` : `${form?.key}!${row}!${column}`
}

/** One place where a relation of a check is tried: nodes of its sides, and what must be known to tell. */
export type Instance = {
  readonly relation: LinkedRelation
  readonly row: number
  readonly left: number
  readonly right: number
  /** tried only while this node is not blank; -1 always */
  readonly when: number
  /** cannot tell while this node is blank; -1 always can, -2 never */
  readonly known: number
}

/** Where a node stands in its form. */
export type Place = {
  readonly form: LinkedForm
  readonly row: number
  readonly column: number
  readonly cell: LinkedCell
}

/**
 * A book compiled under its edition: a node for every value cell, edges for every term, and the instances of the
 * checks. Cells are numbered form by form, row by row, so that no text is needed to find them.
 */
export class Compiled {
  readonly edition: LinkedEdition
  readonly book: Book
  readonly prior: Prior | null
  readonly tables: readonly RowTable[]
  readonly graph: Graph
  readonly instances: readonly Instance[]
  /** number of nodes that are cells */
  readonly cells: number
  /** false when a total leaves the safe integers */
  readonly inRange: boolean
  private readonly base: readonly number[]
  private lastRow = ''
  private lastForm = -1
  private lastNumber = -1
  /** which instances read the number of a node, and which only whether it is blank */
  private readonly numberWatch: Watch
  private readonly blankWatch: Watch

  constructor(edition: LinkedEdition, book: Book, prior: Prior | null) {
    this.edition = edition
    this.book = book
    this.prior = prior
    this.tables = rowTables(edition.forms, book)
    const base: number[] = []
    let cells = 0
    edition.forms.forEach((form, index) => {
      base.push(cells)
      cells += this.table(index).keys.length * form.columns.length
    })
    this.base = base
    this.cells = cells

    const build = new Build(this, cells)
    for (const form of edition.forms) build.form(form)
    const instances = edition.relations.flatMap((relation) => build.relation(relation))
    this.instances = instances
    this.graph = new Graph(build.size, build.edges)
    for (const [node, value] of build.constants) this.graph.addConstant(node, value)
    this.presetFacts()
    this.inRange = this.graph.settle()

    this.numberWatch = new Watch(build.size)
    this.blankWatch = new Watch(build.size)
    instances.forEach(({ left, right, when, known }, number) => {
      this.numberWatch.add(left, number)
      this.numberWatch.add(right, number)
      this.blankWatch.add(when, number)
      this.blankWatch.add(known, number)
    })
  }

  table(form: number): RowTable {
    return this.tables[form] as RowTable
  }

  node(form: number, row: number, column: number): number {
    return (this.base[form] as number) + row * (this.edition.forms[form] as LinkedForm).columns.length + column
  }

  /** Node of a cell by its address, -1 when the book has no such cell or it holds nothing. */
  find(cell: CellAddress): number {
    const form = this.edition.formIndex.get(cell.form)
    if (form === undefined) return -1
    const row = this.table(form).index.get(cell.row)
    const column = this.edition.forms[form]?.columnIndex.get(cell.column)
    if (row === undefined || column === undefined || this.cellAt(form, row, column).kind === 'none') return -1
    return this.node(form, row, column)
  }

  /** Node of a cell by its key. Keys mostly come row by row, so the last row is remembered. */
  findKey(key: string): number {
    const last = key.lastIndexOf('!')
    if (last + 1 !== this.lastRow.length || !key.startsWith(this.lastRow)) {
      const first = key.indexOf('!')
      this.lastRow = key.slice(0, last + 1)
      this.lastForm = this.edition.formIndex.get(key.slice(0, first)) ?? -1
      this.lastNumber = this.lastForm < 0 ? -1 : (this.table(this.lastForm).index.get(key.slice(first + 1, last)) ?? -1)
    }
    if (this.lastNumber < 0) return -1
    const column = this.edition.forms[this.lastForm]?.columnIndex.get(key.slice(this.lastRow.length))
    if (column === undefined || this.cellAt(this.lastForm, this.lastNumber, column).kind === 'none') return -1
    return this.node(this.lastForm, this.lastNumber, column)
  }

  /** Definitions of the cells of a row. */
  cellsOf(form: number, row: number): readonly LinkedCell[] {
    const linked = this.edition.forms[form] as LinkedForm
    if (linked.rows !== null) return linked.rows[row]?.cells ?? []
    const table = this.table(form)
    return table.level[row] === table.leafLevel ? linked.leaf : linked.parents
  }

  cellAt(form: number, row: number, column: number): LinkedCell {
    return this.cellsOf(form, row)[column] as LinkedCell
  }

  /** Form, row and column of a node that is a cell. */
  place(node: number): Place {
    let form = this.base.length - 1
    while ((this.base[form] as number) > node) form--
    // forms without rows share their base with the next one
    const linked = this.edition.forms[form] as LinkedForm
    const offset = node - (this.base[form] as number)
    const row = Math.floor(offset / linked.columns.length)
    const column = offset % linked.columns.length
    return { form: linked, row, column, cell: this.cellAt(form, row, column) }
  }

  address(node: number): CellAddress {
    const { form, row, column } = this.place(node)
    return {
      form: form.key,
      row: this.table(form.index).keys[row] as string,
      column: form.columns[column]?.key as string,
    }
  }

  /**
   * What a cell takes over from last year's book (年初 = 上年年末): nought where that has no number, for nothing was left
   * there. Null for cells that are not carried, without last year's book, and where a number of last year's is to be
   * shared out by hand.
   */
  carried(node: number, { form, row, cell }: Place): number | null {
    const { prior } = this
    if (!cell.carried || prior === null) return null
    const formula = this.graph.formula(node)
    if (formula !== null) return formula
    const [code = ''] = (this.table(form.index).keys[row] as string).split('@')
    const isByHand =
      prior.divided?.has(code) === true || prior.absent?.has(carriedSource(this.edition.forms, cell)) === true
    return isByHand ? null : 0
  }

  /** Row number in the term's form when "here" is `row` of `form`; -1 when the book has no such row. */
  rowOf(term: { readonly form: number; readonly row: string | null }, form: number, row: number): number {
    const target = this.table(term.form)
    if (term.row !== null) return target.index.get(term.row) ?? -1
    if (term.form === form) return row
    const place = this.table(form).skeleton[row] as number
    return place < 0 ? -1 : (target.ofSkeleton[place] ?? -1)
  }

  /** Address a term stands for; also of rows the book does not have. */
  termAddress(term: LinkedTerm, form: number, row: number): CellAddress {
    const target = this.edition.forms[term.form] as LinkedForm
    const key = term.row ?? (this.table(form).keys[row] as string)
    return { form: target.key, row: key, column: target.columns[term.column]?.key as string }
  }

  /** Calls back with each instance that may come out otherwise after a gesture that touched the node. */
  eachInstance(node: number, call: (instance: number) => void): void {
    this.numberWatch.each(node, call)
    // one total may be the condition of thousands of instances: they are asked only when it turns blank or not
    if (this.graph.hasTurned(node)) this.blankWatch.each(node, call)
  }

  private presetFacts(): void {
    for (const [key, value] of this.book.facts.cell) {
      if (typeof value !== 'number') continue
      const node = this.findKey(key)
      if (node < 0) continue
      const { kind } = this.place(node).cell
      if (kind === 'input') this.graph.preset(node, value)
      else if (kind === 'default') this.graph.presetOverride(node, value)
    }
  }
}

/** Lists of instances by node. */
class Watch {
  private readonly head: Int32Array
  private readonly next: number[] = []
  private readonly instance: number[] = []

  constructor(nodes: number) {
    this.head = new Int32Array(nodes).fill(-1)
  }

  /** Negative nodes stand for none. */
  add(node: number, instance: number): void {
    if (node < 0) return
    this.instance.push(instance)
    this.next.push(this.head[node] as number)
    this.head[node] = this.next.length - 1
  }

  each(node: number, call: (instance: number) => void): void {
    for (let entry = this.head[node] as number; entry >= 0; entry = this.next[entry] as number)
      call(this.instance[entry] as number)
  }
}

/** Gathers edges, helper nodes and instances before the graph is made. */
class Build {
  readonly edges = new Edges()
  readonly constants: [node: number, value: number][] = []
  size: number
  private readonly compiled: Compiled
  /** a node that is always 0, and one that is always blank */
  private readonly nought: number
  private readonly blank: number
  /** nodes of the fixed numbers that checks compare with */
  private readonly fixed = new Map<number, number>()

  constructor(compiled: Compiled, cells: number) {
    this.compiled = compiled
    this.nought = cells
    this.blank = cells + 1
    this.size = cells + 2
    this.constants.push([this.nought, 0])
  }

  form(form: LinkedForm): void {
    const table = this.compiled.table(form.index)
    const width = form.columns.length
    const addsUp = form.columns.map((column) => column.holds !== 'text' && form.form.codes?.total !== undefined)
    let node = this.compiled.node(form.index, 0, 0)
    for (let row = 0; row < table.keys.length; row++) {
      const parent = table.parent[row] as number
      const cells = this.compiled.cellsOf(form.index, row)
      for (let column = 0; column < width; column++, node++) {
        if (parent >= 0 && addsUp[column] === true) this.edges.add(node, node + (parent - row) * width, 1)
        for (const term of (cells[column] as LinkedCell).terms) this.term(term, node, form.index, row)
      }
    }
  }

  /** Adds a term to a node; returns the node that tells whether a prior term is known (-1 always, -2 never). */
  private term(term: LinkedTerm, target: number, form: number, row: number): number {
    const { compiled } = this
    if (!term.prior) {
      const source = compiled.rowOf(term, form, row)
      if (source >= 0) this.edges.add(compiled.node(term.form, source, term.column), target, term.factor)
      return -1
    }
    const address = compiled.termAddress(term, form, row)
    const alias = compiled.edition.priorAliases.get(cellKey(address))
    if (alias !== undefined) {
      const source = compiled.node(alias.form, compiled.table(alias.form).index.get(alias.row) ?? 0, alias.column)
      // the alias itself follows last year's book; everything else follows the alias
      if (source !== target) {
        this.edges.add(source, target, term.factor)
        return compiled.prior === null ? source : -1
      }
    }
    if (compiled.prior === null) return -2
    const value = compiled.prior.value(address)
    if (value !== null) this.constants.push([target, term.factor * value])
    return -1
  }

  private constant(value: number): number {
    if (value === 0) return this.nought
    const node = this.fixed.get(value) ?? this.size++
    if (!this.fixed.has(value)) this.constants.push([node, value])
    this.fixed.set(value, node)
    return node
  }

  private side(side: LinkedSide, form: number, row: number): { node: number; known: number } {
    const [only, ...more] = side.terms
    if (only === undefined) return { node: this.constant(side.constant), known: -1 }
    if (more.length === 0 && only.factor === 1 && !only.prior) {
      const source = this.compiled.rowOf(only, form, row)
      return { node: source < 0 ? this.blank : this.compiled.node(only.form, source, only.column), known: -1 }
    }
    const node = this.size++
    const known = side.terms.map((term) => this.term(term, node, form, row))
    return { node, known: known.find((one) => one !== -1) ?? -1 }
  }

  relation(relation: LinkedRelation): Instance[] {
    const table = this.compiled.table(relation.form)
    const instances: Instance[] = []
    for (const row of this.rows(relation, table)) {
      const left = this.side(relation.left, relation.form, row)
      const right = this.side(relation.right, relation.form, row)
      const when = relation.when === null ? { node: -1 } : this.side(relation.when, relation.form, row)
      const known = left.known !== -1 ? left.known : right.known
      instances.push({ relation, row, left: left.node, right: right.node, when: when.node, known })
    }
    return instances
  }

  private rows(relation: LinkedRelation, table: RowTable): number[] {
    const { rows, named } = relation
    if (typeof rows !== 'string') return rows.flatMap((key) => table.index.get(key) ?? [])
    const { codes } = this.compiled.edition
    return [...table.keys.keys()].filter((row) => {
      const wanted =
        rows === 'all' ||
        (rows === 'leaf'
          ? table.level[row] === table.leafLevel || table.leafLevel < 0
          : table.level[row] === levels.item)
      return wanted && (named === null || codes.get(table.keys[row] as string)?.name === named)
    })
  }
}
