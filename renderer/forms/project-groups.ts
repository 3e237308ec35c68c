import type { Project } from '../../shared/engine/book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { linesAreProjects } from '../grid/project-lines.ts'
import { printedName } from './printed-name.ts'

/** Projects of one item and unit, in printed order, and the form in which they are lines. */
export type ProjectGroup = {
  readonly code: string
  readonly codeName: string
  readonly unit: string
  readonly unitName: string
  readonly form: string
  readonly projects: readonly Project[]
}

export function projectGroups({ engine }: Pick<OpenedBook, 'engine'>): ProjectGroup[] {
  const form = engine.edition.forms.find(({ key }) => linesAreProjects(engine.edition, key))?.key ?? ''
  const units = new Map(engine.book.units().map(({ key, name }) => [key, name]))
  const groups = new Map<
    string,
    { -readonly [K in keyof ProjectGroup]: ProjectGroup[K] extends readonly Project[] ? Project[] : ProjectGroup[K] }
  >()
  for (const project of engine.book.projects()) {
    const { code, unit } = project
    const key = `${code} ${unit}`
    const group = groups.get(key)
    if (group !== undefined) group.projects.push(project)
    else
      groups.set(key, {
        code,
        codeName: printedName(engine, code),
        unit,
        unitName: units.get(unit) ?? unit,
        form,
        projects: [project],
      })
  }
  return [...groups.values()]
}
