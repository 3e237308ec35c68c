import type { LinkedBlock, LinkedRows, LinkedText } from '../../../shared/catalogue/linked-narrative.ts'
import type { Engine, RowInfo } from '../../../shared/engine/engine.ts'
import { levels } from '../../../shared/engine/rows.ts'
import { type Occasion, type Row, slotKey } from '../../../shared/narrative/names.ts'
import { type Recogniser, Recognition } from './text-pattern.ts'

/** What the text part of an edition may consist of, in its order, for a book whose figures are known. */
export type Expected =
  | { readonly kind: 'heading'; readonly recogniser: Recogniser }
  | { readonly kind: 'paragraph'; readonly recogniser: Recogniser }
  /** whole paragraphs in the words of the book */
  | { readonly kind: 'free'; readonly slot: string }
  | { readonly kind: 'row'; readonly cells: readonly Recogniser[] }
  /** one of these; the first that is there */
  | { readonly kind: 'choose'; readonly branches: readonly (readonly Expected[])[] }

const numbers = [
  '[一二三四五六七八九十百]+、',
  '[（(][一二三四五六七八九十百]+[）)]',
  '\\d+[.．、]',
  '(?:[（(]\\d+[）)]|\\d+)',
] as const

/**
 * All blocks that a published text may have, whatever their conditions.
 * @param said the whole text without spaces: it tells which rows have a section of their own
 */
export function expectedText(
  engine: Engine,
  occasion: Occasion,
  said: string,
): { items: Expected[]; recognition: Recognition } {
  const recognition = new Recognition(engine, occasion)
  const parts = engine.edition.narrative?.parts ?? []
  return { items: parts.flatMap(({ blocks }) => new Blocks(engine, recognition, said).all(blocks, null)), recognition }
}

class Blocks {
  private readonly engine: Engine
  private readonly recognition: Recognition

  private readonly said: string

  constructor(engine: Engine, recognition: Recognition, said: string) {
    this.said = said
    this.engine = engine
    this.recognition = recognition
  }

  all(blocks: readonly LinkedBlock[], row: Row): Expected[] {
    return blocks.flatMap((block) => this.block(block, row))
  }

  private block(block: LinkedBlock, row: Row): Expected[] {
    switch (block.kind) {
      case 'heading':
        return [{ kind: 'heading', recogniser: this.recognition.of(block.text, row, this.number(block)) }]
      case 'paragraph': {
        const number = block.numbered === null ? '' : `(?:${numbers[block.numbered - 1] ?? ''})?`
        return [{ kind: 'paragraph', recogniser: this.recognition.of(block.text, row, number, '[；;。]?') }]
      }
      case 'free':
        return [{ kind: 'free', slot: slotKey(block.slot, row) }]
      case 'table':
        return block.rows.map((cells) => ({ kind: 'row', cells: cells.map((cell) => this.cell(cell, row)) }))
      case 'group':
        return this.all(block.blocks, row)
      case 'choose': {
        const branches = block.branches.map((branch) => this.all(branch.blocks, row))
        // headings part the text: what has some is looked for where its headings are
        if (branches.flat().some(({ kind }) => kind === 'heading')) return branches.flat()
        const rank = (branch: readonly Expected[]): number => Number(branch.some(({ kind }) => kind === 'free'))
        return [{ kind: 'choose', branches: branches.sort((one, other) => rank(one) - rank(other)) }]
      }
      case 'each': {
        const form = this.engine.edition.forms[block.rows.form]
        return this.rowsOf(block.rows).flatMap((info) => this.all(block.blocks, { info, form: form?.key ?? '' }))
      }
    }
  }

  /**
   * Rows that may have a section: of a published form those with figures; of a supplement, whose figures the text brings
   * along, those it names.
   */
  private rowsOf(rows: LinkedRows): RowInfo[] {
    const form = this.engine.edition.forms[rows.form]
    if (form === undefined || form.form.onPaper || rows.level === null) return this.recognition.values.rows(rows)
    return this.engine.rows(form.key).filter(({ level, label }) => {
      const name = label.replaceAll(/\s/g, '')
      return level === levels[rows.level ?? 'item'] && name !== '' && this.said.includes(name)
    })
  }

  private cell(text: LinkedText, row: Row): Recogniser {
    return this.recognition.of(text, row)
  }

  /** The number before a heading, which may have got lost. */
  private number({ level, number }: LinkedBlock & { readonly kind: 'heading' }): string {
    if (number === 'circled') return '[①-⑳]?'
    if (number === 'none' || level === 5) return ''
    return `(?:${numbers[level - 1] ?? ''})?`
  }
}
