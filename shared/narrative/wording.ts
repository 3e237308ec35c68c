import { cellKey } from '../address/cell.ts'
import type {
  LinkedCondition,
  LinkedNarrative,
  LinkedPiece,
  LinkedRows,
  LinkedSlot,
  LinkedText,
} from '../catalogue/linked-narrative.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'
import type { Figure, Grounds, Run } from './document.ts'
import { type Change, calculate, changeOf } from './figure.ts'
import { namedText, type Occasion, type Row, slotKey, slotText, spoken, termOf } from './names.ts'
import { Rounding } from './rounding.ts'
import { decimalText, type Style, styleOf } from './style.ts'
import { type OperandValue, Values } from './values.ts'

/** What is gathered while the words of one block are made. */
export type Draft = {
  readonly key: string
  readonly row: Row
  readonly runs: Run[]
  readonly compared: Map<string, Grounds['compared'][number]>
  readonly lists: string[]
  readonly figures: Map<string, number>
}

/** Says the texts of patterns in words, figures and free texts of one book. */
export class Wording {
  private readonly engine: Engine
  private readonly narrative: LinkedNarrative
  private readonly occasion: Occasion
  private readonly values: Values
  private readonly rounding: Rounding
  private readonly style: Style

  constructor(engine: Engine, narrative: LinkedNarrative, occasion: Occasion) {
    this.engine = engine
    this.narrative = narrative
    this.occasion = occasion
    this.values = new Values(engine)
    this.rounding = new Rounding(this.values, narrative)
    this.style = styleOf(engine.book, narrative, occasion.department)
  }

  draft(key: string, row: Row): Draft {
    return { key, row, runs: [], compared: new Map(), lists: [], figures: new Map() }
  }

  text(text: LinkedText, draft: Draft): void {
    for (const piece of text) this.piece(piece, draft)
  }

  private say(draft: Draft, text: string): void {
    const last = draft.runs.at(-1)
    if (text === '') return
    if (last?.kind === 'words') draft.runs[draft.runs.length - 1] = words(last.text + text)
    else draft.runs.push(words(text))
  }

  private piece(piece: LinkedPiece, draft: Draft): void {
    const row = draft.row?.info.key ?? null
    switch (piece.kind) {
      case 'words': {
        this.say(draft, piece.text)
        return
      }
      case 'name': {
        this.name(piece.name, draft)
        return
      }
      case 'text': {
        this.say(draft, this.values.words(piece.operand, row).text)
        return
      }
      case 'grade': {
        this.say(draft, this.gradeOf(this.values.of(piece.operand, row).exact ?? 0n))
        return
      }
      case 'slot': {
        this.inline(piece.slot, draft)
        return
      }
      case 'choose': {
        const branch = piece.branches.find(({ if: when }) => when === null || this.holds(when, draft.row, draft))
        this.text(branch?.text ?? [], draft)
        return
      }
      case 'figure': {
        const operands = piece.operands.map((operand) => this.values.of(operand, row))
        const [one, other] = operands as [OperandValue, OperandValue]
        if (piece.rule === 'difference' || piece.rule === 'percent') this.compare(one, other, draft)
        draft.runs.push(this.figure(piece.rule, operands, draft))
        return
      }
      case 'parts': {
        const parts = piece.parts.filter(({ if: when }) => when === null || this.holds(when, draft.row, draft))
        if (parts.length > 0) this.say(draft, piece.before)
        else this.say(draft, piece.none)
        parts.forEach(({ text }, number) => {
          if (number > 0) this.say(draft, piece.between)
          if (piece.numbered) this.say(draft, `（${number + 1}）`)
          this.text(text, draft)
        })
        return
      }
      case 'list': {
        const { form, rows } = this.rows(piece.rows)
        if (rows.length === 0) {
          this.say(draft, piece.none)
          return
        }
        const from = draft.runs.length
        let label = ''
        rows.forEach((info, number) => {
          if (number > 0) this.say(draft, piece.between)
          this.text(piece.text, { ...draft, row: { info, form } })
          label += (number > 0 ? piece.between : '') + spoken(info.label)
        })
        // a list without figures is one of names
        if (draft.runs.length <= from + 1) draft.lists.push(label)
        return
      }
    }
  }

  private figure(rule: Parameters<typeof calculate>[0], operands: readonly OperandValue[], draft: Draft): Figure {
    const [first] = operands[0]?.cells ?? []
    const local = `${rule}.${first === undefined ? (operands[0]?.text ?? '') : cellKey(first)}`
    const before = draft.figures.get(local) ?? 0
    draft.figures.set(local, before + 1)
    const key = `${draft.key}/${local}${before === 0 ? '' : `#${before + 1}`}`
    const overridden = this.engine.book.get('text', `figure:${key}`)
    return {
      kind: 'figure',
      key,
      ...calculate(rule, operands, this.rounding, this.style),
      overridden: typeof overridden === 'string' && overridden.trim() !== '' ? overridden.trim() : null,
    }
  }

  private compare(now: OperandValue, before: OperandValue, draft: Draft): Change {
    const change = changeOf(now, before, this.rounding, this.style)
    const decimals = now.unit === 'count' ? 0 : 2
    draft.compared.set(`${now.text}~${before.text}`, {
      sign: change.sign,
      now: decimalText(this.rounding.printed(now), decimals),
      before: decimalText(this.rounding.printed(before), decimals),
    })
    return change
  }

  rows(rows: LinkedRows): { readonly form: string; readonly rows: RowInfo[] } {
    return { form: this.engine.edition.forms[rows.form]?.key ?? '', rows: this.values.rows(rows) }
  }

  private gradeOf(score: bigint): string {
    return this.narrative.grades.find(({ from }) => score >= BigInt(from) * 100n)?.grade ?? ''
  }

  private name(name: string, draft: Draft): void {
    if (name === 'term') this.term(draft)
    else if (name === 'department') this.say(draft, this.occasion.department)
    else if (name === 'shortName') this.say(draft, this.style.shortName)
    else this.say(draft, namedText(name, this.engine, this.occasion, draft.row) ?? '')
  }

  /** What a code means: the book's words, else the glossary's, else asked for. */
  private term(draft: Draft): void {
    const { slot, known } = termOf(this.engine, draft.row)
    const own = this.engine.book.get('text', slot)
    const text = typeof own === 'string' && own.trim() !== '' ? own.trim() : known
    draft.runs.push({ kind: 'free', slot, text: text.replace(/。$/, ''), asked: text === '' })
  }

  private inline(slot: LinkedSlot, draft: Draft): void {
    const text = slotText(this.engine.book, slot, draft.row)
      .replaceAll(/\s*[\r\n]+\s*/g, '')
      .replace(/。$/, '')
    draft.runs.push({ kind: 'free', slot: slotKey(slot, draft.row), text, asked: text === '' })
  }

  // ---- conditions

  holds(condition: LinkedCondition, row: Row, draft: Draft | null): boolean {
    switch (condition.kind) {
      case 'any':
        return condition.of.some((one) => this.holds(one, row, draft))
      case 'all':
        return condition.of.every((one) => this.holds(one, row, draft))
      case 'not':
        return !this.holds(condition.of, row, draft)
      case 'test':
        return this.passes(condition, row, draft)
    }
  }

  private passes(test: LinkedCondition & { readonly kind: 'test' }, row: Row, draft: Draft | null): boolean {
    const key = row?.info.key ?? null
    const of = (place: number): OperandValue => {
      const operand = test.operands[place]
      if (operand === undefined) throw new Error(`${test.name} lacks an operand`)
      return this.values.of(operand, key)
    }
    const change = (): Change =>
      draft === null ? changeOf(of(0), of(1), this.rounding, this.style) : this.compare(of(0), of(1), draft)
    switch (test.name) {
      case 'zero':
        return (of(0).exact ?? 0n) === 0n
      case 'nil':
        return this.rounding.printed(of(0)) === 0n
      case 'blank': {
        const operand = test.operands[0]
        const isText = operand?.kind === 'formula' && operand.unit === 'text'
        return isText ? this.values.words(operand, key).text === '' : of(0).exact === null
      }
      case 'plural':
        return (of(0).exact ?? 0n) > 1n
      case 'listed':
        return this.style.zeroItems === 'listed' || (of(0).exact ?? 0n) !== 0n
      case 'same':
        return change().sign === 0
      case 'up':
        return change().sign > 0
      case 'down':
        return change().sign < 0
      case 'slight':
        return (change().percent ?? 0n) === 0n
      case 'steady': {
        const { sign, percent } = change()
        return sign !== 0 && percent !== null && percent <= this.style.band
      }
      case 'empty':
        return this.values.isEmpty(test.form)
      case 'filled':
        return test.slot !== null && slotText(this.engine.book, test.slot, row) !== ''
      case 'is': {
        const operand = test.operands[0]
        return operand !== undefined && test.words.includes(this.values.words(operand, key).text)
      }
    }
  }
}

export const words = (text: string): Run => ({ kind: 'words', text })
