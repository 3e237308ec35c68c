import { cellKey } from '../../address/cell.ts'
import { size } from '../../amount/rounding.ts'
import type { Hit, Line, Reading, TextCheck } from '../reading.ts'
import { isTyped, matches, partsOfKey, plainNumber, scaled, shownValue } from '../reading.ts'

/** Rules about words that say how one figure stands to another. */

const ups = ['增加', '增长', '上升', '提高', '超出']
const downs = ['减少', '下降', '降低', '节约']
const directionWord = new RegExp(
  `(${[...ups, ...downs].join('|')})(?:了|约)?\\s*(\\d[\\d,]*(?:\\.\\d+)?)\\s*(万元|%|％)`,
  'g',
)
const signOf = (word: string): 1 | -1 => (ups.includes(word) ? 1 : -1)

/** Sign of the change a figure of that rule shows; the exact value keeps it. */
const signOfFigure = (exact: string): 1 | -1 => (exact.startsWith('-') ? -1 : 1)
const isChange = (rule: string): boolean => rule === 'difference' || rule === 'percent'

/** N: a word of direction against the sign of the figure behind it, or of the one comparison of its sentence. */
export const direction: TextCheck = (reading) => {
  const known = new Map<string, Set<number>>()
  for (const { figure } of reading.figures) {
    const { rule } = partsOfKey(figure)
    if (!isChange(rule)) continue
    const name = `${rule === 'percent' ? '%' : '万元'}${figure.value}`
    known.set(name, (known.get(name) ?? new Set()).add(signOfFigure(figure.exact)))
  }
  const hits: Hit[] = []
  for (const line of reading.touched)
    for (const match of matches(line, directionWord)) {
      const [text, word = '', digits = '', unit = ''] = match
      const at = match.index + text.indexOf(digits)
      const sign = signAt(line, at, `${unit.replace('％', '%')}${plainNumber(digits) ?? ''}`, known)
      if (sign !== null && sign !== signOf(word))
        hits.push({ block: line.key, at: text, says: [word, wordFor(sign, unit)] })
    }
  return hits
}

function signAt(line: Line, at: number, name: string, known: ReadonlyMap<string, ReadonlySet<number>>): number | null {
  const run = line.spans.find(({ from, to }) => from <= at && at < to)?.run
  if (run?.kind === 'figure' && isChange(partsOfKey(run).rule)) return signOfFigure(run.exact)
  const compared = line.grounds?.compared ?? []
  if (line.grounds?.reworded === true && compared.length === 1) return compared[0]?.sign ?? null
  const signs = known.get(name)
  return signs?.size === 1 ? ([...signs][0] ?? null) : null
}

const wordFor = (sign: number, unit: string): string => {
  if (sign === 0) return '相同'
  if (unit === '万元') return sign > 0 ? '增加' : '减少'
  return sign > 0 ? '增长' : '下降'
}

/** N: 相同, 持平 although the printed figures differ; 基本持平 outside the band of the book. */
export const sameWord: TextCheck = (reading) => {
  const hits: Hit[] = []
  for (const line of reading.touched) {
    for (const match of matches(
      line,
      /(\d[\d,]*(?:\.\d+)?)万元[^。；\d]{0,16}(?:\d{4}年[^。；\d]{0,24})?(\d[\d,]*(?:\.\d+)?)万元(?:相同|持平)/g,
    )) {
      const [text, one = '', other = ''] = match
      if (plainNumber(one) !== plainNumber(other))
        hits.push({ block: line.key, at: text, says: ['differ', one, other] })
    }
    const { compared = [], reworded = false } = line.grounds ?? {}
    const [only] = compared
    if (!reworded || only === undefined || compared.length > 1) continue
    const same = /(?<!基本)(相同|持平)/.exec(line.text)
    if (same !== null && only.sign !== 0 && isTyped(line, same.index))
      hits.push({ block: line.key, at: same[0], says: ['differ', only.now, only.before] })
    const steady = /基本持平/.exec(line.text)
    if (steady !== null && isTyped(line, steady.index) && !isWithin(only.now, only.before, reading))
      hits.push({ block: line.key, at: steady[0], says: ['band', only.now, only.before] })
  }
  return hits
}

function isWithin(now: string, before: string, { style }: Reading): boolean {
  const [a, b] = [scaled(now, 2), scaled(before, 2)]
  return size(a - b) * 10_000n <= size(b) * style.band
}

/** Words before a number that name no quantity by themselves. */
const vague = /增加|减少|增长|下降|决算数?$|预算数?$|合计$|总计$|共计$|金额$|小计$|其中$|分别为?$|设备$|车辆$/

/** The name a number has in its sentence: the words right before it. */
function nameBefore(line: Line, at: number): string | null {
  const words =
    /[一-龥“”（）]+$/.exec(line.text.slice(Math.max(0, at - 24), at))?.[0].replace(/(为|是|共|达)$/, '') ?? ''
  return words.length < 5 || vague.test(words) ? null : words
}

/** N: the same quantity with two values: a figure printed twice differently, or a typed one unlike the figure's. */
export const twoValues: TextCheck = (reading) => {
  const hits: Hit[] = []
  const shown = new Map<string, string>()
  const named = new Map<string, string>()
  for (const { figure, line, from } of reading.figures) {
    const { rule, cell } = partsOfKey(figure)
    const quantity = `${rule} ${cell} ${figure.cells.map(cellKey).join(' ')}`
    const value = shownValue(figure)
    const before = shown.get(quantity)
    if (before === undefined) shown.set(quantity, value)
    else if (before !== value)
      hits.push({
        block: line.key,
        at: figure.overridden ?? figure.text,
        says: ['', before, value],
        cells: figure.cells,
      })
    const name = rule === 'amount' ? nameBefore(line, from) : null
    if (name !== null) named.set(name, named.has(name) && named.get(name) !== value ? '' : value)
  }
  for (const line of reading.touched)
    for (const match of matches(line, /(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*万元/g)) {
      if (
        !isTyped(line, match.index) ||
        line.spans.some(({ from, to, run }) => run.kind === 'figure' && from <= match.index && match.index < to)
      )
        continue
      const name = nameBefore(line, match.index)
      const value = plainNumber(match[1] ?? '')
      if (name === null || value === null) continue
      const same = [...named.keys()].find((known) => known.endsWith(name) || name.endsWith(known))
      const before = same === undefined ? undefined : named.get(same)
      if (before === undefined) named.set(name, value)
      else if (before !== '' && before !== value)
        hits.push({ block: line.key, at: match[0], says: [name, before, value] })
    }
  return hits
}
