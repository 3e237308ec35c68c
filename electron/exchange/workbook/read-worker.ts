import { parentPort, workerData } from 'node:worker_threads'
import type { SheetGrid } from './grid.ts'
import { openPackage, WorkbookRefused } from './guard.ts'
import { readSheets } from './sheet-parts.ts'

/**
 * Entry of the worker thread that opens foreign workbooks: whatever a file does to it, the thread can be ended and its
 * memory is limited (`read.ts`).
 */
export type Read = { readonly sheets: SheetGrid[] } | { readonly where: string; readonly reason: string }

function read(bytes: Uint8Array): Read {
  try {
    return { sheets: readSheets(openPackage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) }
  } catch (error) {
    if (error instanceof WorkbookRefused) return { where: error.where, reason: error.reason }
    throw error
  }
}

parentPort?.postMessage(read((workerData as { readonly bytes: Uint8Array }).bytes))
