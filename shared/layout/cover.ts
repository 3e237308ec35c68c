import type { Engine } from '../engine/engine.ts'
import { documentTitles } from './titles.ts'

/**
 * Lines of the cover that a person may type, in printed order. Each is a `cover` fact under its key; the first three
 * have a default, the others are printed only when typed.
 */
export const coverLines = [
  { key: 'title', label: '标题' },
  { key: 'department', label: '部门名称' },
  { key: 'date', label: '日期' },
  { key: 'head', label: '单位负责人' },
  { key: 'financeHead', label: '财务负责人' },
  { key: 'preparer', label: '填表人' },
  { key: 'phone', label: '联系电话' },
] as const

export type CoverKey = (typeof coverLines)[number]['key']

/** The cover of the public document as it is printed. */
export type Cover = {
  readonly title: string
  readonly department: string
  readonly date: string
  /** responsible persons: printed label and what was typed */
  readonly names: readonly { readonly key: CoverKey; readonly label: string; readonly text: string }[]
}

/** The month of a moment by the clock of Beijing (UTC+8, no daylight saving), as a cover states it: `2025年8月`. */
function monthOf(time: string): string {
  const local = new Date(new Date(time).getTime() + 8 * 3_600_000)
  return `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月`
}

/**
 * The cover of a book.
 *
 * @param changed time of the book's last journal row (ISO): the default date, so that the clock is never printed
 */
export function coverOf(
  { book, edition }: Pick<Engine, 'book' | 'edition'>,
  { department, year, changed }: { readonly department: string; readonly year: number; readonly changed: string },
): Cover {
  const typed = (key: CoverKey): string => {
    const value = book.get('cover', key)
    return typeof value === 'string' ? value.trim() : ''
  }
  return {
    title: typed('title') || documentTitles(edition, { department, year }).cover,
    department: typed('department') || department,
    date: typed('date') || monthOf(changed),
    names: coverLines
      .slice(3)
      .map(({ key, label }) => ({ key, label, text: typed(key) }))
      .filter(({ text }) => text !== ''),
  }
}
