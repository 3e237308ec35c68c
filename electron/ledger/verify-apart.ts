import { Worker } from 'node:worker_threads'
import type { Result } from '../../shared/channels/result.ts'
import { workerEntry } from '../program/places.ts'
import type { Migration } from './migrate.ts'
import type { Problem } from './verify.ts'

/** What the thread is to look at: a file that is open here, by a connection more, or one that nobody here has open. */
export type VerifyOrder =
  | { readonly what: 'open'; readonly path: string; readonly migrations: readonly Migration[] }
  | { readonly what: 'closed'; readonly path: string; readonly program: string; readonly folder: string | null }

export type VerifyAnswer =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly result: Result<readonly Problem[]> }

/**
 * Verifies in a thread of its own: a large ledger takes seconds, in which everything else goes on. An open ledger has
 * to stay open until then.
 *
 * @throws what was thrown there
 */
export function verifyApart(
  order: VerifyOrder,
  progress: (done: number) => void = () => undefined,
): Promise<Result<readonly Problem[]>> {
  return new Promise((resolve, reject) => {
    // none of the process's own flags: a preloaded module has no business in this thread
    const worker = new Worker(workerEntry('electron/ledger/verify-worker'), { workerData: order, execArgv: [] })
    worker.on('message', (answer: VerifyAnswer) => {
      if (answer.kind === 'progress') progress(answer.done)
      else resolve(answer.result)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the verifying thread ended')))
  })
}
