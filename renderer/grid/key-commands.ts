import { cellKey } from '../../shared/address/cell.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { fillOf, isPartial, planFill, planSame, planText } from './block-gestures.ts'
import type { Controller, Outcome } from './controller.ts'
import type { Command } from './keys.ts'
import { commandOf } from './keys.ts'
import { end, home, lastFilled, nextEditable, step, topHome } from './moves.ts'
import type { Plan } from './plan.ts'
import { withoutEchoes } from './plan.ts'
import type { Range } from './range.ts'
import { at, contains, cycle, isSingle, spotsOf } from './range.ts'

/** Runs what a key means; keys that mean nothing here go on to the text field or the window. */
export function runKey(grid: Controller, event: KeyboardEvent): void {
  if (grid.entry.codes.isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    grid.entry.codes.move(event.key === 'ArrowDown' ? 1 : -1)
    taken(event)
    return
  }
  const command = commandOf(event, grid.mode)
  if (command === null) {
    if (grid.mode === 'idle' && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
      sayIfLocked(grid, event)
    // what belongs to an open text field (its own undo, select all) is not for the window
    if (grid.mode !== 'idle' && (event.ctrlKey || event.metaKey)) event.stopPropagation()
    return
  }
  if (run(grid, command)) taken(event)
}

function taken(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

function sayIfLocked(grid: Controller, event: KeyboardEvent): void {
  const { row, column } = grid.screen.inSheet(grid.selection.active)
  if (grid.screen.lockOf(row, column) === null) return
  grid.sayLocked(grid.selection.active)
  taken(event)
}

/** Runs a command; false leaves the key to the window. */
export function run(grid: Controller, command: Command): boolean {
  const { selection, ground, entry } = grid
  const isTab = command.do === 'tab'
  if (!isTab && command.do !== 'enter' && command.do !== 'edit' && command.do !== 'toggle') grid.tabColumn = null
  switch (command.do) {
    case 'step':
      if (!entry.finish()) return true
      grid.goTo(
        step(ground, command.extend ? selection.head : selection.active, command.direction, command.reach),
        command.extend,
      )
      return true
    case 'home':
    case 'end':
    case 'top':
    case 'last': {
      const from = command.extend ? selection.head : selection.active
      const to = {
        home: () => home(ground, from),
        end: () => end(ground, from),
        top: () => topHome(ground),
        last: () => lastFilled(ground),
      }
      grid.goTo(to[command.do](), command.extend)
      return true
    }
    case 'enter':
    case 'tab':
      return leaveCell(grid, command.do, command.back)
    case 'edit':
      entry.edit()
      return true
    case 'toggle':
      entry.toggle()
      return true
    case 'cancel':
      entry.cancel()
      return true
    case 'clear':
      clear(grid)
      return true
    case 'all':
      grid.select(
        {
          anchor: { row: 0, column: 0 },
          head: { row: grid.rows - 1, column: grid.columns - 1 },
          active: selection.active,
        },
        { show: false },
      )
      return true
    case 'row':
    case 'column':
      selectLines(grid, command.do)
      return true
    case 'fillDown':
    case 'fillRight': {
      const fill = fillOf(grid.range, command.do === 'fillDown' ? 'down' : 'right')
      if (fill !== null) carryOut(grid, '填充', planFill(grid.block, fill.source, fill.target), grid.range)
      return true
    }
    case 'fillEntry':
      fillEntry(grid)
      return true
    case 'undo':
      grid.book.undo()
      return true
    case 'redo':
      grid.book.redo()
      return true
    case 'fold':
    case 'unfold':
      fold(grid, command.do === 'fold')
      return true
    case 'find':
    case 'code':
      if (!entry.finish()) return true
      grid.hooks.onSearch(command.do)
      return true
    case 'findNext':
      if (!entry.finish()) return true
      grid.hooks.onFindNext(command.back)
      return true
    case 'menu':
      grid.hooks.onMenu(menuPoint(grid))
      return true
  }
}

function leaveCell(grid: Controller, key: 'enter' | 'tab', back: boolean): boolean {
  const wasIdle = grid.mode === 'idle'
  const before = grid.selection.active
  if (!grid.entry.finish()) return true
  const { selection, range, ground } = grid
  // picking a code has moved on already
  if (!wasIdle && selection.active !== before) return true
  if (!isSingle(range) && contains(range, selection.active)) {
    grid.select({ ...selection, active: cycle(range, selection.active, key, back) })
    return true
  }
  if (key === 'tab') {
    const next = nextEditable(ground, selection.active, back)
    // beyond the last cell the focus may leave the grid
    if (next === null) return !wasIdle
    grid.tabColumn ??= selection.active.column
    const { tabColumn } = grid
    grid.select(at(next))
    grid.tabColumn = tabColumn
    return true
  }
  const row = step(ground, selection.active, back ? 'up' : 'down', 'cell').row
  const column = back ? selection.active.column : (grid.tabColumn ?? selection.active.column)
  grid.tabColumn = null
  grid.select(at({ row, column }))
  return true
}

function selectLines(grid: Controller, what: 'row' | 'column'): void {
  const { top, bottom, left, right } = grid.range
  const anchor = what === 'row' ? { row: top, column: 0 } : { row: 0, column: left }
  const head = what === 'row' ? { row: bottom, column: grid.columns - 1 } : { row: grid.rows - 1, column: right }
  grid.select({ anchor, head, active: grid.selection.active }, { show: false })
}

/** Empties the range in one gesture; default cells go back to their formula. */
export function clear(grid: Controller): void {
  const { range, screen, block } = grid
  let dropped = 0
  for (const spot of spotsOf(range)) {
    const { row, column } = screen.inSheet(spot)
    const address = screen.addressAt(row, column)
    if (address !== null && screen.kept.drop(address)) {
      dropped++
      grid.repaint([address])
    }
  }
  const plan = planSame(block, range, { kind: 'value', value: null, holds: 'amount' })
  if (plan.taken === 0 && dropped === 0) {
    grid.sayLocked(grid.selection.active)
    return
  }
  carryOut(grid, '清除', plan, range)
}

/** Clears only values that stand in for a formula. */
export function restoreFormulas(grid: Controller): void {
  const { range, screen } = grid
  const changes: FactChange[] = []
  for (const spot of spotsOf(range)) {
    const { row, column } = screen.inSheet(spot)
    const address = screen.addressAt(row, column)
    if (address !== null && screen.isStated(row, column))
      changes.push({ kind: 'cell', key: cellKey(address), after: null })
  }
  // formulas are no difference from last year's book: nothing is asked
  if (grid.commit(`恢复公式 ${changes.length} 个单元格`, changes, activeAddress(grid)) === 'taken')
    grid.say(`已恢复 ${changes.length} 个单元格的公式`, 'info')
}

/** Carries out a plan as one gesture; what was not taken stays in its cell, red. */
export function carryOut(grid: Controller, verb: string, plan: Plan, range: Range): void {
  if (grid.book.readOnly) {
    grid.sayLocked(grid.selection.active)
    return
  }
  const changes = withoutEchoes(grid.screen.engine, plan.changes)
  const label = `${verb} ${grid.screen.form} ${changes.length} 个单元格`
  const done = grid.commit(label, changes, activeAddress(grid))
  const isDone = (outcome: Outcome): boolean => outcome === 'taken' && grid.isThere
  if (typeof done !== 'string')
    void done.then((outcome) => isDone(outcome) && showDone(grid, verb, plan, range, changes))
  else if (isDone(done)) showDone(grid, verb, plan, range, changes)
}

function showDone(
  grid: Controller,
  verb: string,
  plan: Plan,
  range: Range,
  changes: readonly { readonly key: string }[],
): void {
  grid.screen.kept.keep(
    plan.refused,
    changes.map(({ key }) => key),
  )
  grid.repaint(plan.refused.map(({ address }) => address))
  grid.select(
    {
      anchor: { row: range.top, column: range.left },
      head: { row: range.bottom, column: range.right },
      active: grid.selection.active,
    },
    { show: false },
  )
  grid.say(planText(verb, plan), isPartial(plan) ? 'warning' : 'info')
}

const activeAddress = (grid: Controller) => {
  const spot = grid.screen.inSheet(grid.selection.active)
  return grid.screen.addressAt(spot.row, spot.column)
}

/** Ctrl+Enter: what is typed, or what the active cell holds, goes into the whole range. */
function fillEntry(grid: Controller): void {
  const { entry, range, block, screen, selection } = grid
  const spot = screen.inSheet(selection.active)
  const isOpen = grid.mode !== 'idle'
  const text = entry.field.input.value
  if (isOpen && (isSingle(range) || screen.isCodeEntry(spot.row, spot.column))) {
    entry.finish()
    return
  }
  const cell = screen.sheet.valueAt(spot.row, spot.column)
  if (cell === null) return
  const offer = isOpen
    ? ({ kind: 'text', text } as const)
    : ({ kind: 'value', value: screen.engine.value(cell.address), holds: cell.unit } as const)
  const plan = planSame(block, range, offer)
  if (isOpen && plan.refused.length > 0 && plan.taken === 0) {
    entry.finish()
    return
  }
  entry.close()
  carryOut(grid, '填充', plan, range)
}

function fold(grid: Controller, isFolded: boolean): void {
  const { screen, selection } = grid
  const row = screen.shown[selection.active.row] ?? -1
  const line = screen.sheet.rows[row]
  if (line === undefined) return
  const target = line.hasChildren && screen.isFolded(row) !== isFolded ? row : isFolded ? line.parent : -1
  if (target < 0) return
  screen.setFolded([target], isFolded)
  grid.showRows(target)
}

function menuPoint(grid: Controller): { x: number; y: number } {
  const box = grid.entry.field.element.getBoundingClientRect()
  return { x: box.left + 8, y: box.bottom }
}
