import { basename, extname } from 'node:path'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { characterMaps, workerEntry } from '../../program/places.ts'
import { fileFault, loadFile, readInThread, type ThreadLimits } from '../file-reading.ts'
import type { SheetGrid } from '../workbook/grid.ts'
import { readWorkbookBytes } from '../workbook/read.ts'
import type { DocumentContent } from './content.ts'
import type { DocumentTask, ReadDocument } from './document-worker.ts'
import { type FileKind, kindOf } from './file-kind.ts'
import { documentLimits } from './limits.ts'

/** What a file holds: sheets of a table file, or pages of a document. */
export type ReadFile =
  | { readonly kind: 'xlsx' | 'xls' | 'csv'; readonly sheets: readonly SheetGrid[] }
  | { readonly kind: 'pdf' | 'text'; readonly content: DocumentContent }

const entry = workerEntry('electron/exchange/intake/document-worker')

const tooMuch = '内容过多或过于复杂，未能在限定的时间和内存内读完，没有读取，请只保留报表部分再导入'

/**
 * Reads a file to be imported, by what it is and not by its name, in a thread of its own: nothing in it is run or
 * fetched, and one that is too large, damaged, encrypted or hostile is refused within ten seconds.
 * @returns `input-refused` with file and reason, or `file-failed`
 */
export async function readFile(
  path: string,
  { timeout = 7_000, heap = 768 }: Partial<ThreadLimits> = {},
): Promise<Result<ReadFile>> {
  const name = basename(path)
  try {
    let kind = null as FileKind | null
    const bytes = await loadFile(path, documentLimits.pdf, (head) => {
      kind = kindOf(head, name)
    })
    if (kind === null) throw new Error('the head of the file was not looked at')
    if (kind === 'xlsx') {
      const sheets = await readWorkbookBytes(path, bytes, { timeout })
      return sheets.ok ? ok({ kind, sheets: sheets.value }) : sheets
    }
    const task: DocumentTask = { bytes, kind, name: basename(name, extname(name)), characterMaps: characterMaps() }
    const reading = await readInThread<ReadDocument>(entry, task, { timeout, heap })
    if ('answer' in reading && !('refused' in reading.answer))
      return 'sheets' in reading.answer
        ? ok({ kind: kind === 'csv' ? kind : 'xls', sheets: reading.answer.sheets })
        : ok({ kind: kind === 'pdf' ? kind : 'text', content: reading.answer.content })
    const reason =
      'tooMuch' in reading
        ? tooMuch
        : 'unreadable' in reading
          ? `内部内容无法读取（${reading.unreadable.slice(0, 80)}），可能已损坏，请重新取得文件`
          : 'refused' in reading.answer
            ? reading.answer.refused
            : ''
    return refuse({ kind: 'input-refused', where: `“${name}”`, reason })
  } catch (error) {
    return fileFault(path, error)
  }
}
