import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ok, type Result } from '../../shared/channels/result.ts'
import { rejected } from './gesture.ts'

/** The list of everything in a finished export; while one is being made it has the other name. */
export const manifestName = 'manifest.json'
export const unfinishedName = '未完成.json'

/** A path below the folder of the export: no step may lead out of it, for the list may come from anybody. */
const isInside = (path: string): boolean =>
  path.split('/').every((step) => step !== '' && !/^\.+$/.test(step) && !/[\\:\p{Cc}]/u.test(step))
const File = z.object({
  path: z.string().max(1_000).refine(isInside),
  bytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
const Book = z.object({
  folder: z.string().max(300).refine(isInside),
  department: z.string(),
  year: z.int(),
  state: z.enum(['open', 'sealed', 'moved']),
  edition: z.object({ name: z.string(), revision: z.int(), hash: z.string() }),
  revision: z.int(),
  /** last journal row that is in it */
  seq: z.int(),
  /** SHA-256 over everything its files follow from: as long as it stays, so do they */
  source: z.string(),
  files: z.array(File),
})
const Manifest = z.object({
  format: z.literal('juesuan-export'),
  version: z.literal(1),
  program: z.string(),
  /** the ledger's own number, whatever its file is called */
  ledger: z.string(),
  books: z.array(Book),
  /** of no book */
  files: z.array(File),
  /** books of which something could not be made, with the reason; everything stored of them is there */
  problems: z.array(z.object({ folder: z.string(), reason: z.string() })),
})
export type ExportManifest = z.infer<typeof Manifest>
export type ExportedBook = z.infer<typeof Book>
export type ExportedFile = z.infer<typeof File>

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const manifestBytes = (manifest: ExportManifest): Uint8Array =>
  Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)

/** What an earlier run left in a folder: the list of one that was cut off counts before that of a finished one. */
export type EarlierExport = { readonly manifest: ExportManifest; readonly isFinished: boolean }

/**
 * Whether a folder may be exported to: one that is empty, that an export of this very ledger was cut off in, or, with
 * `replace`, any other but one with another ledger's export.
 * Faults: request-rejected, in the words of a person who chose the folder.
 */
export function claimFolder(folder: string, ledger: string, replace: boolean): Result<EarlierExport | null> {
  const names = namesIn(folder)
  if (names === null) return rejected(folder, '不是可以读写的文件夹，请换一个位置')
  const earlier = earlierIn(folder)
  if (earlier !== null && earlier.manifest.ledger !== ledger) {
    return rejected(folder, '里面是另一账套的导出，请换一个空文件夹')
  }
  if (names.length === 0 || earlier?.isFinished === false || replace) return ok(earlier)
  return rejected(folder, '文件夹不是空的，没有写入；请换一个空文件夹，或选择替换（--replace）上次导出的文件')
}

function namesIn(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder)
  } catch {
    return null
  }
}

/** The export an earlier run made or began in a folder, or null. */
export function earlierIn(folder: string): EarlierExport | null {
  for (const [name, isFinished] of [
    [unfinishedName, false],
    [manifestName, true],
  ] as const) {
    try {
      const read = Manifest.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      if (read.success) return { manifest: read.data, isFinished }
    } catch {
      // not there, or not ours
    }
  }
  return null
}

/** True if a file is there as it was written. */
export function isWhole(folder: string, { path, sha256 }: ExportedFile): boolean {
  try {
    return hashOf(readFileSync(join(folder, path))) === sha256
  } catch {
    return false
  }
}

/** Files of a list with their paths below the export's folder. */
export const filesOf = ({ books, files }: Pick<ExportManifest, 'books' | 'files'>): readonly ExportedFile[] => [
  ...files,
  ...books.flatMap((book) => book.files.map((file) => ({ ...file, path: `${book.folder}/${file.path}` }))),
]

/** Takes away what an earlier export wrote and this one has not, unless somebody changed it since. */
export function removeStale(folder: string, earlier: ExportManifest, now: ExportManifest): void {
  const current = new Set(filesOf(now).map(({ path }) => path))
  for (const file of filesOf(earlier)) {
    if (current.has(file.path) || !isWhole(folder, file)) continue
    rmSync(join(folder, file.path))
    removeEmptyFolders(folder, dirname(file.path))
  }
}

function removeEmptyFolders(folder: string, path: string): void {
  if (path === '.') return
  try {
    rmdirSync(join(folder, path))
    removeEmptyFolders(folder, dirname(path))
  } catch {
    // something else is in it
  }
}

const draft = /^\..+\.[0-9]+-[0-9a-f]{8}\.tmp$/

/** Takes away the drafts of files that a run which was killed left half written. */
export function removeDrafts(folder: string, subfolders: readonly string[]): void {
  for (const path of ['', ...subfolders].map((one) => join(folder, one)))
    for (const name of namesIn(path) ?? []) if (draft.test(name)) rmSync(join(path, name), { force: true })
}
