import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Ledger, listBackups, openLedger } from '../../electron/ledger/ledger.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { Line } from './orders.ts'
import { faultOf, isSame, missingOf, must, problemsOf, type SaidBook, saidBy } from './said.ts'
import { opener } from './scenery.ts'

type Options = { readonly migrations?: string }

/**
 * Opens a ledger after its writer was killed and looks that it has everything that was acknowledged, that its chains
 * verify, and that work goes on.
 *
 * @returns a line for each thing that is wrong
 */
export async function survives(
  path: string,
  acknowledged: readonly SaidBook[],
  options: Options = {},
  look: (ledger: Ledger) => readonly string[] = () => [],
): Promise<string[]> {
  const opened = await openLedger(path, { ...opener, ...options, mode: 'write' })
  const fault = faultOf(opened)
  if (!opened.ok) return [`cannot be opened: ${fault === null ? '' : faultText(fault)}`]
  const ledger = opened.value
  try {
    return [...problemsOf(ledger), ...missingOf(ledger, acknowledged), ...look(ledger), ...goesOn(ledger)]
  } finally {
    ledger.close()
  }
}

/** The next gesture and its way back. */
function goesOn(ledger: Ledger): string[] {
  const book = must(ledger.books(), 'books').find(({ state }) => state === 'open')
  if (book === undefined) return []
  const changes = [{ kind: 'text', key: 'duties', after: '接着填' }] as const
  const gesture = { base: book.revision, origin: 'typed', label: '录入', place: null, changes }
  const committed = ledger.commit(book.id, gesture)
  if (!committed.ok) return [`cannot go on: ${committed.fault.kind}`]
  if (committed.value.changed === 0) return []
  const undone = ledger.undo(book.id)
  return undone.ok ? problemsOf(ledger) : [`cannot undo: ${undone.fault.kind}`]
}

/** The last thing acknowledged of a ledger. */
export const lastSaid = (lines: readonly Line[], before: readonly SaidBook[]): readonly SaidBook[] =>
  lines.findLast((line) => line.kind === 'done')?.said ?? before

/**
 * Values that were acknowledged and are not there: the last one each fact was given, since the last undo or redo (which
 * give no values). The step beyond what was told may have changed some again.
 */
export function missingValues(ledger: Ledger, lines: readonly Line[], book: number): string[] {
  const done = lines.filter((line) => line.kind === 'done')
  const since = done.findLastIndex(({ values }) => values.length === 0)
  const given = new Map(done.slice(since + 1).flatMap(({ values }) => values))
  const told = done.at(-1)?.said.find(({ id }) => id === book)
  if (told === undefined) return []
  const { summary, facts } = must(ledger.readBook(book), 'readBook')
  const further = summary.seq > told.seq ? (must(ledger.readEntry(book, summary.seq), 'readEntry').changes ?? []) : []
  for (const { kind, key } of further) given.delete(`${kind} ${key}`)
  const found = new Map<string, unknown>(facts.map(({ kind, key, value }) => [`${kind} ${key}`, value]))
  return [...given]
    .filter(([name, value]) => sorted(found.get(name) ?? null) !== sorted(value))
    .map(([name]) => `${name} is not what was typed`)
}

/** A value as JSON, whatever the order of its members. */
export const sorted = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value)

/** So many backups a ledger keeps; the oldest go when there are more. */
export const backupsKept = 10

/**
 * Every backup of the folder opens and verifies. Those that were acknowledged are there and say what was told with them,
 * as many as are kept; one more may have been in the making and have pushed the oldest out.
 */
export async function backupsAreWhole(path: string, lines: readonly Line[] = []): Promise<string[]> {
  const wrong: string[] = []
  const backups = must(listBackups(path), 'listBackups').filter(({ reason }) => reason !== 'damaged')
  for (const backup of backups) wrong.push(...(await backupIsWhole(backup.path)))
  const acknowledged = lines.flatMap((line) =>
    line.kind === 'backup' && line.path.startsWith(`${path}.backups`) ? [line] : [],
  )
  for (const line of acknowledged.slice(1 - backupsKept)) {
    wrong.push(...(await backupIsWhole(line.path, line.said, 'exactly')))
  }
  return wrong
}

/**
 * What is wrong with one backup, which says what it was acknowledged with: `exactly`, or no less, where a later one may
 * have taken its name.
 */
export async function backupIsWhole(
  path: string,
  said: readonly SaidBook[] = [],
  how: 'exactly' | 'no less' = 'no less',
): Promise<string[]> {
  if (!existsSync(path)) return [`the backup ${path} is gone`]
  const opened = await openLedger(path, { ...opener, mode: 'read' })
  if (!opened.ok) return [`the backup ${path} cannot be opened: ${opened.fault.kind}`]
  const ledger = opened.value
  const problems = problemsOf(ledger)
  const found = saidBy(ledger)
  const wrong = [...problems, ...said.flatMap((book) => lessThanSaid(found, book, how))]
  ledger.close()
  return wrong.map((line) => `${path}: ${line}`)
}

function lessThanSaid(found: readonly SaidBook[], book: SaidBook, how: 'exactly' | 'no less'): string[] {
  const there = found.find(({ id }) => id === book.id)
  if (there === undefined) return [`the backup does not have ${book.name}`]
  if (there.seq < book.seq) return [`the backup has less of ${book.name} than was told`]
  if (there.seq === book.seq && !isSame([there], [book])) return [`the backup says something else of ${book.name}`]
  return there.seq > book.seq && how === 'exactly' ? [`the backup has more of ${book.name} than was told`] : []
}

const hashOf = (path: string): string | null =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null

/**
 * Exported files of a folder, each of which has to be the last one acknowledged or the one that was in the making,
 * whole: what was in the making when a process died counts as what was there for the next one, so a folder belongs to
 * one process.
 */
export function exportsAreWhole(folder: string, lines: readonly Line[]): string[] {
  const names = new Set(lines.flatMap((line) => ('files' in line ? line.files.map(([name]) => name) : [])))
  return [...names].flatMap((name) => {
    const hashesIn = (kind: 'about' | 'written'): string | null => {
      const last = lines.findLast((line) => line.kind === kind && line.files.some(([one]) => one === name))
      return last !== undefined && 'files' in last ? (last.files.find(([one]) => one === name)?.[1] ?? null) : null
    }
    const [written, about] = [hashesIn('written'), hashesIn('about')]
    const found = hashOf(join(folder, name))
    if (found === null) return written === null ? [] : [`${name} was there and is gone`]
    return found === written || found === about ? [] : [`${name} is neither the old file nor the new one`]
  })
}
