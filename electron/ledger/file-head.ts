import { closeSync, openSync, readSync } from 'node:fs'
import type { Result } from '../../shared/channels/result.ts'
import { type Handle, look } from './handle.ts'
import { identityOf, openFiles } from './identify.ts'

/** What the head of an SQLite file says of it: https://www.sqlite.org/fileformat.html#the_database_header */
export type FileHead = {
  /** version of the schema, `user_version` */
  readonly schema: number
  /** whose file it is, `application_id` */
  readonly mark: number
  /** bytes */
  readonly pageSize: number
}

const [pageSizeAt, schemaAt, markAt] = [16, 60, 68]

/** The head of an open ledger, as SQLite reads it. Faults: the ledger's. */
export const headOf = (handle: Handle): Result<FileHead> =>
  look(handle, () => {
    const numberOf = (pragma: string): number => Number(handle.db.pragma(pragma, { simple: true }))
    return { schema: numberOf('user_version'), mark: numberOf('application_id'), pageSize: numberOf('page_size') }
  })

/**
 * The head of a file that may be no ledger at all; null if it is no SQLite file. One that this process has open is not
 * touched: closing it would drop SQLite's locks (`openFiles`).
 *
 * @throws Error of the system with its `code`; `EBUSY` for a file that is open here
 */
export function headAt(path: string): FileHead | null {
  if (openFiles.has(identityOf(path))) throw Object.assign(new Error('open in this process'), { code: 'EBUSY' })
  const head = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    readSync(file, head, 0, head.length, 0)
  } finally {
    closeSync(file)
  }
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null
  const pageSize = head.readUInt16BE(pageSizeAt)
  // 65536 does not fit
  return {
    schema: head.readUInt32BE(schemaAt),
    mark: head.readUInt32BE(markAt),
    pageSize: pageSize === 1 ? 65_536 : pageSize,
  }
}
