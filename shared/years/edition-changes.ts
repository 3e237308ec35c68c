import type { LinkedForm } from '../catalogue/link.ts'
import type { KeyChange } from '../catalogue/succession.ts'
import { type Course, courseOf, formOf, type KeyMap, type Lineage } from './lineage.ts'

/** What differs between two editions in their keys: every key of both is the same in the other, or in one of these. */
export type EditionDifference = {
  readonly of: 'form' | 'column' | 'row' | 'code'
  /** the form as the newer edition calls it, the older one's key where it is gone; null for forms and codes */
  readonly form: string | null
  readonly old: readonly string[]
  readonly now: readonly string[]
  readonly course: Exclude<Course, 'same'> | 'new'
  /** why, as the newer edition says it; null where it says nothing */
  readonly why: string | null
}

/** Forms, columns, fixed rows and codes that are not the same in both editions, in the order of the forms. */
export function editionDifferences(lineage: Lineage): EditionDifference[] {
  const { older, newer, succession } = lineage
  const keys = (forms: readonly LinkedForm[]): string[] => forms.map(({ key }) => key)
  const found = among('form', null, succession?.forms ?? [], lineage.forms, keys(older.forms), keys(newer.forms))
  for (const form of newer.forms) {
    const [source, ...more] = lineage.forms.sources(form.key) ?? []
    const before = source === undefined || more.length > 0 ? undefined : formOf(older, source)
    if (before === undefined) continue
    const { key } = form
    const named = (kind: 'columns' | 'rows') => (succession?.[kind] ?? []).filter((change) => change.form === key)
    const columns = (one: LinkedForm) => one.columns.map((column) => column.key)
    const rows = (one: LinkedForm) => (one.rows ?? []).map(({ row }) => row.key)
    found.push(
      ...among('column', key, named('columns'), lineage.columns(key), columns(before), columns(form)),
      ...among('row', key, named('rows'), lineage.rows(key), rows(before), rows(form)),
    )
  }
  return [...found, ...(succession?.codes ?? []).map((change) => named('code', null, change))]
}

function among(
  of: EditionDifference['of'],
  form: string | null,
  changes: readonly KeyChange[],
  map: KeyMap,
  old: readonly string[],
  now: readonly string[],
): EditionDifference[] {
  const present = new Set(now)
  const before = new Set(old)
  const gone = old.filter((key) => map.successors(key).course === 'same' && !present.has(key))
  // a key that another one's name went to has lost its own meaning without a line that says so
  const displaced = old.filter((key) => {
    const { course } = map.successors(key)
    return course === 'dropped' && !changes.some((change) => change.old.includes(key))
  })
  const added = now.filter((key) => map.sources(key)?.includes(key) === true && !before.has(key))
  return [
    ...changes.map((change) => named(of, form, change)),
    ...[...gone, ...displaced].map((key) => ({ of, form, old: [key], now: [], course: 'dropped' as const, why: null })),
    ...added.map((key) => ({ of, form, old: [], now: [key], course: 'new' as const, why: null })),
  ]
}

const named = (of: EditionDifference['of'], form: string | null, change: KeyChange): EditionDifference => ({
  of,
  form,
  old: change.old,
  now: change.new,
  course: change.old.length === 0 ? 'new' : courseOf(change),
  why: change.why,
})
