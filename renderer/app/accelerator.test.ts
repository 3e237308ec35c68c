import { describe, expect, it } from 'vitest'
import { commandTable, menuTitles } from '../../shared/words/commands.ts'
import { commandOfStroke, isAccelerator, keysText } from './accelerator.ts'

const stroke = (key: string, more: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

describe('accelerators', () => {
  it.each([
    ['F8', stroke('F8'), true],
    ['F8', stroke('F8', { shiftKey: true }), false],
    ['Shift+F8', stroke('F8', { shiftKey: true }), true],
    ['Ctrl+Z', stroke('z', { ctrlKey: true }), true],
    ['Ctrl+Z', stroke('z', { metaKey: true }), true],
    ['Ctrl+Z', stroke('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Ctrl+Shift+Z', stroke('Z', { ctrlKey: true, shiftKey: true }), true],
    ['Ctrl+/', stroke('/', { ctrlKey: true }), true],
    ['Alt+PageDown', stroke('PageDown', { altKey: true }), true],
    ['Ctrl+PageDown', stroke('PageDown', { altKey: true }), false],
  ] as const)('%s', (accelerator, keys, wanted) => expect(isAccelerator(keys, accelerator)).toBe(wanted))

  it('find their command', () => {
    expect(commandOfStroke(commandTable, stroke('F1'))?.id).toBe('help.guide')
    expect(commandOfStroke(commandTable, stroke('a'))).toBeNull()
  })
  it('read well', () => expect(keysText(['Ctrl+PageDown', 'Alt+PageDown'])).toBe('Ctrl+PgDn 或 Alt+PgDn'))
})

describe('the command table', () => {
  it('gives every id and every key once', () => {
    const ids = commandTable.map(({ id }) => id)
    const keys = commandTable.flatMap((command) => [...command.keys] as string[])
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('leaves zoom, and what browsers keep for themselves, alone', () => {
    const keys = commandTable.flatMap((command) => [...command.keys] as string[])
    expect(keys.filter((key) => /^Ctrl\+([-=+0NTW]|Shift\+[NTW]|Tab)$/.test(key))).toEqual([])
  })
  it('puts every command into a menu', () => {
    for (const { menu } of commandTable) expect(menuTitles[menu]).toBeTruthy()
  })
})
