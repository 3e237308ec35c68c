import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Order } from './cases.ts'
import type { Family, Told } from './family.ts'

/**
 * Limits of one case; what goes beyond them is counted against the program. Time in which the system gave its threads
 * no processor, because others had them, is not its own and does not count; the last limit holds whatever the reason.
 */
export const mostMilliseconds = 10_000
const mostMillisecondsAtAll = 60_000
export const mostMemory = 1024 * 1024 * 1024
/** Milliseconds a family may take to get ready: building a window takes a minute. */
const mostPreparation = 240_000

/** What came of the cases of a family. */
export type Record_ = {
  readonly family: string
  tried: number
  crashes: number
  hangs: number
  /** largest resident memory of its process, bytes */
  memory: number
  milliseconds: number
  /** longest case, milliseconds */
  longest: number
  missing: string | null
  /** what worked only when it was tried again */
  readonly triedAgain: string[]
  /** how often which outcome */
  readonly outcomes: Map<string, number>
  readonly failures: string[]
}

const realEntry = fileURLToPath(new URL('process.ts', import.meta.url))

/** Resident memory of a process in bytes; null where the system does not tell, or it is gone. */
function memoryOf(pid: number | undefined): number | null {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]
    return Number(pages) * 4096
  } catch {
    return null
  }
}

/** Milliseconds that each thread of a process has waited for a processor so far; nothing where no system tells. */
function waitsOf(pid: number | undefined): Map<string, number> {
  const waits = new Map<string, number>()
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const nanoseconds = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[1]
      waits.set(thread, Number(nanoseconds) / 1e6)
    }
  } catch {
    // another system, or a thread that has just ended
  }
  return waits
}

type Campaign = {
  readonly seed: number
  readonly folder: string
  /** one case by its seed */
  readonly only: number | null
  readonly say: (line: string) => void
  /** program that tries the cases; that of the real families unless it is said */
  readonly entry?: string
}

/** Tries all cases of a family; a process that dies, hangs or grows is replaced, and the next case goes on. */
export async function attack(family: Family, cases: number, campaign: Campaign): Promise<Record_> {
  const record: Record_ = {
    family: family.name,
    tried: 0,
    crashes: 0,
    hangs: 0,
    memory: 0,
    milliseconds: 0,
    longest: 0,
    missing: null,
    triedAgain: [],
    outcomes: new Map(),
    failures: [],
  }
  const started = performance.now()
  for (let next = 0; next < cases && record.missing === null; )
    next = await attackFrom(family, next, cases, campaign, record)
  record.milliseconds = performance.now() - started
  return record
}

/** Runs one process from a case on; says with which case to go on. */
function attackFrom(family: Family, from: number, to: number, campaign: Campaign, record: Record_): Promise<number> {
  const { seed, folder, only, say, entry = realEntry } = campaign
  const order: Order = { family: family.name, folder, seed, from, to, only }
  const child: ChildProcess = fork(entry, [JSON.stringify(order)], {
    // as the program itself is started, and what it prints about hostile files is of no interest
    execArgv: ['--max-semi-space-size=16'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, HOME: folder, TMPDIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
    serialization: 'json',
  })
  return new Promise((resolve) => {
    let running: { readonly number: number; readonly seed: number; readonly since: number } | null = null
    let isReady = false
    let isDone = false
    let killedFor: string | null = null
    let complaint = ''
    const since = performance.now()
    /** milliseconds of the running case in which a thread of it stood waiting for a processor */
    let waited = 0
    let waits = new Map<string, number>()
    let lookedAt = since

    const fail = (what: string): void => {
      const where = running === null ? family.name : `${family.name} --case ${running.seed}`
      const line = `--only ${where}\n        ${what.replaceAll('\n', '\n        ')}`
      record.failures.push(line)
      if (record.failures.length <= 20) say(`BROKEN  ${line}`)
    }
    const ended = (outcome: string): void => {
      const took = running === null ? 0 : performance.now() - running.since - waited
      record.tried++
      record.longest = Math.max(record.longest, took)
      record.outcomes.set(outcome, (record.outcomes.get(outcome) ?? 0) + 1)
    }
    const killFor = (what: string): void => {
      killedFor ??= what
      child.kill('SIGKILL')
    }
    /** says whether it is within the limit; ends the process if not */
    const weigh = (memory: number): boolean => {
      record.memory = Math.max(record.memory, memory)
      if (memory > mostMemory) killFor(`memory: ${Math.round(memory / 1024 / 1024)} MB`)
      return memory <= mostMemory
    }
    const patrol = setInterval(() => {
      weigh(memoryOf(child.pid) ?? 0)
      const now = performance.now()
      const before = waits
      waits = waitsOf(child.pid)
      const longest = Math.max(0, ...[...waits].map(([thread, wait]) => wait - (before.get(thread) ?? wait)))
      if (running !== null) {
        waited += Math.min(longest, now - Math.max(lookedAt, running.since))
        const took = now - running.since
        if (took - waited > mostMilliseconds || took > mostMillisecondsAtAll) killFor('hang')
      }
      lookedAt = now
      if (!isReady && now - since > mostPreparation) killFor('not ready')
    }, 50)

    child.stderr?.on('data', (text: Buffer) => {
      complaint = (complaint + text.toString()).slice(-2_000)
    })
    child.on('message', (message: Told) => {
      // what was still under way when it was ended: the case stays the one it was ended for
      if (killedFor !== null) return
      // a peak between two looks is the case's all the same
      if ((message.kind === 'end' || message.kind === 'broken') && !weigh(message.peak)) return
      switch (message.kind) {
        case 'ready':
          isReady = true
          if (message.triedAgain !== null) record.triedAgain.push(`${family.name} ${message.triedAgain}`)
          break
        case 'missing':
          record.missing = message.tool
          break
        case 'start':
          running = { number: message.number, seed: message.seed, since: performance.now() }
          waited = 0
          break
        case 'end':
          ended(message.outcome)
          running = null
          break
        case 'broken':
          record.crashes++
          fail(message.what)
          ended('broken')
          running = null
          break
        case 'done':
          isDone = true
      }
    })
    child.on('close', (code, signal) => {
      clearInterval(patrol)
      if (isDone || record.missing !== null) {
        resolve(to)
        return
      }
      const isHang = killedFor === 'hang'
      if (isHang) record.hangs++
      else record.crashes++
      fail(killedFor ?? `the process ended (${signal ?? String(code)})\n${complaint.trim()}`)
      if (running === null) {
        // not a case's doing: going on would end the same way
        resolve(to)
        return
      }
      ended(isHang ? 'hang' : 'crash')
      resolve(running.number + 1)
    })
  })
}
