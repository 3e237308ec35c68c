import { ok, type Result } from '../../../shared/channels/result.ts'
import { faultText } from '../../../shared/words/faults.ts'
import { problemPlace } from '../../../shared/words/ledger-places.ts'
import { checkBook, isBlocking } from '../../services/check.ts'
import { ownFonts } from '../../services/document.ts'
import { exportBook } from '../../services/export.ts'
import { type ImportReport, importFile as takeFile } from '../../services/import.ts'
import { chooseDepartment } from '../../services/open-book.ts'
import { backUp, restore as restoreBackup, verifyLedger } from '../../services/safekeeping.ts'
import { handOutSealed, sealBook, unsealBook } from '../../services/seal.ts'
import { exportTemplate } from '../../services/template.ts'
import { badRequest } from './arguments.ts'
import { choiceOf, type Handler, type Outcome, withBook, withLedger } from './context.ts'
import { findingLine } from './view-commands.ts'

/** `template` */
export const template: Handler = async ({ args, path }) => {
  const edition = args.need('edition')
  const made = await exportTemplate({ edition, path: path(args.need('out')), replace: args.has('replace') })
  return made.ok ? ok({ json: { edition, file: made.value }, lines: [`已写出模板 ${made.value}`] }) : made
}

/** `import` */
export const importFile: Handler = (context) => {
  const { args, path } = context
  const dryRun = args.has('dry-run')
  return withBook(context, dryRun ? 'read' : 'write', async (open) => {
    const imported = await takeFile(open, { path: path(args.positional(0)), dryRun })
    return imported.ok ? ok({ json: imported.value, lines: importLines(imported.value) }) : imported
  })
}

const kindWords: Readonly<Record<ImportReport['kind'], string>> = {
  xlsx: '工作簿',
  xls: '旧版工作簿',
  csv: 'CSV 表格',
  pdf: '公开的 PDF',
  text: '公开的文字',
}

function importLines(report: ImportReport): string[] {
  const { dryRun, stored, unchanged, cleared, conflicts, notUnderstood, remarks, added, backup, forms, texts } = report
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title} ${lines.length} 处：`, ...lines.map((line) => `  ${line}`)]
  const at = (sheet: string, cell: string): string => (sheet === '' ? cell : `“${sheet}”${cell}`)
  const places = (troubles: ImportReport['notUnderstood']): string[] =>
    troubles.map(({ sheet, cell, text, reason }) =>
      [`${at(sheet, cell)} ${text === '' ? '' : `“${text}”`}`.trim(), reason].filter((part) => part !== '').join('：'),
    )
  return [
    `${dryRun ? '试导入（没有存）' : '已导入'}${kindWords[report.kind]}：存入 ${stored} 个数，相同 ${unchanged} 个，清空 ${cleared.length} 个`,
    ...list(
      '读入的表',
      forms.map(
        ({ form, sheet, values, place }) => `${form} ${sheet}：${values} 个数${place === '' ? '' : `（${place}）`}`,
      ),
    ),
    ...list(
      '读入的文字',
      texts.map(
        ({ name, text, place }) =>
          `${name}（${place}）：${text.slice(0, 40).replaceAll('\n', ' ')}${text.length > 40 ? '…' : ''}`,
      ),
    ),
    ...list('新增', [
      ...added.codes.map((code) => `科目 ${code}`),
      ...added.units.map((key) => `单位 ${key}`),
      ...added.projects.map((key) => `项目 ${key}`),
    ]),
    ...list(
      '清空',
      cleared.map(({ name, was }) => `${name}（原为 ${was ?? ''}）`),
    ),
    ...list(
      '与计算数不同',
      conflicts.map(
        ({ name, computed, given, sheet, cell }) =>
          `${name}：${at(sheet, cell)} 是 ${given ?? '空白'}，按公式为 ${computed ?? '空白'}`,
      ),
    ),
    ...list('没有读懂', places(notUnderstood)),
    ...list('请留意', places(remarks)),
    ...(backup === null ? [] : [`导入前的备份：${backup}`]),
  ]
}

/** `export` */
export const exportFiles: Handler = (context) => {
  const { args, path } = context
  if (args.has('sealed')) return sealedFiles(context)
  const fonts = ownFonts(args.all('font'))
  if (!fonts.ok) return fonts
  return withBook(context, 'read', async (open) => {
    const { revision } = open.summary
    const remarks: string[] = []
    const form = args.text('form')
    const exported = await exportBook(open, {
      folder: path(args.need('out')),
      format: args.text('format'),
      replace: args.has('replace'),
      supplements: args.has('supplements'),
      textOnly: args.has('text-only'),
      ...(form === undefined ? {} : { form }),
      fonts: fonts.value,
      remark: (text) => remarks.push(text),
    })
    if (!exported.ok) return exported
    return ok({
      json: { files: exported.value, revision, remarks },
      lines: [...exported.value.map((file) => `已导出 ${file}`), ...remarks.map((text) => `请留意：${text}`)],
    })
  })
}

/** `export --sealed` */
const sealedFiles: Handler = (context) => {
  const { args, path } = context
  const other = ['format', 'supplements', 'form', 'text-only', 'font'].find((option) => args.has(option))
  if (other !== undefined) return badRequest(`--${other}`, '不能与 --sealed 同用：上报时留存的文件原样取出')
  const choice = choiceOf(context)
  if (!choice.ok) return choice
  return withLedger(context, 'read', async (ledger) => {
    const request = { folder: path(args.need('out')), replace: args.has('replace') }
    const written = await handOutSealed(ledger, choice.value, request)
    if (!written.ok) return written
    const { book, files } = written.value
    return ok({
      json: { files, revision: book.revision, remarks: [] },
      lines: files.map((file) => `已取出 ${file}`),
    })
  })
}

/** `seal` */
export const seal: Handler = (context) =>
  withBook(context, 'write', async (open): Promise<Result<Outcome>> => {
    const sealed = await sealBook(open)
    if (sealed.ok) {
      const { receipt, files } = sealed.value
      const { revision, seq, time } = receipt
      const lines = ['已上报，留存文件：', ...files.map(({ name, bytes }) => `  ${name}（${bytes} 字节）`)]
      return ok({ json: { state: 'sealed', revision, seq, time, files }, lines })
    }
    if (sealed.fault.kind !== 'seal-refused') return sealed
    const findings = checkBook(open).findings.filter(isBlocking)
    const { errors, unexplained } = sealed.fault
    return ok({
      json: { fault: sealed.fault, message: faultText(sealed.fault), errors, unexplained, findings },
      lines: findings.map(findingLine),
      fault: sealed.fault,
    })
  })

/** `unseal` */
export const unseal: Handler = (context) => {
  const choice = choiceOf(context)
  if (!choice.ok) return choice
  return withLedger(context, 'write', (ledger) => {
    const reason = context.args.need('reason')
    const opened = unsealBook(ledger, choice.value, reason)
    if (!opened.ok) return opened
    const { revision, seq, time } = opened.value
    return ok({ json: { state: 'open', revision, seq, time, reason }, lines: ['已撤销上报，可以继续修改'] })
  })
}

/** `backup` */
export const backup: Handler = (context) => {
  const { args, path } = context
  return withLedger(context, 'read', async (ledger) => {
    const named = args.text('department')
    const known = named === undefined ? ok('') : chooseDepartment(ledger, named)
    if (!known.ok) return known
    const made = await backUp(ledger, { path: path(args.need('out')), replace: args.has('replace') })
    return made.ok
      ? ok({ json: { ledger: ledger.path, file: made.value }, lines: [`已备份并验证：${made.value}`] })
      : made
  })
}

/** `restore` */
export const restore: Handler = async ({ args, path, opener }) => {
  const request = { from: path(args.need('from')), ledger: path(args.need('ledger')) }
  const restored = await restoreBackup({ ...request, department: args.text('department') }, opener)
  if (!restored.ok) return restored
  const { kept, path: ledger } = restored.value
  const lines = [`已恢复 ${ledger}`, ...(kept === null ? [] : [`原有的账套另存为 ${kept}`])]
  return ok({ json: { ledger, from: request.from, kept }, lines })
}

/** `verify` */
export const verify: Handler = (context) =>
  withLedger(context, 'read', (ledger) => {
    const named = context.args.text('department')
    const known = named === undefined ? ok('') : chooseDepartment(ledger, named)
    if (!known.ok) return known
    const verified = verifyLedger(ledger)
    if (!verified.ok) return verified
    const { sound, books, problems } = verified.value
    const json = { ledger: ledger.path, ...verified.value }
    if (sound) return ok({ json, lines: [`账套完好：${books} 个年度决算`] })
    const lines = problems.map(({ book, place, detail }) =>
      [book === null ? '' : `${book.department} ${book.year}`, problemPlace(place), detail]
        .filter((part) => part !== '')
        .join('：'),
    )
    const [first = ''] = lines
    const detail = problems.length > 1 ? `${first}，共 ${problems.length} 处` : first
    return ok({ json, lines, fault: { kind: 'ledger-damaged', path: ledger.path, detail } })
  })
