import type { CellAddress } from '../address/cell.ts'
import { cellKey } from '../address/cell.ts'
import type { Compiled } from './compile.ts'

/** Why a cell has its value: what it is, its formula, and each term with its own value. */
export type Trace = {
  readonly cell: CellAddress
  /** in the unit of the cell; null is blank */
  readonly value: number | string | null
  readonly kind: 'input' | 'computed' | 'default'
  /** the formula as the edition states it; `children` for subtotals; '' for typed cells */
  readonly formula: string
  /** what the formula gives, for default cells that are stated otherwise and computed cells with a stated value */
  readonly formulaValue: number | null
  readonly stated: number | null
  /** id of the check that owns the cell */
  readonly check: string | null
  readonly terms: readonly {
    readonly factor: number
    readonly cell: CellAddress
    readonly value: number | null
    readonly prior: boolean
  }[]
}

/** Traces one cell of a compiled book; null when there is no such cell. */
export function traceCell(compiled: Compiled, cell: CellAddress): Trace | null {
  const node = compiled.find(cell)
  if (node < 0) return null
  const { form, row, cell: definition } = compiled.place(node)
  const table = compiled.table(form.index)
  const { graph, book, edition } = compiled
  const terms = definition.terms.map((term) => {
    const address = compiled.termAddress(term, form.index, row)
    const source = term.prior ? -1 : compiled.find(address)
    const value = term.prior ? (compiled.prior?.value(address) ?? null) : source < 0 ? null : graph.value(source)
    return { factor: term.factor, cell: address, value, prior: term.prior }
  })
  if (definition.text === 'children' && definition.terms.length === 0)
    table.parent.forEach((parent, child) => {
      if (parent !== row) return
      const address = { ...cell, row: table.keys[child] as string }
      const value = graph.value(compiled.find(address))
      // thousands of blank lines would say nothing
      if (value !== null) terms.push({ factor: 1, cell: address, value, prior: false })
    })
  const text = definition.unit === 'text'
  return {
    cell,
    value: text ? ((book.get('cell', cellKey(cell)) as string | null) ?? null) : graph.value(node),
    kind: definition.kind as Trace['kind'],
    formula: definition.text,
    formulaValue: definition.kind === 'input' ? null : graph.formula(node),
    stated:
      definition.kind === 'default' && graph.isOverridden(node)
        ? graph.value(node)
        : ((book.get('stated', cellKey(cell)) as number | null) ?? null),
    check: edition.checks[definition.check]?.id ?? null,
    terms,
  }
}
