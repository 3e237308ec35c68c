import type { Reach, Step } from './moves.ts'

/** `idle`: a cell is selected; `type`: opened by a printable key; `edit`: opened by F2 or a double click. */
export type Mode = 'idle' | 'type' | 'edit'

export type Command =
  | { readonly do: 'step'; readonly direction: Step; readonly reach: Reach; readonly extend: boolean }
  | { readonly do: 'home' | 'end' | 'top' | 'last'; readonly extend: boolean }
  | { readonly do: 'enter' | 'tab'; readonly back: boolean }
  | { readonly do: 'find' | 'code' | 'edit' | 'toggle' | 'cancel' | 'clear' | 'all' | 'row' | 'column' }
  | { readonly do: 'fillDown' | 'fillRight' | 'fillEntry' | 'undo' | 'redo' | 'fold' | 'unfold' | 'menu' }
  | { readonly do: 'findNext'; readonly back: boolean }

export type KeyStroke = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const arrows: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/**
 * What a key means in a mode; null leaves it to the text field (typing, caret, copy and paste) or to the window. Keys
 * of a composition (IME) never come here.
 */
export function commandOf(stroke: KeyStroke, mode: Mode): Command | null {
  const { key, shiftKey: extend, altKey } = stroke
  const control = stroke.ctrlKey || stroke.metaKey
  if (key === 'Enter') {
    if (altKey) return null
    return control ? { do: 'fillEntry' } : { do: 'enter', back: extend }
  }
  if (key === 'Tab' && !control && !altKey) return { do: 'tab', back: extend }
  if (key === 'Escape') return { do: 'cancel' }
  if (key === 'F2') return { do: mode === 'idle' ? 'edit' : 'toggle' }
  if (key === 'F3') return { do: 'findNext', back: extend }
  if (control && !altKey && key.toLowerCase() === 'f') return { do: 'find' }
  if (control && !altKey && key.toLowerCase() === 'g') return { do: 'code' }
  if (mode === 'edit') return null
  const direction = arrows[key]
  if (direction !== undefined) {
    if (altKey) return mode === 'idle' ? foldOf(direction) : null
    return { do: 'step', direction, reach: control ? 'edge' : 'cell', extend: extend && mode === 'idle' }
  }
  if (key === 'PageUp' || key === 'PageDown')
    return altKey || control ? null : { do: 'step', direction: key === 'PageUp' ? 'up' : 'down', reach: 'page', extend }
  return mode === 'idle' ? idleCommand(stroke, control) : null
}

const foldOf = (direction: Step): Command | null =>
  direction === 'left' ? { do: 'fold' } : direction === 'right' ? { do: 'unfold' } : null

function idleCommand({ key, shiftKey, altKey }: KeyStroke, control: boolean): Command | null {
  switch (key) {
    case 'Home':
      return { do: control ? 'top' : 'home', extend: shiftKey }
    case 'End':
      return { do: control ? 'last' : 'end', extend: shiftKey }
    case 'Delete':
    case 'Backspace':
      return { do: 'clear' }
    case 'ContextMenu':
      return { do: 'menu' }
    case 'F10':
      return shiftKey ? { do: 'menu' } : null
    case ' ':
      return control ? { do: 'column' } : shiftKey ? { do: 'row' } : null
  }
  if (!control || altKey) return null
  switch (key.toLowerCase()) {
    case 'a':
      return { do: 'all' }
    case 'd':
      return { do: 'fillDown' }
    case 'r':
      return { do: 'fillRight' }
    case 'z':
      return { do: shiftKey ? 'redo' : 'undo' }
    case 'y':
      return { do: 'redo' }
  }
  return null
}
