import type { ReactElement } from 'react'
import { useEffect, useRef } from 'react'
import type { CodeEntry } from '../../shared/catalogue/vocabulary.ts'
import { CodeListbox } from './code-listbox.ts'
import type { CodeChoice } from './code-search.ts'
import { searchCodes } from './code-search.ts'
import './popups.css'

/**
 * A field in which a functional code is chosen: by the beginning of the code, part of the name, or initials of its
 * pinyin. Arrows, Enter and Tab pick. A seven-digit code the table does not have can be picked too.
 */
export function CodePicker({
  codes,
  isThere,
  onPick,
  onCancel,
  autoFocus = false,
}: {
  readonly codes: ReadonlyMap<string, CodeEntry>
  /** whether the book already has a code */
  readonly isThere: (code: string) => boolean
  readonly onPick: (choice: CodeChoice) => void
  readonly onCancel?: () => void
  readonly autoFocus?: boolean
}): ReactElement {
  const field = useRef<HTMLInputElement>(null)
  const host = useRef<HTMLSpanElement>(null)
  const latest = useRef({ codes, isThere, onPick, onCancel })
  latest.current = { codes, isThere, onPick, onCancel }

  useEffect(() => {
    const [input, parent] = [field.current, host.current]
    if (input === null || parent === null) return
    const pick = (choice: CodeChoice): void => {
      input.value = choice.code
      list.hide()
      latest.current.onPick(choice)
    }
    const list = new CodeListbox(input, pick)
    const search = (): void => {
      const choices = searchCodes(latest.current.codes, input.value, latest.current.isThere)
      if (input.value.trim() === '') list.hide()
      else list.show(choices, input.getBoundingClientRect(), parent)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing) return
      const choice = list.current
      if (event.key === 'ArrowDown' && list.isOpen) list.move(1)
      else if (event.key === 'ArrowUp' && list.isOpen) list.move(-1)
      else if ((event.key === 'Enter' || event.key === 'Tab') && choice !== null) pick(choice)
      else if (event.key === 'Escape' && list.isOpen) list.hide()
      else if (event.key === 'Escape') latest.current.onCancel?.()
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    const hide = (): void => list.hide()
    input.addEventListener('input', search)
    input.addEventListener('keydown', onKey)
    input.addEventListener('blur', hide)
    return () => {
      list.hide()
      input.removeEventListener('input', search)
      input.removeEventListener('keydown', onKey)
      input.removeEventListener('blur', hide)
    }
  }, [])

  useEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [autoFocus])

  return (
    <span className="code-picker" ref={host}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="科目编码、名称或拼音首字母"
        aria-expanded="false"
        aria-autocomplete="list"
        placeholder="编码、名称或拼音首字母"
        autoComplete="off"
        spellCheck={false}
      />
    </span>
  )
}
