import { parseCellKey } from '../../shared/address/cell.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { FindingState } from '../../shared/engine/finding.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { sampleBook, sampleExplanations, sampleFacts } from '../../shared/sample/sample.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { newBook } from './books.ts'
import { explanationKey } from './explanation-gestures.ts'
import { perform, rejected, stating } from './gesture.ts'
import { type OpenBook, openBook } from './open-book.ts'

/** What the sample book consists of. */
export type SampleTally = {
  /** cells its accountant typed: in the published forms, amounts of the budget by item, and in other supplements */
  readonly typed: { readonly forms: number; readonly budget: number; readonly supplements: number }
  /** value cells on the printed forms, and how many of them follow from a formula; the rest print a blank as zero */
  readonly printed: number
  readonly computed: number
  readonly explanations: number
  /** places where a check was tried, by outcome */
  readonly checks: Readonly<Record<FindingState, number>>
}

/**
 * Makes the published 2024 book in a ledger, the way a person would: an empty book, everything its accountant typed as
 * one gesture, the explanations as another.
 * Faults: those of `newBook` and of a gesture; request-rejected when an explanation has nothing to explain.
 */
export function makeSampleBook(ledger: Ledger): Result<OpenBook> {
  const { department, year, edition } = sampleBook
  const made = newBook(ledger, { department, year, edition, origin: 'sample' })
  if (!made.ok) return made
  const opened = openBook(ledger, { department, year })
  if (!opened.ok) return opened
  const open = opened.value
  const changes = stating(sampleFacts(open.edition))
  const typed = perform(open, { changes, label: `填列${year}年度公开的决算数`, place: null }, 'sample')
  if (!typed.ok) return typed
  const findings = open.engine.findings()
  const explained = []
  for (const { check, row, text } of sampleExplanations) {
    const finding = findings.find((one) => one.check === check && one.row === row)
    if (finding === undefined) return rejected(`样例的审核说明 ${check} ${row}`, '没有对应的审核结果')
    const { left, right } = finding
    explained.push({ kind: 'explanation', key: explanationKey(finding), after: { text, left, right } } as const)
  }
  const receipt = perform(open, { changes: explained, label: '填写审核说明', place: null }, 'sample')
  return receipt.ok ? ok(open) : receipt
}

/** Counts what is in the sample book. */
export function tallySample({ engine, edition, summary }: OpenBook): SampleTally {
  const typed = { forms: 0, budget: 0, supplements: 0 }
  for (const key of engine.book.facts.cell.keys()) {
    const form = edition.forms[edition.formIndex.get(parseCellKey(key)?.form ?? '') ?? -1]?.form
    if (form?.onPaper === true) typed.forms++
    else if (form?.codes?.leaf === 'item') typed.budget++
    else typed.supplements++
  }
  let printed = 0
  let computed = 0
  for (const { key, form } of edition.forms) {
    if (!form.onPaper) continue
    for (const { cells } of layOut(engine, key, summary).rows) {
      for (const cell of cells) {
        if (cell.kind !== 'value' || cell.value === null) continue
        printed++
        if (cell.cell === 'computed' || (cell.cell === 'default' && !engine.isStatedDefault(cell.address))) computed++
      }
    }
  }
  const checks = { holds: 0, fails: 0, 'not-applicable': 0, 'cannot-tell': 0 }
  for (const { state } of engine.findings(true)) checks[state]++
  const explanations = engine.book.facts.explanation.size
  return { typed, printed, computed, explanations, checks }
}
