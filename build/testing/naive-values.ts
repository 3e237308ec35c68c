import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import type { CellDefinition, Form, Row } from '../../shared/catalogue/vocabulary.ts'
import type { Fact, ProjectFact } from '../../shared/engine/facts.ts'
import { type CellReference, parseFormula, type Reference } from '../../shared/formula/formula.ts'

/**
 * The values of a book, computed afresh for each cell with big integers and recursion, straight from the edition's own
 * texts: slow, and sharing nothing with the engine but the grammar. Blank is null.
 */
export type NaiveValues = { readonly value: (form: string, row: string, column: string) => bigint | null }

type PriorValue = (cell: { readonly form: string; readonly row: string; readonly column: string }) => number | null
const blank = null

export function naiveValues(edition: LinkedEdition, facts: readonly Fact[], prior: PriorValue | null): NaiveValues {
  const forms = new Map(edition.edition.forms.map((form) => [form.form, form]))
  const typed = new Map(facts.flatMap(({ kind, key, value }) => (kind === 'cell' ? [[key, value] as const] : [])))
  const projects = new Map(
    facts.flatMap(({ kind, key, value }) => (kind === 'project' ? [[key, value as ProjectFact] as const] : [])),
  )
  const listed = facts.flatMap(({ kind, key }) => (kind === 'row' ? [key] : []))
  const named = [...listed, ...[...projects.values()].map(({ code }) => code)].filter((code) => /^\d+$/.test(code))
  const codes = new Set(
    named.flatMap((code) => [3, 5, 7].filter((length) => length <= code.length).map((length) => code.slice(0, length))),
  )
  const units = facts.flatMap(({ kind, key }) => (kind === 'unit' ? [key] : []))
  const rowsOf = (form: Form): Row[] => (form.blocks ?? []).flatMap((block) => block.rows)

  /** Rows right below a row of a code form; null for a typed line. */
  function below(form: Form, row: string): string[] | null {
    const leaf = form.codes?.leaf
    const longer = (length: number): string[] =>
      [...codes].filter((code) => code.length === length && (row === 'total' || code.startsWith(row)))
    if (row === 'total') return longer(3)
    if (!codes.has(row)) return null
    if (row.length < 7) return longer(row.length + 2)
    if (leaf === 'item') return null
    if (leaf === 'unit') return units.map((unit) => `${row}@${unit}`)
    return [...projects].filter(([, project]) => project.code === row).map(([key]) => key)
  }

  const definitionOf = (form: Form, row: Row | null, key: string): CellDefinition | null => {
    const column = form.columns.find((one) => one.key === key)
    const own = row?.cells?.[key]
    if (own !== undefined) return own
    const byRow = row?.cell === undefined ? null : (row as CellDefinition)
    const byColumn = column?.cell === undefined ? null : (column as CellDefinition)
    const both = byRow?.formula !== undefined && byColumn?.formula !== undefined
    return both && form.crossing === 'column' ? byColumn : (byRow ?? byColumn)
  }

  /** The supplement cell that stands for a cell of last year: a default that is just `prior(…)` of it. */
  const aliases = new Map<string, string>()
  for (const form of forms.values())
    for (const row of rowsOf(form))
      for (const column of form.columns) {
        const formula = definitionOf(form, row, column.key)
        if (formula?.cell !== 'default' || formula.formula === undefined) continue
        const match = /^prior\((\w+)!(\w+)!(\w+)\)$/.exec(formula.formula)
        if (match !== null) aliases.set(match.slice(1).join('!'), `${form.form}!${row.key}!${column.key}`)
      }

  const known = new Map<string, bigint | null>()
  function value(form: string, row: string, column: string): bigint | null {
    const key = `${form}!${row}!${column}`
    const found = known.get(key)
    if (found !== undefined) return found
    const computed = compute(key, form, row, column)
    known.set(key, computed)
    return computed
  }

  function compute(key: string, formKey: string, rowKey: string, column: string): bigint | null {
    const form = forms.get(formKey)
    if (form === undefined) return blank
    const children = form.codes === undefined ? null : below(form, rowKey)
    if (children !== null) return sum(children.map((child) => [1, value(formKey, child, column)]))
    const row = form.codes === undefined ? rowsOf(form).find((one) => one.key === rowKey) : null
    if (row === undefined) return blank
    if (form.codes !== undefined && !isLine(form, rowKey)) return blank
    if (row !== null && !form.blocks?.some((block) => block.rows.includes(row) && block.columns.includes(column)))
      return blank
    const definition = definitionOf(form, row, column)
    if (definition === null || definition.cell === 'none') return blank
    const stated = typed.get(key)
    if (typeof stated === 'number' && definition.cell !== 'computed') return BigInt(stated)
    if (definition.formula === undefined) return blank
    const terms = parseFormula(definition.formula).terms
    return sum(terms.flatMap(({ factor, reference }) => terms_(factor, reference, key, form, row, rowKey, column)))
  }

  const isLine = (form: Form, row: string): boolean => {
    const [code = '', unit] = row.split('@')
    if (form.codes?.leaf === 'project') return projects.has(row)
    if (form.codes?.leaf === 'unit') return code.length === 7 && codes.has(code) && units.includes(unit ?? '')
    return row.length === 7 && codes.has(row)
  }

  type Term = [factor: number, value: bigint | null]
  function terms_(
    factor: number,
    reference: Reference,
    target: string,
    form: Form,
    row: Row | null,
    rowKey: string,
    column: string,
  ): Term[] {
    if (reference.kind === 'children')
      return rowsOf(form)
        .filter((one) => one.parent === row?.key)
        .map((one) => [factor, value(form.form, one.key, column)])
    const there = reference.form ?? form.form
    if (reference.kind === 'range') {
      const keys = rowsOf(forms.get(there) ?? form).map((one) => one.key)
      const range = keys.slice(keys.indexOf(reference.from), keys.indexOf(reference.to) + 1)
      return range.map((key) => [factor, value(there, key, reference.column ?? column)])
    }
    return [[factor, single(reference, target, there, rowKey, column)]]
  }

  function single(reference: CellReference, target: string, form: string, row: string, column: string): bigint | null {
    const address = { form, row: reference.row ?? row, column: reference.column ?? column }
    if (!reference.prior) return value(address.form, address.row, address.column)
    const alias = aliases.get(`${address.form}!${address.row}!${address.column}`)
    if (alias !== undefined && alias !== target) return value(...(alias.split('!') as [string, string, string]))
    const last = prior?.(address) ?? null
    return last === null ? blank : BigInt(last)
  }

  const sum = (terms: readonly Term[]): bigint | null => {
    const stated = terms.filter((term): term is [number, bigint] => term[1] !== null)
    return stated.length === 0 ? blank : stated.reduce((total, [factor, one]) => total + BigInt(factor) * one, 0n)
  }

  return { value }
}
