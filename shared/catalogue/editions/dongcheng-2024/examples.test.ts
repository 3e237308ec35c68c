import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../../../build/testing/edition.ts'
import type { Example, ExampleBook } from '../../../../build/testing/examples.ts'
import { exampleFacts } from '../../../../build/testing/examples.ts'
import { Engine } from '../../../engine/engine.ts'
import type { Finding } from '../../../engine/finding.ts'
import examples from './examples.json' with { type: 'json' }

const edition = builtInEdition()

function findings(book: ExampleBook, all: boolean): Finding[] {
  const { facts, prior } = exampleFacts(edition, book)
  const last = prior === null ? null : (Engine.create(edition, prior)?.asPrior() ?? null)
  return Engine.create(edition, facts, last)?.findings(all) ?? []
}
const placeOf = (finding: Finding): string =>
  [finding.form, finding.row, finding.column].filter((part) => part !== null).join('!')
const at = (example: Example, book: ExampleBook, all: boolean): Finding[] =>
  findings(book, all).filter((finding) => finding.check === example.check && placeOf(finding) === example.at)

/** Rules that list only what fails have no place where they are seen to hold. */
const listsOnlyFailures = new Set(['A1', 'A2', 'A3', 'A4', 'A5', 'Y2'])

describe('every check has a holding and a failing example', () => {
  it('leaves out no check', () => {
    // checks of the text part have theirs in narrative/findings.test.ts
    const texts = edition.textRules.map(({ check }) => edition.checks[check]?.id ?? '')
    const shown = new Set([...examples.map((example) => example.check), ...texts])
    expect(edition.checks.map((check) => check.id).filter((id) => !shown.has(id))).toEqual([])
  })

  it.each((examples as unknown as Example[]).map((example) => [example.check, example.at, example] as const))(
    '%s at %s',
    (check, _, example) => {
      const held = at(example, example.holds, true)
      expect(held.map((finding) => finding.state)).not.toContain('fails')
      if (!listsOnlyFailures.has(check)) expect(held.map((finding) => finding.state)).toContain('holds')
      const failed = at(example, example.fails, false)
      expect(failed.length).toBeGreaterThan(0)
      for (const finding of failed) expect(finding.state).toBe('fails')
    },
  )
})
