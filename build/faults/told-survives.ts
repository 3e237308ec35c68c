import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openLedger } from '../../electron/ledger/ledger.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { Told, ToldBackup } from './channel-work.ts'
import { faultOf, must, problemsOf } from './said.ts'
import { opener } from './scenery.ts'
import { backupsKept, sorted } from './survival.ts'

/**
 * Opens a ledger after the program behind a window was killed: at the revision the window was told, or one gesture
 * further, with every value it was told; a gesture that was sent and not answered is there as a whole or not at all.
 * Backups it was told of say what the book said then.
 *
 * @returns a line for each thing that is wrong
 */
export async function toldSurvives(path: string, { revision, values, sent, backups }: Told): Promise<string[]> {
  const opened = await openLedger(path, { ...opener, mode: 'write' })
  const fault = faultOf(opened)
  if (!opened.ok) return [`cannot be opened: ${fault === null ? '' : faultText(fault)}`]
  const ledger = opened.value
  try {
    const wrong = problemsOf(ledger)
    const [book] = must(ledger.books(), 'books')
    if (book === undefined) return [...wrong, 'the book is gone']
    if (book.revision !== revision && book.revision !== revision + 1) {
      wrong.push(`revision ${book.revision}, told ${revision}`)
    }
    const { facts } = must(ledger.readBook(book.id), 'readBook')
    const found = new Map(facts.map(({ kind, key, value }) => [`${kind} ${key}`, value]))
    const expected = new Map(values)
    if (book.revision > revision) for (const { kind, key, after } of sent) expected.set(`${kind} ${key}`, after)
    for (const [name, value] of expected) {
      if (sorted(found.get(name) ?? null) !== sorted(value)) wrong.push(`${name} is not what was told`)
    }
    // the oldest go when there are more, also for the one that was in the making
    for (const backup of backups.slice(1 - backupsKept)) {
      wrong.push(...(await backupSays(join(`${path}.backups`, backup.name), backup)))
    }
    return wrong
  } finally {
    ledger.close()
  }
}

async function backupSays(path: string, { revision, values }: ToldBackup): Promise<string[]> {
  if (!existsSync(path)) return [`the backup ${path} is gone`]
  const opened = await openLedger(path, { ...opener, mode: 'read' })
  if (!opened.ok) return [`the backup ${path} cannot be opened: ${opened.fault.kind}`]
  const ledger = opened.value
  try {
    const [book] = must(ledger.books(), 'books')
    if (book === undefined) return [`the backup ${path} has no book`]
    if (book.revision !== revision) return [`the backup ${path} is of revision ${book.revision}, told ${revision}`]
    const found = new Map(
      must(ledger.readBook(book.id), 'readBook').facts.map((one) => [`${one.kind} ${one.key}`, one]),
    )
    return values
      .filter(([name, value]) => sorted(found.get(name)?.value ?? null) !== sorted(value))
      .map(([name]) => `the backup ${path} has another ${name} than was told`)
  } finally {
    ledger.close()
  }
}
