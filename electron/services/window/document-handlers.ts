import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { PrintedFile } from '../../../shared/channels/values.ts'
import { writeFileSafely } from '../../exchange/output-file.ts'
import type { NamedFile } from '../../ledger/ledger.ts'
import { renderBook } from '../export.ts'
import { exportName } from '../export-name.ts'
import { rejected } from '../gesture.ts'
import type { OpenBook } from '../open-book.ts'
import type { FileTokens } from './file-tokens.ts'
import type { Previews } from './previews.ts'
import { renderInThread } from './rendering.ts'
import type { Workspace } from './workspace.ts'

type DocumentChannel = 'export.document' | 'document.preview' | 'document.cancel'
type Wishes = { readonly format: 'pdf' | 'docx'; readonly textOnly: boolean; readonly form: string | null }
type Made = { readonly file: NamedFile; readonly remarks: readonly string[] }

/** Handlers of the public document: printed for a person to keep or to look at. */
export function documentHandlers(
  workspace: Workspace,
  files: FileTokens,
  previews: Previews,
): Pick<Handlers, DocumentChannel> {
  const { host } = workspace
  /** what each window waits for */
  const running = new Map<Client, AbortController>()

  /** Runs a task its window may call off; then the answer is null. */
  const cancellable = async <T>(
    client: Client,
    act: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T | null>> => {
    // whoever asks again has no use for what was asked before
    running.get(client)?.abort()
    const controller = new AbortController()
    running.set(client, controller)
    try {
      return await act(controller.signal)
    } catch (error) {
      if (controller.signal.aborted) return ok(null)
      throw error
    } finally {
      if (running.get(client) === controller) running.delete(client)
    }
  }

  const make = async (
    open: OpenBook,
    wishes: Wishes,
    { client, task, signal }: { readonly client: Client; readonly task: DocumentChannel; readonly signal: AbortSignal },
  ): Promise<Made> => {
    const progress = (done: number): void =>
      host.push({ kind: 'progress', task, done: Math.min(1, done) }, (one) => one === client)
    const made = await printed(open, wishes, { signal, progress })
    signal.throwIfAborted()
    return made
  }

  return {
    'export.document': ({ book, ...wishes }, client) =>
      cancellable(client, (signal) =>
        workspace.during(async ({ ledger, books }): Promise<Result<PrintedFile | null>> => {
          const open = books.get(book)
          if (!open.ok) return open
          const problem = formProblem(open.value, wishes.form)
          if (problem !== null) return problem
          const { summary } = open.value
          const name = exportName(summary, wishes.format, wishes.form ?? (wishes.textOnly ? '文字说明' : undefined))
          const path = await host.chooseSave(client, wishes.format === 'pdf' ? 'pdf' : 'word', name)
          if (path === null) return ok(null)
          signal.throwIfAborted()
          const isPart = wishes.form !== null || wishes.textOnly
          // a sealed book hands out what was handed in
          const sealed = summary.state === 'sealed' && !isPart ? ledger.sealedFiles(book) : ok([])
          if (!sealed.ok) return sealed
          const kept = sealed.value.find((one) => one.name.endsWith(`.${wishes.format}`))
          const { file, remarks }: Made =
            kept === undefined
              ? await make(open.value, wishes, { client, task: 'export.document', signal })
              : { file: kept, remarks: [] }
          const written = await writeFileSafely(path, file.bytes, { replace: true })
          return written.ok ? ok({ ...files.keep(path), remarks: [...remarks] }) : written
        }),
      ),

    'document.preview': ({ book, form }, client) =>
      cancellable(client, (signal) =>
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
      running.get(client)?.abort()
      return ok({})
    },
  }
}

const formProblem = ({ edition }: OpenBook, form: string | null): Result<never> | null =>
  form === null || edition.formIndex.has(form) ? null : rejected(`报表 ${form}`, '没有这张表')

/** PDF has a warm thread of its own; Word is made in a thread like the workbook. */
async function printed(
  open: OpenBook,
  { format, textOnly, form }: Wishes,
  told: { readonly signal: AbortSignal; readonly progress: (done: number) => void },
): Promise<Made> {
  const remarks: string[] = []
  const files =
    format === 'docx'
      ? await renderInThread(open, { formats: ['docx'], textOnly, progress: told.progress })
      : await renderBook(open, {
          ...told,
          formats: ['pdf'],
          ...(form === null ? {} : { form }),
          remark: (text) => remarks.push(text),
        })
  const [file] = files
  if (file === undefined) throw new Error('nothing was printed')
  return { file, remarks }
}
