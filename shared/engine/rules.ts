import type { Relation } from '../catalogue/vocabulary.ts'
import type { FindingState } from './finding.ts'

/** Pure outcomes of relations over two numbers in one unit; null is blank and counts as nought beside a number. */

const outcome = (holds: boolean): FindingState => (holds ? 'holds' : 'fails')

/** `left is right`; blank on both sides is no pass. */
export function compare(left: number | null, is: '=' | '<=' | '>=', right: number | null): FindingState {
  if (left === null && right === null) return 'not-applicable'
  const [a, b] = [left ?? 0, right ?? 0]
  return outcome(is === '=' ? a === b : is === '<=' ? a <= b : a >= b)
}

/** The change from right to left is at most `percent` % of right, or less than `below`. Exact: no division. */
export function withinChange(left: number | null, right: number | null, percent: number, below: number): FindingState {
  if (left === null && right === null) return 'not-applicable'
  const change = BigInt(left ?? 0) - BigInt(right ?? 0)
  const size = change < 0n ? -change : change
  const base = BigInt(Math.abs(right ?? 0))
  return outcome(size * 100n <= base * BigInt(percent) || size < BigInt(below))
}

/** Neither number is `times` the other or more; noughts and blanks cannot be compared. */
export function sameScale(left: number | null, right: number | null, times: number): FindingState {
  if (!left || !right) return 'not-applicable'
  const [a, b] = [BigInt(Math.abs(left)), BigInt(Math.abs(right))]
  return outcome(a < b * BigInt(times) && b < a * BigInt(times))
}

/** Amount (fen) and count are both nought or both not, and the amount per one is at most `most` fen. */
export function perCount(amount: number | null, count: number | null, most: number): FindingState {
  if (amount === null && count === null) return 'not-applicable'
  const [a, n] = [amount ?? 0, count ?? 0]
  return outcome((a === 0) === (n === 0) && BigInt(a) <= BigInt(most) * BigInt(n))
}

/** Outcome of a relation with formulas, for the numbers of its two sides. */
export function tryRelation(
  relation: Extract<Relation, { at: unknown }>,
  left: number | null,
  right: number | null,
): FindingState {
  if (!('rule' in relation)) return compare(left, relation.is, right)
  switch (relation.rule) {
    case 'change':
      return withinChange(left, right, relation.percent, relation.below ?? 0)
    case 'ratio':
      return sameScale(left, right, relation.times)
    case 'perCount':
      return perCount(left, right, relation.most)
  }
}
