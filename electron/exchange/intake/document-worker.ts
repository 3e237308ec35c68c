import { parentPort, workerData } from 'node:worker_threads'
import { FileRefused } from '../file-refused.ts'
import type { SheetGrid } from '../workbook/grid.ts'
import { contentOf, type DocumentContent } from './content.ts'
import { delimitedSheet } from './delimited.ts'
import type { FileKind } from './file-kind.ts'
import { decodedText, textContent } from './text-pages.ts'

/**
 * Entry of the worker thread that opens foreign documents and tables: whatever a file does to it, the thread can be
 * ended and its memory is limited (`read-file.ts`). The libraries are loaded for the kind that needs them.
 */
export type ReadDocument =
  | { readonly content: DocumentContent }
  | { readonly sheets: readonly SheetGrid[] }
  | { readonly refused: string }

export type DocumentTask = {
  readonly bytes: Uint8Array
  readonly kind: Exclude<FileKind, 'xlsx'>
  /** of the file, for the one sheet of a CSV */
  readonly name: string
  /** folder of the standard character maps, with its last slash */
  readonly characterMaps: string
}

async function read({ bytes, kind, name, characterMaps }: DocumentTask): Promise<ReadDocument> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (kind) {
    case 'pdf': {
      const { readPdfPages } = await import('./pdf-pages.ts')
      return { content: contentOf(await readPdfPages(buffer, characterMaps)) }
    }
    case 'text':
      return { content: textContent(decodedText(buffer)) }
    case 'csv':
      return { sheets: [delimitedSheet(decodedText(buffer), name)] }
    case 'xls': {
      const { legacySheets } = await import('./legacy-workbook.ts')
      return { sheets: legacySheets(bytes) }
    }
  }
}

try {
  parentPort?.postMessage(await read(workerData as DocumentTask))
} catch (error) {
  if (!(error instanceof FileRefused)) throw error
  parentPort?.postMessage({ refused: error.reason } satisfies ReadDocument)
}
