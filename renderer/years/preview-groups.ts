import type { RollForwardShown } from '../../shared/channels/year-values.ts'
import { type FactKind, factKinds } from '../../shared/engine/facts.ts'
import { kindWord } from '../../shared/words/fact-kinds.ts'
import { closingText } from '../../shared/words/years.ts'

/** One thing of the old book in a preview. */
export type PreviewLine = {
  readonly id: string
  readonly what: string
  /** a closing amount in words; null for other things */
  readonly amount: string | null
  /** what becomes of it */
  readonly text: string
}

export type GroupName = 'carried' | 'follows' | 'changed' | 'byHand' | 'left'

/** Things of the old book to which the same happens. */
export type PreviewGroup = {
  readonly name: GroupName
  readonly title: string
  readonly hint: string
  /** all there are, also those that are only counted */
  readonly count: number
  /** what the count is made up of, e.g. `科目 31` */
  readonly parts: readonly string[]
  readonly lines: readonly PreviewLine[]
}

type Item = RollForwardShown['items'][number]

const titles: readonly (readonly [GroupName, string, string])[] = [
  ['byHand', '需人工分配', '上年的一个数要分到几个地方，程序不替人决定：新建后请在所列各处填列。'],
  ['changed', '更名、拆分、合并', '新套表里改了编码或名称的，随之改变。'],
  ['follows', '自动取数（年初结转和结余）', '不用填列：随上年年末数自动取数，上年改动时跟着变。'],
  ['carried', '带入', '原样带到新年度。'],
  ['left', '不带入', '留在上年决算里，不影响新年度；原因列在后面。'],
]

/** Everything a preview tells, each thing in one group: what needs a hand or a look comes first. */
export function previewGroups({ items, tally }: RollForwardShown): readonly PreviewGroup[] {
  return titles.map(([name, title, hint]) => {
    const own = items.filter((item) => groupOf(item) === name)
    const counted = name === 'left' ? tally.filter(({ reason }) => reason === 'ofYear') : []
    const count = own.length + counted.reduce((sum, one) => sum + one.count, 0)
    const parts =
      name === 'left'
        ? [...counted.map((one) => `${kindWord(one.kind)}（${one.word}）${one.count}`), ...reasonsOf(own, tally)]
        : factKinds.flatMap((kind) => partOf(kind, own))
    return { name, title, hint, count, parts, lines: own.map(lineOf) }
  })
}

function groupOf({ fate, course, reason }: Item): GroupName {
  if (fate === 'follows') return 'follows'
  if (fate === 'left') return reason === 'divided' || reason === 'byLine' ? 'byHand' : 'left'
  return course === 'same' ? 'carried' : 'changed'
}

function partOf(kind: FactKind, items: readonly Item[]): string[] {
  const count = items.filter((item) => item.kind === kind).length
  return count === 0 ? [] : [`${kindWord(kind)} ${count}`]
}

function reasonsOf(items: readonly Item[], tally: RollForwardShown['tally']): string[] {
  const words = new Map(tally.map(({ reason, word }) => [reason, word]))
  return [...words].flatMap(([reason, word]) => {
    const count = items.filter((item) => item.reason === reason).length
    return reason === null || count === 0 ? [] : [`${word} ${count}`]
  })
}

const lineOf = ({ kind, key, what, closing, text }: Item): PreviewLine => ({
  id: `${kind} ${key}`,
  what,
  amount: closing === null ? null : closingText(closing),
  text,
})

/** Lines that have all the words, wherever in the line they stand. */
export function searched(lines: readonly PreviewLine[], words: string): readonly PreviewLine[] {
  const wanted = words.trim().toLowerCase().split(/\s+/)
  return lines.filter(({ what, text }) => wanted.every((word) => `${what} ${text}`.toLowerCase().includes(word)))
}
