import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Clock } from '../ledger/ledger.ts'

/** A log that has grown to this is set aside as `.old`, and the one set aside before goes. */
const mostBytes = 1_000_000

/** Notes mistakes of ours: where they happened, but no message, which could hold amounts and names. */
export type Incidents = {
  readonly file: string
  /** Notes what was thrown during a task and makes the fault that tells of it. */
  readonly unexpected: (error: unknown, task: string) => Fault
  /** Notes a fault of the machine that nobody waits for. */
  readonly note: (task: string, kind: string) => void
}

export function incidentLog(file: string, clock: Clock): Incidents {
  const write = (entry: object): boolean => {
    try {
      mkdirSync(dirname(file), { recursive: true })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) renameSync(file, `${file}.old`)
      appendFileSync(file, `${JSON.stringify({ time: new Date(clock()).toISOString(), ...entry })}\n`)
      return true
    } catch {
      return false
    }
  }
  return {
    file,
    unexpected: (error, task) => {
      const incident = randomBytes(4).toString('hex').toUpperCase()
      const { name = 'unknown', stack = '', code } = (error ?? {}) as { name?: string; stack?: string; code?: unknown }
      const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
      const isNoted = write({ incident, task, error: name, code, frames })
      const where = isNoted ? `详情记在 ${file}` : `详情没能记入 ${file}`
      return {
        kind: 'unexpected',
        incident,
        detail: `${where}，请重试；仍然出错时把编号和记录交给维护人员`,
      }
    },
    note: (task, kind) => void write({ task, fault: kind }),
  }
}
