import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../../ledger/fixtures/ledgers.ts'
import { firstState, onScreen, readWindowState, writeWindowState } from './window-state.ts'

const main = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: 0, width: 2560, height: 1400 }
const state = { x: 2000, y: 100, width: 1200, height: 800, maximised: false, zoom: 1 }

describe('the window’s place', () => {
  it('is kept between runs, and forgotten when it cannot be read', async () => {
    const file = join(folder(), 'user', 'window.json')
    expect(readWindowState(file)).toEqual(firstState)
    await writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    for (const text of [
      '',
      '{"x":1}',
      JSON.stringify({ ...state, zoom: 90 }),
      JSON.stringify({ ...state, width: 1.5 }),
    ]) {
      writeFileSync(file, text)
      expect(readWindowState(file)).toEqual(firstState)
    }
  })

  it.each([
    ['on a screen that is there', state, [main, second], state],
    ['on a screen that is gone', state, [main], { ...state, x: null, y: null }],
    ['above every screen', { ...state, x: 100, y: -500 }, [main], { ...state, x: null, y: null }],
    [
      'too large for the screen',
      { ...state, x: 10, width: 5000, height: 3000 },
      [main],
      { ...state, x: 10, width: 1920, height: 1040 },
    ],
    ['never anywhere yet', firstState, [main], firstState],
  ])('%s', (_, before, screens, after) => {
    expect(onScreen(before, screens, main)).toEqual(after)
  })
})
