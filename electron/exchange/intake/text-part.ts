import { cellKey } from '../../../shared/address/cell.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import { parseNumberText } from '../../../shared/amount/parse.ts'
import type { LinkedOperand } from '../../../shared/catalogue/linked-narrative.ts'
import type { Engine } from '../../../shared/engine/engine.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { type FreeBlock, joinFreeText } from '../../../shared/narrative/free-text.ts'
import type { Occasion } from '../../../shared/narrative/names.ts'
import type { TakenText, TextIntake } from '../workbook/intake.ts'
import type { Trouble } from '../workbook/sheet-view.ts'
import type { ProseItem } from './prose.ts'
import { type Expected, expectedText } from './text-expected.ts'
import type { Capture, Recogniser, Recognition } from './text-pattern.ts'

/** Longer paragraphs are no sentences of a pattern. */
const longest = 1_500
/** Printed amounts have two decimals: further from the exact one they contradict it. Fen. */
const rounding = 10_000
/** Paragraphs that may belong together where a line was broken in print. */
const together = 3

/**
 * Reads what is exact in the text part of a published document: the free texts of the book, counts and scores. Amounts
 * in sentences are rounded; they are held against the tables and never stored.
 */
export class TextPart {
  private readonly proseWith: (isHeading: (text: string) => boolean) => readonly ProseItem[]
  private readonly said: string
  private readonly occasion: Occasion
  private readonly facts = new Map<string, Fact & { readonly kind: 'text' | 'cell' }>()
  private readonly texts: TakenText[] = []
  private readonly troubles: Trouble[] = []
  private readonly remarks: Trouble[] = []

  /**
   * @param proseWith makes the paragraphs, once it is known what headings there may be
   * @param said all of it without spaces
   */
  constructor(
    proseWith: (isHeading: (text: string) => boolean) => readonly ProseItem[],
    said: string,
    occasion: Occasion,
  ) {
    this.said = said
    this.proseWith = proseWith
    this.occasion = occasion
  }

  /** @param engine the book as its forms make it; it is not changed */
  read(engine: Engine): TextIntake {
    const { items, recognition } = expectedText(engine, this.occasion, this.said)
    const headings = items.flatMap((item) => (item.kind === 'heading' ? [item.recogniser.expression] : []))
    const prose = this.proseWith((text) => headings.some((expression) => expression.test(text)))
    for (const { expected, from, to } of sections(items, prose))
      new Section(this, recognition, prose.slice(from, to)).read(expected)
    const { facts, texts, troubles, remarks } = this
    return { facts: [...facts.values()], texts, troubles, remarks }
  }

  keepText(slot: string, text: string, place: string): void {
    if (text === '' || this.facts.has(`text ${slot}`)) return
    this.facts.set(`text ${slot}`, { kind: 'text', key: slot, value: text })
    this.texts.push({ slot, text, place })
  }

  keepCell(key: string, value: number | string): void {
    if (!this.facts.has(`cell ${key}`)) this.facts.set(`cell ${key}`, { kind: 'cell', key, value })
  }

  remark(place: string, text: string, reason: string): void {
    this.remarks.push({ sheet: '', cell: place, text: text.slice(0, 200), reason })
  }

  tell(place: string, text: string, reason: string): void {
    this.troubles.push({ sheet: '', cell: place, text: text.slice(0, 200), reason })
  }
}

type Found = { readonly expected: readonly Expected[]; readonly from: number; readonly to: number }

/**
 * The paragraphs below each heading that is there. A heading's words may occur elsewhere too, in a list of contents or
 * deeper in the text: of all their places those are taken that stand in the order of the edition, as many as fit.
 */
function sections(items: readonly Expected[], prose: readonly ProseItem[]): Found[] {
  const headings = items.flatMap((item, number) => (item.kind === 'heading' ? [{ item, number }] : []))
  const places: { heading: number; at: number; length: number }[] = []
  for (const [heading, { item }] of headings.entries()) {
    prose.forEach((_, at) => {
      for (let length = 1; length <= together; length++) {
        const text = textOf(prose, at, length)
        if (text === null || text.length > 200) break
        if (item.recogniser.expression.test(text)) {
          places.push({ heading, at, length })
          break
        }
      }
    })
  }
  const chain = longestChain(places)
  return chain.map(({ heading, at, length }, number) => {
    const begin = headings[heading]?.number ?? 0
    const end = headings[heading + 1]?.number ?? items.length
    const from = at + length
    const next = chain[number + 1]
    // below a heading that the edition does not know, the text is not this one's
    const to = [...prose.keys()].find((one) => one >= from && one < (next?.at ?? prose.length) && isForeign(prose[one]))
    return { expected: items.slice(begin, end), from: at, to: to ?? next?.at ?? prose.length }
  })
}

/** A heading of the first two levels by its look: numbered, short, no sentence. */
const isForeign = (item: ProseItem | undefined): boolean =>
  item !== undefined &&
  /^(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百]+[）)]|第[一二三四五六]部分)/.test(item.text) &&
  item.text.length < 40 &&
  !/[。；：，]/.test(item.text)

/** As many places as possible whose headings and positions both go up; the earliest of those. */
function longestChain<Place extends { readonly heading: number; readonly at: number; readonly length: number }>(
  places: readonly Place[],
): Place[] {
  const sorted = [...places].sort((one, other) => one.at - other.at || one.heading - other.heading)
  const best: { length: number; before: number }[] = []
  sorted.forEach((place, number) => {
    let found = { length: 1, before: -1 }
    for (let other = 0; other < number; other++) {
      const earlier = sorted[other] as Place
      const length = (best[other]?.length ?? 0) + 1
      const follows = earlier.heading < place.heading && earlier.at + earlier.length <= place.at
      // a section close behind its heading is better than one far away
      if (follows && length >= found.length) found = { length, before: other }
    }
    best.push(found)
  })
  let at = best.reduce((last, { length }, number) => (length > (best[last]?.length ?? 0) ? number : last), 0)
  const chain: Place[] = []
  while (at >= 0 && sorted[at] !== undefined) {
    chain.unshift(sorted[at] as Place)
    at = best[at]?.before ?? -1
  }
  return chain
}

function textOf(prose: readonly ProseItem[], at: number, length: number): string | null {
  let text = ''
  for (let number = at; number < at + length; number++) {
    const item = prose[number]
    if (item === undefined || item.rows !== null) return null
    text += item.text
  }
  return text
}

/** The paragraphs under one heading, and what they may be. */
class Section {
  private readonly part: TextPart
  private readonly recognition: Recognition
  private readonly prose: readonly ProseItem[]
  private readonly used = new Set<number>()

  constructor(part: TextPart, recognition: Recognition, prose: readonly ProseItem[]) {
    this.part = part
    this.recognition = recognition
    this.prose = prose
  }

  read(expected: readonly Expected[]): void {
    const missed = expected.filter((item) => !this.take(item)).filter(({ kind }) => kind !== 'heading')
    const asksWords = missed.some((item) => item.kind === 'paragraph' && hasWords(item.recogniser))
    if (!asksWords) return
    this.prose.forEach(({ text, place }, number) => {
      if (!this.used.has(number) && text !== '') this.part.tell(place, text, '这段说明与本套报表的行文不同，未读入')
    })
  }

  /** Whether the item was found. */
  private take(item: Expected): boolean {
    switch (item.kind) {
      case 'heading':
      case 'paragraph':
        return this.sentence(item.recogniser)
      case 'row':
        return this.row(item.cells)
      case 'choose':
        return item.branches.some((branch) => branch.length > 0 && branch.filter((one) => this.take(one)).length > 0)
      case 'free':
        return this.free(item.slot)
    }
  }

  private sentence({ expression, captures }: Recogniser): boolean {
    for (let length = 1; length <= together; length++) {
      for (let at = 0; at < this.prose.length; at++) {
        const text = this.used.has(at) ? null : textOf(this.prose, at, length)
        if (text === null || text.length > longest) continue
        const found = expression.exec(text)
        if (found === null) continue
        for (let number = at; number < at + length; number++) this.used.add(number)
        captures.forEach((capture, number) => this.keep(capture, found[number + 1], at, text))
        return true
      }
    }
    return false
  }

  private row(cells: readonly Recogniser[]): boolean {
    for (const [at, { words, rows }] of this.prose.entries()) {
      for (const row of rows ?? (words === null ? [] : [words])) {
        if (row.length !== cells.length) continue
        const found = cells.map(({ expression }, number) => expression.exec((row[number] ?? '').replaceAll(/\s/g, '')))
        if (found.some((one) => one === null)) continue
        this.used.add(at)
        cells.forEach(({ captures }, number) =>
          captures.forEach((capture, place) => this.keep(capture, found[number]?.[place + 1], at, row.join(' '))),
        )
        return true
      }
    }
    return false
  }

  /** All that is left, from the first paragraph that nothing else was. */
  private free(slot: string): boolean {
    const rest = this.prose.flatMap((item, number) => (this.used.has(number) ? [] : [{ item, number }]))
    const [first] = rest
    if (first === undefined) return false
    const blocks = rest.map(({ item }): FreeBlock => {
      return item.rows === null ? { kind: 'paragraph', text: item.text } : { kind: 'table', rows: item.rows }
    })
    for (const { number } of rest) this.used.add(number)
    this.part.keepText(slot, joinFreeText(blocks), first.item.place)
    return true
  }

  private keep(capture: Capture, text: string | undefined, at: number, sentence: string): void {
    const place = this.prose[at]?.place ?? ''
    if (text === undefined) return
    switch (capture.kind) {
      case 'slot':
      case 'term':
        if (!isSameText(text, capture.known)) this.part.keepText(capture.key, text, place)
        return
      case 'text': {
        const key = this.typedCell(capture.operand, capture.row, 'text')
        if (key !== null) this.part.keepCell(key, text)
        return
      }
      case 'figure':
        this.figure(capture, text, place, sentence)
        return
    }
  }

  private figure(
    { rule, operand, row }: Capture & { readonly kind: 'figure' },
    text: string,
    place: string,
    sentence: string,
  ): void {
    if (rule === 'count' || rule === 'score') {
      const key = this.typedCell(operand, row, rule)
      const parsed = parseNumberText(text, rule)
      if (key !== null && parsed.ok && parsed.value !== null) this.part.keepCell(key, parsed.value)
      return
    }
    if (rule !== 'amount' || !this.isOnForms(operand)) return
    const { exact } = this.recognition.values.of(operand, row)
    const parsed = parseNumberText(text, '万元')
    if (exact === null || !parsed.ok || parsed.value === null) return
    if (Math.abs(Number(exact) - parsed.value) > rounding)
      this.part.remark(
        place,
        sentence,
        `文字中是 ${text} 万元，按表为 ${formatAmount(Number(exact), '万元')} 万元，以表为准，请核对`,
      )
  }

  /** Key of the one typed cell a place of the text shows; null when it is a sum, computed, or of another unit. */
  private typedCell(operand: LinkedOperand, row: string | null, unit: 'count' | 'score' | 'text'): string | null {
    if (operand.kind !== 'formula' || operand.unit !== unit || operand.terms.length !== 1) return null
    const [term] = operand.terms
    const [cell] = this.recognition.values.of(operand, row).cells
    if (term === undefined || cell === undefined || term.prior || term.factor !== 1) return null
    return this.recognition.values.engine.cell(cell)?.kind === 'input' ? cellKey(cell) : null
  }

  /** Whether an operand follows from the published forms alone. */
  private isOnForms(operand: LinkedOperand): boolean {
    const { forms } = this.recognition.values.engine.edition
    return (
      operand.kind === 'formula' &&
      operand.terms.every(({ form, prior }) => !prior && forms[form]?.form.onPaper === true)
    )
  }
}

const hasWords = ({ captures }: Recogniser): boolean => captures.some(({ kind }) => kind === 'slot')

const isSameText = (one: string, other: string): boolean =>
  one.replaceAll(/\s|。$/g, '') === other.replaceAll(/\s|。$/g, '')
