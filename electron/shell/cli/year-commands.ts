import { ok, type Result } from '../../../shared/channels/result.ts'
import { plainValue, valueText } from '../../../shared/words/cells.ts'
import { kindsInOrder, kindWord } from '../../../shared/words/fact-kinds.ts'
import { closingText, editionDifferenceText, fateText, itemText, leftWord } from '../../../shared/words/years.ts'
import type { RollForwardItem } from '../../../shared/years/preview.ts'
import { type RolledForward, rollForwardBook } from '../../services/roll-forward.ts'
import { badRequest } from './arguments.ts'
import { type Handler, type Outcome, withLedger } from './context.ts'

/** `roll-forward` */
export const rollForward: Handler = (context) => {
  const { args } = context
  const from = yearOf('from', args.need('from'))
  if (!from.ok) return from
  const to = args.text('to') === undefined ? ok(undefined) : yearOf('to', args.need('to'))
  if (!to.ok) return to
  const dryRun = args.has('dry-run')
  return withLedger(context, dryRun ? 'read' : 'write', (ledger): Result<Outcome> => {
    const rolled = rollForwardBook(ledger, {
      department: args.text('department'),
      from: from.value,
      to: to.value,
      edition: args.text('edition'),
      options: {
        projects: args.has('projects'),
        reasons: args.has('reasons'),
        rows: !args.has('no-rows'),
        units: !args.has('no-units'),
        texts: !args.has('no-texts'),
        style: !args.has('no-style'),
        cover: !args.has('no-cover'),
      },
      dryRun,
    })
    if (!rolled.ok) return rolled
    return ok({ json: jsonOf(rolled.value), lines: linesOf(rolled.value) })
  })
}

function yearOf(option: string, text: string): Result<number> {
  return /^[0-9]{4}$/.test(text) ? ok(Number(text)) : badRequest(`--${option} ${text}`, '应为四位年份，如 2024')
}

/** Everything, closings in 万元 as everywhere on the command line. */
function jsonOf({ report }: RolledForward): unknown {
  const { preview, ...rest } = report
  const { closings, items, ...others } = preview
  return {
    ...rest,
    ...others,
    closings: {
      follows: plainValue(closings.follows, 'amount'),
      byHand: plainValue(closings.byHand, 'amount'),
      lost: plainValue(closings.lost, 'amount'),
    },
    items: items.map(({ value, ...item }) =>
      item.isClosing ? { ...item, value: plainValue(value as number, 'amount') } : { ...item, value },
    ),
  }
}

function linesOf(rolled: RolledForward): string[] {
  const { report } = rolled
  const { from, to, book, preview, remarks } = report
  const closings = preview.items.filter(({ isClosing }) => isClosing)
  return [
    `${book === null ? '试结转' : '已结转'}“${to.department}”${from.year} 年度 → ${to.year} 年度，套表 ${from.edition} → ${to.edition}`,
    ...remarks.map((remark) => `请留意：${remark}`),
    ...section('结转', tallyLines(preview.items)),
    ...section(
      `年末数成为年初数：${valueText(preview.closings.follows, 'amount')} 万元`,
      closings.filter(({ fate }) => fate.kind === 'follows').map((item) => closingLine(rolled, item)),
    ),
    ...section(
      `没有成为年初数：${valueText(preview.closings.byHand + preview.closings.lost, 'amount')} 万元`,
      closings.filter(({ fate }) => fate.kind === 'left').map((item) => closingLine(rolled, item)),
    ),
    ...section(
      '有变化的',
      preview.items
        .filter((item) => !item.isClosing && item.fate.kind !== 'left' && item.fate.course !== 'same' && isItsOwn(item))
        .map((item) => `${itemText(rolled.names.old, item)}：${fateText(rolled.names.new, item)}`),
    ),
    ...section(
      '没有结转、请核对的',
      preview.items
        .filter(({ isClosing, fate }) => !isClosing && fate.kind === 'left' && isSurprising(fate.reason))
        .map((item) => `${itemText(rolled.names.old, item)}：${fateText(rolled.names.new, item)}`),
    ),
    ...section('套表的变化', preview.differences.map(editionDifferenceText)),
    ...section('新科目表中没有的科目', preview.unknownCodes),
    ...section(
      '写有年份、请核对的',
      preview.namesYears.map(({ years, ...fact }) => `${itemText(rolled.names.new, fact)}：有 ${years.join('、')} 年`),
    ),
  ]
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `【${title}】`, ...lines.map((line) => `  ${line}`)]

const closingLine = ({ names }: RolledForward, item: RollForwardItem): string =>
  `${itemText(names.old, item)} ${closingText(item.value)}：${fateText(names.new, item)}`

/** A project changes with its code, which is told by itself. */
const isItsOwn = ({ kind }: RollForwardItem): boolean => kind !== 'project'

type Left = Extract<RollForwardItem['fate'], { kind: 'left' }>['reason']
/** Reasons that are not a matter of course, nor of what was chosen. */
const isSurprising = (reason: Left): boolean =>
  ['dropped', 'divided', 'byLine', 'rowLeft', 'taken', 'namesYear', 'date'].includes(reason)

/** Per kind: how many come along, and how many do not for which reason. */
function tallyLines(items: readonly RollForwardItem[]): string[] {
  return kindsInOrder.flatMap((kind) => {
    const own = items.filter((item) => item.kind === kind && !item.isClosing)
    if (own.length === 0) return []
    const carried = own.filter(({ fate }) => fate.kind !== 'left').length
    const left = new Map<Left, number>()
    for (const { fate } of own) if (fate.kind === 'left') left.set(fate.reason, (left.get(fate.reason) ?? 0) + 1)
    const parts = [
      ...(carried > 0 ? [`结转 ${carried}`] : []),
      ...[...left].map(([reason, count]) => `不结转 ${count}（${leftWord(reason)}）`),
    ]
    return [`${kindWord(kind)}：${parts.join('，')}`]
  })
}
