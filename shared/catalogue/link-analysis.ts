import type { Analysis, Chart } from './analysis.ts'
import type { LinkedForm } from './link.ts'
import { type Here, OperandLinker, unitOf } from './link-operand.ts'
import type { LinkedOperand, LinkedRows } from './linked-narrative.ts'
import { problem } from './problem.ts'
import type { ValueUnit } from './vocabulary.ts'

export type LinkedChartValue = {
  readonly label: string
  readonly operand: LinkedOperand
  readonly lastYear: LinkedOperand | null
}
export type LinkedChart = {
  readonly chart: Chart
  /** null in charts over years */
  readonly rows: LinkedRows | null
  readonly values: readonly LinkedChartValue[]
  readonly unit: ValueUnit
}

export const analysisFile = 'analysis.json'

/**
 * Resolves and lints the charts of an edition.
 * @throws EditionProblem naming file, property and reason
 */
export function linkAnalysis(charts: Analysis, forms: readonly LinkedForm[]): LinkedChart[] {
  const operands = new OperandLinker(forms)
  const seen = new Set<string>()
  return charts.map((chart) => {
    const here: Here = { file: analysisFile, property: chart.chart, scope: null }
    const fail = (reason: string): never => {
      throw problem(analysisFile, chart.chart, reason)
    }
    if (seen.has(chart.chart)) fail(`${chart.chart} occurs twice`)
    seen.add(chart.chart)
    if ((chart.rows === undefined) !== (chart.kind === 'years'))
      fail(chart.kind === 'years' ? 'a chart over years has no "rows"' : `${chart.kind} need "rows"`)
    if (chart.kind === 'pairs' && chart.values.length < 2) fail('pairs are of two values at least')
    if ((chart.kind === 'shares' || chart.kind === 'ranking') && chart.values.length > 1)
      fail(`${chart.kind} are of one value`)
    const rows =
      chart.rows === undefined
        ? null
        : operands.rows({ ...chart.rows, nonZero: chart.values.map(({ value }) => value) }, here)
    const inRows: Here = { ...here, scope: rows === null ? null : operands.scopeOf(rows) }
    const values = chart.values.map(({ label, value, lastYear }) => ({
      label,
      operand: operands.formula(value, inRows),
      lastYear: lastYear === undefined ? null : operands.formula(lastYear, inRows),
    }))
    const units = new Set(values.flatMap(({ operand, lastYear }) => [operand, lastYear ?? operand]).map(unitOf))
    const [unit, ...more] = units
    if (unit === undefined || more.length > 0 || unit === 'text') return fail(`values of ${[...units].join(' and ')}`)
    return { chart, rows, values, unit }
  })
}
