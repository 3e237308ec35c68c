import { copyFileSync, rmSync } from 'node:fs'
import { basename, dirname, extname } from 'node:path'
import Database from 'better-sqlite3'
import type { Result } from '../../shared/channels/result.ts'
import { backupFolder, copyVerified, makeBackup, nextBackupPath } from './backup.ts'
import { attemptLater, concerning, faultOf, Refusal } from './file-faults.ts'
import { timeOf, writerName } from './handle.ts'
import { identify, identityOf, isSameFile, isWritable, openFiles, resolvePath } from './identify.ts'
import { takeWriterLock } from './lock.ts'
import { type Opener, openForReading } from './open.ts'
import { draftPath, publish, removeDraft, removeLeftovers, syncFile, syncFolder } from './publish.ts'
import { summaryOfProblems, verifyDatabase } from './verify.ts'

export type Restored = {
  /** Resolved path of the ledger. */
  readonly path: string
  /** Where what was there is kept; null if nothing was. */
  readonly kept: string | null
}

/**
 * Puts a backup in a ledger's place. The backup is verified first; what was in the place is kept as a backup of its
 * own, byte for byte with its log if it is damaged; the new file is written beside, synced and renamed. At every
 * moment one of the two is whole in the place or in the backup folder.
 * Faults: those of opening `from` (its path), ledger-damaged if it does not verify, ledger-locked while somebody
 * writes `to`, ledger-read-only, ledger-foreign if `to` is something else than a ledger, request-rejected if both are
 * the same file, disk-full, file-failed.
 */
export const restoreLedger = (from: string, to: string, opener: Opener): Promise<Result<Restored>> =>
  attemptLater(to, async () => {
    const target = resolvePath(to)
    if (isSameFile(identityOf(from), identityOf(target))) {
      throw new Refusal({ kind: 'request-rejected', where: '恢复账套', reason: '备份与账套是同一个文件' })
    }
    checkTarget(target)
    const source = await concerning(from, () => openForReading(from, opener))
    try {
      const { db, migrations, clock, path } = source.handle
      const problems = await concerning(path, () => verifyDatabase(db, migrations))
      if (problems.length > 0) throw new Refusal({ kind: 'ledger-damaged', path, detail: summaryOfProblems(problems) })
      const lock = await takeWriterLock(target, {
        who: writerName(opener.program),
        now: timeOf(clock),
        wait: opener.wait ?? 2_000,
      })
      const draft = draftPath(target)
      try {
        removeLeftovers(dirname(target), `${basename(target)}.`)
        await copyVerified(source.handle, { draft, target }, 'all')
        const kept = identityOf(target) === null ? null : await keepPresent(target, opener, source.handle)
        dropLog(target)
        publish(draft, target, true)
        return { path: target, kept }
      } finally {
        removeDraft(draft)
        lock.release()
      }
    } finally {
      source.close()
    }
  })

/** @throws Refusal if the place cannot be written, is in use here, or holds something that is not ours to replace */
function checkTarget(target: string): void {
  const found = identityOf(target)
  const isMarkedReadOnly = found !== null && !isWritable(target)
  if (isMarkedReadOnly || !isWritable(dirname(target))) throw new Refusal({ kind: 'ledger-read-only', path: target })
  if (found === null) return
  // Closing a second descriptor of it would drop the locks of whoever has it open in this process.
  if (openFiles.has(found)) {
    throw new Refusal({ kind: 'ledger-locked', path: target, who: writerName('本程序'), since: '' })
  }
  try {
    identify(target)
  } catch (error) {
    const isForeign = error instanceof Refusal && error.fault.kind === 'ledger-foreign'
    // A ledger overwritten from its first byte looks foreign; its name or its backups tell that it was one.
    const wasLedger = extname(target) === '.juesuan' || identityOf(backupFolder(target)) !== null
    if (isForeign && !wasLedger) throw error
  }
}

/** Keeps the present ledger: online backup if it is sound, else the raw bytes with their log. */
async function keepPresent(
  path: string,
  { clock }: Opener,
  { migrations }: { readonly migrations: BackupMigrations },
): Promise<string> {
  let db: Database.Database | undefined
  try {
    identify(path)
    db = new Database(path, { fileMustExist: true })
    // Its schema may be older or newer than ours, its journal tampered with: keeping it needs neither.
    const copy = (await makeBackup({ db, path, clock, migrations }, 'restore', 'storage')) as string
    // Readers elsewhere would keep the log from being moved into the file on closing.
    db.pragma('wal_checkpoint(TRUNCATE)')
    return copy
  } catch (error) {
    // What cannot be read is kept as it is; a full disk or a missing right is no reason to go on.
    const kind = faultOf(error, path)?.kind
    if (kind !== 'ledger-damaged' && kind !== 'ledger-foreign') throw error
    db?.close()
    return keepRaw(path, nextBackupPath(path, clock, 'damaged'))
  } finally {
    db?.close()
  }
}
type BackupMigrations = Parameters<typeof verifyDatabase>[1]

function keepRaw(path: string, copy: string): string {
  for (const end of ['', '-wal', '-journal']) {
    if (end !== '' && identityOf(path + end) === null) continue
    copyFileSync(path + end, copy + end)
    syncFile(copy + end)
  }
  syncFolder(dirname(copy))
  return copy
}

/** The kept ledger's log must not be read into the one that takes its name. It is in the backup already. */
function dropLog(path: string): void {
  for (const end of ['-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
  syncFolder(dirname(path))
}
