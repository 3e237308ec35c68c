import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ok, type Result } from '../../shared/channels/result.ts'
import { removeDeadDrafts } from '../exchange/output-file.ts'
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
  /** only of a file an earlier run made and this one could not make anew: the book's revision it shows */
  revision: z.int().optional(),
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
  /** what a person should know of its printed files, in words */
  remarks: z.array(z.string()).default([]),
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
  /** only while it is being made: what earlier runs wrote and may still lie there, paths below the export's folder */
  before: z.array(File).optional(),
  /** only while it is being made: whose drafts may be left if it is killed */
  maker: z.object({ host: z.string(), process: z.int() }).optional(),
})
export type ExportManifest = z.infer<typeof Manifest>
export type ExportedBook = z.infer<typeof Book>
export type ExportedFile = z.infer<typeof File>

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const manifestBytes = (manifest: ExportManifest): Uint8Array =>
  Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)

/** What an earlier run left in a folder: the list of one that was cut off counts before that of a finished one. */
export type EarlierExport = { readonly manifest: ExportManifest; readonly isFinished: boolean }

/** True of a book of which everything is from an earlier export, because it could not be read. */
export const isOld = ({ files }: ExportedBook): boolean => files.every(({ revision }) => revision !== undefined)

/** What systems put into folders by themselves. */
const ofSystems = ['.DS_Store', 'Thumbs.db', 'desktop.ini']

/**
 * Whether a folder may be exported to: one that is empty, that an export of this very ledger was cut off in, or, with
 * `replace`, one with a finished export of it in which nobody has changed a file since.
 * Faults: request-rejected, in the words of a person who chose the folder.
 *
 * @param toReplace words for how this person asks for `replace`
 */
export async function claimFolder(
  folder: string,
  ledger: string,
  { replace, toReplace }: { readonly replace: boolean; readonly toReplace: string },
): Promise<Result<EarlierExport | null>> {
  const names = namesIn(folder)
  if (names === null) return rejected(folder, '不是可以读写的文件夹，请换一个位置')
  for (const name of [unfinishedName, manifestName]) {
    if (!names.includes(name)) continue
    const list = listIn(folder, name)
    if (list === null) return rejected(join(folder, name), inTheWay)
    if (list.ledger !== ledger) return rejected(folder, '里面是另一账套的导出，请换一个空文件夹')
  }
  const earlier = earlierIn(folder)
  if (earlier === null) {
    const others = names.filter((name) => !ofSystems.includes(name) && !isDraft(name))
    return others.length === 0 ? ok(null) : rejected(folder, '文件夹里有别的文件，没有写入；请换一个空文件夹')
  }
  if (!earlier.isFinished) return ok(earlier)
  if (!replace) return rejected(folder, `里面已有上次的导出，没有写入；请换一个空文件夹，或${toReplace}`)
  for (const file of filesOf(earlier.manifest)) {
    const path = join(folder, file.path)
    if (isThere(path) && !(await isWhole(folder, file))) return rejected(path, inTheWay)
  }
  return ok(earlier)
}

const inTheWay = '不是上次导出的那个文件，或导出以后改动过，没有覆盖；请移到别处或改名以后再导出'

/** Of the first list of a run, which was killed before it had its name. */
const isDraft = (name: string): boolean => /^\.未完成\.json\.[0-9]+-[0-9a-f]{8}\.tmp$/u.test(name)

function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/**
 * Whether a file may be written: nothing is there, or what an earlier run wrote, or a piece of the new file, which a
 * power cut left. Fault: request-rejected for a file of somebody else, or one that was changed since.
 */
export async function checkWay(
  folder: string,
  { path, bytes }: { readonly path: string; readonly bytes: Uint8Array },
  earlier: readonly ExportedFile[],
): Promise<Result<void>> {
  const to = join(folder, path)
  let found: Buffer
  try {
    found = await readFile(to)
  } catch (error) {
    // of a folder in this place the writing tells
    const isFree = ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
    return isFree ? ok(undefined) : rejected(to, inTheWay)
  }
  if (found.equals(bytes.subarray(0, found.length))) return ok(undefined)
  const sha256 = hashOf(found)
  const isOurs = earlier.some((file) => file.path === path && file.sha256 === sha256)
  return isOurs ? ok(undefined) : rejected(to, inTheWay)
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
  const unfinished = listIn(folder, unfinishedName)
  if (unfinished !== null) return { manifest: unfinished, isFinished: false }
  const manifest = listIn(folder, manifestName)
  return manifest === null ? null : { manifest, isFinished: true }
}

/** Null where there is none, or one that is not ours. */
function listIn(folder: string, name: string): ExportManifest | null {
  try {
    const read = Manifest.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** True if a file is there as it was written. */
export async function isWhole(folder: string, { path, sha256 }: ExportedFile): Promise<boolean> {
  try {
    return hashOf(await readFile(join(folder, path))) === sha256
  } catch {
    return false
  }
}

/**
 * Files of a list with their paths below the export's folder, those of books with the revision they show; of an
 * unfinished one also what was there before.
 */
export const filesOf = ({
  books,
  files,
  before = [],
}: Pick<ExportManifest, 'books' | 'files' | 'before'>): readonly ExportedFile[] => [
  ...files,
  ...books.flatMap(({ folder, revision, files: own }) =>
    own.map((file) => ({ revision, ...file, path: `${folder}/${file.path}` })),
  ),
  ...before,
]

/** Takes away what an earlier export wrote and this one has not, unless somebody changed it since. */
export async function removeStale(folder: string, earlier: ExportManifest, now: ExportManifest): Promise<void> {
  const current = new Set(filesOf(now).map(({ path }) => path))
  for (const file of filesOf(earlier)) {
    if (current.has(file.path) || !(await isWhole(folder, file))) continue
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

/** Takes away what a run that was killed left half written; a draft somebody may still be writing stays. */
export async function removeDrafts(folder: string, earlier: ExportManifest | null): Promise<void> {
  const paths = earlier === null ? [] : filesOf(earlier).map(({ path }) => path)
  const ofHere = earlier?.maker?.host === hostname() ? earlier.maker.process : undefined
  for (const path of new Set([unfinishedName, manifestName, ...paths]))
    await removeDeadDrafts(join(folder, path), ofHere)
}
