import type { FactChange, FactKind } from '../../shared/engine/facts.ts'
import type { Gesture } from '../book/live-book.ts'

/** One fact of the text part or the cover as a gesture; an empty text takes the fact back. */
const gesture = (label: string, kind: FactKind, key: string, text: string): Gesture => {
  const trimmed = text.trim()
  const change: FactChange = { kind, key, after: trimmed === '' ? null : trimmed }
  return { label, place: null, changes: [change] }
}

export const writeSlot = (slot: string, text: string): Gesture => gesture('填写决算说明', 'text', slot, text)
export const reuseSlot = (slot: string, text: string): Gesture => gesture('沿用上年文字', 'text', slot, text)
/** Several texts of last year at once: one gesture, one undo. */
export const reuseSlots = (texts: readonly { readonly slot: string; readonly text: string }[]): Gesture => ({
  label: `沿用上年文字 ${texts.length} 处`,
  place: null,
  changes: texts.map(({ slot, text }) => ({ kind: 'text', key: slot, after: text })),
})
export const overrideFigure = (figure: string, text: string): Gesture =>
  gesture('改写说明中的数', 'text', `figure:${figure}`, text)
export const restoreFigure = (figure: string): Gesture => gesture('恢复说明中的数', 'text', `figure:${figure}`, '')
export const rewordBlock = (block: string, text: string): Gesture =>
  gesture('改写说明的语句', 'text', `words:${block}`, text)
export const restoreBlock = (block: string): Gesture => gesture('恢复说明的语句', 'text', `words:${block}`, '')
export const chooseStyle = (option: string, text: string): Gesture => gesture('行文习惯', 'option', option, text)
export const writeCover = (line: string, text: string): Gesture => gesture('填写封面', 'cover', line, text)
