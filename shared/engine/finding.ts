import type { CellAddress } from '../address/cell.ts'
import type { Severity, ValueUnit } from '../catalogue/vocabulary.ts'

/** Outcome of a check at one place: blank inputs are not a pass, and a missing last year cannot be told. */
export type FindingState = 'holds' | 'fails' | 'not-applicable' | 'cannot-tell'

/** What kind of sentence the finding needs; words are made in `shared/words`. */
export type FindingKind =
  | 'comparison' // two formulas
  | 'stated' // a figure from outside beside a computed cell
  | 'default' // a stated figure in a default cell
  | 'change'
  | 'ratio'
  | 'perCount'
  | 'sign'
  | 'emptyRow'
  | 'samePriorScale'
  | 'knownCode'
  | 'nameOfCode'
  | 'parentOfCode'
  | 'duplicate'
  | 'codesOfPrior'
  | 'text' // the text part; see `narrative/findings.ts`

/**
 * 审核结果: one check at one place, as data. `left` and `right` are in the unit (fen, count, hundredths); null is blank.
 * Findings about a code, unit or project have no form and column; `row` is its key and `detail` names it. Findings about
 * the text part have no form; `row` is the key of the block, `column` the words concerned.
 */
export type Finding = {
  readonly check: string
  readonly title: string
  readonly severity: Severity
  readonly state: FindingState
  readonly kind: FindingKind
  readonly form: string | null
  readonly row: string | null
  readonly column: string | null
  readonly is: '=' | '<=' | '>='
  readonly left: number | null
  readonly right: number | null
  readonly difference: number | null
  readonly unit: ValueUnit
  /** the two sides as the edition states them, for words */
  readonly sides: { readonly left: string; readonly right: string }
  /** cells to highlight, those of the left side first */
  readonly cells: readonly CellAddress[]
  /** name printed, name expected, or what else words need */
  readonly detail: string | null
  /** 审核说明 given for these very values; null when none, or when the values have moved since */
  readonly explanation: string | null
}

/** What findings about words and lists have in common: nothing is compared, and no form has the place. */
export const withoutSides = {
  state: 'fails',
  form: null,
  is: '=',
  left: null,
  right: null,
  difference: null,
  unit: 'text',
  sides: { left: '', right: '' },
} as const satisfies Partial<Finding>
