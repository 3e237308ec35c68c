import type { LinkedSlot } from '../catalogue/linked-narrative.ts'
import type { Book } from '../engine/book.ts'
import type { Engine, RowInfo } from '../engine/engine.ts'
import type { ExplanationFact } from '../engine/facts.ts'

/** What the names and slots of a pattern stand for in one book: for whoever says a pattern and whoever recognises it. */

/** Whose text it is, and of which fiscal year. */
export type Occasion = { readonly department: string; readonly year: number }

/** The row of the list around a text, which is `.` there. */
export type Row = { readonly info: RowInfo; readonly form: string } | null

/** A label as it is said: without its number and the spaces that spread it over its cell. */
export const spoken = (label: string): string => label.replaceAll(/\s+/g, '').replace(/^[一二三四五六七八九十]+、/, '')

/** Name of a code as the form around the text prints it; '' outside lists. */
const labelOf = (engine: Engine, row: Row, code: string): string => engine.row(row?.form ?? '', code)?.label ?? ''

/** What a name says in a book; null for those that are no matter of year and row. */
export function namedText(name: string, engine: Engine, { year }: Occasion, row: Row): string | null {
  const code = row?.info.code ?? ''
  switch (name) {
    case 'year':
      return String(year)
    case 'lastYear':
      return String(year - 1)
    case 'nextYear':
      return String(year + 1)
    case 'code':
      return code
    case 'class':
      return labelOf(engine, row, code.slice(0, 3))
    case 'section':
      return labelOf(engine, row, code.slice(0, 5))
    case 'item':
      return labelOf(engine, row, code.slice(0, 7))
    case 'project':
      return row?.info.project?.name ?? ''
    case 'label':
      return spoken(row?.info.label ?? '')
    default:
      return null
  }
}

/** Slot and words of the edition for what the code of a row means (`term`); '' where the edition does not say. */
export function termOf(engine: Engine, row: Row): { readonly slot: string; readonly known: string } {
  const code = row?.info.code ?? ''
  const terms = engine.edition.narrative?.terms
  return { slot: `term.${code}`, known: terms?.get(code) ?? terms?.get(labelOf(engine, row, code)) ?? '' }
}

/** The key under which a book has the text of a slot. */
export const slotKey = ({ key, slot }: LinkedSlot, row: Row): string =>
  slot.perRow === true && row !== null ? `${key}.${row.info.key}` : key

/** The text of a slot, or the 审核说明 that stands for it, whatever the values it was given for; '' if none. */
export function slotText(book: Book, slot: LinkedSlot, row: Row): string {
  const own = book.get('text', slotKey(slot, row))
  if (typeof own === 'string' && own.trim() !== '') return own.trim()
  return explanationFor(book, slot, row?.info.key ?? null)
}

/** The 审核说明 that stands for the text of a slot; '' if there is none. */
export function explanationFor(book: Book, { slot: { explanation } }: LinkedSlot, row: string | null): string {
  if (explanation === undefined) return ''
  const fact = book.get('explanation', explanation.replace('!.!', `!${row ?? ''}!`)) as ExplanationFact | null
  return fact?.text.trim() ?? ''
}
