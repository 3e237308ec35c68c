import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach } from 'vitest'
import type { Result } from '../../shared/channels/result.ts'
import { createLedger, type Ledger, openLedger } from '../ledger/ledger.ts'
import { makeSampleBook } from '../services/sample.ts'

/** Homes of people and what can be in them: ledgers, and the faults ledgers can have, by name. */

const undoings: (() => unknown)[] = []
/** Runs after the test, the last first. */
export const afterwards = (undo: () => unknown): void => void undoings.push(undo)
afterEach(async () => {
  for (const undo of undoings.splice(0).reverse()) await undo()
})

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

const opener = { clock: Date.now, program: 'juesuan flows', wait: 0 }

/** A home folder of its own, gone after the test. */
export function home(): string {
  const path = mkdtempSync(join(tmpdir(), 'juesuan-home-'))
  mkdirSync(join(path, 'Documents'))
  afterwards(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  return path
}

/** A closed ledger with the sample book. */
export async function sampleLedger(path = join(home(), '部门决算.juesuan')): Promise<string> {
  const ledger = must(await createLedger(path, opener))
  must(makeSampleBook(ledger))
  ledger.close()
  return path
}

/** A ledger of the sample, read after a program has ended or been killed. */
export async function readAfterwards<T>(path: string, look: (ledger: Ledger) => T): Promise<T> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }))
  try {
    return look(ledger)
  } finally {
    ledger.close()
  }
}

// ---- faults

/** Moved away, as with a stick that was pulled out. */
export async function missingLedger(): Promise<string> {
  const path = await sampleLedger()
  renameSync(path, `${path}.moved`)
  return path
}

/** Written by a later version of the program. */
export async function ledgerFromFuture(): Promise<string> {
  const path = await sampleLedger()
  const db = new Database(path)
  db.pragma('user_version = 99')
  db.close()
  return path
}

/** Cut off, as by a full stick or an interrupted copy. */
export async function damagedLedger(): Promise<string> {
  const path = await sampleLedger()
  truncateSync(path, Math.floor(statSync(path).size / 2))
  return path
}

/** Its first page overwritten; beside it a backup of before and, the older one, a backup that is damaged too. */
export async function overwrittenLedger(): Promise<string> {
  const path = await sampleLedger()
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
  const older = must(await ledger.autoBackup('manual'))
  must(await ledger.autoBackup('manual'))
  ledger.close()
  for (const file of [path, older ?? '']) {
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xa5, 0, file === path ? 4_096 : bytes.length))
  }
  return path
}

/** One line of its history says something else than was hashed. */
export async function tamperedLedger(): Promise<string> {
  const path = await sampleLedger()
  const db = new Database(path)
  const { sql } = db
    .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE name = 'journal_not_updated'")
    .get() ?? { sql: '' }
  db.exec(`DROP TRIGGER journal_not_updated; UPDATE journal SET label = 'x' WHERE seq = 1; ${sql}`)
  db.close()
  return path
}

/** Open for writing in another program until the test ends. */
export async function lockedLedger(): Promise<string> {
  const path = await sampleLedger()
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
  afterwards(() => ledger.close())
  return path
}

/** Marked read-only for everybody. */
export async function readOnlyLedger(): Promise<string> {
  const path = await sampleLedger()
  chmodSync(path, 0o444)
  return path
}
