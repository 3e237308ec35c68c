import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'

/** Carries a fault out of a transaction, which it rolls back. Never leaves this folder: `attempt` turns it into a Result. */
export class Refusal extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.kind)
    this.name = 'Refusal'
    this.fault = fault
  }
}

/** Content that was stored whole and no longer is: the file was damaged where SQLite keeps no checksum. */
export class Torn extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'Torn'
  }
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** True if another connection holds what this one needs. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** SQLite reports a full disk under several I/O codes (the -shm file, truncation); the file system knows better. */
const roomIsGone = (path: string): boolean => {
  try {
    const room = statfsSync(dirname(path))
    return room.bavail * room.bsize < 256 * 1024
  } catch {
    return false
  }
}

/**
 * The fault behind an error of SQLite or of the operating system, or null if it is neither (a mistake of ours).
 * `path` is the file the person named; it is what the fault names.
 */
export function faultOf(error: unknown, path: string): Fault | null {
  if (error instanceof Refusal) return error.fault
  if (error instanceof Torn) return { kind: 'ledger-damaged', path, detail: error.message }
  const code = codeOf(error)
  const detail = error instanceof Error ? error.message : ''
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'disk-full', path }
  if (isBusy(error)) return { kind: 'ledger-locked', path, who: '', since: '' }
  // ERROR, CONSTRAINT: our statements are fixed and fit our schema, so the schema or what it binds together is damaged.
  if (
    /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS|IOERR_DATA|ERROR|CONSTRAINT|MISMATCH|SCHEMA)/.test(code)
  ) {
    return { kind: 'ledger-damaged', path, detail }
  }
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code) || ['EROFS', 'EACCES', 'EPERM'].includes(code)) {
    return { kind: 'ledger-read-only', path }
  }
  if (/^SQLITE_(IOERR|CANTOPEN|NOLFS|NOMEM|TOOBIG|PROTOCOL)/.test(code)) {
    return roomIsGone(path) ? { kind: 'disk-full', path } : { kind: 'file-failed', path, detail: `${code}: ${detail}` }
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'ledger-missing', path }
  if (/^E[A-Z0-9]+$/.test(code)) return { kind: 'file-failed', path, detail }
  return null
}

const refusedBy = (error: unknown, path: string): Result<never> => {
  const fault = faultOf(error, path)
  if (fault === null) throw error
  return refuse(fault)
}

/** Runs `act`; what the file, the disk or a `Refusal` say against it comes back as a fault, anything else is thrown. */
export function attempt<T>(path: string, act: () => T): Result<T> {
  try {
    return ok(act())
  } catch (error) {
    return refusedBy(error, path)
  }
}

/** `attempt` for what has to wait. */
export async function attemptLater<T>(path: string, act: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await act())
  } catch (error) {
    return refusedBy(error, path)
  }
}

/** Runs `act`, which reads or writes `path` on the way to something else: its faults name `path`, not the goal. */
export async function concerning<T>(path: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const fault = faultOf(error, path)
    throw fault === null ? error : new Refusal(fault)
  }
}
