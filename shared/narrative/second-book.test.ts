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

  it('explains exactly the terms that occur, and every item with an expenditure', () => {
    const terms = (): string[] =>
      narrate(engine, secondBook).parts.flatMap(({ blocks }) =>
        blocks.filter(({ key }) => /^terms\.\w/.test(key)).map((block) => block.key.slice('terms.'.length)),
      )
    const fixed = (): string[] => terms().filter((key) => !key.startsWith('item.'))
    const amount = (key: string, after: number | null) => engine.apply([{ kind: 'cell', key, after }])
    const always = ['threePublic', 'operatingCost', 'procurement', 'services']
    const all = ['fiscal', 'business', 'operatingIncome', 'other', 'opening', 'basic', 'project', 'toSuperior']
    expect(fixed()).toEqual([...all, 'operating', 'closing', ...always])
    amount('GK02!2010399!superior', 1_000_000)
    amount('GK02!2010399!subsidiary', 1_000_000)
    amount('GK02!2010399!other', null)
    amount('GK03!2010399!toSubsidiary', 1_000_000)
    amount('GK03!2010399!toSuperior', null)
    expect(fixed()).toEqual([
      ...['fiscal', 'superior', 'business', 'operatingIncome', 'subsidiary', 'opening', 'basic', 'project'],
      ...['operating', 'toSubsidiary', 'closing'],
      ...always,
    ])
    for (const [key, after] of [
      ['GK02!2010399!superior', null],
      ['GK02!2010399!subsidiary', null],
      ['GK02!2010399!other', 3_114_500],
      ['GK03!2010399!toSubsidiary', null],
      ['GK03!2010399!toSuperior', 2_000_000],
    ] as const)
      amount(key, after)
    const spent = engine
      .rows('GK03')
      .filter(({ key, leaf }) => leaf && (engine.number({ form: 'GK03', row: key, column: 'total' }) ?? 0) !== 0)
    expect(terms().filter((key) => key.startsWith('item.'))).toEqual(spent.map(({ key }) => `item.${key}`))
    expect(spent.length).toBe(15)
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
