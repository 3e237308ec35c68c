import { levelOfCode } from '../../shared/address/code.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Project, Unit } from '../../shared/engine/book.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange, ProjectFact } from '../../shared/engine/facts.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { checkName, clearRows, type Gesture, rejected } from './gesture.ts'
import { missingCodes, some } from './row-gestures.ts'
import { findUnit, nextKey, reorder } from './unit-gestures.ts'

/** A project by its key or its exact name. Fault: request-rejected. */
export function findProject({ book }: Engine, named: string): Result<Project> {
  const projects = book.projects()
  const byKey = projects.find(({ key }) => key === named)
  if (byKey !== undefined) return ok(byKey)
  const [first, ...more] = projects.filter(({ name }) => name === named)
  if (first === undefined) {
    const list = some(projects.map(({ key, name }) => `${key}“${name}”`)) || '（还没有项目）'
    return rejected(`项目 ${named}`, `没有这个项目，有 ${list}`)
  }
  if (more.length === 0) return ok(first)
  return rejected(
    `项目 ${named}`,
    `有多个项目同名，请用项目代号：${some(
      [first, ...more].map(({ key }) => key),
      20,
    )}`,
  )
}

/** The unit meant; may be left out while there is only one. */
function unitFor(engine: Engine, named: string | undefined): Result<Unit> {
  if (named !== undefined) return findUnit(engine, named)
  const [only, ...more] = engine.book.units()
  if (only === undefined) return rejected('单位', '还没有单位，请先用 unit add 新增')
  if (more.length === 0) return ok(only)
  return rejected(
    '单位',
    `有多个单位，请指明其中之一：${some(
      [only, ...more].map(({ key, name }) => `${key}“${name}”`),
      20,
    )}`,
  )
}

const itemProblem = (code: string): string | null =>
  levelOfCode(code) === 'item' ? null : '项目所属科目应为 7 位（项）数字编码'

const factOf = ({ code, unit, name, order }: ProjectFact): ProjectFact => ({ code, unit, name, order })

/**
 * Adds a project, last in order; its item code comes along if the book does not have it yet.
 * Faults: request-rejected for an empty name, what is no item code, or an unknown unit.
 */
export function addProject(
  engine: Engine,
  request: { readonly code: string; readonly unit?: string | undefined; readonly name: string },
): Result<Gesture> {
  const { code } = request
  const problem = itemProblem(code)
  if (problem !== null) return rejected(`科目 ${code}`, problem)
  const unit = unitFor(engine, request.unit)
  if (!unit.ok) return unit
  const name = checkName('项目', request.name)
  if (!name.ok) return name
  const key = nextKey('p', engine.book.facts.project.keys())
  const order = Math.max(0, ...engine.book.projects().map((project) => project.order)) + 1
  const project: ProjectFact = { code, unit: unit.value.key, name: name.value, order }
  const changes: FactChange[] = [...missingCodes(engine, code), { kind: 'project', key, after: project }]
  return ok({ changes, label: gestureLabels.projectAdded(name.value), place: null })
}

/** Faults: request-rejected for an unknown project or an empty name. */
export function renameProject(
  engine: Engine,
  request: { readonly project: string; readonly name: string },
): Result<Gesture> {
  const project = findProject(engine, request.project)
  if (!project.ok) return project
  const name = checkName('项目', request.name)
  if (!name.ok) return name
  const after = { ...factOf(project.value), name: name.value }
  const changes: FactChange[] = [{ kind: 'project', key: project.value.key, after }]
  return ok({ changes, label: gestureLabels.projectNamed(project.value.name, name.value), place: null })
}

/**
 * Moves a project to another item code, another unit, or another place (from 1) among the projects of its item and
 * unit; its amounts go with it. Without a place it keeps its order.
 * Faults: request-rejected for an unknown project, code, unit or place, or when nothing is to move.
 */
export function moveProject(
  engine: Engine,
  request: {
    readonly project: string
    readonly code?: string | undefined
    readonly unit?: string | undefined
    readonly to?: number | undefined
  },
): Result<Gesture> {
  const found = findProject(engine, request.project)
  if (!found.ok) return found
  const code = request.code ?? found.value.code
  const problem = itemProblem(code)
  if (problem !== null) return rejected(`科目 ${code}`, problem)
  const unit = findUnit(engine, request.unit ?? found.value.unit)
  if (!unit.ok) return unit
  const moved: Project = { ...found.value, code, unit: unit.value.key }
  const changed = new Map<string, Project>()
  if (code !== found.value.code || moved.unit !== found.value.unit) changed.set(moved.key, moved)
  if (request.to !== undefined) {
    const group = engine.book.projects().filter((one) => one.code === code && one.unit === moved.unit)
    const reordered = reorder(group, moved, request.to)
    if (!reordered.ok) return reordered
    for (const one of reordered.value) changed.set(one.key, one)
  }
  if (changed.size === 0) return rejected(`项目 ${moved.name}`, '没有要移动的：请指明科目、单位或次序中与现在不同的')
  const changes: FactChange[] = [
    ...missingCodes(engine, code),
    ...[...changed.values()].map((one): FactChange => ({ kind: 'project', key: one.key, after: factOf(one) })),
  ]
  return ok({ changes, label: gestureLabels.projectMoved(moved.name), place: null })
}

/** Removes a project with its amounts. Its item code stays in the book. Fault: request-rejected if there is none. */
export function removeProject(engine: Engine, request: { readonly project: string }): Result<Gesture> {
  const project = findProject(engine, request.project)
  if (!project.ok) return project
  const { key, name } = project.value
  const changes: FactChange[] = [{ kind: 'project', key, after: null }, ...clearRows(engine, (row) => row === key)]
  return ok({ changes, label: gestureLabels.projectRemoved(name), place: null })
}
