import type { CommandInfo } from '../../shared/words/commands.ts'

export type Stroke = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const named: Readonly<Record<string, string>> = { Insert: 'insert', Plus: '+', Space: ' ' }

/** Whether a key stroke is the accelerator, e.g. `Ctrl+Shift+U`; Ctrl is Command on a Mac. */
export function isAccelerator(stroke: Stroke, accelerator: string): boolean {
  const parts = accelerator.split(/\+(?=.)/)
  const key = parts.pop() ?? ''
  const wanted = (named[key] ?? key).toLowerCase()
  const isShifted = parts.includes('Shift')
  return (
    (stroke.ctrlKey || stroke.metaKey) === parts.includes('Ctrl') &&
    stroke.altKey === parts.includes('Alt') &&
    stroke.shiftKey === isShifted &&
    stroke.key.toLowerCase() === wanted
  )
}

/** The command of a key stroke; null when it belongs to whatever has the focus. */
export function commandOfStroke<C extends CommandInfo>(commands: readonly C[], stroke: Stroke): C | null {
  return commands.find(({ keys }) => keys.some((key) => isAccelerator(stroke, key))) ?? null
}

/** Keys as a person reads them. */
export const keysText = (keys: readonly string[]): string =>
  keys.map((key) => key.replace('PageDown', 'PgDn').replace('PageUp', 'PgUp')).join(' 或 ')
