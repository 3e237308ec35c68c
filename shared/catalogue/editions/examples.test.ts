import { describe, expect, it } from 'vitest'
import { builtInEdition, builtInNames, editionFiles } from '../../../build/testing/edition.ts'
import type { Example } from '../../../build/testing/examples.ts'
import { checksWithoutExample, isShown, tryExample } from '../../../build/testing/examples.ts'

describe.each(builtInNames())('every check of %s has a holding and a failing example', (name) => {
  const edition = builtInEdition(name)
  const examples = editionFiles(name)['examples.json'] as readonly Example[]

  it('leaves out no check, and tries none that there is not', () => {
    expect(checksWithoutExample(edition, examples)).toEqual([])
    expect(examples.map(({ check }) => check).filter((id) => !edition.checkIndex.has(id))).toEqual([])
  })

  it.each(examples.map((example) => [example.check, example.at, example] as const))('%s at %s', (_, __, example) => {
    const tried = tryExample(edition, example)
    expect(tried.holds).not.toContain('fails')
    if (tried.isListed) expect(tried.holds).toContain('holds')
    expect(tried.fails.length).toBeGreaterThan(0)
    for (const state of tried.fails) expect(state).toBe('fails')
    expect(isShown(tried)).toBe(true)
  })
})
