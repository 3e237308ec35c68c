import type { AmountUnit } from '../amount/fen.ts'
import { formatAmount, formatCount, formatScore } from '../amount/format.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Basis } from '../compare/basis.ts'
import type { ChartData } from '../compare/charts.ts'
import type { ComparedCell, ComparedRow } from '../compare/comparison.ts'
import type { Finding } from '../engine/finding.ts'

/** Words of comparisons and charts. */

/** What a book is compared with, in a sentence and over its column. */
export const basisWord: Readonly<Record<Basis, string>> = { prior: '上年', budget: '年初预算' }
export const baseHeader: Readonly<Record<Basis, string>> = { prior: '上年数', budget: '年初预算数' }
export const hereHeader: Readonly<Record<Basis, string>> = { prior: '本年数', budget: '决算数' }

/** Over its column: what a row that only one of the two books has is called. */
const presences: Readonly<Record<ComparedRow['presence'], string>> = { both: '', new: '本年新增', gone: '本年没有' }
export const presenceWord = (presence: ComparedRow['presence']): string => presences[presence]

/** Label of a row as it is said: its year filled in, without the spaces that spread it over its cell. */
export const comparedLabel = ({ label }: Pick<ComparedRow, 'label'>, year: number): string =>
  label.replaceAll('{year}', String(year)).replaceAll(/\s+/g, '')

/** Hundredths of a per cent with their two decimals: `-12.34%`. */
export const percentWord = (hundredths: number): string => `${formatScore(hundredths)}%`

/** The change in per cent, or why there is none; '' when both sides are blank or nought. */
export function changeWord({ percent, here, base }: ComparedCell, basis: Basis): string {
  if (!here && !base) return ''
  if (percent !== null) return percentWord(percent)
  return basis === 'prior' ? '上年无' : '未安排'
}

/** What the reader is told about reasons: the rules that ask, and what was answered. */
export function askedWord(asked: readonly Finding[]): string {
  return asked
    .map(({ check, severity, explanation }) =>
      explanation === null
        ? `${check} ${severity === 'verify' ? '待说明' : '提示'}`
        : `${check} 已说明：${explanation}`,
    )
    .join('；')
}

/** A number as a person reads it, grouped: an amount in the unit wanted, a count, a score; '' when blank. */
export function figureWord(value: number | null, unit: ValueUnit, amounts: AmountUnit = '万元'): string {
  if (value === null) return ''
  if (unit === 'amount') return formatAmount(value, amounts, { grouped: true })
  return unit === 'score' ? formatScore(value) : formatCount(value, { grouped: true })
}

/** A number of a chart: an amount in 万元 with two decimals, a half away from zero; '' when blank. */
export function chartFigure(value: number | null, unit: ValueUnit): string {
  if (value === null) return ''
  if (unit !== 'amount') return figureWord(value, unit)
  const hundredths = BigInt(Math.abs(value)) + 5_000n
  const digits = String(hundredths / 10_000n).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${value < 0 && /[1-9]/.test(digits) ? '-' : ''}${whole}.${digits.slice(-2)}`
}

const chartUnits: Readonly<Record<ValueUnit, string>> = { amount: '万元', count: '', score: '分', text: '' }
export const chartUnit = (unit: ValueUnit): string => chartUnits[unit]

/** Why a chart shows nothing. */
export const emptyChartWord = ({ kind }: ChartData): string =>
  kind === 'years' ? '各年都没有这方面的数' : '本年没有这方面的数'

/** A chart's table as lines: head, rows, and the total where the rows have one; amounts in 万元, exact. */
export function chartLines(chart: ChartData, plain: (value: number | null, unit: ValueUnit) => string): string[][] {
  const { series, rows, total, unit, kind } = chart
  const hasCodes = rows.some(({ code }) => code !== null)
  const measure = chartUnit(unit) === '' ? '' : `（${chartUnit(unit)}）`
  const head = [
    ...(hasCodes ? ['编码'] : []),
    kind === 'years' ? '年度' : '项目',
    ...series.map((one) => `${one}${measure}`),
    ...(kind === 'shares' ? ['占比'] : []),
  ]
  const body = rows.map(({ code, label, numbers, share }) => [
    ...(hasCodes ? [code ?? ''] : []),
    label,
    ...numbers.map(({ value }) => plain(value, unit)),
    ...(kind === 'shares' ? [share === null ? '' : percentWord(share)] : []),
  ])
  if (total === null || rows.length === 0) return [head, ...body]
  const sums = [
    ...(hasCodes ? [''] : []),
    '合计',
    ...total.map((value) => plain(value, unit)),
    ...(kind === 'shares' ? [total[0] ? '100.00%' : ''] : []),
  ]
  return [head, ...body, sums]
}
