import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sampleNarrative } from '../../build/testing/narrative.ts'
import type { Block, Run } from './document.ts'
import { blockText, runText } from './narrate.ts'

/** The text part of the published 2024 document must come back from the sample book. */

const published = (name: string): string =>
  readFileSync(new URL(`../sample/published/${name}`, import.meta.url), 'utf8')

type PublishedBlock = { readonly kind: Block['kind']; readonly level: number; readonly text: string }

const noSpaces = (text: string): string => text.replaceAll(/\s+/g, '')

/** Headings, paragraphs and tables of the published text, without spaces. */
function publishedBlocks(): PublishedBlock[] {
  const [text = ''] = published('narrative.txt').split('<!-- PDF bookmark outline')
  return text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '' && !block.startsWith('<!--'))
    .map((block): PublishedBlock => {
      const [, marks = '', heading = ''] = /^(#+)\s*([^]*)$/.exec(block) ?? []
      if (marks !== '') return { kind: 'heading', level: marks.length - 1, text: noSpaces(heading) }
      if (!block.startsWith('|')) return { kind: 'paragraph', level: 0, text: noSpaces(block) }
      const rows = block.split('\n').filter((line) => !/^\|[ |-]+\|$/.test(line))
      return { kind: 'table', level: 0, text: noSpaces(rows.join('').replaceAll('|', '')) }
    })
}

/**
 * What the published text has otherwise than the book and the habits of the rest of the text say: its own slips. They
 * stay listed here and are not imitated.
 */
const slips: readonly { readonly published: string; readonly ours: string; readonly reason: string }[] = [
  { published: '其他交通费、其他商品', ours: '其他交通费用、其他商品', reason: '表七的科目名称是“其他交通费用”' },
  { published: '奖励金。（4）', ours: '奖励金；（4）', reason: '列举中间用分号，只有末尾用句号' },
  { published: '(一)基本情况', ours: '（一）基本情况', reason: '序号的括号应为全角' },
  { published: '三个阶段', ours: '三个阶段。', reason: '句末缺句号' },
  { published: '3评价总结阶段', ours: '（3）评价总结阶段', reason: '前两个阶段的序号是（1）（2）' },
]

const document = sampleNarrative()
const blocks = document.parts.flatMap((part) => part.blocks)
const levelOf = (block: Block): number => (block.kind === 'heading' ? block.level : 0)
const ours = blocks.map(
  (block): PublishedBlock => ({ kind: block.kind, level: levelOf(block), text: noSpaces(blockText(block)) }),
)

describe('the published 2024 text', () => {
  it('comes back block by block and character by character, but for its own slips', () => {
    const used = new Set<string>()
    const corrected = publishedBlocks().map((block) => {
      let { text } = block
      for (const slip of slips)
        if (text.includes(slip.published) && !text.includes(slip.ours) && isWhole(slip.published, text)) {
          text = text.replace(slip.published, slip.ours)
          used.add(slip.published)
        }
      return { ...block, text }
    })
    expect(ours).toEqual(corrected)
    expect(slips.filter((slip) => !used.has(slip.published))).toEqual([])
  })

  it('needs nothing more from the book', () => {
    const asked = blocks.filter(
      (block) => block.kind !== 'table' && block.runs.some((run) => run.kind === 'free' && run.asked),
    )
    expect(asked.map(blockText)).toEqual([])
  })
})

/** A slip without a full stop concerns the whole end of a paragraph. */
const isWhole = (slip: string, text: string): boolean => slip !== '三个阶段' || text.endsWith(slip)

// ---- the figures

type PublishedFigure = { readonly id: string; readonly text: string; readonly value: string; readonly kind: string }
const figures = (JSON.parse(published('figures.json')) as { figures: PublishedFigure[] }).figures

/** Why a number of the published text is no figure of ours: from, to, and where it stands instead. */
const others: readonly {
  readonly from: number
  readonly to: number
  readonly kind: 'free' | 'words'
  readonly reason: string
}[] = [
  { from: 1, to: 2, kind: 'free', reason: '机构设置由单位填写，各表没有机构数' },
  { from: 105, to: 105, kind: 'words', reason: '设备单价的界限，是句式中的固定文字' },
  { from: 110, to: 110, kind: 'words', reason: '设备单价的界限，是句式中的固定文字' },
  { from: 117, to: 127, kind: 'free', reason: '项目绩效评价报告中单位填写的文字' },
  { from: 132, to: 138, kind: 'words', reason: '评价等级的界限，是句式中的固定文字' },
  { from: 154, to: 191, kind: 'free', reason: '项目绩效评价报告中单位填写的文字' },
]

type Placed = { readonly run: Run; readonly from: number; readonly to: number }

/** Our text without spaces in one line, and which run stands where. */
function runsInLine(): { readonly text: string; readonly runs: readonly Placed[] } {
  let text = ''
  const runs: Placed[] = []
  const add = (run: Run): void => {
    const words = noSpaces(runText(run))
    runs.push({ run, from: text.length, to: text.length + words.length })
    text += words
  }
  for (const block of blocks) {
    if (block.kind === 'table') {
      text += noSpaces(block.head.join(''))
      for (const row of block.rows) for (const cell of row) cell.forEach(add)
    } else {
      if (block.kind === 'heading') text += block.number
      block.runs.forEach(add)
    }
    text += '\n'
  }
  return { text, runs }
}

/** Where each published figure stands in our text: the run that holds it. */
function runOfFigures(): Map<string, Run> {
  const { text, runs } = runsInLine()
  const found = new Map<string, Run>()
  let start = 0
  let end = 0
  let before = ''
  for (const { id, text: words, value } of figures) {
    const snippet = noSpaces(words)
    const again = before === snippet ? numberIn(text.slice(end, start + snippet.length), value) : -1
    if (again >= 0) end += again
    else {
      start = text.indexOf(snippet, before === snippet ? start + 1 : start)
      if (start < 0) throw new Error(`${id}: no “${words}” in our text`)
      end = start + numberIn(snippet, value)
    }
    const at = end
    const placed = runs.find(({ from, to }) => from <= at && at < to)
    if (placed === undefined) throw new Error(`${id}: “${words}” is in no run`)
    found.set(id, placed.run)
    end += value.length
    before = snippet
  }
  return found
}

/** Place of a number that is no part of a longer one. In the score table two numbers touch. */
function numberIn(text: string, value: string): number {
  const whole = text.search(new RegExp(`(?<![\\d.])${value.replaceAll('.', '\\.')}(?!\\.?\\d)`))
  return whole >= 0 ? whole : text.indexOf(value)
}

describe('the 191 published figures', () => {
  const run = runOfFigures()
  const kindOf = (number: number) => others.find(({ from, to }) => from <= number && number <= to)?.kind ?? 'figure'

  it.each(figures.map((figure) => [figure.id, figure.text, figure] as const))('%s %s', (id, _, figure) => {
    const found = run.get(id)
    expect(found?.kind).toBe(kindOf(Number(id.slice(1))))
    if (found?.kind !== 'figure') return
    expect(found.text).toBe(figure.value)
    expect(found.cells.length).toBeGreaterThan(0)
  })

  it('are figures of ours but for those listed with a reason', () => {
    const kinds = { figure: 0, free: 0, words: 0 }
    for (const { kind } of run.values()) kinds[kind]++
    expect(kinds).toEqual({ figure: 131, free: 51, words: 9 })
  })
})
