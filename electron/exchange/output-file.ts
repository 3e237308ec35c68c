import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, lstat, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'

/**
 * Writes a file so that its name shows either what was there or the whole new file, through a power cut too: into a
 * temporary file beside it, synced, then renamed. Leaves no temporary file when it fails; what a killed process left
 * goes with the next file of this name.
 *
 * Faults: `output-exists` unless `replace`, `disk-full`, `file-failed` with the reason in Chinese.
 */
export async function writeFileSafely(
  path: string,
  bytes: Uint8Array,
  { replace }: { readonly replace: boolean },
): Promise<Result<null>> {
  if (!replace && (await isThere(path))) return refuse({ kind: 'output-exists', path })
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`)
  try {
    await writeSynced(draft, bytes)
    if (replace) await rename(draft, path)
    else if (!(await takeFreeName(draft, path))) return refuse({ kind: 'output-exists', path })
    await syncFolder(dirname(path))
    await removeDeadDrafts(path)
    return ok(null)
  } catch (error) {
    const fault = faultOf(error, path)
    if (fault === null) throw error
    return refuse(fault)
  } finally {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

/** Milliseconds after which a draft is no longer being written, be it by another machine that has the folder open. */
const longestWriting = 600_000

/**
 * Removes drafts of this file whose makers are dead. In vain is no harm: nobody asked for it.
 *
 * @param ofHere process that is known to have been one of this machine: of it no age is waited for
 */
export async function removeDeadDrafts(path: string, ofHere?: number): Promise<void> {
  const start = `.${basename(path)}.`
  try {
    for (const name of await readdir(dirname(path))) {
      const maker = name.startsWith(start) ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(start.length))?.[1] : undefined
      if (maker === undefined || isAlive(Number(maker))) continue
      const draft = join(dirname(path), name)
      const isOld = Date.now() - (await stat(draft)).mtimeMs > longestWriting
      if (isOld || Number(maker) === ofHere) await rm(draft, { force: true })
    }
  } catch {
    // a folder that cannot be listed, a draft that is not ours to remove
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Two exports at once may both have found the name free; a hard link takes it in one step, for one of them. */
async function takeFreeName(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    await unlink(draft)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
  }
  // FAT, exFAT and some network shares have no hard links
  try {
    await copyFile(draft, path, constants.COPYFILE_EXCL)
    const file = await open(path, 'r+')
    await file.sync().finally(() => file.close())
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    await rm(path, { force: true })
    throw error
  }
}

/** Makes the name itself safe against a power cut, where the system can (Windows does it by itself). */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error // some network file systems
  } finally {
    await folder.close()
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: '没有写入权限，请换一个文件夹，或请管理员授权',
  EPERM: '系统不允许写入，请关闭正在使用此文件的程序，或换一个文件夹',
  EBUSY: '文件正被其他程序使用，请关闭后重试',
  EROFS: '所在磁盘是只读的，请换一个文件夹',
  ENOENT: '文件夹不存在，请先建立或换一个文件夹',
  ENOTDIR: '路径中有一段不是文件夹，请改正路径',
  EISDIR: '此处已有同名文件夹，请换一个文件名',
  ENAMETOOLONG: '文件名过长，请改短',
}

/** The fault behind an error of the operating system, or null if it is a mistake of ours. */
function faultOf(error: unknown, path: string): Fault | null {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'disk-full', path }
  if (!/^E[A-Z0-9]+$/.test(code)) return null
  return { kind: 'file-failed', path, detail: reasons[code] ?? `系统报告 ${code}，请重试或换一个文件夹` }
}
