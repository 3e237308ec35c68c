import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { Fault } from '../../../shared/channels/faults.ts'
import type { Result } from '../../../shared/channels/result.ts'
import { faultText } from '../../../shared/words/faults.ts'
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
  const message = fault === undefined ? '' : faultText(fault)
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
  io: Io,
  act: () => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  try {
    return await act()
  } catch (error) {
    return { ok: false, fault: unexpected(error, name, io) }
  }
}

/** Notes a mistake of ours in the log: where it happened, but no message, which could hold amounts and names. */
function unexpected(error: unknown, task: string, { clock, logFile }: Io): Fault {
  const incident = randomBytes(4).toString('hex').toUpperCase()
  const { name = 'unknown', stack = '', code } = (error ?? {}) as { name?: string; stack?: string; code?: unknown }
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  const entry = { time: new Date(clock()).toISOString(), incident, task, error: name, code, frames }
  let where = `详情记在 ${logFile}`
  try {
    appendFileSync(logFile, `${JSON.stringify(entry)}\n`)
  } catch {
    where = `详情没能记入 ${logFile}`
  }
  return { kind: 'unexpected', incident, detail: `${where}，请重试；仍然出错时把编号和记录交给维护人员` }
}
