import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Ledger, openLedger } from '../../electron/ledger/ledger.ts'
import { renderBook, writeFiles } from '../../electron/services/export.ts'
import { perform } from '../../electron/services/gesture.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import { Chance } from '../testing/chance.ts'
import { anyGesture, anyPaste } from './gestures.ts'
import type { Wish } from './partner.ts'
import { saidBy } from './said.ts'
import { opener, theBook } from './scenery.ts'

// node partner-process.ts: a program that does one thing at a time as it is told, a line of JSON each, so that something
// can happen to its files in between.

let ledger: Ledger | null = null
let book: OpenBook | null = null
let earlier = 0
const clock = (): number => Date.now() - earlier

async function opened(path: string, mode: 'read' | 'write', wait: number): Promise<Result<unknown>> {
  const result = await openLedger(path, { ...opener, clock, wait, mode })
  if (!result.ok) return result
  ledger = result.value
  const found = openBook(ledger, theBook)
  if (found.ok) book = found.value
  return found
}

const needed = <T>(thing: T | null): T => {
  if (thing === null) throw new Error('no ledger is open')
  return thing
}

/** One gesture; what a person would be refused is not told of, another one is made. */
function gesture(seed: number, isPaste: boolean): Result<unknown> {
  const chance = new Chance(seed)
  const open = needed(book)
  for (;;) {
    const made = isPaste ? ok(anyPaste(open, chance)) : anyGesture(open, chance)
    if (!made.ok) continue
    const performed = perform(open, made.value, 'typed')
    if (performed.ok || !/^(request-rejected|input-refused)$/.test(performed.fault.kind)) return performed
  }
}

async function act(wish: Wish): Promise<Result<unknown>> {
  switch (wish.act) {
    case 'open':
      return opened(wish.path, wish.mode, wish.wait)
    case 'type':
    case 'paste':
      return gesture(wish.seed, wish.act === 'paste')
    case 'export':
      return writeFiles(await renderBook(needed(book)), { folder: wish.path, replace: true })
    case 'backup':
      return needed(ledger).backupTo(wish.path, { replace: true })
    case 'autoBackup':
      return needed(ledger).autoBackup(wish.reason)
    case 'clockBack':
      earlier += wish.milliseconds
      return ok(null)
    case 'close':
      needed(ledger).close()
      ledger = null
      book = null
      return ok(null)
  }
}

/** What the open ledger says; null where it cannot be asked any more. */
function said(): ReturnType<typeof saidBy> | null {
  try {
    return ledger === null ? null : saidBy(ledger)
  } catch {
    return null
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let fault: Fault | null = null
  const result = await act(JSON.parse(line) as Wish)
  if (!result.ok) fault = result.fault
  const path = result.ok && typeof result.value === 'string' ? result.value : null
  writeSync(1, `${JSON.stringify({ fault, path, said: fault === null ? said() : null })}\n`)
}
