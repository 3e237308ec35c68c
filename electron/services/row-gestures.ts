import { levelOfCode, parentOfCode } from '../../shared/address/code.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange, RowFact } from '../../shared/engine/facts.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { checkName, clearRows, type Gesture, rejected } from './gesture.ts'

/** Why a text is no code, or null. */
export const codeProblem = (code: string): string | null =>
  levelOfCode(code) === null ? '科目编码应为 3 位（类）、5 位（款）或 7 位（项）数字' : null

/** Printed name of a code: the book's own, else the code table's, else ''. */
export function codeName({ book, edition }: Engine, code: string): string {
  const own = (book.get('row', code) as RowFact | null)?.name ?? ''
  return own === '' ? (edition.codes.get(code)?.name ?? '') : own
}

/**
 * Facts for a code and those of its parents that the book does not have yet; none for codes it has. Names are the code
 * table's; an unknown code has the name given, or none.
 */
export function missingCodes({ book, edition }: Engine, code: string, name?: string): FactChange[] {
  const present = book.codes()
  const changes: FactChange[] = []
  for (let one: string | null = code; one !== null; one = parentOfCode(one)) {
    if (present.has(one)) continue
    const given = one === code ? name : undefined
    changes.unshift({ kind: 'row', key: one, after: { name: given ?? edition.codes.get(one)?.name ?? '' } })
  }
  return changes
}

/**
 * Adds a code with its missing parents; for a code the book has, a name given becomes the printed one.
 * Faults: request-rejected for what is no code, or for a code that is there and nothing to change.
 */
export function addRow(
  engine: Engine,
  request: { readonly code: string; readonly name?: string | undefined },
): Result<Gesture> {
  const { code, name } = request
  const problem = codeProblem(code)
  if (problem !== null) return rejected(`科目 ${code}`, problem)
  if (engine.book.codes().has(code)) {
    return name === undefined ? rejected(`科目 ${code}`, '已在科目中，不重复新增') : renameRow(engine, { code, name })
  }
  const checked = name === undefined ? ok(undefined) : checkName(`科目 ${code}`, name)
  if (!checked.ok) return checked
  const changes = missingCodes(engine, code, checked.value)
  return ok({ changes, label: gestureLabels.rowAdded(code, checked.value ?? codeName(engine, code)), place: null })
}

/** Gives a code of the book another printed name. Faults: request-rejected for a code that is not there, or no name. */
export function renameRow(engine: Engine, request: { readonly code: string; readonly name: string }): Result<Gesture> {
  const { code } = request
  if (!engine.book.codes().has(code)) return rejected(`科目 ${code}`, codeProblem(code) ?? '科目中没有这个编码')
  const name = checkName(`科目 ${code}`, request.name)
  if (!name.ok) return name
  if (name.value === codeName(engine, code)) return rejected(`科目 ${code}`, '已在科目中，名称也相同，没有要改的')
  const changes: FactChange[] = [{ kind: 'row', key: code, after: { name: name.value } }]
  return ok({ changes, label: gestureLabels.rowNamed(code, name.value), place: null })
}

/**
 * Removes an item code with its cells in every form, and the parents that have no other item; or a 类 or 款 without
 * items. Projects are not taken along: they stand for contracts and have to be moved or removed on purpose.
 * Faults: request-rejected for a code that is not there, has codes below it, or has projects.
 */
export function removeRow(engine: Engine, { code }: { readonly code: string }): Result<Gesture> {
  const { book } = engine
  const where = `科目 ${code}`
  const codes = [...book.codes().keys()]
  if (!book.facts.row.has(code) && !codes.includes(code))
    return rejected(where, codeProblem(code) ?? '科目中没有这个编码')
  const below = codes.filter((one) => one !== code && one.startsWith(code))
  if (levelOfCode(code) !== null && below.length > 0) {
    return rejected(where, `下面还有 ${some(below)}，请先删除下级科目`)
  }
  const projects = book.projects().filter((project) => project.code === code)
  if (projects.length > 0) {
    const names = some(projects.map(({ key, name }) => `${key}“${name}”`))
    return rejected(where, `还有 ${projects.length} 个项目（${names}），请先移走或删除这些项目`)
  }
  const gone = new Set([code])
  for (let parent = levelOfCode(code) && parentOfCode(code); parent !== null; parent = parentOfCode(parent)) {
    const start = parent
    if (codes.some((one) => one !== start && one.startsWith(start) && !gone.has(one))) break
    gone.add(parent)
  }
  const rows: FactChange[] = [...gone]
    .filter((one) => book.facts.row.has(one))
    .map((key) => ({ kind: 'row', key, after: null }))
  const changes = [...rows, ...clearRows(engine, (row) => gone.has(row.split('@')[0] ?? ''))]
  return ok({ changes, label: gestureLabels.rowRemoved(code, codeName(engine, code)), place: null })
}

/** The first few of a list, for a sentence. */
export const some = (words: readonly string[], most = 5): string =>
  words.length > most ? `${words.slice(0, most).join('、')}等 ${words.length} 个` : words.join('、')
