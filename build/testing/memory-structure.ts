import type { Structure } from '../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { Done } from '../../shared/channels/values.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange, ProjectFact, UnitFact } from '../../shared/engine/facts.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'

type Gesture = { label: string; changes: FactChange[]; place: Done['place'] }
const no = (where: string, reason: string): Result<never> => refuse({ kind: 'request-rejected', where, reason })
const done = (label: string, ...changes: FactChange[]): Result<Gesture> => ok({ label, changes, place: null })

const rowsGone = ({ book }: Engine, isGone: (row: string) => boolean): FactChange[] =>
  [...book.facts.cell.keys()]
    .filter((key) => isGone((key.split('!')[1] ?? '').split('@')[0] ?? ''))
    .map((key) => ({ kind: 'cell', key, after: null }))

/** What the services do with gestures on lists, as simply as the development page needs it. */
export function structureChanges(engine: Engine, request: Structure): Result<Gesture> {
  const { book, edition } = engine
  switch (request.kind) {
    case 'add-row': {
      const { code } = request
      if (book.codes().has(code)) return no(`科目 ${code}`, '已在科目中，不重复新增')
      const name = request.name ?? edition.codes.get(code)?.name ?? ''
      return done(gestureLabels.rowAdded(code, name), { kind: 'row', key: code, after: { name } })
    }
    case 'remove-row': {
      const { code } = request
      const used = book.projects().filter((project) => project.code === code)
      if (used.length > 0) return no(`科目 ${code}`, `还有 ${used.length} 个项目，请先移走或删除这些项目`)
      return done(
        gestureLabels.rowRemoved(code, ''),
        { kind: 'row', key: code, after: null },
        ...rowsGone(engine, (row) => row === code),
      )
    }
    case 'rename-row':
      return done(gestureLabels.rowNamed(request.code, request.name), {
        kind: 'row',
        key: request.code,
        after: { name: request.name },
      })
    case 'add-unit': {
      const order = book.units().length + 1
      return done(gestureLabels.unitAdded(request.name), {
        kind: 'unit',
        key: `u${order}`,
        after: { name: request.name, order },
      })
    }
    case 'rename-unit':
    case 'move-unit': {
      const unit = book.get('unit', request.unit) as UnitFact | null
      if (unit === null) return no(request.unit, '没有这个单位')
      if (request.kind === 'rename-unit')
        return done(gestureLabels.unitNamed(unit.name, request.name), {
          kind: 'unit',
          key: request.unit,
          after: { ...unit, name: request.name },
        })
      const others = book.units().filter(({ key }) => key !== request.unit)
      others.splice(request.to - 1, 0, { key: request.unit, ...unit })
      return done(
        gestureLabels.unitMoved(unit.name, request.to),
        ...others.map(({ key, name }, place): FactChange => ({ kind: 'unit', key, after: { name, order: place + 1 } })),
      )
    }
    case 'remove-unit':
      return done(gestureLabels.unitRemoved(request.unit), { kind: 'unit', key: request.unit, after: null })
    case 'add-project': {
      const { code, unit, name } = request
      const order = book.facts.project.size + 1
      return done(gestureLabels.projectAdded(name), {
        kind: 'project',
        key: `p${order}`,
        after: { code, unit, name, order },
      })
    }
    case 'rename-project':
    case 'move-project':
    case 'remove-project': {
      const project = book.get('project', request.project) as ProjectFact | null
      if (project === null) return no(request.project, '没有这个项目')
      if (request.kind === 'remove-project')
        return done(
          gestureLabels.projectRemoved(project.name),
          { kind: 'project', key: request.project, after: null },
          ...rowsGone(engine, (row) => row === request.project),
        )
      if (request.kind === 'rename-project')
        return done(gestureLabels.projectNamed(project.name, request.name), {
          kind: 'project',
          key: request.project,
          after: { ...project, name: request.name },
        })
      const { code = project.code, unit = project.unit, to } = request
      const group = book
        .projects()
        .filter((one) => one.key !== request.project && one.code === code && one.unit === unit)
      group.splice((to ?? group.length + 1) - 1, 0, { ...project, key: request.project, code, unit })
      return done(
        gestureLabels.projectMoved(project.name),
        ...group.map(
          ({ key, name }, place): FactChange => ({
            kind: 'project',
            key,
            after: { code, unit, name, order: place + 1 },
          }),
        ),
      )
    }
    case 'explain': {
      const { check, form, row, column, text } = request
      const finding = engine
        .findings()
        .find((one) => one.check === check && one.form === form && one.row === row && one.column === column)
      if (finding === undefined) return no(check, '此处没有不符的审核结果，不需要说明')
      const { left, right } = finding
      return done(gestureLabels.explained(check, row ?? ''), {
        kind: 'explanation',
        key: `${check}!${form ?? ''}!${row ?? ''}!${column ?? ''}`,
        after: text === '' ? null : { text, left, right },
      })
    }
  }
}
