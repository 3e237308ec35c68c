import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Fault } from '../../shared/channels/faults.ts'
import { type Result, refuse } from '../../shared/channels/result.ts'
import { FileRefused } from './file-refused.ts'

/** Reading of files that somebody else made: bounded in size, and away from the thread that must stay awake. */

/**
 * The bytes of a file.
 * @param most bytes
 * @param check looks at the first 1,024 bytes (fewer of a short file) before the rest is read; may throw
 * @throws FileRefused for what is no file or too large; what `check` throws; NodeJS.ErrnoException
 */
export async function loadFile(path: string, most: number, check: (head: Buffer) => void): Promise<Uint8Array> {
  // Asked before opening: opening a pipe would wait for its writer.
  const what = await stat(path)
  if (!what.isFile()) throw new FileRefused('不是文件，请选择要导入的文件')
  if (what.size > most)
    throw new FileRefused(`有 ${Math.round(what.size / 1024 / 1024)} MB，超过 ${most >> 20} MB，不像决算报表，未读取`)
  const handle = await open(path, 'r')
  try {
    const head = Buffer.alloc(1024)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    check(head.subarray(0, bytesRead))
    const bytes = new Uint8Array(what.size)
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead: more } = await handle.read(bytes, filled, bytes.length - filled, filled)
      if (more === 0) break
      filled += more
    }
    return bytes.subarray(0, filled)
  } finally {
    await handle.close()
  }
}

export type ThreadLimits = {
  /** milliseconds until the reading is given up */
  readonly timeout: number
  /** megabytes of heap the reading may take */
  readonly heap: number
}
/** What became of a reading in a thread: its answer, or why there is none. */
export type Reading<Answer> = { readonly answer: Answer } | { readonly tooMuch: true } | { readonly unreadable: string }

/** Has bytes read by a worker that answers with one message; whatever the file does to it, the thread is ended. */
export function readInThread<Answer>(
  entry: URL,
  data: { readonly bytes: Uint8Array } & Readonly<Record<string, unknown>>,
  { timeout, heap }: ThreadLimits,
): Promise<Reading<Answer>> {
  return new Promise((resolve) => {
    const worker = new Worker(entry, {
      workerData: data,
      transferList: [data.bytes.buffer as ArrayBuffer],
      // none of the process's own flags: a preloaded module has no business in this thread
      execArgv: [],
      env: {},
      // what libraries say about a file is nothing for the user's terminal
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64 },
    })
    const timer = setTimeout(() => finish({ tooMuch: true }), timeout)
    const finish = (reading: Reading<Answer>): void => {
      clearTimeout(timer)
      resolve(reading)
      void worker.terminate()
    }
    worker.once('message', (answer: Answer) => finish({ answer }))
    // whatever the file made the reader do, it is the file that cannot be read
    worker.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      finish(code === 'ERR_WORKER_OUT_OF_MEMORY' ? { tooMuch: true } : { unreadable: message }),
    )
    worker.once('exit', () => finish({ tooMuch: true }))
  })
}

/** The fault of a file that the system would not give. */
export function fileFault(path: string, error: unknown): Result<never> {
  const where = `“${basename(path)}”`
  if (error instanceof FileRefused) return refuse({ kind: 'input-refused', where, reason: error.reason })
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: '没有这个文件，请检查路径',
    EACCES: '没有读取权限，请检查文件权限',
    EPERM: '没有读取权限，请检查文件权限',
    EBUSY: '正被其他程序占用，请关闭后再导入',
  }
  const reason = reasons[code ?? '']
  const fault: Fault =
    reason === undefined ? { kind: 'file-failed', path, detail: message } : { kind: 'input-refused', where, reason }
  return refuse(fault)
}
