import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { secondBook, secondBookFacts } from '../../build/testing/second-book.ts'
import { Engine } from '../engine/engine.ts'
import type { Run } from './document.ts'
import { narrativeFindings } from './findings.ts'
import { narrate, runText } from './narrate.ts'

/** The text of a book unlike the published one, as it was read sentence by sentence. */

const engine = Engine.create(builtInEdition(), secondBookFacts())
if (engine === null) throw new Error('out of range')
const document = narrate(engine, secondBook)
const shown = (run: Run): string => (run.kind === 'free' && run.asked ? `〔${run.slot}〕` : runText(run))

describe('the text of a book with everything', () => {
  it('stands on sound forms', () => {
    expect(
      engine
        .findings()
        .filter(({ severity }) => severity === 'error')
        .map(({ check, form, row, column }) => `${check} ${form} ${row} ${column}`),
    ).toEqual([])
  })

  it.each(document.parts.map((part) => [part.title, part] as const))('%s', (_, part) => {
    const lines = part.blocks.map((block) =>
      block.kind === 'table'
        ? [block.head, ...block.rows.map((row) => row.map((cell) => cell.map(shown).join('')))]
            .map((row) => row.join('\t'))
            .join('\n')
        : (block.kind === 'heading' ? block.number : '') + block.runs.map(shown).join(''),
    )
    expect(lines.join('\n')).toMatchSnapshot()
  })

  it('is found to lack what it asks for, and shares that add to 100.01 %', () => {
    const found = narrativeFindings(engine, document, secondBook)
    expect(new Set(found.map(({ check }) => check))).toEqual(new Set(['N5', 'N6', 'N15']))
  })

  it('takes the adjustment that is offered, and calls it no other value', () => {
    const offered = narrativeFindings(engine, document, secondBook).find(({ check }) => check === 'N15')
    const [, , total, , to = '', key = ''] = (offered?.detail ?? '').split('|')
    expect([total, to, key]).toEqual(['100.01', '0.03', 'income.other/share.GK02!total!other'])
    engine.apply([{ kind: 'text', key: `figure:${key}`, after: to }])
    const found = narrativeFindings(engine, narrate(engine, secondBook), secondBook)
    engine.apply([{ kind: 'text', key: `figure:${key}`, after: null }])
    expect(new Set(found.map(({ check }) => check))).toEqual(new Set(['N5', 'N6']))
  })
})
