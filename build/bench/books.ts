import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { sampleFacts } from '../../shared/sample/sample.ts'
import { type BookSize, generateBook } from './generate.ts'

/** The made-up books that are measured; in `large` every item has a line in every form, and five in GK06. */
export const sizes = {
  small: { items: 20, units: 5, projects: 20, seed: 1 },
  medium: { items: 500, units: 5, projects: 500, seed: 1 },
  large: { items: 5_000, units: 5, projects: 5_000, seed: 1 },
} as const satisfies Record<string, BookSize>

export type BookName = 'sample' | keyof typeof sizes

export const factsOf = (name: BookName, edition: LinkedEdition): Fact[] =>
  name === 'sample' ? sampleFacts(edition) : generateBook(sizes[name])

export function engineOf(edition: LinkedEdition, facts: Iterable<Fact>): Engine {
  const engine = Engine.create(edition, facts)
  if (engine === null) throw new Error('a total of the book leaves the safe integers')
  return engine
}

/** Facts that hold a typed number: what edits are tried on. */
export const typedCells = (facts: readonly Fact[]): Fact[] =>
  facts.filter(({ kind, value }) => kind === 'cell' && typeof value === 'number')
