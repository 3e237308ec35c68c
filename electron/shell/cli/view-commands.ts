import { ok } from '../../../shared/channels/result.ts'
import { severityWord, stateWord } from '../../../shared/words/findings.ts'
import { type CheckReport, checkBook, type FindingReport } from '../../services/check.ts'
import { narrativeLines, narrativeReport } from '../../services/narrative.ts'
import { type ShownForm, showForm } from '../../services/show.ts'
import { traceCell } from '../../services/trace.ts'
import { type Handler, withBook } from './context.ts'
import { textTable } from './text-table.ts'

/** `show` */
export const show: Handler = (context) =>
  withBook(context, 'read', (open) => {
    const { args } = context
    const shown = showForm(open, args.need('form'), { offered: args.has('offered') })
    return shown.ok ? ok({ json: shown.value, lines: formLines(shown.value) }) : shown
  })

function formLines({ form, title, columns, rows }: ShownForm): string[] {
  const header = ['行', '名称', ...columns.map(({ header }) => header.filter((text) => text !== '').join('·'))]
  const keys = ['', '', ...columns.map(({ key }) => key)]
  const hasSeveralUnits = new Set(rows.map(({ unit }) => unit).filter((unit) => unit !== null)).size > 1
  const body = rows.map(({ key, label, unit, project, values }) => [
    key,
    `${project ?? label}${hasSeveralUnits && unit !== null ? `（${unit}）` : ''}`,
    ...columns.map((column) => values[column.key] ?? ''),
  ])
  return [`${form} ${title}`, ...textTable([header, keys, ...body], 2)]
}

/** `trace` */
export const trace: Handler = (context) =>
  withBook(context, 'read', (open) => {
    const { args } = context
    const traced = traceCell(open, { form: args.need('form'), row: args.need('row'), column: args.need('column') })
    if (!traced.ok) return traced
    const { words, terms } = traced.value
    const rows = terms.map(({ factor, name, value, prior }) => [
      `  ${factor < 0 ? '－' : '＋'}${Math.abs(factor) === 1 ? '' : `${Math.abs(factor)}×`}`,
      `${prior ? '上年 ' : ''}${name}`,
      value ?? '空白',
    ])
    return ok({ json: traced.value, lines: [words, ...textTable(rows, 2)] })
  })

/** `narrative` */
export const narrative: Handler = (context) =>
  withBook(context, 'read', (open) => ok({ json: narrativeReport(open), lines: narrativeLines(open) }))

/** `check` */
export const check: Handler = (context) =>
  withBook(context, 'read', (open) => {
    const report = checkBook(open, context.args.has('all'))
    const outcome = { json: report, lines: [...report.findings.map(findingLine), summaryLine(report)] }
    return ok(report.errors > 0 ? { ...outcome, exit: 1 as const } : outcome)
  })

/** One finding as a line: severity, rule, sentence, explanation. */
export function findingLine({ severity, check: id, state, message, explanation }: FindingReport): string {
  const mark = state === 'fails' ? severityWord(severity) : stateWord(state)
  return `[${mark}] ${id} ${message}${explanation === null ? '' : `。说明：${explanation}`}`
}

export function summaryLine({ errors, verify, hints, unexplained }: CheckReport): string {
  if (errors + verify + hints === 0) return '审核全部相符'
  return `不符：基本平衡 ${errors} 处，核实性 ${verify} 处（未说明 ${unexplained} 处），提示 ${hints} 处`
}
