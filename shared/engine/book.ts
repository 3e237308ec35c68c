import { levelOfCode, parentOfCode } from '../address/code.ts'
import type { Fact, FactChange, FactKind, FactValue, ProjectFact, RowFact, UnitFact } from './facts.ts'
import { factKinds } from './facts.ts'

/** Keys of a kind in the order they were first stated. */
type FactMaps = { readonly [K in FactKind]: Map<string, FactValue> }

export type Unit = UnitFact & { readonly key: string }
export type Project = ProjectFact & { readonly key: string }

/** The facts of one book, by kind and key: the whole state of a book, from which everything else is computed. */
export class Book {
  readonly facts: FactMaps

  constructor(facts: Iterable<Fact>) {
    this.facts = Object.fromEntries(factKinds.map((kind) => [kind, new Map()])) as unknown as FactMaps
    for (const fact of facts) this.facts[fact.kind].set(fact.key, fact.value)
  }

  get(kind: FactKind, key: string): FactValue | null {
    return this.facts[kind].get(key) ?? null
  }

  /** Sets or takes back facts; returns the changes that undo it. */
  apply(changes: readonly FactChange[]): FactChange[] {
    const undo: FactChange[] = []
    for (const { kind, key, after } of changes) {
      undo.push({ kind, key, after: this.get(kind, key) })
      if (after === null) this.facts[kind].delete(key)
      else this.facts[kind].set(key, after)
    }
    return undo.reverse()
  }

  /** All facts, sorted by kind and key: the same book always gives the same list. */
  list(): Fact[] {
    return factKinds.flatMap((kind) =>
      [...this.facts[kind]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]): Fact => ({ kind, key, value })),
    )
  }

  /** Codes of the book's list with the name to print there, parents included, in code order. */
  codes(): Map<string, string> {
    const names = new Map<string, string>()
    for (const [code, value] of this.facts.row) if (levelOfCode(code) !== null) names.set(code, (value as RowFact).name)
    for (const value of this.facts.project.values()) {
      const { code } = value as ProjectFact
      if (!names.has(code)) names.set(code, '')
    }
    for (const code of [...names.keys()])
      for (let parent = parentOfCode(code); parent !== null && !names.has(parent); parent = parentOfCode(parent))
        names.set(parent, '')
    return new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** Units in their order. */
  units(): Unit[] {
    return [...this.facts.unit]
      .map(([key, value]) => ({ key, ...(value as UnitFact) }))
      .sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1))
  }

  /** Projects in printed order: code, unit, project (design §3, GK14). */
  projects(): Project[] {
    const unitOrder = new Map(this.units().map((unit, place) => [unit.key, place]))
    const place = (project: Project): number => unitOrder.get(project.unit) ?? -1
    return [...this.facts.project]
      .map(([key, value]) => ({ key, ...(value as ProjectFact) }))
      .sort((a, b) =>
        a.code < b.code
          ? -1
          : a.code > b.code
            ? 1
            : place(a) - place(b) || a.order - b.order || (a.key < b.key ? -1 : 1),
      )
  }
}
