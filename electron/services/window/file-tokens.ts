import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { FileToken } from '../../../shared/channels/values.ts'
import { rejected } from '../gesture.ts'

/** So many files are remembered; who has opened that many has forgotten the first. */
const most = 200

/** Files the window may speak of: it knows a token and a name, only main knows where they lie. */
export class FileTokens {
  private readonly paths = new Map<string, string>()

  /** Remembers a file under a new token. */
  keep(path: string): FileToken {
    const [oldest] = this.paths.keys()
    if (this.paths.size >= most && oldest !== undefined) this.paths.delete(oldest)
    const token = randomUUID()
    this.paths.set(token, path)
    return { token, name: basename(path) }
  }

  /** Path of a file. Fault: request-rejected for a token there is not, or a file that is gone. */
  find(token: string): Result<string> {
    const path = this.place(token)
    if (!path.ok || existsSync(path.value)) return path
    return rejected(basename(path.value), '文件已被移动或删除，请重新选择')
  }

  /** Path of a file that may still have to be made. Fault: request-rejected for a token there is not. */
  place(token: string): Result<string> {
    const path = this.paths.get(token)
    return path === undefined ? rejected('文件', '程序已经不记得这个文件，请重新选择') : ok(path)
  }
}

/** A name as a file may have it: no folders, no characters that file systems do not take, not too long. */
export function safeFileName(name: string): string {
  const safe = (name.split(/[\\/]/).at(-1) ?? '')
    .replaceAll(/[:*?"<>|\p{Cc}\p{Cs}]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(safe)?.[0] ?? ''
  const stem = Array.from(safe.slice(0, safe.length - ending.length))
    .slice(0, 60)
    .join('')
  return stem === '' ? `文件${ending}` : `${stem}${ending}`
}
