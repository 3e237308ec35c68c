import { ok, type Result } from '../../shared/channels/result.ts'
import type { NamedFile } from '../ledger/ledger.ts'
import type { ExportFormat } from './export-name.ts'
import type { OpenBook } from './open-book.ts'

/**
 * A sealed book hands out what was handed in: its file of a format. Null where one has to be made: of a book that is
 * not sealed, and in a format it was not sealed with. Fault: ledger-damaged if the file is not what was sealed.
 */
export function sealedFile({ ledger, summary }: OpenBook, format: ExportFormat): Result<NamedFile | null> {
  if (summary.state !== 'sealed') return ok(null)
  const files = ledger.sealedFiles(summary.id)
  return files.ok ? ok(files.value.find(({ name }) => name.endsWith(`.${format}`)) ?? null) : files
}
