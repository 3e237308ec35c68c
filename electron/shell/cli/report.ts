import type { Result } from '../../../shared/channels/result.ts'
import { faultText } from '../../../shared/words/faults.ts'
import { incidentLog } from '../../services/incidents.ts'
import type { Io, Outcome } from './context.ts'
import { exitCodeOf } from './exit-code.ts'

/** What is being done: for the log, for the choice of output, and for the exit code. */
export type Task = {
  readonly name: string
  readonly wantsJson: boolean
  /** absolute path of the ledger concerned, if any */
  readonly ledger: string | null
}

/**
 * Does a task and says what came of it: on `stdout` lines or, if wanted, exactly one JSON value, also for a fault; on
 * `stderr` one Chinese line for a fault. Whatever is thrown becomes a fault with an incident number.
 *
 * @returns exit code: 0 done, 1 errors stand, 2 bad request or input, 3 something is wrong with the ledger
 */
export async function report(
  task: Task,
  io: Io,
  act: () => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<number> {
  const result = await attempt(task, io, act)
  const fault = result.ok ? result.value.fault : result.fault
  const own = result.ok ? result.value.message : undefined
  const message = fault === undefined ? '' : (own ?? faultText(fault))
  const json = result.ok ? result.value.json : { fault, message }
  const lines = result.ok ? result.value.lines : []
  const text = task.wantsJson ? JSON.stringify(json) : lines.join('\n')
  if (text !== '') io.stdout(`${text}\n`)
  if (fault === undefined) return result.ok ? (result.value.exit ?? 0) : 2
  io.stderr(`${message}\n`)
  return exitCodeOf(fault, task.ledger)
}

async function attempt(
  { name }: Task,
  { logFile, clock }: Io,
  act: () => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  try {
    return await act()
  } catch (error) {
    return { ok: false, fault: incidentLog(logFile, clock).unexpected(error, name) }
  }
}
