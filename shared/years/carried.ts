import type { CellAddress } from '../address/cell.ts'
import { cellKey, parseCellKey } from '../address/cell.ts'
import type { Engine } from '../engine/engine.ts'
import type { ExplanationFact, FactChange } from '../engine/facts.ts'
import type { Finding } from '../engine/finding.ts'

/**
 * Carried cells (年初 = 上年年末) follow last year's book. Another number there is a difference that has to be explained
 * by its kind, in the same gesture; the totals above say the same without being asked again.
 */

/** Why another number stands there: one of the kinds of the edition, and words of the user, '' for none. */
export type Difference = { readonly kind: string; readonly note: string }

/** Whether a kind says nothing by itself, so that words have to come with it. */
export const needsWords = (kind: string): boolean => kind === '其他'

/** A carried cell that says something else than last year's book; numbers in the unit of the cell. */
export type CarriedDifference = { readonly cell: CellAddress; readonly carried: number; readonly value: number }

/** Carried cells to which the changes give another number than last year's book has. */
export function differencesAmong(engine: Engine, changes: readonly FactChange[]): CarriedDifference[] {
  return carriedChanges(engine, changes).flatMap(({ cell, carried, after }) =>
    typeof after === 'number' && after !== carried ? [{ cell, carried, value: after }] : [],
  )
}

type CarriedChange = { readonly cell: CellAddress; readonly carried: number; readonly after: FactChange['after'] }

/** Changes of carried cells, the last of each. */
function carriedChanges(engine: Engine, changes: readonly FactChange[]): CarriedChange[] {
  const found = new Map<string, CarriedChange>()
  for (const { kind, key, after } of changes) {
    if (kind !== 'cell') continue
    const cell = parseCellKey(key)
    const carried = cell === null ? null : engine.carried(cell)
    if (cell !== null && carried !== null) found.set(key, { cell, carried, after })
  }
  return [...found.values()]
}

/**
 * What a gesture on carried cells takes along: a number that is last year's goes back to following it, a number that is
 * not gets its explanation, a cell that follows again loses it, and the totals of the same check are explained as far
 * as the explained cells account for them.
 *
 * @param engine after the gesture
 * @param difference what the user says about it; null for nothing
 * @returns the further changes, and the cells whose difference nothing explains
 */
export function carriedConsequences(
  engine: Engine,
  changes: readonly FactChange[],
  difference: Difference | null,
): { readonly changes: readonly FactChange[]; readonly lacking: readonly CarriedDifference[] } {
  const touched = carriedChanges(engine, changes)
  const explained = changes.filter(({ kind }) => kind === 'explanation').map(({ key }) => key)
  const checks = new Set([
    ...touched.map(({ cell }) => checkOf(engine, cell)),
    ...explained.filter((place) => isOfCarried(engine, place)).map((place) => place.slice(0, place.indexOf('!'))),
  ])
  if (checks.size === 0) return { changes: [], lacking: [] }
  const explanations = new Explanations(engine, new Set(explained))
  const followed: FactChange[] = []
  const lacking: CarriedDifference[] = []
  for (const { cell, carried, after } of touched) {
    const place = placeOf(engine, cell)
    if (typeof after !== 'number' || after === carried) {
      if (after !== null) followed.push({ kind: 'cell', key: cellKey(cell), after: null })
      explanations.set(place, null)
    } else if (difference !== null) {
      const { kind, note } = difference
      const text = note === '' ? kind : `${kind}：${note}`
      explanations.set(place, { text, left: after, right: carried, kind })
    } else if (!explanations.explains(place, after, carried)) lacking.push({ cell, carried, value: after })
  }
  explainTotals(engine, checks, explanations)
  return { changes: [...followed, ...explanations.changes()], lacking }
}

const checkOf = (engine: Engine, cell: CellAddress): string =>
  engine.edition.checks[engine.cell(cell)?.check ?? -1]?.id ?? ''
const placeOf = (engine: Engine, cell: CellAddress): string => `${checkOf(engine, cell)}!${cellKey(cell)}`

/** Whether the place of an explanation is a carried cell under its own check. */
function isOfCarried(engine: Engine, place: string): boolean {
  const cell = parseCellKey(place.slice(place.indexOf('!') + 1))
  return cell !== null && engine.cell(cell)?.carried === true && placeOf(engine, cell) === place
}

/** Explanations of the book with those of the gesture on top. */
class Explanations {
  private readonly engine: Engine
  private readonly fixed: ReadonlySet<string>
  private readonly given = new Map<string, ExplanationFact | null>()

  /** @param fixed places the gesture itself is about */
  constructor(engine: Engine, fixed: ReadonlySet<string>) {
    this.engine = engine
    this.fixed = fixed
  }

  get(place: string): ExplanationFact | null {
    const given = this.given.get(place)
    return given === undefined ? (this.engine.book.get('explanation', place) as ExplanationFact | null) : given
  }

  set(place: string, fact: ExplanationFact | null): void {
    if (!this.fixed.has(place)) this.given.set(place, fact)
  }

  explains(place: string, left: number | null, right: number | null): boolean {
    const fact = this.get(place)
    return fact !== null && fact.left === left && fact.right === right
  }

  changes(): FactChange[] {
    return [...this.given].flatMap(([key, after]): FactChange[] => {
      const before = this.engine.book.get('explanation', key)
      return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ kind: 'explanation', key, after }]
    })
  }
}

/** Explains the failing totals of the checks whose whole difference comes from explained cells; takes back the others. */
function explainTotals(engine: Engine, checks: ReadonlySet<string>, explanations: Explanations): void {
  const kept = new Set<string>()
  for (const finding of engine.findings()) {
    if (finding.kind !== 'comparison' || !checks.has(finding.check)) continue
    const words = accountFor(engine, finding, explanations)
    if (words === null) continue
    const place = `${finding.check}!${finding.form}!${finding.row}!${finding.column}`
    kept.add(place)
    explanations.set(place, { ...words, left: finding.left, right: finding.right })
  }
  // what was said for totals before and is no longer so; words given by hand name no kind and stay
  for (const [place, fact] of engine.book.facts.explanation) {
    const isOurs = checks.has(place.slice(0, place.indexOf('!'))) && (fact as ExplanationFact).kind !== undefined
    if (isOurs && !kept.has(place) && !isOfCarried(engine, place)) explanations.set(place, null)
  }
}

/** What the explained cells below a failing total say, if they account for all of it. */
function accountFor(
  engine: Engine,
  { cells, left, right }: Finding,
  explanations: Explanations,
): Pick<ExplanationFact, 'text' | 'kind'> | null {
  const texts = new Set<string>()
  const kinds = new Set<string>()
  let sum = 0
  for (const { cell, factor } of statedBelow(engine, cells)) {
    const [value, carried] = [engine.number(cell), engine.carried(cell)]
    if (value === null || carried === null || value === carried) continue
    const place = placeOf(engine, cell)
    const fact = explanations.get(place)
    if (fact === null || !explanations.explains(place, value, carried)) return null
    texts.add(fact.text)
    if (fact.kind !== undefined) kinds.add(fact.kind)
    sum += factor * (value - carried)
  }
  if (texts.size === 0 || sum !== (left ?? 0) - (right ?? 0)) return null
  return { text: [...texts].join('；'), kind: [...kinds].join('、') }
}

/** Carried cells with a stated number that the cells follow from, with the sign they come in with. */
function statedBelow(
  engine: Engine,
  cells: readonly CellAddress[],
  factor = 1,
): { readonly cell: CellAddress; readonly factor: number }[] {
  return cells.flatMap((cell) => {
    if (engine.isStatedDefault(cell)) return engine.cell(cell)?.carried === true ? [{ cell, factor }] : []
    const terms = engine.trace(cell)?.terms.filter(({ prior }) => !prior) ?? []
    return terms.flatMap((term) => statedBelow(engine, [term.cell], factor * term.factor))
  })
}
