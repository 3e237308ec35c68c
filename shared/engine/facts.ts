/**
 * A book is a set of facts: what the user stated, and nothing that can be computed from it.
 * The ledger, undo, history, manifest and roll-forward know facts, not kinds (design §6).
 */
export const factKinds = [
  'cell', // FORM!row!column -> fen, count, hundredths of a score, or text
  'stated', // FORM!row!column of a computed cell -> the figure a foreign source gives there
  'row', // item code -> RowFact
  'unit', // unit key -> UnitFact
  'project', // project key -> ProjectFact
  'explanation', // CHECK!FORM!row!column (empty parts allowed) -> ExplanationFact
  'text', // key of a free text -> string
  'option', // key of a book option -> string
  'cover', // key of a cover line -> string
] as const
export type FactKind = (typeof factKinds)[number]

/** A code of the book's list: the name to print, when it differs from the code table or the code is unknown. */
export type RowFact = { readonly name: string }
/** A unit (二级单位): printed name and place in the order of units. */
export type UnitFact = { readonly name: string; readonly order: number }
/** A project: item code and unit it belongs to, printed name, place in the order of projects. */
export type ProjectFact = {
  readonly code: string
  readonly unit: string
  readonly name: string
  readonly order: number
}
/**
 * 审核说明: the words, and the two sides (fen) the finding had when they were given; null where a side was blank. Those
 * that came with another 年初数 than last year's book gives say the kind of difference too.
 */
export type ExplanationFact = {
  readonly text: string
  readonly left: number | null
  readonly right: number | null
  readonly kind?: string
}

export type FactValue = number | string | { readonly [property: string]: string | number | null }
export type Fact = { readonly kind: FactKind; readonly key: string; readonly value: FactValue }
/** One fact set (`after` is a value) or taken back (`after` is null). */
export type FactChange = { readonly kind: FactKind; readonly key: string; readonly after: FactValue | null }

const isText = (value: unknown): value is string => typeof value === 'string'
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const isSide = (value: unknown): boolean => value === null || isWhole(value)

/** What an object of a kind must have for the program to work with it; it may have more. */
const members: Readonly<Partial<Record<FactKind, (value: Readonly<Record<string, unknown>>) => boolean>>> = {
  row: ({ name }) => isText(name),
  unit: ({ name, order }) => isText(name) && isWhole(order),
  project: ({ code, unit, name, order }) => isText(code) && isText(unit) && isText(name) && isWhole(order),
  explanation: ({ text, left, right, kind }) =>
    isText(text) && isSide(left) && isSide(right) && (kind === undefined || isText(kind)),
}

/** True for a value that facts of this kind can have: what comes out of a file is only said to be one. */
export function isFactValue(kind: FactKind, value: unknown): value is FactValue {
  if (kind === 'cell') return isWhole(value) || isText(value)
  if (kind === 'stated') return isWhole(value)
  const hasMembers = members[kind]
  if (hasMembers === undefined) return isText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const object = value as Readonly<Record<string, unknown>>
  return Object.values(object).every((one) => one === null || isText(one) || isWhole(one)) && hasMembers(object)
}
