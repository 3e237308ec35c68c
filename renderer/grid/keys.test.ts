import { describe, expect, it } from 'vitest'
import type { Command, KeyStroke, Mode } from './keys.ts'
import { commandOf } from './keys.ts'

const stroke = (keys: string): KeyStroke => {
  const parts = keys.split('+')
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  }
}
const arrow = (
  direction: 'up' | 'down' | 'left' | 'right',
  reach: 'cell' | 'edge' | 'page',
  extend = false,
): Command => ({
  do: 'step',
  direction,
  reach,
  extend,
})

describe('keys', () => {
  it.each<[Mode, string, Command | null]>([
    ['idle', 'ArrowDown', arrow('down', 'cell')],
    ['idle', 'Shift+ArrowDown', arrow('down', 'cell', true)],
    ['idle', 'Ctrl+ArrowRight', arrow('right', 'edge')],
    ['idle', 'Ctrl+Shift+ArrowUp', arrow('up', 'edge', true)],
    ['idle', 'PageDown', arrow('down', 'page')],
    ['type', 'ArrowLeft', arrow('left', 'cell')],
    ['edit', 'ArrowLeft', null],
    ['edit', 'Ctrl+ArrowLeft', null],
    ['edit', 'Home', null],
    ['idle', 'Home', { do: 'home', extend: false }],
    ['idle', 'Ctrl+End', { do: 'last', extend: false }],
    ['idle', 'Enter', { do: 'enter', back: false }],
    ['edit', 'Shift+Enter', { do: 'enter', back: true }],
    ['type', 'Ctrl+Enter', { do: 'fillEntry' }],
    ['edit', 'Tab', { do: 'tab', back: false }],
    ['idle', 'F2', { do: 'edit' }],
    ['edit', 'F2', { do: 'toggle' }],
    ['type', 'F2', { do: 'toggle' }],
    ['edit', 'Escape', { do: 'cancel' }],
    ['idle', 'Delete', { do: 'clear' }],
    ['idle', 'Backspace', { do: 'clear' }],
    ['type', 'Backspace', null],
    ['edit', 'Delete', null],
    ['idle', 'Ctrl+a', { do: 'all' }],
    ['edit', 'Ctrl+a', null],
    ['idle', 'Ctrl+d', { do: 'fillDown' }],
    ['idle', 'Ctrl+z', { do: 'undo' }],
    ['edit', 'Ctrl+z', null],
    ['idle', 'Ctrl+Shift+Z', { do: 'redo' }],
    ['idle', 'Ctrl+y', { do: 'redo' }],
    ['idle', 'Ctrl+c', null],
    ['idle', 'Ctrl+v', null],
    ['type', 'Ctrl+f', { do: 'find' }],
    ['idle', 'Shift+F3', { do: 'findNext', back: true }],
    ['idle', 'Alt+ArrowLeft', { do: 'fold' }],
    ['idle', 'Shift+F10', { do: 'menu' }],
    ['idle', '5', null],
    ['idle', ' ', null],
    ['idle', 'Shift+ ', { do: 'row' }],
  ])('%s %s', (mode, keys, command) => {
    expect(commandOf(stroke(keys), mode)).toEqual(command)
  })
})
