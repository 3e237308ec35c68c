import { describe, expect, it } from 'vitest'
import type { Ground } from './moves.ts'
import { end, home, lastFilled, nextEditable, step, topHome } from './moves.ts'
import { cycle, fillRange, rangeOf } from './range.ts'

/** `x` filled and open, `o` filled and locked, `.` empty and open, `-` empty and locked. */
function ground(...lines: readonly string[]): Ground {
  const at = (row: number, column: number): string => lines[row]?.[column] ?? ''
  return {
    rows: lines.length,
    columns: lines[0]?.length ?? 0,
    home: 1,
    page: 4,
    isFilled: ({ row, column }) => 'xo'.includes(at(row, column)),
    isEditable: ({ row, column }) => 'x.'.includes(at(row, column)),
  }
}
const field = ground('oxx.ox', 'ox...x', 'o....-', 'oxx.-x')
const spot = (row: number, column: number) => ({ row, column })

describe('moving', () => {
  it.each([
    ['right through a run of filled cells', spot(0, 0), 'right', spot(0, 2)],
    ['right over a gap to the next filled one', spot(0, 2), 'right', spot(0, 4)],
    ['right to the border when nothing follows', spot(2, 0), 'right', spot(2, 5)],
    ['down over a gap', spot(1, 1), 'down', spot(3, 1)],
    ['up to the top of a run', spot(1, 1), 'up', spot(0, 1)],
    ['nowhere at the border', spot(0, 5), 'right', spot(0, 5)],
  ] as const)('Ctrl+arrow: %s', (_, from, direction, to) => {
    expect(step(field, from, direction, 'edge')).toEqual(to)
  })

  it('an arrow stays inside, a page moves a page less one row', () => {
    expect(step(field, spot(0, 0), 'up', 'cell')).toEqual(spot(0, 0))
    expect(step(field, spot(0, 2), 'down', 'page')).toEqual(spot(3, 2))
  })

  it('Home goes to the first scrolling column and then to the first of all', () => {
    expect(home(field, spot(2, 4))).toEqual(spot(2, 1))
    expect(home(field, spot(2, 1))).toEqual(spot(2, 0))
    expect(end(field, spot(2, 1))).toEqual(spot(2, 5))
    expect(topHome(field)).toEqual(spot(0, 1))
    expect(lastFilled(field)).toEqual(spot(3, 5))
  })

  it('Tab skips locked cells, goes on in the next row and ends at the last', () => {
    expect(nextEditable(field, spot(0, 3), false)).toEqual(spot(0, 5))
    expect(nextEditable(field, spot(0, 5), false)).toEqual(spot(1, 1))
    expect(nextEditable(field, spot(1, 1), true)).toEqual(spot(0, 5))
    expect(nextEditable(field, spot(3, 5), false)).toBeNull()
    expect(nextEditable(field, spot(0, 1), true)).toBeNull()
  })
})

describe('ranges', () => {
  const range = { top: 1, left: 1, bottom: 2, right: 3 }

  it('are the same whichever corner was first', () => {
    const corners = { anchor: spot(2, 1), head: spot(1, 3), active: spot(2, 1) }
    expect(rangeOf(corners)).toEqual(range)
  })

  it.each([
    ['tab', false, spot(1, 3), spot(2, 1)],
    ['tab', false, spot(2, 3), spot(1, 1)],
    ['tab', true, spot(1, 1), spot(2, 3)],
    ['enter', false, spot(2, 1), spot(1, 2)],
    ['enter', true, spot(1, 2), spot(2, 1)],
  ] as const)('%s goes round (back: %s)', (key, back, from, to) => {
    expect(cycle(range, from, key, back)).toEqual(to)
  })

  it('are filled along one axis only, the one dragged further', () => {
    expect(fillRange(range, spot(5, 4))).toEqual({ ...range, bottom: 5 })
    expect(fillRange(range, spot(2, 7))).toEqual({ ...range, right: 7 })
    expect(fillRange(range, spot(0, 2))).toEqual({ ...range, top: 0 })
    expect(fillRange(range, spot(2, 2))).toEqual(range)
  })
})
