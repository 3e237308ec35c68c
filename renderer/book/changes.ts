import { parseCellKey } from '../../shared/address/cell.ts'
import type { Book } from '../../shared/engine/book.ts'
import type { FactChange, FactValue } from '../../shared/engine/facts.ts'
import type { Place } from './live-book.ts'

/** True for equal facts: numbers, texts, or records of them. */
function isSameValue(one: FactValue | null, other: FactValue | null): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}

const factOf = ({ kind, key }: FactChange): string => `${kind}\0${key}`
const lastOfEach = (changes: readonly FactChange[]): FactChange[] => [
  ...new Map(changes.map((change) => [factOf(change), change])).values(),
]

/** Changes that would change something, the last of each fact. */
export const effective = (book: Book, changes: readonly FactChange[]): FactChange[] =>
  lastOfEach(changes).filter(({ kind, key, after }) => !isSameValue(book.get(kind, key), after))

/** Changes that changed something, judged by the changes that take them back. */
export function effectiveAfter(inverse: readonly FactChange[], changes: readonly FactChange[]): FactChange[] {
  const before = new Map(inverse.map((change) => [factOf(change), change.after]))
  return lastOfEach(changes).filter((change) => !isSameValue(before.get(factOf(change)) ?? null, change.after))
}

/** Whether the book already says what the changes say. */
export const isThere = (book: Book, changes: readonly FactChange[]): boolean => effective(book, changes).length === 0

/** Where a gesture of main is seen: the place it names, else the first cell it changed. */
export function where(place: Place | null, changes: readonly FactChange[]): Place | null {
  if (place !== null) return place
  for (const { kind, key } of changes) {
    const address = kind === 'cell' ? parseCellKey(key) : null
    if (address !== null) return address
  }
  return null
}
