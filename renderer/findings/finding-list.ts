import type { Severity } from '../../shared/catalogue/vocabulary.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { Place } from '../book/live-book.ts'

/** Stable name of a finding, so that the list knows it again after a gesture. */
export const findingKey = ({ check, kind, form, row, column }: Finding): string =>
  `${check}!${kind}!${form ?? ''}!${row ?? ''}!${column ?? ''}`

/** What stands in the way of sealing: an error, or a 核实性 finding without explanation. */
export const isBlocking = ({ severity, explanation }: Finding): boolean =>
  severity === 'error' || (severity === 'verify' && explanation === null)

export type FindingFilter = {
  readonly severities: readonly Severity[]
  /** only findings that concern this form; null for all */
  readonly form: string | null
  /** only what still has to be done: explained findings and hints are left out */
  readonly onlyOpen: boolean
  readonly text: string
}

/** A finding concerns a form when it stands there or compares one of its cells. */
export const concerns = ({ form, cells }: Finding, wanted: string): boolean =>
  form === wanted || cells.some((cell) => cell.form === wanted)

export const filterFindings = (
  findings: readonly Finding[],
  { severities, form, onlyOpen, text }: FindingFilter,
  sentence: (finding: Finding) => string,
): Finding[] =>
  findings.filter(
    (finding) =>
      severities.includes(finding.severity) &&
      (form === null || concerns(finding, form)) &&
      (!onlyOpen || isBlocking(finding)) &&
      (text === '' || sentence(finding).includes(text) || finding.check.includes(text.toUpperCase())),
  )

const rank: Readonly<Record<Severity, number>> = { error: 0, verify: 1, hint: 2 }

export type FindingGroup = {
  readonly form: string | null
  /** about the text part */
  readonly isText: boolean
  readonly findings: readonly Finding[]
}

/**
 * By form in printed order, findings about lists of codes, units and projects first, those about the text part
 * last; in each the worst first.
 */
export function groupFindings(findings: readonly Finding[], formIndex: ReadonlyMap<string, number>): FindingGroup[] {
  const groups = new Map<string | null, Finding[]>()
  const text: Finding[] = []
  for (const finding of findings) {
    const group = finding.kind === 'text' ? text : groups.get(finding.form)
    if (group === undefined) groups.set(finding.form, [finding])
    else group.push(finding)
  }
  const at = (form: string | null): number => (form === null ? -1 : (formIndex.get(form) ?? 0))
  const worstFirst = (group: readonly Finding[]) => group.toSorted((a, b) => rank[a.severity] - rank[b.severity])
  const byForm = [...groups]
    .sort(([a], [b]) => at(a) - at(b))
    .map(([form, group]): FindingGroup => ({ form, isText: false, findings: worstFirst(group) }))
  return text.length === 0 ? byForm : [...byForm, { form: null, isText: true, findings: worstFirst(text) }]
}

/**
 * The finding F8 goes to: the next error after the last one visited, else the first of the form in sight or behind it,
 * round the end. Without errors it goes through 核实性 findings that lack an explanation.
 */
export function nextFinding(
  findings: readonly Finding[],
  formIndex: ReadonlyMap<string, number>,
  { last, form, back }: { readonly last: string | null; readonly form: string; readonly back: boolean },
): Finding | null {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const wanted = groupFindings(errors.length > 0 ? errors : findings.filter(isBlocking), formIndex).flatMap(
    (group) => group.findings,
  )
  if (wanted.length === 0) return null
  const visited = wanted.findIndex((finding) => findingKey(finding) === last)
  if (visited >= 0) return wanted[(visited + (back ? -1 : 1) + wanted.length) % wanted.length] ?? null
  const here = formIndex.get(form) ?? 0
  const at = (finding: Finding): number => (finding.form === null ? -1 : (formIndex.get(finding.form) ?? 0))
  return back
    ? (wanted.findLast((finding) => at(finding) <= here) ?? wanted.at(-1) ?? null)
    : (wanted.find((finding) => at(finding) >= here) ?? wanted[0] ?? null)
}

/**
 * Where a finding is seen. One about a code, a unit or a project is seen at its line, in the form in sight if it has
 * one; null when no form has such a line.
 */
export function placeOfFinding(engine: Engine, { form, row, column, cells }: Finding, inSight: string): Place | null {
  if (form !== null && row !== null && column !== null) return { form, row, column }
  if (form !== null) return cells[0] ?? { form, row, column }
  if (row === null) return null
  const { forms, formIndex } = engine.edition
  const here = formIndex.get(inSight) ?? 0
  for (let step = 0; step < forms.length; step++) {
    const key = forms[(here + step) % forms.length]?.key ?? ''
    if (engine.row(key, row) !== null) return { form: key, row, column: null }
  }
  return null
}
