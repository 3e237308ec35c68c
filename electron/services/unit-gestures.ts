import { unitRowKey } from '../../shared/address/cell.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Unit } from '../../shared/engine/book.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { checkName, clearRows, type Gesture, rejected } from './gesture.ts'
import { some } from './row-gestures.ts'

/**
 * A free key: one more than the largest present. A key may come again after its unit or project was removed; that is
 * safe because the removal took every fact of it along, and undo goes back strictly step by step.
 */
export function nextKey(letter: 'u' | 'p', present: Iterable<string>): string {
  let largest = 0
  for (const key of present) if (/^[a-z][0-9]{1,9}$/.test(key)) largest = Math.max(largest, Number(key.slice(1)))
  return `${letter}${largest + 1}`
}

/** A unit by its key or its exact name. Fault: request-rejected naming the units there are. */
export function findUnit({ book }: Engine, named: string): Result<Unit> {
  const units = book.units()
  const byKey = units.find(({ key }) => key === named)
  if (byKey !== undefined) return ok(byKey)
  const [first, ...more] = units.filter(({ name }) => name === named)
  const list = units.map(({ key, name }) => `${key}“${name}”`)
  if (first === undefined) return rejected(`单位 ${named}`, `没有这个单位，有 ${some(list, 20) || '（还没有单位）'}`)
  return more.length === 0 ? ok(first) : rejected(`单位 ${named}`, `有多个单位同名，请用单位代号：${some(list, 20)}`)
}

/** Adds a unit, last in order. Fault: request-rejected for an empty name. */
export function addUnit({ book }: Engine, request: { readonly name: string }): Result<Gesture> {
  const name = checkName('单位', request.name)
  if (!name.ok) return name
  const key = nextKey('u', book.facts.unit.keys())
  const order = Math.max(0, ...book.units().map((unit) => unit.order)) + 1
  const changes: FactChange[] = [{ kind: 'unit', key, after: { name: name.value, order } }]
  return ok({ changes, label: gestureLabels.unitAdded(name.value), place: null })
}

/** Faults: request-rejected for an unknown unit or an empty name. */
export function renameUnit(engine: Engine, request: { readonly unit: string; readonly name: string }): Result<Gesture> {
  const unit = findUnit(engine, request.unit)
  if (!unit.ok) return unit
  const name = checkName('单位', request.name)
  if (!name.ok) return name
  const { key, order } = unit.value
  const changes: FactChange[] = [{ kind: 'unit', key, after: { name: name.value, order } }]
  return ok({ changes, label: gestureLabels.unitNamed(unit.value.name, name.value), place: null })
}

/** Moves a unit to a place among the units, counted from 1. Faults: request-rejected for an unknown unit or place. */
export function moveUnit(engine: Engine, request: { readonly unit: string; readonly to: number }): Result<Gesture> {
  const unit = findUnit(engine, request.unit)
  if (!unit.ok) return unit
  const reordered = reorder(engine.book.units(), unit.value, request.to)
  if (!reordered.ok) return reordered
  const changes = reordered.value.map(
    ({ key, name, order }): FactChange => ({ kind: 'unit', key, after: { name, order } }),
  )
  return ok({ changes, label: gestureLabels.unitMoved(unit.value.name, request.to), place: null })
}

/**
 * Removes a unit with its lines. Faults: request-rejected for an unknown unit, the only one, or one with projects.
 */
export function removeUnit(engine: Engine, request: { readonly unit: string }): Result<Gesture> {
  const unit = findUnit(engine, request.unit)
  if (!unit.ok) return unit
  const { key, name } = unit.value
  const { book } = engine
  if (book.units().length === 1) return rejected(`单位 ${name}`, '这是唯一的单位，不能删除')
  const projects = book.projects().filter((project) => project.unit === key)
  if (projects.length > 0) return rejected(`单位 ${name}`, `还有 ${projects.length} 个项目，请先移走或删除这些项目`)
  const end = unitRowKey('', key)
  const changes: FactChange[] = [
    { kind: 'unit', key, after: null },
    ...clearRows(engine, (row) => row === key || row.endsWith(end)),
  ]
  return ok({ changes, label: gestureLabels.unitRemoved(name), place: null })
}

/**
 * Members of a group whose order changes when one of them goes to a place (from 1) among them. Orders of the group are
 * used again, so that members of other groups keep theirs. Fault: request-rejected for a place there is not.
 */
export function reorder<T extends { readonly key: string; readonly order: number }>(
  group: readonly T[],
  moved: T,
  to: number,
): Result<T[]> {
  const others = group.filter(({ key }) => key !== moved.key)
  if (!Number.isInteger(to) || to < 1 || to > others.length + 1) {
    return rejected('次序', `应为 1 到 ${others.length + 1} 的整数`)
  }
  const sequence = [...others.slice(0, to - 1), moved, ...others.slice(to - 1)]
  const orders = sequence.map(({ order }) => order).sort((a, b) => a - b)
  const changed: T[] = []
  let last = Number.NEGATIVE_INFINITY
  sequence.forEach((one, place) => {
    const order = Math.max(orders[place] as number, last + 1)
    last = order
    if (order !== one.order) changed.push({ ...one, order })
  })
  return ok(changed)
}
