import type { LinkedEdition, LinkedRelation, LinkedSide, LinkedTerm } from '../catalogue/link.ts'
import type { Engine } from '../engine/engine.ts'
import type { Finding } from '../engine/finding.ts'
import type { Threshold } from './percent.ts'

/** What a book is compared with: last year's book, or its own 年初预算. */
export const bases = ['prior', 'budget'] as const
export type Basis = (typeof bases)[number]

/** Where the numbers of one basis stand: a term is one of them or not. */
type Stands = (term: LinkedTerm) => boolean

function standsIn(edition: LinkedEdition, basis: Basis): Stands {
  const key = (form: number, row: string | null, column: number): string => `${form}!${row ?? '.'}!${column}`
  const places = new Set<string>()
  if (basis === 'prior') {
    // supplement cells that answer for last year's book
    for (const { form, row, column } of edition.priorAliases.values()) places.add(key(form, row, column))
    return (term) => term.prior || places.has(key(term.form, term.row, term.column))
  }
  for (const form of edition.forms)
    for (const { row, cells } of form.rows ?? [{ row: { key: null }, cells: form.leaf }])
      for (const cell of cells)
        for (const term of cell.budget?.terms ?? []) places.add(key(term.form, term.row ?? row.key, term.column))
  return ({ form, row, column, prior }) =>
    !prior && (places.has(key(form, row, column)) || places.has(key(form, null, column)))
}

const reads = (side: LinkedSide, stands: Stands): boolean => side.terms.some(stands)

/**
 * The checks that set this year's figures against the basis (the Y rules of the official list): those with a relation
 * that reads last year's book or the budget, and those that own cells which follow from it.
 */
function checksOn(edition: LinkedEdition, basis: Basis): ReadonlySet<string> {
  const stands = standsIn(edition, basis)
  const found = new Set<number>()
  const isOn = ({ left, right }: LinkedRelation): boolean => reads(left, stands) !== reads(right, stands)
  for (const relation of edition.relations) if (isOn(relation)) found.add(relation.check)
  for (const form of edition.forms)
    for (const cell of [...form.leaf, ...(form.rows ?? []).flatMap(({ cells }) => cells)])
      if (cell.kind === 'default' && (cell.carried || (basis === 'budget' && cell.terms.some(stands))))
        found.add(cell.check)
  if (basis === 'prior')
    for (const { check, relation } of edition.generals)
      if (relation.rule === 'samePriorScale' || relation.rule === 'codesOfPrior') found.add(check)
  return new Set([...found].flatMap((check) => edition.checks[check]?.id ?? []))
}

/** From what change on the edition asks for a reason: the limits of its own check over this basis; 10 % if it has none. */
export function thresholdOf(edition: LinkedEdition, basis: Basis): Threshold {
  const stands = standsIn(edition, basis)
  for (const { relation, left, right } of edition.relations)
    if ('rule' in relation && relation.rule === 'change' && !reads(left, stands) && reads(right, stands))
      return { percent: relation.percent, amount: relation.below ?? 0 }
  return { percent: 10, amount: 0 }
}

/**
 * What the checks over the basis ask at the cells of a form, by `row!column`, and of its codes, by `code!`. A supplement that only repeats a figure of
 * a form (S02) speaks for that figure: its findings are told there too. Errors are left out, they cannot be explained.
 */
export function askedAt(
  engine: Engine,
  findings: readonly Finding[],
  form: string,
  basis: Basis,
): ReadonlyMap<string, readonly Finding[]> {
  const wanted = checksOn(engine.edition, basis)
  const at = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.state !== 'fails' || finding.severity === 'error' || !wanted.has(finding.check)) continue
    const places = new Set(
      finding.cells.flatMap((cell) => [cell, source(engine, cell)]).map((cell) => placeIn(cell, form)),
    )
    if (finding.form === form) places.add(`${finding.row ?? ''}!${finding.column ?? ''}`)
    // about a code as such: wherever it has a row
    if (finding.form === null && finding.row !== null) places.add(`${finding.row}!`)
    places.delete(null)
    for (const place of places as Set<string>) {
      const known = at.get(place)
      if (known === undefined) at.set(place, [finding])
      else known.push(finding)
    }
  }
  return at
}

type Cell = Finding['cells'][number]
const placeIn = ({ form, row, column }: Cell, wanted: string): string | null =>
  form === wanted ? `${row}!${column}` : null

/** The cell a cell merely repeats; itself when it does not. */
function source(engine: Engine, cell: Cell): Cell {
  const linked = engine.cell(cell)
  const [term, ...more] = linked?.terms ?? []
  if (linked?.kind !== 'computed' || term === undefined || more.length > 0 || term.prior || term.factor !== 1)
    return cell
  const form = engine.edition.forms[term.form]
  return { form: form?.key ?? '', row: term.row ?? cell.row, column: form?.columns[term.column]?.key ?? '' }
}
