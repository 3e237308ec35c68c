import { setCell } from '../../electron/services/cell-gestures.ts'
import { explain } from '../../electron/services/explanation-gestures.ts'
import type { Gesture } from '../../electron/services/gesture.ts'
import type { OpenBook } from '../../electron/services/open-book.ts'
import { addProject, removeProject, renameProject } from '../../electron/services/project-gestures.ts'
import { addRow, removeRow } from '../../electron/services/row-gestures.ts'
import { addUnit, removeUnit, renameUnit } from '../../electron/services/unit-gestures.ts'
import { parseCellKey } from '../../shared/address/cell.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import type { Chance } from '../testing/chance.ts'

type Make = (open: OpenBook, chance: Chance) => Result<Gesture>

const words = (chance: Chance): string => `第${chance.below(1_000_000)}次`.repeat(chance.between(1, 12))

const direct = (...changes: FactChange[]): Result<Gesture> => ({
  ok: true,
  value: { changes, label: '改写', place: null },
})

/** An amount typed into a cell that has one. */
const amount: Make = ({ engine, names }, chance) => {
  const address = parseCellKey(chance.oneOf([...engine.book.facts.cell.keys()]))
  if (address === null) throw new Error('a cell without an address')
  const isWhole = address.form.startsWith('S0')
  const text = isWhole ? String(chance.below(90)) : `${chance.below(9_000)}.${chance.between(100_000, 999_999)}`
  return setCell(engine, names, { ...address, text })
}

const ofBook = (open: OpenBook, kind: 'project' | 'unit'): string[] => [...open.engine.book.facts[kind].keys()]

/** Everything a person can do to a book by hand; some of it is refused, as it would be to a person. */
const makers: readonly Make[] = [
  ...Array.from({ length: 8 }, () => amount),
  (_, chance) => direct({ kind: 'text', key: 'duties', after: words(chance) }),
  (_, chance) => direct({ kind: 'cover', key: 'head', after: words(chance).slice(0, 40) }),
  ({ engine }, chance) => addRow(engine, { code: `22999${chance.between(10, 40)}`, name: words(chance).slice(0, 60) }),
  ({ engine }, chance) => removeRow(engine, { code: `22999${chance.between(10, 40)}` }),
  (open, chance) => addProject(open.engine, { code: '2120107', unit: 'u1', name: words(chance).slice(0, 60) }),
  (open, chance) => {
    const project = chance.oneOf(ofBook(open, 'project'))
    return renameProject(open.engine, { project, name: words(chance).slice(0, 60) })
  },
  (open, chance) => removeProject(open.engine, { project: ofBook(open, 'project').at(-1) ?? words(chance) }),
  (open, chance) => addUnit(open.engine, { name: words(chance).slice(0, 60) }),
  (open, chance) => {
    const unit = chance.oneOf(ofBook(open, 'unit'))
    return renameUnit(open.engine, { unit, name: words(chance).slice(0, 60) })
  },
  (open, chance) => {
    const units = ofBook(open, 'unit')
    return removeUnit(open.engine, { unit: units.length > 1 ? (units.at(-1) ?? '') : words(chance) })
  },
  ({ engine, names }, chance) => {
    const [finding] = engine.findings().filter(({ state }) => state === 'fails')
    if (finding === undefined) return addRow(engine, { code: '2299999' })
    const { check, form, row, column } = finding
    const place = { form: form ?? undefined, row: row ?? undefined, column: column ?? undefined }
    return explain(engine, names, { check, ...place, text: words(chance) })
  },
]

/** Any gesture a person makes by hand, or why it is none. */
export const anyGesture: Make = (open, chance) => chance.oneOf(makers)(open, chance)

/** A block of amounts as a paste brings it, with the codes that are not in the book yet. */
export function anyPaste(open: OpenBook, chance: Chance): Gesture {
  const { row } = open.engine.book.facts
  const unit = chance.oneOf(ofBook(open, 'unit'))
  const codes = Array.from({ length: chance.between(40, 600) }, (_, at) =>
    String(2_291_010 + Math.floor(at / 80) * 100 + (at % 80)),
  )
  const changes = codes.flatMap((code): FactChange[] => [
    ...(row.has(code) ? [] : [{ kind: 'row', key: code, after: { name: `科目${code}` } } as const]),
    { kind: 'cell', key: `GK05!${code}!income`, after: chance.below(1_000_000) },
    { kind: 'cell', key: `GK06!${code}@${unit}!basic`, after: chance.below(1_000_000) },
    { kind: 'cell', key: `GK06!${code}@${unit}!project`, after: chance.below(1_000_000) },
  ])
  return { changes, label: '粘贴', place: null }
}

/** The changes of a gesture that a person would look for afterwards: the value each fact was last given. */
export const lastValues = (changes: readonly FactChange[]): Map<string, Fact['value'] | null> =>
  new Map(changes.map(({ kind, key, after }) => [`${kind} ${key}`, after]))
