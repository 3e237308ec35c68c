import type { UnitFact } from '../../engine/facts.ts'
import type { Hit, Line, TextCheck } from '../reading.ts'
import { isTyped, matches } from '../reading.ts'

/** Rules about single words. */

const doubled: readonly RegExp[] = [
  /([一-龥]{2,8})\1/g,
  /的的|了了|和和|在在|是是|为为|及及|与与|将将|，，|。。|；；|、、|，。|。，|；。|%%|％％/g,
  /大小于|增加减少|减少增加|增长下降|下降增长|万元万元/g,
]

/** N: words written twice, and pairs of which one should have been chosen. */
export const doubledWords: TextCheck = ({ touched }) =>
  touched.flatMap((line) =>
    doubled.flatMap((pattern) =>
      [...matches(line, pattern)]
        .filter((match) => isTyped(line, match.index) || isTyped(line, match.index + match[0].length - 1))
        .map((match) => ({ block: line.key, at: match[0], says: [] })),
    ),
  )

/** N: almost the name of the department or of a unit, by one or two characters. */
export const unitName: TextCheck = ({ engine, touched, occasion, style }) => {
  const units = [...engine.book.facts.unit.values()].map((unit) => (unit as UnitFact).name)
  const names = [...new Set([occasion.department, style.shortName, ...units])].filter((name) => name.length >= 6)
  const known = [...names].sort((a, b) => b.length - a.length)
  return touched.flatMap((line) => {
    const masked = known.reduce((text, name) => text.replaceAll(name, '\u0000'.repeat(name.length)), line.text)
    for (const name of known) {
      const hit = almost(line, masked, name)
      if (hit !== null) return [hit]
    }
    return []
  })
}

function almost(line: Line, masked: string, name: string): Hit | null {
  const most = name.length < 12 ? 1 : 2
  const anchors = [name.slice(0, 3), name.slice(3, 6), name.slice(-3)]
  if (!anchors.some((anchor) => masked.includes(anchor))) return null
  for (let from = 0; from < masked.length - name.length / 2; from++) {
    if (!isTyped(line, from)) continue
    for (let length = name.length - most; length <= name.length + most; length++) {
      const words = masked.slice(from, from + length)
      // a variant begins or ends like the name: else every sentence about it would do
      if (words.length < length || words.includes('\u0000') || /[，。；：、“”《》\s]/.test(words)) continue
      if (words.charAt(0) !== name.charAt(0) || words.at(-1) !== name.at(-1)) continue
      if (words !== name && isAlmost(words, name, most) && !name.includes(words))
        return { block: line.key, at: words, says: [name] }
    }
  }
  return null
}

/** One or two characters otherwise, or the same characters in another order. */
const isAlmost = (words: string, name: string, most: number): boolean =>
  distance(words, name, most) <= most || (words.length === name.length && sorted(words) === sorted(name))
const sorted = (text: string): string => Array.from(text).sort().join('')

/** Characters to change, add or leave out; more than `most` is as good as infinite. */
function distance(one: string, other: string, most: number): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (one.charAt(i - 1) === other.charAt(j - 1) ? 0 : 1),
        ),
      )
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[other.length] ?? 0
}
