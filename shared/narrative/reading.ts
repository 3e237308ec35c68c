import type { CellAddress } from '../address/cell.ts'
import type { LinkedNarrative } from '../catalogue/linked-narrative.ts'
import type { TextRule } from '../catalogue/vocabulary.ts'
import type { Engine } from '../engine/engine.ts'
import { type Block, type Figure, type Grounds, type NarrativeDocument, type Run, runText } from './document.ts'
import { type Family, familiesOf } from './families.ts'
import type { Occasion } from './names.ts'
import { type Style, styleOf } from './style.ts'
import { Values } from './values.ts'

/** The text part as the text checks read it: blocks in one line each, with what stands where. */

/** What a rule found: where, the words concerned, and what the sentence about it needs. */
export type Hit = {
  readonly block: string
  /** the words concerned, as printed */
  readonly at: string
  readonly says: readonly string[]
  /** where in the line, when the words themselves are not found there */
  readonly from?: number
  readonly cells?: readonly CellAddress[]
}

export type Span = { readonly from: number; readonly to: number; readonly run: Run }

/** A block in one line. */
export type Line = {
  readonly key: string
  readonly kind: Block['kind']
  readonly text: string
  readonly spans: readonly Span[]
  readonly grounds: Grounds | null
}

/** What rules read. */
export type Reading = {
  readonly engine: Engine
  readonly narrative: LinkedNarrative
  readonly occasion: Occasion
  readonly style: Style
  /** the book as patterns read it; it keeps what it has looked up */
  readonly values: Values
  /** wholes whose printed parts have to add up; found when first asked for */
  readonly families: readonly Family[]
  readonly lines: readonly Line[]
  /** those in which a person wrote anything: most rules are about these, and a large book has few */
  readonly touched: readonly Line[]
  /** every figure with the line it stands in, in order */
  readonly figures: readonly { readonly figure: Figure; readonly line: Line; readonly from: number }[]
}

export type TextCheck = (reading: Reading, rule: TextRule) => Hit[]

export function readingOf(engine: Engine, document: NarrativeDocument, occasion: Occasion): Reading | null {
  const { narrative } = engine.edition
  if (narrative === null) return null
  const lines = document.parts.flatMap((part) => part.blocks.map(lineOf))
  const values = new Values(engine)
  let families: readonly Family[] | null = null
  return {
    engine,
    narrative,
    occasion,
    style: styleOf(engine.book, narrative, occasion.department),
    values,
    get families() {
      families ??= familiesOf(values, narrative)
      return families
    },
    lines,
    touched: lines.filter(isTouched),
    figures: lines.flatMap((line) =>
      line.spans.flatMap(({ run, from }) => (run.kind === 'figure' ? [{ figure: run, line, from }] : [])),
    ),
  }
}

function lineOf(block: Block): Line {
  const spans: Span[] = []
  let text = block.kind === 'heading' ? block.number : ''
  const add = (runs: readonly Run[]): void => {
    for (const run of runs) {
      const words = runText(run)
      spans.push({ from: text.length, to: text.length + words.length, run })
      text += words
    }
  }
  if (block.kind === 'table') {
    text += block.head.join('\t')
    for (const row of block.rows)
      for (const cell of row) {
        text += '\t'
        add(cell)
      }
  } else add(block.runs)
  return {
    key: block.key,
    kind: block.kind,
    text,
    spans,
    grounds: ('grounds' in block ? block.grounds : undefined) ?? null,
  }
}

/** The run at a place; null for numbers of headings and heads of tables. */
export const runAt = (line: Line, at: number): Run | null =>
  line.spans.find(({ from, to }) => from <= at && at < to)?.run ?? null

/** True where a person wrote: free text, own words of a block, a figure printed otherwise. */
export function isTyped(line: Line, at: number): boolean {
  const run = runAt(line, at)
  return run?.kind === 'free' || (run?.kind === 'figure' && run.overridden !== null)
}

/** True in texts whose numbers are their own: 职责, reports. */
export function hasOwnNumbers({ narrative }: Reading, line: Line, at: number): boolean {
  const run = runAt(line, at)
  if (run?.kind !== 'free') return false
  for (let key = run.slot; key !== ''; key = key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : '') {
    const slot = narrative.slots.get(key)
    if (slot !== undefined) return slot.slot.ownNumbers === true
  }
  return false
}

const isTouched = (line: Line): boolean =>
  line.spans.some(
    ({ run }) => (run.kind === 'free' && !run.asked) || (run.kind === 'figure' && run.overridden !== null),
  )

/** Every match of a pattern in a line, with its place. */
export function* matches(line: Line, pattern: RegExp): Generator<RegExpExecArray> {
  for (const match of line.text.matchAll(pattern)) yield match
}

/** The sentence around a place, cut to some thirty characters: what a finding quotes. */
export function around({ text }: Line, at: number, length: number): string {
  const from = Math.max(text.lastIndexOf('。', at - 1) + 1, text.lastIndexOf('；', at - 1) + 1, at - 14)
  const stops = ['。', '；'].map((stop) => text.indexOf(stop, at + length)).filter((place) => place >= 0)
  const to = Math.min(text.length, at + length + 12, ...stops.map((place) => place + 1))
  return `${from > 0 && !'。；'.includes(text.charAt(from - 1)) ? '…' : ''}${text.slice(from, to)}${to < text.length && !'。；'.includes(text.charAt(to - 1)) ? '…' : ''}`
}

/** A printed number without its grouping, as a plain decimal without trailing zeros; null when it is none. */
export function plainNumber(text: string): string | null {
  const digits = text.replaceAll(/[,，\s]/g, '')
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return null
  const [whole = '', fraction = ''] = digits.split('.')
  const kept = fraction.replace(/0+$/, '')
  const front = whole.replace(/^(-?)0+(?=\d)/, '$1')
  return kept === '' ? front : `${front}.${kept}`
}

/** A plain decimal in units of 10^-decimals; what lies below is cut off. */
export function scaled(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals))
  return text.startsWith('-') ? -size : size
}

/** Display rule of a figure, and the cell it begins with. */
export function partsOfKey({ key }: Figure): { readonly rule: string; readonly cell: string } {
  const local = key.slice(key.indexOf('/') + 1).replace(/#\d+$/, '')
  const dot = local.indexOf('.')
  return { rule: local.slice(0, dot), cell: local.slice(dot + 1) }
}

/** What stands on paper for a figure, as a plain decimal. */
export const shownValue = ({ overridden, value }: Figure): string =>
  overridden === null ? value : (plainNumber(overridden) ?? overridden)
