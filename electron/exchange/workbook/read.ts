import { basename } from 'node:path'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { workerEntry } from '../../program/places.ts'
import { fileFault, loadFile, readInThread, type ThreadLimits } from '../file-reading.ts'
import type { SheetGrid } from './grid.ts'
import { checkHead, limits, WorkbookRefused } from './guard.ts'
import type { Read } from './read-worker.ts'

export type ReadLimits = Partial<ThreadLimits>

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
export async function readWorkbook(path: string, most: ReadLimits = {}): Promise<Result<SheetGrid[]>> {
  try {
    const bytes = await loadFile(path, limits.file, checkHead)
    return await readWorkbookBytes(path, bytes, most)
  } catch (error) {
    return error instanceof WorkbookRefused ? refusal(path, error.where, error.reason) : fileFault(path, error)
  }
}

/** The same for a file whose bytes are there; `path` is named in refusals. The bytes are given away. */
export async function readWorkbookBytes(
  path: string,
  bytes: Uint8Array,
  { timeout = 10_000, heap = 512 }: ReadLimits = {},
): Promise<Result<SheetGrid[]>> {
  const reading = await readInThread<Read>(entry, { bytes }, { timeout, heap })
  if ('tooMuch' in reading) return refusal(path, '文件', tooMuch)
  if ('unreadable' in reading) return refusal(path, '文件', unreadable(reading.unreadable))
  const { answer } = reading
  return 'sheets' in answer ? ok(answer.sheets) : refusal(path, answer.where, answer.reason)
}

function refusal(path: string, where: string, reason: string): Result<never> {
  const file = `“${basename(path)}”`
  return refuse({ kind: 'input-refused', where: where === '文件' ? file : `${file}的${where}`, reason })
}
