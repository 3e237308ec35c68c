import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { FileToken } from '../../../shared/channels/values.ts'
import type { NamedFile } from '../../ledger/ledger.ts'
import { exportName } from '../export-name.ts'
import { rejected } from '../gesture.ts'
import { sealedFile } from '../sealed-file.ts'
import type { FileTokens } from './file-tokens.ts'
import { handOut } from './hand-out.ts'
import { inThread, renderInThread } from './rendering.ts'
import type { Running } from './running.ts'
import type { Workspace } from './workspace.ts'

type ExportChannel = 'export.workbook' | 'export.template' | 'export.sealed' | 'file.reveal'

/** Handlers of files that go out: a person says where, main writes, the window gets a token. */
export function exportHandlers(
  workspace: Workspace,
  files: FileTokens,
  running: Running,
): Pick<Handlers, ExportChannel> {
  const { host } = workspace

  return {
    'export.workbook': ({ book, supplements }, client) =>
      running.run(client, (signal) =>
        workspace.during(async ({ books }): Promise<Result<FileToken | null>> => {
          const found = books.get(book)
          if (!found.ok) return found
          const open = found.value
          return handOut({ host, files, client }, exportName(open.summary, 'xlsx'), async () => {
            if (open.summary.state === 'sealed' && !supplements) {
              const sealed = sealedFile(open, 'xlsx')
              return sealed.ok ? bytesOf(sealed.value) : sealed
            }
            const progress = (done: number) =>
              host.push({ kind: 'progress', task: 'export.workbook', done }, (one) => one === client)
            const [made = null] = await renderInThread(open, { supplements }, { signal, progress })
            return bytesOf(made)
          })
        }),
      ),

    'export.template': ({ book }, client) =>
      workspace.during(async ({ books }) => {
        const open = books.get(book)
        if (!open.ok) return open
        const { head } = open.value.edition.edition
        const path = await host.chooseSave(client, 'workbook', `${head.year}年度部门决算_模板.xlsx`)
        if (path === null) return ok(null)
        const to = path.toLowerCase().endsWith('.xlsx') ? path : `${path}.xlsx`
        const answer = await inThread({ what: 'template', edition: head.edition, path: to })
        const written = (answer.kind === 'template' ? answer.result : null) as Result<string>
        return written.ok ? ok(files.keep(to)) : written
      }),

    'export.sealed': ({ book, name }, client) =>
      workspace.during(async ({ ledger }) => {
        const sealed = ledger.sealedFiles(book)
        if (!sealed.ok) return sealed
        const file = sealed.value.find((one) => one.name === name)
        if (file === undefined) return rejected('上报文件', '没有这个文件')
        return handOut({ host, files, client }, file.name, () => ok(file.bytes))
      }),

    'file.reveal': ({ file }) => {
      const path = files.find(file)
      if (!path.ok) return path
      host.reveal(path.value)
      return ok({})
    },
  }
}

const bytesOf = (file: NamedFile | null): Result<Uint8Array> =>
  file === null ? rejected('导出', '没有这种文件') : ok(file.bytes)
