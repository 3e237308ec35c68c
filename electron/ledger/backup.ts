import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { Result } from '../../shared/channels/result.ts'
import { attempt, attemptLater, concerning, faultOf, Refusal } from './file-faults.ts'
import type { Clock } from './handle.ts'
import { identityOf, isSameFile, resolvePath } from './identify.ts'
import type { Migration } from './migrate.ts'
import { draftPath, publish, removeDraft, removeLeftovers, syncFolder } from './publish.ts'
import { type Problem, summaryOfProblems, verifyDatabase, verifyStorage } from './verify.ts'
import { verifyApart } from './verify-apart.ts'

/**
 * Why a backup was made: by the program itself, or at a person's wish (`manual`); `damaged` is what a restore found and
 * could not open.
 */
export const backupReasons = ['daily', 'migration', 'import', 'edition', 'restore', 'manual', 'damaged'] as const
export type BackupReason = (typeof backupReasons)[number]

/** A file in the ledger's backup folder. */
export type Backup = {
  readonly path: string
  readonly name: string
  /** ISO UTC, from the name. */
  readonly time: string
  readonly reason: BackupReason
  /** Size of the file. */
  readonly bytes: number
}

/** What is copied: any open connection on the ledger at `path`. */
export type BackupSource = {
  readonly db: Database.Database
  readonly path: string
  readonly clock: Clock
  readonly migrations: readonly Migration[]
}

/** So many are kept besides the damaged ones, which may be all that is left of somebody's work. */
const kept = 10

/** Pages a step of the online backup copies before other work gets its turn: 8 MB, some 10 ms. */
const pagesAtOnce = 2_000

export const backupFolder = (path: string): string => `${path}.backups`

/**
 * Writes a verified copy of the ledger as one file in rollback mode, which opens from any read-only medium.
 *
 * @param draft where to, on the way to `target`
 * @param depth `all` replays the journal; `storage` for a file of an older schema
 * @throws Refusal ledger-damaged if the copy is not sound, with the first problem; disk-full and the like for `target`
 */
export const copyVerified = (
  source: BackupSource,
  { draft, target }: { readonly draft: string; readonly target: string },
  depth: 'all' | 'storage',
): Promise<void> =>
  // told apart while the draft is there: without it a full disk has room again
  concerning(target, async () => {
    try {
      await source.db.backup(draft, { progress: () => pagesAtOnce })
    } catch (error) {
      const fault = faultOf(error, source.path)
      // What cannot be written is the copy's fault, what cannot be read the ledger's.
      throw fault?.kind === 'ledger-damaged' ? new Refusal(fault) : error
    }
    const problems = await problemsOf(draft, depth, source.migrations)
    if (problems.length > 0) {
      throw new Refusal({ kind: 'ledger-damaged', path: source.path, detail: summaryOfProblems(problems) })
    }
  })

/** Bytes up to which a copy is looked at without a thread of its own: some 50 ms. */
const smallCopy = 4 * 1024 * 1024

/** Puts a fresh copy into rollback mode, and looks it over. */
async function problemsOf(
  path: string,
  depth: 'all' | 'storage',
  migrations: readonly Migration[],
): Promise<readonly Problem[]> {
  const copy = new Database(path, { fileMustExist: true })
  try {
    copy.pragma('journal_mode = DELETE')
    if (depth === 'storage') return verifyStorage(copy)
    if (statSync(path).size <= smallCopy) return verifyDatabase(copy, migrations)
  } finally {
    copy.close()
  }
  const verified = await verifyApart({ what: 'open', path, migrations })
  if (!verified.ok) throw new Refusal(verified.fault)
  return verified.value
}

/**
 * Backs the ledger up to a file of the user's choice, through a draft that is verified, synced and renamed.
 * Faults: output-exists (unless `replace`; also for another ledger in use there, or this one itself), disk-full,
 * ledger-damaged if the ledger does not verify, file-failed.
 *
 * @returns path of the backup
 */
export const backupTo = (
  source: BackupSource,
  path: string,
  options: { readonly replace?: boolean } = {},
): Promise<Result<string>> =>
  attemptLater(path, async () => {
    const target = resolvePath(path)
    const taken = new Refusal({ kind: 'output-exists', path: target })
    const found = identityOf(target)
    // A log beside it, be it empty, belongs to somebody who has the ledger there open.
    const isInUse = ['-wal', '-journal'].some((end) => identityOf(target + end) !== null)
    if (isInUse || isSameFile(found, identityOf(source.path))) throw taken
    if (found !== null && options.replace !== true) throw taken
    const draft = draftPath(target)
    try {
      await copyVerified(source, { draft, target }, 'all')
      if (!publish(draft, target, options.replace === true)) throw taken
    } finally {
      removeDraft(draft)
    }
    return target
  })

/**
 * Backs the ledger up into `<ledger>.backups/`, under a name that sorts by time and says why, and lets the oldest
 * beyond ten go. `daily` does nothing if there is one of today (local day of the clock). Only for the writer.
 * Faults: as `backupTo`.
 *
 * @returns path of the backup, or null if today's was there
 */
export const autoBackup = (
  source: BackupSource,
  reason: Exclude<BackupReason, 'damaged'>,
): Promise<Result<string | null>> =>
  attemptLater(source.path, () => makeBackup(source, reason, reason === 'migration' ? 'storage' : 'all'))

/** `autoBackup`, throwing. */
export async function makeBackup(
  source: BackupSource,
  reason: Exclude<BackupReason, 'damaged'>,
  depth: 'all' | 'storage',
): Promise<string | null> {
  const present = backupsOf(source.path)
  const today = new Date(source.clock()).toDateString()
  const isToday = (backup: Backup) => new Date(backup.time).toDateString() === today
  if (reason === 'daily' && present.some((backup) => backup.reason === 'daily' && isToday(backup))) return null
  const path = nextBackupPath(source.path, source.clock, reason)
  const draft = draftPath(path)
  try {
    await copyVerified(source, { draft, target: path }, depth)
    publish(draft, path, false)
  } finally {
    removeDraft(draft)
  }
  removeOldest(source.path, path)
  return path
}

/**
 * A free name in the backup folder, which is made if need be. It sorts after all present ones even if the clock was
 * set back: else the newest backup would look like the oldest and be the first to go.
 */
export function nextBackupPath(ledger: string, clock: Clock, reason: BackupReason): string {
  const folder = backupFolder(ledger)
  if (mkdirSync(folder, { recursive: true }) !== undefined) syncFolder(dirname(ledger))
  const newest = backupsOf(ledger)[0]
  const time = Math.max(clock(), newest === undefined ? 0 : Date.parse(newest.time) + 1)
  return join(folder, `${new Date(time).toISOString().replaceAll(/[-:.]/g, '')}-${reason}.juesuan`)
}

function removeOldest(ledger: string, made: string): void {
  removeLeftovers(backupFolder(ledger), '')
  const old = backupsOf(ledger).filter(({ reason, path }) => reason !== 'damaged' && path !== made)
  for (const { path } of old.slice(kept - 1)) rmSync(path, { force: true })
}

const namePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([a-z]+)\.juesuan$/

/** Backups of the ledger at a resolved path, the newest first. */
function backupsOf(ledger: string): readonly Backup[] {
  const folder = backupFolder(ledger)
  if (identityOf(folder) === null) return []
  return readdirSync(folder)
    .map((name) => backupNamed(folder, name))
    .filter((backup) => backup !== null)
    .sort((a, b) => (a.name < b.name ? 1 : -1))
}

function backupNamed(folder: string, name: string): Backup | null {
  const [, year, month, day, hour, minute, second, ms, word] = namePattern.exec(name) ?? []
  const reason = backupReasons.find((known) => known === word)
  const path = join(folder, name)
  const found = statSync(path, { throwIfNoEntry: false })
  if (reason === undefined || found?.isFile() !== true) return null
  return { path, name, time: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`, reason, bytes: found.size }
}

/** The automatic backups of a ledger, the newest first. The ledger itself may be missing or damaged. */
export const listBackups = (path: string): Result<readonly Backup[]> =>
  attempt(path, () => backupsOf(resolvePath(path)))
