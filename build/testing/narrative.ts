import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import type { NarrativeDocument } from '../../shared/narrative/document.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import { sampleBook, sampleExplanations, sampleFacts } from '../../shared/sample/sample.ts'
import { builtInEdition } from './edition.ts'

/** The sample book under calculation, with its explanations and whatever facts more; a value of null takes one away. */
export function sampleEngine(
  more: readonly { readonly kind: Fact['kind']; readonly key: string; readonly value: Fact['value'] | null }[] = [],
  edition: LinkedEdition = builtInEdition(),
): Engine {
  const engine = Engine.create(edition, sampleFacts(edition))
  if (engine === null) throw new Error('the sample is out of range')
  for (const { check, row, text } of sampleExplanations) {
    const finding = engine.findings().find((one) => one.check === check && one.row === row)
    if (finding === undefined) throw new Error(`nothing to explain: ${check} ${row}`)
    const { form, column, left, right } = finding
    engine.apply([{ kind: 'explanation', key: `${check}!${form}!${row}!${column}`, after: { text, left, right } }])
  }
  engine.apply(more.map(({ kind, key, value }) => ({ kind, key, after: value })))
  return engine
}

/** The text part of the sample book. */
export const sampleNarrative = (): NarrativeDocument => narrate(sampleEngine(), sampleBook)
