import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { plainValue } from '../../../shared/words/cells.ts'
import { chartLines } from '../../../shared/words/compare.ts'
import { csvFile } from '../../exchange/csv.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { analysisCharts, OtherYears } from '../analysis.ts'
import { compareBook, comparisonLines, priorOfForm } from '../compare.ts'
import { exportName } from '../export-name.ts'
import { rejected } from '../gesture.ts'
import type { FileTokens } from './file-tokens.ts'
import { handOut } from './hand-out.ts'
import type { OpenLedger, Workspace } from './workspace.ts'

type AnalysisChannel =
  | 'compare.prior'
  | 'analysis.years'
  | 'export.comparison'
  | 'export.chartTable'
  | 'export.chartPicture'

const pngMark = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Handlers of comparisons and charts: other years' sides of the book on screen, and their files. */
export function analysisHandlers(workspace: Workspace, files: FileTokens): Pick<Handlers, AnalysisChannel> {
  const { host } = workspace
  const years = new WeakMap<Ledger, OtherYears>()
  const yearsOf = ({ ledger }: OpenLedger): OtherYears => {
    const known = years.get(ledger)
    if (known !== undefined) return known
    const made = new OtherYears(ledger)
    years.set(ledger, made)
    return made
  }

  return {
    'compare.prior': ({ book, form }) =>
      workspace.withBook(book, (open) => {
        const prior = priorOfForm(open, form)
        if (!prior.ok || prior.value === null) return prior as Result<null>
        const { year, hasForm, columns, rows } = prior.value
        return ok({
          year,
          hasForm,
          columns: [...columns],
          rows: rows.map((row) => ({ ...row, numbers: [...row.numbers] })),
        })
      }),

    'analysis.years': ({ book }) =>
      workspace.withBook(book, ({ summary }, at) => {
        const points = yearsOf(at).of(summary)
        if (!points.ok) return points
        return ok(
          points.value.map((one) => ({
            ...one,
            points: one.points.map((point) => ({ ...point, cells: [...point.cells] })),
          })),
        )
      }),

    'export.comparison': ({ book, wishes }, client) =>
      workspace.during(async ({ books }) => {
        const open = books.get(book)
        if (!open.ok) return open
        const { basis, form, percent, amount, ...view } = wishes
        const name = exportName(
          open.value.summary,
          'csv',
          `${form}_${basis === 'prior' ? '与上年比较' : '与年初预算比较'}`,
        )
        return handOut({ host, files, client }, name, () => {
          const report = compareBook(open.value, { basis, form, percent, amount, view })
          return report.ok ? ok(csvFile(comparisonLines(report.value))) : report
        })
      }),

    'export.chartTable': ({ book, chart }, client) =>
      workspace.during(async (ledger) => {
        const open = ledger.books.get(book)
        if (!open.ok) return open
        const charts = analysisCharts(open.value, yearsOf(ledger), chart)
        if (!charts.ok) return charts
        const [data] = charts.value
        if (data === undefined) return rejected(`图表 ${chart}`, '没有这个图表')
        const lines = chartLines(data, (value, unit) => plainValue(value, unit) ?? '')
        return handOut({ host, files, client }, exportName(open.value.summary, 'csv', data.title), () =>
          ok(csvFile(lines)),
        )
      }),

    'export.chartPicture': ({ book, chart, picture }, client) =>
      workspace.during(async (ledger) => {
        const open = ledger.books.get(book)
        if (!open.ok) return open
        const charts = open.value.edition.charts.filter((one) => one.chart.chart === chart)
        const [linked] = charts
        if (linked === undefined) return rejected(`图表 ${chart}`, '没有这个图表')
        const bytes = Buffer.from(picture, 'base64')
        if (!pngMark.every((byte, at) => bytes[at] === byte)) return rejected('图片', '窗口送来的不是 PNG 图片')
        const { summary } = open.value
        const title = linked.chart.title.replaceAll('{year}', String(summary.year))
        return handOut({ host, files, client }, exportName(summary, 'png', title), () => ok(bytes))
      }),
  }
}
