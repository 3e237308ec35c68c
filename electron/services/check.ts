import type { Severity, ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import type { Finding, FindingState } from '../../shared/engine/finding.ts'
import { differenceText, plainValue } from '../../shared/words/cells.ts'
import { findingText } from '../../shared/words/findings.ts'
import { textFindings } from './narrative.ts'
import type { OpenBook } from './open-book.ts'

/** One finding (审核结果) for people and programs; `left`, `right` and `difference` are decimals as `show` prints them. */
export type FindingReport = {
  readonly check: string
  readonly severity: Severity
  readonly state: FindingState
  readonly form: string | null
  readonly row: string | null
  readonly column: string | null
  readonly left: string | null
  readonly right: string | null
  readonly difference: string | null
  readonly message: string
  /** the rule in one line */
  readonly title: string
  /** 审核说明 given for these very values */
  readonly explanation: string | null
}

export type FailingCounts = { readonly errors: number; readonly verify: number; readonly hints: number }

/** How many checks fail by severity, and which. */
export type CheckReport = FailingCounts & {
  /** failing 核实性 checks without explanation: they block sealing, as errors do */
  readonly unexplained: number
  readonly findings: readonly FindingReport[]
}

/**
 * The findings of a book, in the order of its forms: those that fail, or with `all` every place that was tried. Those
 * about the text part come last, in the order of the text.
 */
export function checkBook(open: Pick<OpenBook, 'engine' | 'names' | 'summary'>, all = false): CheckReport {
  const { engine, names } = open
  const texts = textFindings(open)
  const findings = [...engine.findings(all), ...texts]
  return {
    ...failing(engine, texts),
    unexplained: findings.filter(isUnexplained).length,
    findings: findings.map((finding) => ({
      check: finding.check,
      severity: finding.severity,
      state: finding.state,
      form: finding.form,
      row: finding.row,
      column: finding.column,
      ...sides(finding),
      message: findingText(names, finding),
      title: finding.title,
      explanation: finding.explanation,
    })),
  }
}

/** How many checks fail by severity, those of the text part included. */
export const failingCounts = (open: Pick<OpenBook, 'engine' | 'summary'>): FailingCounts =>
  failing(open.engine, textFindings(open))

function failing({ counts }: OpenBook['engine'], texts: readonly Finding[]): FailingCounts {
  const count = (severity: Severity): number =>
    counts[severity] + texts.filter((finding) => finding.severity === severity).length
  return { errors: count('error'), verify: count('verify'), hints: count('hint') }
}

const isUnexplained = ({ state, severity, explanation }: Finding): boolean =>
  state === 'fails' && severity === 'verify' && explanation === null

/** True for what stands in the way of sealing: an error, or a 核实性 finding without explanation. */
export const isBlocking = ({ state, severity, explanation }: FindingReport): boolean =>
  state === 'fails' && (severity === 'error' || (severity === 'verify' && explanation === null))

function sides(finding: Finding): Pick<FindingReport, 'left' | 'right' | 'difference'> {
  const { left, right, kind, unit } = finding
  // an amount per count has a side of each unit, and no difference
  const units: readonly [ValueUnit, ValueUnit] = kind === 'perCount' ? ['amount', 'count'] : [unit, unit]
  return {
    left: plainValue(left, units[0]),
    right: plainValue(right, units[1]),
    difference: kind === 'perCount' || unit === 'text' ? null : differenceText(left, right, unit),
  }
}
