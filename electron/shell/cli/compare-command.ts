import { ok, type Result } from '../../../shared/channels/result.ts'
import { bases } from '../../../shared/compare/basis.ts'
import { orders } from '../../../shared/compare/sorting.ts'
import { plainValue } from '../../../shared/words/cells.ts'
import { basisWord, chartFigure, chartLines, emptyChartWord } from '../../../shared/words/compare.ts'
import { csvText } from '../../exchange/csv.ts'
import { analysisCharts, analysisReport, OtherYears } from '../../services/analysis.ts'
import { amountLimit, type ComparisonReport, compareBook, comparisonLines } from '../../services/compare.ts'
import { type Arguments, badRequest, wholeNumber } from './arguments.ts'
import { type Handler, type Outcome, withBook } from './context.ts'
import { textTable } from './text-table.ts'

/** One of the words an option takes. Fault: request-rejected naming them. */
function oneOf<T extends string>(args: Arguments, option: string, words: readonly T[], fallback: T): Result<T> {
  const text = args.text(option)
  if (text === undefined) return ok(fallback)
  const found = words.find((word) => word === text)
  return found === undefined ? badRequest(`--${option} ${text}`, `应为 ${words.join('、')} 之一`) : ok(found)
}

/** `compare` */
export const compare: Handler = (context) =>
  withBook(context, 'read', (open) => {
    const { args } = context
    const basis = oneOf(args, 'with', bases, 'prior')
    if (!basis.ok) return basis
    const order = oneOf(args, 'sort', orders, 'printed')
    if (!order.ok) return order
    const [threshold, amount] = [args.text('threshold'), args.text('amount')]
    const percent = threshold === undefined ? null : wholeNumber('threshold', threshold)
    if (percent !== null && !percent.ok) return percent
    const limit = amount === undefined ? null : amountLimit(amount)
    if (limit !== null && !limit.ok) return limit
    const report = compareBook(open, {
      basis: basis.value,
      form: args.text('form'),
      percent: percent?.value,
      amount: limit?.value,
      view: { order: order.value, onlyMarked: args.has('marked') },
    })
    if (!report.ok) return report
    return ok(outcome(args, report.value, comparisonLines(report.value), () => comparisonTexts(report.value)))
  })

/** CSV is what the command prints, as it would be saved; only without its mark at the beginning. */
function outcome(
  args: Arguments,
  json: unknown,
  csv: readonly (readonly string[])[],
  lines: () => readonly string[],
): Outcome {
  return { json, lines: args.has('csv') ? [csvText(csv).trimEnd()] : lines() }
}

function comparisonTexts(report: ComparisonReport): string[] {
  const { year, threshold, forms, marked, open } = report
  const [head = [], ...lines] = comparisonLines(report)
  const limits = [
    `超过 ${threshold.percent}%`,
    ...(threshold.amount === null || Number(threshold.amount) === 0 ? [] : [`且达到 ${threshold.amount} 万元`]),
  ].join('')
  const texts = forms.flatMap(({ form, title }) => {
    const own = lines.filter(([key]) => key === form).map((cells) => cells.slice(1))
    return own.length === 0 ? [] : ['', `${form} ${title}`, ...columnsOf([head.slice(1), ...own])]
  })
  return [
    `${report.department} ${year} 年度，与${basisWord[report.with]}比较，金额以万元为单位，界限：${limits}`,
    ...texts,
    '',
    `超过界限 ${marked} 处，尚待说明 ${open} 处`,
  ]
}

/** Names to the left, the five columns of figures to the right, remarks to the left again; empty columns left out. */
function columnsOf(rows: readonly (readonly string[])[]): string[] {
  const used = (rows[0] ?? []).map((_, at) => at).filter((at) => rows.slice(1).some((row) => row[at] !== ''))
  const numbers = textTable(
    rows.map((row) => used.filter((at) => at < 8).map((at) => row[at] ?? '')),
    used.filter((at) => at < 4).length,
  )
  const remarks = textTable(rows.map((row) => used.filter((at) => at >= 8).map((at) => row[at] ?? '')))
  const width = Math.max(...numbers.map((line) => line.length))
  return width === 0 ? [] : numbers.map((line, at) => `${line}  ${remarks[at] ?? ''}`.trimEnd())
}

/** `analysis` */
export const analysis: Handler = (context) =>
  withBook(context, 'read', (open) => {
    const { args } = context
    const charts = analysisCharts(open, new OtherYears(open.ledger), args.text('chart'))
    if (!charts.ok) return charts
    const plain = charts.value.map((chart) => [
      [chart.title],
      ...chartLines(chart, (value, unit) => plainValue(value, unit) ?? ''),
    ])
    // one table stands alone; several have their titles and an empty line between them
    const csv = args.text('chart') === undefined ? plain.flatMap((lines) => [...lines, []]) : (plain[0] ?? []).slice(1)
    const report = analysisReport(open, charts.value)
    const lines = (): string[] =>
      charts.value.flatMap((chart) => {
        if (chart.isEmpty) return [chart.title, `  ${emptyChartWord(chart)}`, '']
        const table = chartLines(chart, (value, unit) => (value === null ? '' : chartFigure(value, unit)))
        return [chart.title, ...textTable(table, chart.rows.some(({ code }) => code !== null) ? 2 : 1), '']
      })
    return ok(outcome(args, report, csv, lines))
  })
