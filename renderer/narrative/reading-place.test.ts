import { describe, expect, it } from 'vitest'
import { sampleEngine, sampleNarrative } from '../../build/testing/narrative.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { askedPlaces, blockOf, placeWords } from './reading-place.ts'

describe('where a reader is', () => {
  const document = sampleNarrative()

  it.each([
    ['totals.grand', /^第二部分 .* › 二、[^›]+ › 第1段$/],
    ['duties.2', / › 第2段$/],
  ])('%s', (key, words) => {
    expect(placeWords(document, key)).toMatch(words)
  })

  it('is the title of a part, or nowhere', () => {
    const [part] = document.parts
    expect(placeWords(document, part?.key ?? '')).toBe(part?.title)
    expect(placeWords(document, 'no.such')).toBeNull()
    expect(blockOf(document, 'no.such')).toBeNull()
  })

  it('knows every block', () => {
    for (const { blocks } of document.parts)
      for (const { key } of blocks) expect(placeWords(document, key)).toContain(' › ')
  })
})

describe('what is to be written', () => {
  it('is counted once a slot', () => {
    const without = (...keys: string[]) => {
      const engine = sampleEngine(keys.map((key) => ({ kind: 'text', key, value: null })))
      return askedPlaces(narrate(engine, sampleBook)).map(({ slot }) => slot)
    }
    const before = without()
    expect(without('duties', 'reason.threePublic').filter((slot) => !before.includes(slot))).toEqual([
      'duties',
      'reason.threePublic',
    ])
  })
})
