import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { sampleEngine } from '../../build/testing/narrative.ts'
import type { Fact } from '../engine/facts.ts'
import { sampleBook } from '../sample/sample.ts'
import { narrate } from './narrate.ts'
import { reusableTexts } from './reuse.ts'

type Statement = { readonly kind: Fact['kind']; readonly key: string; readonly value: Fact['value'] | null }
const edition = builtInEdition()

/** What is offered when this year and last year differ from the sample by these facts. */
function offers(now: readonly Statement[], before: readonly Statement[] = []) {
  const slots = edition.narrative?.slots ?? new Map()
  const engine = sampleEngine(now, edition)
  const books = { thisYear: engine.book, lastYear: sampleEngine(before, edition).book }
  return reusableTexts(narrate(engine, sampleBook), books, slots)
}
const without = (...keys: string[]): Statement[] => keys.map((key) => ({ kind: 'text', key, value: null }))

describe('texts of last year', () => {
  it('are offered where they are asked for, and only there', () => {
    expect(offers(without('reason.operatingCost'))).toEqual([
      { block: 'operatingCost.total', slot: 'reason.operatingCost', text: '落实过紧日子要求，厉行节约，支出相应减少' },
    ])
    expect(offers([])).toEqual([])
  })

  it('are not offered when last year had none', () => {
    expect(offers(without('reason.operatingCost'), without('reason.operatingCost'))).toEqual([])
  })

  it('come with the item they were written for', () => {
    const missing: Statement = { kind: 'explanation', key: 'Y5!S01!2120107!general', value: null }
    const said = (row: string): Statement => ({ kind: 'text', key: `reason.general.${row}`, value: `${row} 的原因` })
    const [offer, ...others] = offers([missing], [missing, said('2120107'), said('2120199')])
    expect(others).toEqual([])
    expect(offer).toMatchObject({ slot: 'reason.general.2120107', text: '2120107 的原因' })
  })

  it('may have been an explanation of a finding', () => {
    const key = 'Y5!S01!2120107!general'
    expect(offers([{ kind: 'explanation', key, value: null }])).toEqual([
      {
        block: expect.any(String) as string,
        slot: 'reason.general.2120107',
        text: '年中追加相关项目经费，使决算与预算相比有所增加。',
      },
    ])
  })

  it('follow the order of the text', () => {
    const slots = offers(without('reason.operatingCost', 'duties', 'reason.threePublic')).map(({ slot }) => slot)
    expect(slots).toEqual(['duties', 'reason.threePublic', 'reason.operatingCost'])
  })

  it('about a project follow its name, not its key', () => {
    const [missing, text] = ['report.subject.p14', '项目由城指中心实施。']
    const project = (key: string) => sampleEngine([], edition).book.get('project', key) as Fact['value']
    const renumbered: Statement[] = [
      { kind: 'project', key: 'p99', value: project('p14') },
      { kind: 'project', key: 'p14', value: project('p15') },
      { kind: 'project', key: 'p15', value: null },
    ]
    const subjects = (before: readonly Statement[]) =>
      offers(without(missing), before)
        .filter(({ slot }) => slot === missing)
        .map(({ text }) => text)
    expect(subjects([...renumbered, { kind: 'text', key: 'report.subject.p99', value: text }])).toEqual([text])
    expect(subjects([...renumbered.slice(1), { kind: 'text', key: missing, value: text }])).toEqual([])
  })
})
