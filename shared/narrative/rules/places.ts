import { levelOfCode } from '../../address/code.ts'
import { slotOfKey } from '../../catalogue/linked-narrative.ts'
import type { Hit, Line, Reading, TextCheck } from '../reading.ts'
import { isTyped, matches } from '../reading.ts'

/** Rules about places to be filled, numbers of paragraphs, and names. */

const asked =
  (isReason: boolean): TextCheck =>
  (reading) =>
    reading.lines.flatMap((line) =>
      line.spans.flatMap(({ run, from }) => {
        if (run.kind !== 'free' || !run.asked) return []
        const slot = slotOfKey(reading.narrative.slots, run.slot)?.slot
        if ((slot?.slot.reason === true) !== isReason) return []
        return [{ block: line.key, at: run.slot, says: [slot?.slot.ask ?? '名词解释'], from }]
      }),
    )

/** N: a reason that is asked for and not given. */
export const missingReason: TextCheck = (reading, rule) => (isBegun(reading) ? asked(true)(reading, rule) : [])

/** N: any other free text that is asked for, and figures of supplements that nobody filled in. */
export const unfilled: TextCheck = (reading, rule) => {
  const { engine } = reading
  const isSupplement = (form: string): boolean =>
    engine.edition.forms[engine.edition.formIndex.get(form) ?? -1]?.form.onPaper === false
  const figures = reading.figures.flatMap(({ figure, line, from }): Hit[] => {
    const { cells, text } = figure
    const isBlank = cells.length > 0 && cells.every((cell) => isSupplement(cell.form) && engine.value(cell) === null)
    if (!isBlank) return []
    return [{ block: line.key, at: figure.key.slice(figure.key.indexOf('/') + 1), says: ['', text], from, cells }]
  })
  const hits = [...asked(false)(reading, rule), ...figures]
  if (isBegun(reading) || hits.length === 0) return hits
  // a text part that nobody has begun is one thing to do, not forty
  const places = hits.length + asked(true)(reading, rule).length
  return [{ block: hits[0]?.block ?? '', at: '决算说明', says: [`决算说明的文字，共 ${places} 处`] }]
}

const isBegun = ({ engine }: Reading): boolean => engine.book.facts.text.size > 0

const leftovers: readonly RegExp[] = [
  /[XＸ×✕]{2,}|[xｘ]{2,}|[*＊]{2,}|[□○]{2,}|_{2,}|＿{2,}/g,
  /[（(](?:增加|减少|增长|下降|上升|降低)[）)]/g,
  /(?:增加|增长)[/／或](?:减少|下降)|(?:减少|下降)[/／或](?:增加|增长)/g,
  /[（(](?:如|若|注：|说明：|请)[^）)]{0,40}[）)]/g,
  /请填写|待填写|请说明|比照[^，。；]{0,8}(?:填写|说明|格式)|（略）|\.{3,}|…{3,}/g,
  /[[{【][^\]}】\n]{0,60}[\]}】]/g,
  /(?:增加|减少|增长|下降|上升|降低|比例|支出|收入|[为占计额])\s*(?:万元|%|％)/g,
]

/** N: words and gaps of a template. */
export const leftover: TextCheck = ({ touched }) =>
  touched.flatMap((line) =>
    leftovers.flatMap((pattern) =>
      [...matches(line, pattern)]
        .filter((match) => isTyped(line, match.index) || isTyped(line, match.index + match[0].length - 1))
        .map((match) => ({ block: line.key, at: match[0], says: [] })),
    ),
  )

const chinese = '一二三四五六七八九十'
const valueOfChinese = (text: string): number => {
  if (!text.includes('十')) return chinese.indexOf(text) + 1
  const [tens = '', ones = ''] = text.split('十')
  return (tens === '' ? 1 : chinese.indexOf(tens) + 1) * 10 + (ones === '' ? 0 : chinese.indexOf(ones) + 1)
}

/** Ways of writing a number in front of a paragraph, and inside one. */
const styles: readonly {
  readonly front: RegExp
  readonly inside: RegExp | null
  readonly value: (text: string) => number
}[] = [
  { front: /^([一二三四五六七八九十]{1,3})、/, inside: null, value: valueOfChinese },
  {
    front: /^[（(]([一二三四五六七八九十]{1,3})[）)]/,
    inside: /[（(]([一二三四五六七八九十]{1,3})[）)]/g,
    value: valueOfChinese,
  },
  { front: /^(\d{1,2})[.．、](?!\d)/, inside: null, value: Number },
  { front: /^[（(](\d{1,2})[）)]/, inside: /[（(](\d{1,2})[）)]/g, value: Number },
  { front: /^([①-⑳])/, inside: /([①-⑳])/g, value: (text) => (text.codePointAt(0) ?? 0) - 0x245f },
]

/** N: a number that does not follow the one before. */
export const numbering: TextCheck = ({ lines }) => {
  const hits: Hit[] = []
  const last = styles.map(() => 0)
  let slot = ''
  for (const line of lines) {
    const of = slotOfLine(line)
    if (of !== slot) last.fill(0)
    slot = of
    styles.forEach(({ front, inside, value }, style) => {
      const first = front.exec(line.text)
      if (of !== '' && first !== null) {
        const number = value(first[1] ?? '')
        const expected = (last[style] ?? 0) + 1
        if (number !== expected && number !== 1) hits.push({ block: line.key, at: first[0], says: [String(expected)] })
        last[style] = number
        last.fill(0, style + 1)
      }
      if (inside === null) return
      let before = 0
      for (const match of matches(line, inside)) {
        const number = value(match[1] ?? '')
        if (before > 0 && number !== before + 1 && number !== 1 && isTyped(line, match.index))
          hits.push({ block: line.key, at: match[0], says: [String(before + 1)] })
        before = number
      }
    })
  }
  return hits
}

/** Slot of a line that is a paragraph or heading of a free text by itself; '' for patterns. */
function slotOfLine({ spans, grounds }: Line): string {
  const [only, ...more] = spans
  return grounds === null && more.length === 0 && only?.run.kind === 'free' ? only.run.slot : ''
}

/** N: a list in own words that is not the form's. */
export const itemList: TextCheck = ({ lines }) =>
  lines.flatMap((line) => {
    if (line.grounds?.reworded !== true) return []
    const text = line.text.replaceAll(/\s+/g, '')
    return line.grounds.lists
      .filter((list) => !new RegExp(`${escaped(list)}(?![、一-龥])`).test(text))
      .map((list) => {
        const items = list.split('、')
        const [missing = ''] = items.filter((item) => !new RegExp(`${escaped(item)}(?![一-龥])`).test(text))
        return { block: line.key, at: missing === '' ? (items[0] ?? '') : missing, says: [list, missing] }
      })
  })

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** N: 未安排 although the form has data. */
export const saysNone: TextCheck = ({ engine, lines, values }, { form, words }) => {
  const index = engine.edition.formIndex.get(form ?? '')
  if (index === undefined || words === undefined || values.isEmpty(index)) return []
  return lines
    .filter((line) => line.text.includes(words))
    .map((line) => ({ block: line.key, at: words, says: [form ?? '', engine.edition.forms[index]?.form.title ?? ''] }))
}

/** N: （类）（款）（项） with names that belong to no code of the book. */
export const codeName: TextCheck = ({ engine, touched }) => {
  const found = touched.flatMap((line) =>
    [...matches(line, /[^，。；：\s.、]+（类）[^，。；：]*?（款）[^，。；：]*?（项）/g)].map(([text]) => ({
      line,
      text,
    })),
  )
  // names of all codes are many, and a text rarely says one
  if (found.length === 0) return []
  const codes = engine.book.codes()
  const form = engine.edition.forms.find((one) => one.form.codes?.leaf === 'item')?.key ?? ''
  const name = (code: string): string => engine.row(form, code)?.label ?? ''
  const full = new Map<string, string>()
  for (const code of codes.keys())
    if (levelOfCode(code) === 'item')
      full.set(code, `${name(code.slice(0, 3))}（类）${name(code.slice(0, 5))}（款）${name(code)}（项）`)
  const known = new Set(full.values())
  return found
    .filter(({ text }) => !known.has(text))
    .map(({ line, text }) => ({
      block: line.key,
      at: text,
      says: [full.get(/\d{7}$/.exec(line.key)?.[0] ?? '') ?? ''],
    }))
}

/** N: two items of different names explained with the same words, or one with the words of another. */
export const copiedTerm: TextCheck = ({ engine, narrative, lines }) => {
  const form = engine.edition.forms.find((one) => one.form.codes?.leaf === 'item')?.key ?? ''
  const nameOf = (code: string): string => engine.row(form, code)?.label ?? engine.edition.codes.get(code)?.name ?? code
  const seen = new Map<string, string>()
  for (const [key, text] of narrative.terms) seen.set(text.replace(/。$/, ''), /^\d+$/.test(key) ? nameOf(key) : key)
  return lines.flatMap((line) =>
    line.spans.flatMap(({ run }) => {
      if (run.kind !== 'free' || run.text === '' || !run.slot.startsWith('term.')) return []
      const name = nameOf(run.slot.slice('term.'.length))
      const first = seen.get(run.text)
      if (first === undefined) seen.set(run.text, name)
      return first === undefined || first === name ? [] : [{ block: line.key, at: name, says: [first] }]
    }),
  )
}
