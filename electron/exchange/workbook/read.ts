import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { workerEntry } from '../../program/places.ts'
import type { SheetGrid } from './grid.ts'
import { checkHead, limits, WorkbookRefused } from './guard.ts'
import type { Read } from './read-worker.ts'

export type ReadLimits = {
  /** milliseconds until the reading is given up */
  readonly timeout?: number
  /** megabytes of heap the reading may take */
  readonly heap?: number
}

const entry = workerEntry('electron/exchange/workbook/read-worker')

const tooMuch = '内容过多或过于复杂，未能在限定的时间和内存内读完，请只保留要导入的报表后另存再导入'

const unreadable = (detail: string): string =>
  `内部内容无法读取（${detail.slice(0, 80)}），可能已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入`

/**
 * Reads a workbook's cells in a thread of its own. The file is not changed, nothing in it is run or followed, and a
 * hostile one is refused within seconds: by its size without being read, by its zip directory, by what its sheets
 * claim, or at last by time and memory.
 * @returns the sheets in the order of the workbook; or `input-refused` with file, sheet and reason; or `file-failed`
 */
export async function readWorkbook(
  path: string,
  { timeout = 10_000, heap = 512 }: ReadLimits = {},
): Promise<Result<SheetGrid[]>> {
  const file = `“${basename(path)}”`
  try {
    const bytes = await load(path)
    const read = await inWorker(bytes, timeout, heap)
    if ('sheets' in read) return ok(read.sheets)
    throw new WorkbookRefused(read.where, read.reason)
  } catch (error) {
    if (error instanceof WorkbookRefused)
      return refuse({
        kind: 'input-refused',
        where: error.where === '文件' ? file : `${file}的${error.where}`,
        reason: error.reason,
      })
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return refuse({ kind: 'input-refused', where: file, reason: '没有这个文件，请检查路径' })
    if (code === 'EACCES' || code === 'EPERM')
      return refuse({ kind: 'input-refused', where: file, reason: '没有读取权限，请检查文件权限' })
    if (code === 'EBUSY')
      return refuse({ kind: 'input-refused', where: file, reason: '正被其他程序占用，请关闭后再导入' })
    return refuse({ kind: 'file-failed', path, detail: message })
  }
}

async function load(path: string): Promise<Uint8Array> {
  // Asked before opening: opening a pipe would wait for its writer.
  const what = await stat(path)
  if (!what.isFile()) throw new WorkbookRefused('文件', '不是文件，请选择 .xlsx 文件')
  if (what.size > limits.file) {
    throw new WorkbookRefused(
      '文件',
      `有 ${Math.round(what.size / 1024 / 1024)} MB，超过 ${limits.file >> 20} MB，不像决算报表，未读取`,
    )
  }
  const handle = await open(path, 'r')
  try {
    const head = Buffer.alloc(8)
    const { bytesRead } = await handle.read(head, 0, 8, 0)
    checkHead(head.subarray(0, bytesRead))
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

function inWorker(bytes: Uint8Array, timeout: number, heap: number): Promise<Read> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, {
      workerData: bytes,
      transferList: [bytes.buffer as ArrayBuffer],
      // none of the process's own flags: a preloaded module has no business in this thread
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64 },
    })
    const timer = setTimeout(() => finish(() => reject(new WorkbookRefused('文件', tooMuch))), timeout)
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void worker.terminate()
    }
    worker.once('message', (read: Read) => finish(() => resolve(read)))
    // whatever the file made the reader do, it is the file that cannot be read
    worker.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      finish(() =>
        reject(new WorkbookRefused('文件', code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch : unreadable(message))),
      ),
    )
    worker.once('exit', () => finish(() => reject(new WorkbookRefused('文件', tooMuch))))
  })
}
