import { describe, expect, it } from 'vitest'
import { sampleEngine, sampleNarrative } from '../../build/testing/narrative.ts'
import { reworded } from '../../shared/narrative/reworded.ts'
import { freeContent, freeTextOf, lineContent, lineOf, wordsContent, wordsTextOf } from './entry-content.ts'
import { numberedKeys, partedNumber, sectionsOf } from './sections.ts'

describe('free text in the editor', () => {
  it.each([
    ['paragraphs', '一段。\n又一段。'],
    ['headings', '## 绩效目标\n完成情况良好。'],
    ['tables', '前面。\n| 指标 | 分值 |\n| 产出 | 20 |\n后面。'],
    ['marks that are words', '\\# 不是标题\n\\| 不是表 |'],
  ])('comes back: %s', (_, text) => {
    expect(freeTextOf(freeContent(text))).toBe(text)
  })

  it('is nothing when no words are left', () => {
    expect(freeTextOf(freeContent('  \n'))).toBe('')
    expect(freeTextOf({ type: 'doc' })).toBe('')
  })

  it('keeps the words of what was pasted, on one line each', () => {
    const pasted = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: '第一\u0007行\u2028续' }] },
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [
                {
                  type: 'tableCell',
                  content: [
                    { type: 'paragraph', content: [{ type: 'text', text: '甲' }] },
                    { type: 'paragraph', content: [{ type: 'text', text: '乙|丙' }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }
    expect(freeTextOf(pasted)).toBe('第一 行 续\n| 甲 乙\\|丙 |')
  })

  it('of one line has no line ends', () => {
    expect(lineOf(lineContent(' 人员增加\n'))).toBe('人员增加')
  })
})

describe('words around figures', () => {
  const blocks = sampleNarrative().parts.flatMap((part) => part.blocks)
  const grand = blocks.find(({ key }) => key === 'totals.grand')
  if (grand?.kind !== 'paragraph') throw new Error('no totals.grand')

  it('are stored with the figures as tokens, and read the same again', () => {
    const text = wordsTextOf(wordsContent(grand.runs, grand.key))
    expect(text).toContain('{amount.GK01!incomeGrand!incomeFinal}')
    const words = (runs: readonly { readonly text: string }[]) => runs.map((run) => run.text).join('')
    expect(words(reworded(text, grand.key, grand.runs))).toBe(words(grand.runs))
  })

  it('lose a figure that was deleted', () => {
    const [paragraph] = wordsContent(grand.runs, grand.key).content ?? []
    const kept = (paragraph?.content ?? []).filter(({ type }) => type === 'text')
    const content = { type: 'doc', content: [{ type: 'paragraph', content: kept }] }
    expect(wordsTextOf(content)).not.toContain('{')
  })
})

describe('sections', () => {
  const document = sampleNarrative()
  const sections = document.parts.flatMap((part) => sectionsOf(part.blocks))

  it('hold every block once, in order', () => {
    const keys = sections.flatMap((one) => (one.kind === 'block' ? [one.block.key] : one.blocks.map(({ key }) => key)))
    expect(keys).toEqual(document.parts.flatMap((part) => part.blocks.map(({ key }) => key)))
  })

  it('take the paragraphs of one free text together', () => {
    const duties = sections.find((one) => one.kind === 'free' && one.slot === 'duties')
    expect(duties).toMatchObject({ kind: 'free', key: 'duties.1' })
    expect(duties?.kind === 'free' && duties.blocks.length).toBe(7)
  })

  it('leave the counted number of a paragraph out of its words', () => {
    const numbered = numberedKeys(sampleEngine().edition.narrative)
    const parted = sections.flatMap((one) =>
      one.kind === 'block' && one.block.kind === 'paragraph' ? [partedNumber(one.key, one.block.runs, numbered)] : [],
    )
    expect(parted.some(({ number }) => number === '1.')).toBe(true)
    for (const { runs } of parted) expect(runs.length).toBeGreaterThan(0)
  })
})
