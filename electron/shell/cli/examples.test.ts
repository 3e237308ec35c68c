import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Example, type ExampleBook, exampleFacts } from '../../../build/testing/examples.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { createLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { builtInEdition } from '../../services/editions.ts'
import { shell } from './fixtures/shell.ts'

const loaded = builtInEdition('dongcheng-2024')
if (!loaded.ok) throw new Error(JSON.stringify(loaded.fault))
const { stored: edition, linked } = loaded.value
const file = new URL('../../../shared/catalogue/editions/dongcheng-2024/examples.json', import.meta.url)
const examples = JSON.parse(readFileSync(file, 'utf8')) as readonly Example[]

describe('every check', () => {
  it('is seen to hold and to fail through `check`', async () => {
    const sh = shell()
    const ledger = await createLedger(sh.path('a.juesuan'), { clock: Date.now, program })
    if (!ledger.ok) throw new Error(JSON.stringify(ledger.fault))
    const make = (department: string, year: number, facts: readonly Fact[]): void => {
      const made = ledger.value.createBook({ department, year, edition, facts, origin: 'new' })
      if (!made.ok) throw new Error(JSON.stringify(made.fault))
    }
    const makeBook = (department: string, example: ExampleBook): void => {
      const { facts, prior } = exampleFacts(linked, example)
      make(department, 2024, facts)
      if (prior !== null) make(department, 2023, prior)
    }
    examples.forEach(({ holds, fails }, number) => {
      makeBook(`${number} holds`, holds)
      makeBook(`${number} fails`, fails)
    })
    ledger.value.close()
    const wrong: string[] = []
    for (const [number, { check, at }] of examples.entries()) {
      // findings about codes and projects have no form
      const [form = '', row = '', column = ''] = at.includes('!') ? at.split('!') : ['', at]
      for (const outcome of ['holds', 'fails']) {
        const book = ['--ledger', 'a.juesuan', '--year', '2024', '--department', `${number} ${outcome}`]
        const { json, code } = await sh('check', ...book, '--json')
        const found = json.findings.filter(
          (one) =>
            one.check === check &&
            (one.form ?? '') === form &&
            (one.row ?? '') === row &&
            (one.column ?? '') === column,
        )
        const isRight = outcome === 'holds' ? found.length === 0 : found.length > 0 && found[0]?.message !== ''
        if (!isRight || code !== (json.errors > 0 ? 1 : 0)) wrong.push(`${number} ${check} ${at} ${outcome}`)
      }
    }
    expect(wrong).toEqual([])
    expect(examples.length).toBeGreaterThan(50)
  })
})
