import type { LinkedOperand, LinkedPiece, LinkedText } from '../../../shared/catalogue/linked-narrative.ts'
import type { Engine } from '../../../shared/engine/engine.ts'
import { namedText, type Occasion, type Row, slotKey, slotText, termOf } from '../../../shared/narrative/names.ts'
import { Values } from '../../../shared/narrative/values.ts'

/** What stands at a place of a sentence. */
export type Capture =
  /** free text of the book, which may have it already */
  | { readonly kind: 'slot'; readonly key: string; readonly known: string }
  /** meaning of a code, which the edition may know already */
  | { readonly kind: 'term'; readonly key: string; readonly known: string }
  | { readonly kind: 'figure'; readonly rule: string; readonly operand: LinkedOperand; readonly row: string | null }
  | { readonly kind: 'text'; readonly operand: LinkedOperand; readonly row: string | null }

/** A pattern of the text part, turned round: it recognises the sentences that the pattern could have made. */
export type Recogniser = { readonly expression: RegExp; readonly captures: readonly Capture[] }

const figure = '(-?\\d[\\d,，]*(?:\\.\\d+)?)'

/**
 * Makes recognisers of patterns. Conditions do not matter here: whatever the book knows, a published sentence may have
 * taken any of the branches, and which one it took is told by its words.
 */
export class Recognition {
  private readonly engine: Engine
  private readonly occasion: Occasion
  readonly values: Values
  private captures: Capture[] = []

  constructor(engine: Engine, occasion: Occasion) {
    this.engine = engine
    this.occasion = occasion
    this.values = new Values(engine)
  }

  /** @param before and after: what may stand around the pattern's own words, as regular expressions */
  of(text: LinkedText, row: Row, before = '', after = ''): Recogniser {
    this.captures = []
    const source = this.text(text, row)
    return { expression: new RegExp(`^${before}${source}${after}$`), captures: this.captures }
  }

  private text(text: LinkedText, row: Row): string {
    return text.map((piece) => this.piece(piece, row)).join('')
  }

  private capture(capture: Capture, source: string): string {
    this.captures.push(capture)
    return source
  }

  private piece(piece: LinkedPiece, row: Row): string {
    const key = row?.info.key ?? null
    switch (piece.kind) {
      case 'words':
        return literal(piece.text)
      case 'name':
        return this.name(piece.name, row)
      case 'figure':
        return this.capture(
          { kind: 'figure', rule: piece.rule, operand: piece.operands[0] as LinkedOperand, row: key },
          figure,
        )
      case 'text':
        return this.capture({ kind: 'text', operand: piece.operand, row: key }, '([^。；]{1,100}?)')
      case 'grade':
        return '[优良中差]'
      case 'slot':
        return this.capture(
          { kind: 'slot', key: slotKey(piece.slot, row), known: slotText(this.engine.book, piece.slot, row) },
          '(.*?)',
        )
      case 'choose': {
        // a branch that is nothing but a free text fits anything: it comes last
        const branches = [...piece.branches].sort((one, other) => Number(isFree(one.text)) - Number(isFree(other.text)))
        return `(?:${branches.map((branch) => this.text(branch.text, row)).join('|')})`
      }
      case 'parts': {
        const between = `(?:${literal(piece.between)})?`
        const number = piece.numbered ? '[（(]\\d+[）)]' : ''
        const parts = piece.parts.map((part) => `(?:${number}${this.text(part.text, row)}${between})?`).join('')
        return `(?:(?:${literal(piece.before)})?${parts}${piece.none === '' ? '' : `|${literal(piece.none)}`})`
      }
      case 'list':
        return '.*?'
    }
  }

  private name(name: string, row: Row): string {
    if (name === 'term') {
      const { slot, known } = termOf(this.engine, row)
      return this.capture({ kind: 'term', key: slot, known: known.replace(/。$/, '') }, '(.*?)')
    }
    const said = namedText(name, this.engine, this.occasion, row)
    // the department may call itself by a shorter name
    return said === null ? `(?:${literal(this.occasion.department)}|.{1,40}?)` : literal(said)
  }
}

const isFree = (text: LinkedText): boolean => text.length > 0 && text.every(({ kind }) => kind === 'slot')

/** Marks that are written in more than one way. */
const alike: Readonly<Record<string, string>> = {
  '（': '[（(]',
  '）': '[）)]',
  '：': '[：:]',
  '，': '[，,]',
  '；': '[；;]',
  '“': '[“”"‘’\'〝〞]',
  '”': '[“”"‘’\'〝〞]',
  '.': '[.．、]',
}

/** Words as they are recognised: by their characters, whatever the width of their marks. */
export const literal = (text: string): string =>
  Array.from(text.replaceAll(/\s+/g, ''))
    .map((one) => alike[one] ?? one.replace(/[\\^$*+?()[\]{}|/]/g, '\\$&'))
    .join('')
