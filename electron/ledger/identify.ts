import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from './file-faults.ts'

/** 'JUES' at byte 68 of the file: what makes a SQLite file a ledger. The same number is in 0001_ledger.sql. */
export const applicationId = 0x4a554553

/** Identity of a file that survives renaming and tells a replacement apart. */
export type FileIdentity = { readonly device: bigint; readonly inode: bigint }

/** Identity of what lies under a name now, or null. */
export function identityOf(path: string): FileIdentity | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : { device: found.dev, inode: found.ino }
}

export const isSameFile = (a: FileIdentity | null, b: FileIdentity | null): boolean =>
  a !== null && b !== null && a.device === b.device && a.inode === b.inode

const openHere = new Map<string, number>()
const nameOf = (file: FileIdentity): string => `${file.device}:${file.inode}`

/**
 * Ledgers this process has open. Closing any other descriptor of such a file would drop SQLite's POSIX locks on it
 * (sqlite.org/howtocorrupt §2.2), so nobody here may open one outside SQLite.
 */
export const openFiles = {
  add: (file: FileIdentity): void => void openHere.set(nameOf(file), (openHere.get(nameOf(file)) ?? 0) + 1),
  remove: (file: FileIdentity): void => {
    const left = (openHere.get(nameOf(file)) ?? 1) - 1
    if (left > 0) openHere.set(nameOf(file), left)
    else openHere.delete(nameOf(file))
  },
  has: (file: FileIdentity | null): boolean => file !== null && openHere.has(nameOf(file)),
}

/** The one name of a file: links resolved, so that two ways to a ledger meet at one lock, one log, one backup folder. */
export function resolvePath(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined) return realpathSync.native(path)
  const folder = dirname(path)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Refusal({ kind: 'ledger-missing', path })
  }
  return join(realpathSync.native(folder), basename(path))
}

/**
 * True if this user may write there. A file marked read-only for everybody counts as read-only for an administrator
 * too, whom the system would let through: somebody meant the mark.
 */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
  } catch {
    return false
  }
  return (statSync(path).mode & 0o222) !== 0
}

/**
 * Looks at the first 100 bytes (sqlite.org/fileformat2 §1.3) of what lies at `path`, before SQLite may touch it.
 *
 * @returns whether the file is in WAL mode
 * @throws Refusal ledger-missing, ledger-foreign (a folder, another format, another program's database), ledger-damaged
 */
export function identify(path: string): { readonly usesLog: boolean } {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new Refusal({ kind: 'ledger-missing', path })
  if (!found.isFile()) throw new Refusal({ kind: 'ledger-foreign', path })
  if (found.size === 0) throw new Refusal({ kind: 'ledger-damaged', path, detail: '文件是空的' })
  if (openFiles.has(identityOf(path))) return { usesLog: true }
  const head = Buffer.alloc(100)
  const file = openSync(path, 'r')
  let length: number
  try {
    length = readSync(file, head, 0, 100, 0)
  } finally {
    closeSync(file)
  }
  const isSqlite = head.toString('latin1', 0, 16) === 'SQLite format 3\0'
  const isOurs = head.readUInt32BE(68) === applicationId
  if (length < 100 && 'SQLite format 3\0'.startsWith(head.toString('latin1', 0, Math.min(length, 16)))) {
    throw new Refusal({ kind: 'ledger-damaged', path, detail: `只剩 ${length} 字节` })
  }
  if (isOurs && !isSqlite) throw new Refusal({ kind: 'ledger-damaged', path, detail: '文件头已损坏' })
  if (!isOurs) throw new Refusal({ kind: 'ledger-foreign', path })
  return { usesLog: head[18] === 2 }
}
