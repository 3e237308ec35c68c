import { describe, expect, it } from 'vitest'
import { builtInEdition, editionFiles } from '../../build/testing/edition.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import { loadEdition, readEdition } from '../catalogue/load.ts'
import { Engine } from '../engine/engine.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleBook, sampleFacts } from '../sample/sample.ts'
import { narrativeFindings } from './findings.ts'
import { blockText, narrate } from './narrate.ts'

/** Editions of other years and regions are the same files with something else in them: no code knows a form. */

type Check = { readonly id: string; relations: unknown[] }
type Block = { readonly heading?: string; readonly paragraph?: string; readonly each?: unknown }
type Files = Record<string, unknown>

const without = (record: Record<string, unknown>, isGone: (key: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !isGone(key)))

/** The built-in edition without some forms and checks, and with whatever else that takes in its files. */
function editionWithout(
  forms: readonly string[],
  checks: readonly string[],
  change: (files: Files) => void,
): LinkedEdition {
  // charts and what became of older forms are no part of the text
  const isGone = (file: string): boolean =>
    file === 'analysis.json' || file.startsWith('from-') || forms.includes(file.replace('.json', ''))
  const files = without(editionFiles('dongcheng-2024'), isGone)
  const head = files['edition.json'] as { forms: string[] }
  head.forms = head.forms.filter((form) => !forms.includes(form))
  files['checks.json'] = (files['checks.json'] as Check[]).filter(({ id }) => !checks.includes(id))
  change(files)
  return loadEdition(readEdition(files))
}

/** Other words for some in a file; there must be something to replace. */
function reword(files: Files, file: string, from: string, to: string): void {
  const before = JSON.stringify(files[file])
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`)
  files[file] = JSON.parse(before.replaceAll(from, to))
}

/** Takes blocks out of a part of the text. */
function takeOut(files: Files, part: string, isGone: (block: Block) => boolean): void {
  const content = files[`narrative/${part}.json`] as { blocks: Block[] }
  content.blocks = content.blocks.filter((block) => !isGone(block))
}

const facts = sampleFacts(builtInEdition())

/** The text by block; the text checks must get through it too. */
function textUnder(edition: LinkedEdition, more: readonly Fact[] = []): Map<string, string> {
  const known = facts.filter(({ kind, key }) => kind !== 'cell' || edition.formIndex.has(key.split('!')[0] ?? ''))
  const engine = Engine.create(edition, [...known, ...more])
  if (engine === null) throw new Error('out of range')
  const document = narrate(engine, sampleBook)
  expect(narrativeFindings(engine, document, sampleBook).filter(({ severity }) => severity !== 'hint')).toEqual([])
  return new Map(document.parts.flatMap(({ blocks }) => blocks.map((block) => [block.key, blockText(block)] as const)))
}

const asBuiltIn = textUnder(builtInEdition())
const differing = (other: Map<string, string>): string[] =>
  [...new Set([...asBuiltIn.keys(), ...other.keys()])].filter((key) => asBuiltIn.get(key) !== other.get(key))

describe('the text part of an edition made of other data', () => {
  it('counts projects in a supplement where no form lists them', () => {
    const edition = editionWithout(['GK14'], ['T14-1', 'X11'], (files) => {
      reword(files, 'GK03.json', ' + GK14!.!other', '')
      reword(files, 'S05.json', 'GK14!total!total', 'GK03!total!project')
      reword(
        files,
        'S05.json',
        '{"key":"amount"',
        '{"key":"all","label":"部门项目总数（个）","level":1},{"key":"amount"',
      )
      reword(files, 'narrative/performance.json', 'lines(GK14)', 'S05!all!value')
    })
    const other = textUnder(edition, [{ kind: 'cell', key: 'S05!all!value', value: 25 }])
    expect(differing(other)).toEqual([])
  })

  it('leaves out the section and the term of a form that is not there', () => {
    const edition = editionWithout(['GK13'], ['T13-1'], (files) => {
      for (const check of files['checks.json'] as Check[]) if (check.id === 'X13') check.relations.splice(1)
      const gone = ['services', 'services.total', 'terms.services']
      takeOut(files, 'matters', ({ heading, paragraph }) => gone.includes(heading ?? paragraph ?? ''))
    })
    const other = textUnder(edition)
    expect(differing(other).filter((key) => !key.startsWith('terms.item.'))).toEqual([
      'services',
      'services.total',
      'terms',
      'terms.services',
    ])
    expect(other.get('terms')).toBe('五、专业名词解释')
    expect(other.get('terms.item.2080501')).toMatch(/^8\./)
  })

  it('asks for nothing that a supplement would give which is not there', () => {
    const edition = editionWithout(['S06'], ['S6-1', 'S6-2', 'S6-3'], (files) => {
      takeOut(files, 'performance', ({ each }) => each !== undefined)
      reword(files, 'narrative/performance.json', ' and zero(lines(S06))', '')
      const head = files['narrative/document.json'] as { slots: Record<string, unknown> }
      head.slots = without(head.slots, (key) => key.startsWith('report.'))
    })
    const gone = differing(textUnder(edition))
    expect(gone.length).toBeGreaterThan(80)
    expect(gone.filter((key) => !key.startsWith('report'))).toEqual([])
  })
})
