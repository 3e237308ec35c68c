import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { FileToken } from '../../../shared/channels/values.ts'
import { writeFileSafely } from '../../exchange/output-file.ts'
import type { NamedFile } from '../../ledger/ledger.ts'
import { exportName } from '../export-name.ts'
import { rejected } from '../gesture.ts'
import type { FileTokens } from './file-tokens.ts'
import type { Saved } from './host.ts'
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

  /** Asks where a file of this name is to go, has it made, and writes it there. Null if the person would rather not. */
  const handOut = async (
    client: Client,
    name: string,
    make: () => Promise<Result<Uint8Array>>,
  ): Promise<Result<FileToken | null>> => {
    const path = await host.chooseSave(client, savedAs(name), name)
    if (path === null) return ok(null)
    const bytes = await make()
    if (!bytes.ok) return bytes
    const written = await writeFileSafely(path, bytes.value, { replace: true })
    return written.ok ? ok(files.keep(path)) : written
  }

  return {
    'export.workbook': ({ book, supplements }, client) =>
      running.run(client, (signal) =>
        workspace.during(async ({ ledger, books }): Promise<Result<FileToken | null>> => {
          const found = books.get(book)
          if (!found.ok) return found
          const open = found.value
          const name = exportName(open.summary, 'xlsx')
          return handOut(client, name, async () => {
            // a sealed book hands out what was handed in
            if (open.summary.state === 'sealed' && !supplements) {
              const sealed = ledger.sealedFiles(book)
              if (!sealed.ok) return sealed
              return bytesOf(workbookOf(sealed.value))
            }
            const progress = (done: number) =>
              host.push({ kind: 'progress', task: 'export.workbook', done }, (one) => one === client)
            return bytesOf(workbookOf(await renderInThread(open, { supplements }, { signal, progress })))
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
        return handOut(client, file.name, () => Promise.resolve(ok(file.bytes)))
      }),

    'file.reveal': ({ file }) => {
      const path = files.find(file)
      if (!path.ok) return path
      host.reveal(path.value)
      return ok({})
    },
  }
}

/** What a dialog calls files of this ending. */
const savedAs = (name: string): Saved => (/\.pdf$/i.test(name) ? 'pdf' : /\.docx$/i.test(name) ? 'word' : 'workbook')

const workbookOf = (files: readonly NamedFile[]): NamedFile | undefined =>
  files.find(({ name }) => name.endsWith('.xlsx'))

const bytesOf = (file: NamedFile | undefined): Result<Uint8Array> =>
  file === undefined ? rejected('导出', '没有这种文件') : ok(file.bytes)
