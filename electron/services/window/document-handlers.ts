import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { PrintedFile } from '../../../shared/channels/values.ts'
import type { NamedFile } from '../../ledger/ledger.ts'
import { exportName } from '../export-name.ts'
import { rejected } from '../gesture.ts'
import type { OpenBook } from '../open-book.ts'
import { sealedFile } from '../sealed-file.ts'
import type { FileTokens } from './file-tokens.ts'
import { handOut } from './hand-out.ts'
import type { Previews } from './previews.ts'
import { renderInThread } from './rendering.ts'
import type { Running } from './running.ts'
import type { Workspace } from './workspace.ts'

type DocumentChannel = 'export.document' | 'document.preview' | 'document.cancel'
type Wishes = { readonly format: 'pdf' | 'docx'; readonly textOnly: boolean; readonly form: string | null }
type Made = { readonly file: NamedFile; readonly remarks: readonly string[] }

/** Handlers of the public document: printed for a person to keep or to look at. */
export function documentHandlers(
  workspace: Workspace,
  files: FileTokens,
  previews: Previews,
  running: Running,
): Pick<Handlers, DocumentChannel> {
  const { host, settings } = workspace

  const make = async (
    open: OpenBook,
    { format, textOnly, form }: Wishes,
    { client, task, signal }: { readonly client: Client; readonly task: DocumentChannel; readonly signal: AbortSignal },
  ): Promise<Made> => {
    const remarks: string[] = []
    const [file] = await renderInThread(
      open,
      { formats: [format], textOnly, ...(form === null ? {} : { form }), fonts: settings.fonts },
      {
        signal,
        progress: (done) => host.push({ kind: 'progress', task, done: Math.min(1, done) }, (one) => one === client),
        remark: (text) => remarks.push(text),
      },
    )
    if (file === undefined) throw new Error('nothing was printed')
    return { file, remarks }
  }

  return {
    'export.document': ({ book, ...wishes }, client) =>
      running.run(client, (signal) =>
        workspace.during(async ({ books }): Promise<Result<PrintedFile | null>> => {
          const open = books.get(book)
          if (!open.ok) return open
          const problem = formProblem(open.value, wishes.form)
          if (problem !== null) return problem
          const { summary } = open.value
          const name = exportName(summary, wishes.format, wishes.form ?? (wishes.textOnly ? '文字说明' : undefined))
          const remarks: string[] = []
          const file = await handOut({ host, files, client }, name, async () => {
            signal.throwIfAborted()
            const isPart = wishes.form !== null || wishes.textOnly
            const sealed = isPart ? ok(null) : sealedFile(open.value, wishes.format)
            if (!sealed.ok) return sealed
            if (sealed.value !== null) return ok(sealed.value.bytes)
            const made = await make(open.value, wishes, { client, task: 'export.document', signal })
            remarks.push(...made.remarks)
            return ok(made.file.bytes)
          })
          return file.ok ? ok(file.value && { ...file.value, remarks }) : file
        }),
      ),

    'document.preview': ({ book, form }, client) =>
      running.run(client, (signal) =>
        workspace.during(async ({ books }): Promise<Result<PrintedFile | null>> => {
          const open = books.get(book)
          if (!open.ok) return open
          const problem = formProblem(open.value, form)
          if (problem !== null) return problem
          signal.throwIfAborted()
          const wishes: Wishes = { format: 'pdf', textOnly: false, form }
          const { file, remarks } = await make(open.value, wishes, { client, task: 'document.preview', signal })
          return ok({ token: previews.keep(file.bytes), name: file.name, remarks: [...remarks] })
        }),
      ),

    'document.cancel': (_, client) => {
      running.cancel(client)
      return ok({})
    },
  }
}

const formProblem = ({ edition }: OpenBook, form: string | null): Result<never> | null =>
  form === null || edition.formIndex.has(form) ? null : rejected(`报表 ${form}`, '没有这张表')
