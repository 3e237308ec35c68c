import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Companions of a SQLite file: an uncheckpointed log, its index, a rollback journal. */
export const companions = ['-wal', '-shm', '-journal'] as const

/** A new name beside `path` for a file in the making; `removeLeftovers` knows it again by its maker. */
export const draftPath = (path: string): string =>
  `${path}.new-${process.pid}-${Math.random().toString(36).slice(2, 8)}`

/** Removes a draft and its companions; nothing happens if there are none. */
export function removeDraft(draft: string): void {
  for (const end of ['', ...companions]) rmSync(draft + end, { force: true })
}

const draftPattern = /\.new-(\d+)-[a-z0-9]+(-wal|-shm|-journal)?$/

/**
 * Removes drafts that killed processes left in a folder, of files whose names begin with `start`. Only the holder of
 * the ledger's writer lock may call it; what this very process is about to publish stays.
 */
export function removeLeftovers(folder: string, start: string): void {
  for (const name of readdirSync(folder)) {
    const maker = draftPattern.exec(name)?.[1]
    if (name.startsWith(start) && maker !== undefined && maker !== String(process.pid)) {
      rmSync(join(folder, name), { force: true })
    }
  }
}

/** Makes the bytes of a file safe against power loss. Not for a file that SQLite has open in this process. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes the names in a folder safe against power loss, where the system can (Windows does it by itself). */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error // some network file systems
  } finally {
    closeSync(folder)
  }
}

/** True if SQLite would read the log of an earlier file of this name into a new one. */
export const hasOrphanLog = (path: string): boolean =>
  ['-wal', '-journal'].some((end) => (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0) > 0)

/**
 * Gives a finished draft its name, durably: afterwards the whole file is there under `path`, or nothing changed.
 * Without `replace` the name is taken only if it is free, however many processes try at once.
 *
 * @returns false if the name is taken (the draft is still there)
 */
export function publish(draft: string, path: string, replace: boolean): boolean {
  syncFile(draft)
  if (replace) renameSync(draft, path)
  else if (!claim(draft, path)) return false
  syncFolder(dirname(path))
  return true
}

function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path) // fails if the name exists, in one step
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    // FAT, exFAT and some network shares have no hard links
    if (!copyToFreeName(draft, path)) return false
  }
  unlinkSync(draft)
  return true
}

function copyToFreeName(draft: string, path: string): boolean {
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    rmSync(path, { force: true }) // ours and incomplete: COPYFILE_EXCL made it
    throw error
  }
  syncFile(path)
  return true
}
