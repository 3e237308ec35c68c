import { extname } from 'node:path'
import type { Client } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { FileToken } from '../../../shared/channels/values.ts'
import { writeFileSafely } from '../../exchange/output-file.ts'
import { withoutFolders } from '../export-name.ts'
import type { FileTokens } from './file-tokens.ts'
import type { Host, Saved } from './host.ts'

/** What a dialog calls files of an ending. */
const kinds: Readonly<Record<string, Saved>> = {
  '.xlsx': 'workbook',
  '.pdf': 'pdf',
  '.docx': 'word',
  '.csv': 'table',
  '.png': 'picture',
  '.txt': 'text',
  '.zip': 'archive',
}

/**
 * Asks a person where a file of this name is to go, has it made, and writes it there. Null if the person would rather
 * not. Faults: those of `make`; disk-full, file-failed.
 */
export async function handOut(
  { host, files, client }: { readonly host: Host; readonly files: FileTokens; readonly client: Client },
  name: string,
  make: () => Result<Uint8Array> | Promise<Result<Uint8Array>>,
): Promise<Result<FileToken | null>> {
  const path = await host.chooseSave(client, kinds[extname(name).toLowerCase()] ?? 'workbook', withoutFolders(name))
  if (path === null) return ok(null)
  const bytes = await make()
  if (!bytes.ok) return bytes
  const written = await writeFileSafely(path, bytes.value, { replace: true })
  return written.ok ? ok(files.keep(path)) : written
}
