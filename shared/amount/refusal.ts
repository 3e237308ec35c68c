import type { ReadUnit } from './fen.ts'

/** Every reason for which typed text is not taken as a number. `shared/words/amount.ts` says what to do about each. */
export const amountRefusals = [
  'too-long', // more text than any amount or hand-written expression needs
  'letters', // a character that belongs to no number; `found` is that character
  'exponent', // 1e5
  'two-points', // 1.2.3
  'no-digits', // a sign, a unit or a point without a number
  'bad-grouping', // 1,23: a misplaced separator is more likely a slip than a habit
  'two-signs', // (-300), --5
  'unbalanced-parentheses', // (300
  'expression-without-equals', // 1+2
  'bad-expression', // =1+
  'unit-in-expression', // =1万元+2: numbers of an expression are in the unit of entry
  'division-by-zero',
  'too-many-decimals', // finer than 分, or than the unit's own last place
  'out-of-range', // beyond ±9 007 199 254 740 991 分
] as const
export type AmountRefusal = (typeof amountRefusals)[number]

/** Text that was not taken. `found` is the piece to blame; `unit` the one in which the number was being read. */
export type Refused = {
  readonly ok: false
  readonly reason: AmountRefusal
  readonly found: string
  readonly unit: ReadUnit
}
