import { diagnosticText } from '../../../shared/channels/care-values.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { faultText } from '../../../shared/words/faults.ts'
import { writeFileSafely } from '../../exchange/output-file.ts'
import { openLedger } from '../../ledger/ledger.ts'
import { checkFolder } from '../../services/books.ts'
import { type DiagnosticOccasion, diagnose } from '../../services/diagnostics.ts'
import { exportAll as exportEverything } from '../../services/export-all.ts'
import { type Context, type Handler, type Outcome, withLedger } from './context.ts'

/** `export-all` */
export const exportAll: Handler = (context) =>
  withLedger(context, 'read', async (ledger): Promise<Result<Outcome>> => {
    const { args, path } = context
    const done = await exportEverything(ledger, {
      folder: path(args.need('out')),
      replace: args.has('replace'),
      toReplace: '加 --replace 更新它',
    })
    if (!done.ok) return done
    const { folder, books, paths, kept, problems, remarks } = done.value
    const [first] = problems
    return ok({
      json: {
        folder,
        books,
        files: paths.length,
        kept,
        problems: problems.map(({ book, fault }) => ({ book, fault, message: faultText(fault) })),
        remarks,
      },
      lines: [
        `已导出 ${books} 个年度决算，${paths.length} 个文件：${folder}${kept === 0 ? '' : `（其中 ${kept} 个没有变化）`}`,
        ...remarks.map((text) => `请留意：${text}`),
        ...problems.map(({ book, fault }) => `没有导全 ${book}：${faultText(fault)}`),
      ],
      ...(first === undefined ? {} : { fault: first.fault }),
    })
  })

/** `diagnostics`: works also on a ledger that cannot be opened, and says which fault keeps it shut. */
export const diagnostics: Handler = async (context) => {
  const { args, path } = context
  const at = args.has('ledger') ? path(args.need('ledger')) : null
  const sections = await lookingAt(context, at)
  const text = diagnosticText(sections)
  const out = args.text('out')
  if (out === undefined) return ok({ json: { sections, text, file: null }, lines: text.trimEnd().split('\n') })
  const to = path(out)
  const folder = checkFolder(to)
  if (!folder.ok) return folder
  const written = await writeFileSafely(to, Buffer.from(text), { replace: args.has('replace') })
  if (!written.ok) return written
  return ok({ json: { sections, text, file: to }, lines: [`已写出诊断信息 ${to}`] })
}

async function lookingAt({ opener, logFile }: Context, path: string | null) {
  const opened = path === null ? null : await openLedger(path, { ...opener, mode: 'read' })
  const occasion: DiagnosticOccasion = {
    clock: opener.clock,
    shell: '命令行',
    runtime: [['Node', process.versions.node]],
    logFile,
    path,
    ledger: opened?.ok === true ? opened.value : null,
    fault: opened?.ok === false ? opened.fault : null,
  }
  try {
    return await diagnose(occasion)
  } finally {
    occasion.ledger?.close()
  }
}
