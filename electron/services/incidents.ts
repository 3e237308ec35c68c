import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Clock } from '../ledger/ledger.ts'
import { framesOf } from './incident-frames.ts'

/** A log that has grown to this many bytes is set aside as `.1`; so many set aside are kept, the oldest goes. */
const mostBytes = 1_000_000
const kept = 3

/**
 * Notes mistakes of ours: what was thrown and where in the program, one JSON value a line. What it does not note: the
 * message, which could quote amounts and names; paths outside the program; the ledger's name.
 */
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
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      setAside(file)
      const line = `${JSON.stringify({ time: new Date(clock()).toISOString(), ...entry })}\n`
      appendFileSync(file, line, { mode: 0o600 })
      return true
    } catch {
      return false
    }
  }
  return {
    file,
    unexpected: (error, task) => {
      const incident = randomBytes(4).toString('hex').toUpperCase()
      const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown }
      const entry = { incident, task, error: word(name) ?? 'unknown', code: word(code), frames: framesOf(error) }
      const where = write(entry) ? `详情记在 ${file}` : `详情没能记入 ${file}`
      return {
        kind: 'unexpected',
        incident,
        detail: `${where}，请重试；仍然出错时把编号和记录交给维护人员`,
      }
    },
    note: (task, kind) => void write({ task, fault: kind }),
  }
}

/** A name as programs give them to errors and codes; anything longer or with other characters may be a message. */
const word = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,60}$/.test(value) ? value : undefined

function setAside(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= mostBytes) return
  for (let number = kept; number > 1; number--) {
    if (statSync(`${file}.${number - 1}`, { throwIfNoEntry: false }) !== undefined)
      renameSync(`${file}.${number - 1}`, `${file}.${number}`)
  }
  renameSync(file, `${file}.1`)
}

/** One line of the log as it may be shown: only what this program writes there, whatever else the line holds. */
export type LoggedIncident = {
  readonly time: string
  readonly task: string
  readonly incident?: string
  readonly error?: string
  readonly code?: string
  readonly fault?: string
  readonly frames?: readonly string[]
}

/** The last lines of a log, the newest last; none where there is no log. */
export function lastIncidents(file: string, most: number): readonly LoggedIncident[] {
  const texts = [`${file}.1`, file].map((one) => {
    try {
      return readFileSync(one, 'utf8')
    } catch {
      return ''
    }
  })
  const lines = texts.join('').split('\n')
  return lines.flatMap((line) => incidentIn(line)).slice(-most)
}

const isFrame = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w$.#<>[\] ():/-]{1,300}$/.test(value)

function incidentIn(line: string): LoggedIncident[] {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>
    const plain = (name: string, pattern: RegExp): Record<string, string> => {
      const value = entry[name]
      return typeof value === 'string' && pattern.test(value) ? { [name]: value } : {}
    }
    const { frames } = entry
    return [
      {
        time: '',
        task: '',
        ...plain('time', /^[0-9T:.Z-]{20,30}$/),
        ...plain('incident', /^[0-9A-F]{8}$/),
        ...plain('task', /^[A-Za-z][A-Za-z .-]{0,60}$/),
        ...plain('error', /^[A-Za-z]\w{0,60}$/),
        ...plain('code', /^[A-Za-z]\w{0,60}$/),
        ...plain('fault', /^[A-Za-z][A-Za-z0-9 -]{0,60}$/),
        ...(Array.isArray(frames) ? { frames: frames.filter(isFrame) } : {}),
      },
    ]
  } catch {
    // cut off, or not ours
    return []
  }
}
