import { Worker } from 'node:worker_threads'
import type { Result } from '../../../shared/channels/result.ts'
import type { SalvageReport } from '../../../shared/channels/salvage-values.ts'
import { workerEntry } from '../../program/places.ts'

/** Paths of the damaged ledger, which nobody here may have open, and of the new one. */
export type SalvageOrder = { readonly from: string; readonly to: string; readonly program: string }

/**
 * `salvage` in a thread of its own: looking a large file through takes seconds, in which windows are to be answered.
 *
 * @throws what was thrown there
 */
export const salvageInThread = (order: SalvageOrder): Promise<Result<SalvageReport>> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerEntry('electron/services/window/salvage-worker'), {
      workerData: order,
      execArgv: [],
    })
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the salvaging thread ended')))
  })
