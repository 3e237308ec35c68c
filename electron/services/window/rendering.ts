import { Worker } from 'node:worker_threads'
import type { PriorBook } from '../../../shared/channels/values.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import type { BookSummary, NamedFile, StoredEdition } from '../../ledger/ledger.ts'
import { workerEntry } from '../../program/places.ts'
import type { ExportFormat } from '../export-name.ts'
import type { OpenBook } from '../open-book.ts'
import { priorValues } from './open-books.ts'

/** A book as it travels to the thread that prints it: no ledger, which only its owner may touch. */
export type RenderRequest =
  | {
      readonly what: 'book'
      readonly summary: BookSummary
      readonly edition: StoredEdition
      readonly facts: readonly Fact[]
      readonly prior: PriorBook | null
      readonly supplements: boolean
      readonly formats: readonly ExportFormat[]
      readonly textOnly: boolean
    }
  | { readonly what: 'template'; readonly edition: string; readonly path: string }
export type RenderAnswer =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'files'; readonly files: readonly NamedFile[] }
  | { readonly kind: 'template'; readonly result: unknown }

type Told = { readonly progress?: (done: number) => void }

/**
 * The files of a book, made in a thread of its own: a large workbook takes a second or two, in which windows are to be
 * answered. The book is what it is at this moment, whatever is typed meanwhile.
 */
export async function renderInThread(
  open: OpenBook,
  options: Told & {
    readonly supplements?: boolean
    readonly formats?: readonly ExportFormat[]
    readonly textOnly?: boolean
  } = {},
): Promise<readonly NamedFile[]> {
  const { ledger, engine, summary, priorEngine } = open
  const stored = ledger.readEdition(summary.edition.hash)
  if (!stored.ok) throw new Error(stored.fault.kind) // the book was opened under it
  const prior = priorEngine === null ? null : priorValues(priorEngine, summary.year - 1)
  const { supplements = false, formats = ['xlsx'], textOnly = false } = options
  const answer = await inThread(
    { what: 'book', summary, edition: stored.value, facts: engine.book.list(), prior, supplements, formats, textOnly },
    options,
  )
  if (answer.kind !== 'files') throw new Error(answer.kind)
  return answer.files
}

/** Runs a request to its end. @throws what was thrown there */
export function inThread(request: RenderRequest, { progress }: Told = {}): Promise<RenderAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerEntry('electron/services/window/render-worker'), {
      workerData: request,
      execArgv: [],
      env: {},
    })
    worker.on('message', (answer: RenderAnswer) => {
      if (answer.kind === 'progress') progress?.(answer.done)
      else {
        resolve(answer)
        void worker.terminate()
      }
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the printing thread ended')))
  })
}
