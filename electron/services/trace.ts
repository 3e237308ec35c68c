import type { CellAddress } from '../../shared/address/cell.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Trace } from '../../shared/engine/trace.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName, plainValue, valueText } from '../../shared/words/cells.ts'
import { formulaText } from '../../shared/words/formulas.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'
import { some } from './row-gestures.ts'
import { findForm } from './show.ts'

/** Why a cell has its value, in words and cells; values are decimals as `show` prints them. */
export type TraceReport = CellAddress & {
  readonly name: string
  readonly unit: ValueUnit
  readonly kind: Trace['kind']
  readonly value: string | null
  /** as the edition states it; `children` for subtotals; '' for typed cells */
  readonly formula: string
  /** what the formula gives; differs from the value in a default cell stated otherwise */
  readonly formulaValue: string | null
  /** what the user stated, or a foreign source gives */
  readonly stated: string | null
  /** the rule that owns the cell */
  readonly check: string | null
  readonly terms: readonly (CellAddress & {
    readonly name: string
    readonly factor: number
    readonly value: string | null
    /** taken from last year's book */
    readonly prior: boolean
  })[]
  readonly words: string
}

/** Traces a cell. Fault: request-rejected for a form, row or column there is not. */
export function traceCell({ engine, names }: OpenBook, address: CellAddress): Result<TraceReport> {
  const form = findForm(engine, address.form)
  if (!form.ok) return form
  const trace = engine.trace(address)
  const unit = engine.unitOf(address)
  if (trace === null || unit === null) {
    const rows = engine.rows(address.form).map(({ key }) => key)
    const where = `${address.form} ${address.row}·${address.column}`
    if (!rows.includes(address.row)) return rejected(where, `没有这一行，有 ${some(rows, 60)}`)
    const columns = form.value.columns.map(({ key }) => key)
    return rejected(where, `这一行没有这一栏，表中的栏有 ${columns.join('、')}`)
  }
  return ok({
    ...address,
    name: cellName(names, address),
    unit,
    kind: trace.kind,
    value: plainValue(trace.value, unit),
    formula: trace.formula,
    formulaValue: plainValue(trace.formulaValue, unit),
    stated: plainValue(trace.stated, unit),
    check: trace.check,
    terms: trace.terms.map(({ factor, cell, value, prior }) => ({
      ...cell,
      name: cellName(names, cell),
      factor,
      value: plainValue(value, unit),
      prior,
    })),
    words: wordsOf(names, trace, unit),
  })
}

function wordsOf(names: BookNames, trace: Trace, unit: ValueUnit): string {
  const name = cellName(names, trace.cell)
  const value = valueText(trace.value, unit)
  if (trace.kind === 'input') return `${name}：${value}，${trace.value === null ? '尚未填列' : '直接填列'}`
  const formula = formulaText(names, trace.cell, trace.formula)
  const given = valueText(trace.formulaValue, unit)
  if (trace.kind === 'default' && trace.stated !== null)
    return `${name}：${value}，填列数；按公式（${formula}）为 ${given}`
  const stated = trace.stated === null ? '' : `；来源上是 ${valueText(trace.stated, unit)}`
  return `${name}：${value}，按公式计算（${formula}）${stated}`
}
