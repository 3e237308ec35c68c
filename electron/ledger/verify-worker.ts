import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Result } from '../../shared/channels/result.ts'
import { attempt, attemptLater } from './file-faults.ts'
import { openForReading } from './open.ts'
import { applyPragmas } from './pragmas.ts'
import { type Problem, verifyDatabase } from './verify.ts'
import type { VerifyAnswer, VerifyOrder } from './verify-apart.ts'

/** Entry of the thread that verifies (`verify-apart.ts`). What is thrown ends it. */

const say = (answer: VerifyAnswer): void => parentPort?.postMessage(answer)
const progress = (done: number): void => say({ kind: 'progress', done })

/** Only by SQLite: closing another descriptor of a file this process has open would drop the locks on it. */
const ofOpen = ({ path, migrations }: Extract<VerifyOrder, { what: 'open' }>): Result<readonly Problem[]> =>
  attempt(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      applyPragmas(db, false)
      return verifyDatabase(db, migrations, progress)
    } finally {
      db.close()
    }
  })

const ofClosed = ({ path, program, folder }: Extract<VerifyOrder, { what: 'closed' }>) =>
  attemptLater(path, async () => {
    const opener = { clock: Date.now, program, ...(folder === null ? {} : { migrations: folder }) }
    const { handle, close } = await openForReading(path, opener)
    try {
      return verifyDatabase(handle.db, handle.migrations, progress)
    } finally {
      close()
    }
  })

const order = workerData as VerifyOrder
const result = order.what === 'open' ? ofOpen(order) : await ofClosed(order)
say({ kind: 'result', result })
