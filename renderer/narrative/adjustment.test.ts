import { describe, expect, it } from 'vitest'
import { sampleEngine } from '../../build/testing/narrative.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { narrativeFindings } from '../../shared/narrative/findings.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { adjustmentOf } from './adjustment.tsx'

const share = 'general.classes/share.GK06!208!total'
const uneven: Fact = { kind: 'cell', key: 'GK06!2080501@u1!basic', value: 12_391_326 }

function findingsWith(...facts: Fact[]) {
  const engine = sampleEngine(facts)
  return narrativeFindings(engine, narrate(engine, sampleBook), sampleBook)
}
const offers = (...facts: Fact[]) => findingsWith(...facts).flatMap((finding) => adjustmentOf(finding) ?? [])

describe('the offer to move a share', () => {
  it('makes all shares add to 100 %, and is no finding then', () => {
    const [offer, ...others] = offers(uneven)
    expect(others).toEqual([])
    expect(offer?.to).toBe('6.23')
    const [change] = offer?.gesture.changes ?? []
    expect(change).toEqual({ kind: 'text', key: `figure:${share}`, after: '6.23' })
    const moved: Fact = { kind: 'text', key: `figure:${share}`, value: '6.23' }
    expect(findingsWith(uneven, moved).filter(({ check }) => ['N2', 'N15'].includes(check))).toEqual([])
  })

  it('is not made where a share is simply wrong', () => {
    const wrong: Fact = { kind: 'text', key: `figure:${share}`, value: '7.16' }
    expect(findingsWith(wrong).map(({ check }) => check)).toEqual(['N2', 'N15'])
    expect(offers(wrong)).toEqual([])
  })
})
