/** Functional classification (支出功能分类): 类 3 digits, 款 5, 项 7. */
export type CodeLevel = 'class' | 'section' | 'item'

const levels: Readonly<Record<number, CodeLevel>> = { 3: 'class', 5: 'section', 7: 'item' }

/** Level of a code by its length, or null when it is not 3, 5 or 7 digits (rule A1). */
export const levelOfCode = (code: string): CodeLevel | null =>
  /^[0-9]+$/.test(code) ? (levels[code.length] ?? null) : null

/** Code of the level above: 2080501 → 20805 → 208 → null. */
export const parentOfCode = (code: string): string | null => (code.length > 3 ? code.slice(0, code.length - 2) : null)

/** Whether a key may name a row of a form of codes: only a code does, or the total. */
export const isCodeRow = (row: string): boolean => row === 'total' || levelOfCode(row) !== null
