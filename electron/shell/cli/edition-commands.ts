import { ok, type Result } from '../../../shared/channels/result.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { TableKind } from '../../services/code-tables.ts'
import { importCodeTable, importEdition } from '../../services/edition-import.ts'
import { type EditionReport, listEditions } from '../../services/edition-list.ts'
import { type RevisionOffer, revisionOffer, revisionWord, takeRevision } from '../../services/revision-offer.ts'
import { badRequest } from './arguments.ts'
import { type Handler, type Outcome, withBook, withLedger } from './context.ts'
import { textTable } from './text-table.ts'

/** `editions` */
export const list: Handler = (context) => {
  const told = (ledger: Ledger | null): Result<Outcome> => {
    const found = listEditions(ledger)
    if (!found.ok) return found
    return ok({
      json: { ledger: ledger?.path ?? null, editions: found.value },
      lines: found.value.flatMap(editionLines),
    })
  }
  return context.args.has('ledger') ? withLedger(context, 'read', told) : told(null)
}

const trusts: Readonly<Record<EditionReport['trust'], string>> = { published: '按公开的报表', unverified: '未核实' }

function editionLines(report: EditionReport): string[] {
  const { edition, title, year, forms, supplements, trust, source, follows, functional, economic } = report
  const place = report.isBuiltIn ? '' : '，存于账套'
  return [
    `${edition}  ${title}`,
    ...textTable([
      ['', '版次', `${year} 年度，${revisionWord(report)}${place}`],
      ['', '报表', `${forms} 张，附表 ${supplements} 张`],
      ['', trusts[trust], source],
      ['', '科目', `${functional.table} ${functional.codes} 个，${economic.table} ${economic.codes} 个`],
      ['', '承接', follows.length === 0 ? '没有' : follows.join('、')],
    ]),
    '',
  ]
}

/** `editions import` */
export const importFile: Handler = (context) =>
  withLedger(context, 'write', async (ledger) => {
    const { args, path } = context
    const dryRun = args.has('dry-run')
    const done = await importEdition(ledger, { path: path(args.positional(0)), dryRun })
    if (!done.ok) return done
    const { edition, isNew } = done.value
    return ok({
      json: { ...done.value, dryRun },
      lines: [...editionLines(edition).slice(0, -1), keptLine(edition, isNew, dryRun)],
    })
  })

const keptLine = ({ edition }: EditionReport, isNew: boolean, dryRun: boolean): string =>
  dryRun ? '只看结果，没有存' : isNew ? `套表 ${edition} 已存入账套` : `套表 ${edition} 已有，没有改动`

const tables: readonly TableKind[] = ['functional', 'economic']

/** `editions codes` */
export const importCodes: Handler = (context) => {
  const { args, path } = context
  const table = tables.find((one) => one === args.need('table'))
  if (table === undefined)
    return badRequest(`--table ${args.need('table')}`, '应为 functional（功能分类）或 economic（经济分类）')
  return withLedger(context, 'write', async (ledger) => {
    const dryRun = args.has('dry-run')
    const request = { path: path(args.positional(0)), edition: args.need('edition'), table, dryRun }
    const done = await importCodeTable(ledger, request)
    if (!done.ok) return done
    const { edition, isNew, added, dropped, renamed } = done.value
    const rows = [
      ...added.map(({ code, name }) => ['新增', code, name]),
      ...dropped.map(({ code, name }) => ['减少', code, name]),
      ...renamed.map(({ code, from, to }) => ['改名', code, `${from} → ${to}`]),
    ]
    return ok({
      json: { ...done.value, dryRun },
      lines: [
        ...textTable(rows),
        `新增 ${added.length} 个，减少 ${dropped.length} 个，改名 ${renamed.length} 个`,
        keptLine(edition, isNew, dryRun),
      ],
    })
  })
}

/** `editions upgrade` */
export const upgrade: Handler = (context) => {
  const dryRun = context.args.has('dry-run')
  return withBook(context, dryRun ? 'read' : 'write', (open) => {
    const planned = dryRun ? revisionOffer(open) : takeRevision(open)
    if (!planned.ok) return planned
    if (planned.value === null) {
      const sealed = open.summary.state === 'sealed' ? '已上报的决算不更换套表' : '已是最新的版次，不用更新'
      return ok({ json: { offer: null, dryRun }, lines: [sealed] })
    }
    const { offer } = planned.value
    const last = dryRun ? '只看结果，没有改' : `已改为${revisionWord(offer.to)}`
    return ok({ json: { offer, dryRun }, lines: [...offerLines(offer), last] })
  })
}

function offerLines(offer: RevisionOffer): string[] {
  const { from, to, cells, lost, beside, moved, checks, codes, before, after } = offer
  const counted = ({ errors, verify, hints }: RevisionOffer['before']): string =>
    `基本平衡不符 ${errors} 处，核实性不符 ${verify} 处，提示 ${hints} 处`
  return [
    `套表 ${to.name}：${revisionWord(from)} → ${revisionWord(to)}`,
    `单元格：新增 ${cells.added.length} 个，减少 ${cells.dropped.length} 个，改变填法 ${cells.changed.length} 个`,
    `审核公式：新增 ${checks.added.length} 条，减少 ${checks.dropped.length} 条，修改 ${checks.changed.length} 条`,
    ...textTable([
      ...lost.map(({ name, value }) => ['不再有', name, value]),
      ...beside.map(({ name, value }) => ['改为计算，填列数留作核对', name, value ?? '']),
      ...codes.dropped.map(({ code, name }) => ['科目表中不再有', code, name]),
      ...codes.renamed.map((one) => ['科目改名', one.code, `${one.from} → ${one.to}`]),
      ...moved.map((one) => ['数有变化', one.name, `${one.from ?? '（空）'} → ${one.to ?? '（空）'}`]),
    ]),
    `审核结果：${counted(before)} → ${counted(after)}`,
  ]
}
