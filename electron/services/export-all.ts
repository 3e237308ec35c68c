import { mkdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { OwnFonts } from '../exchange/document/font-set.ts'
import { writeFileSafely } from '../exchange/output-file.ts'
import type { BookSummary, Ledger } from '../ledger/ledger.ts'
import { program } from '../program/version.ts'
import { type BookFile, computedFiles, type RenderBook, type StoredBook, storedBook } from './export-all-book.ts'
import {
  checkWay,
  claimFolder,
  type EarlierExport,
  type ExportedBook,
  type ExportedFile,
  type ExportManifest,
  filesOf,
  hashOf,
  isOld,
  isWhole,
  manifestBytes,
  manifestName,
  removeDrafts,
  removeStale,
  unfinishedName,
} from './export-all-manifest.ts'
import { readmeBytes } from './export-all-readme.ts'
import { safeName } from './export-name.ts'
import { rejected } from './gesture.ts'
import { type OpenBook, openSummary } from './open-book.ts'

export type ExportAllRequest = {
  /** absolute path; made if need be */
  readonly folder: string
  /** writes over an earlier export of this ledger */
  readonly replace?: boolean
  /** words for how this person asks for `replace` */
  readonly toReplace?: string
  /** fonts of the machine to print with */
  readonly fonts?: OwnFonts
  readonly render?: RenderBook
  /** ends it between two files; what is finished stays, and the next run goes on from there */
  readonly signal?: AbortSignal
  /** told how much of the work is done, from 0 to 1 */
  readonly progress?: (done: number) => void
}
export type ExportedAll = {
  readonly folder: string
  readonly books: number
  /** all files but the list of them, with `/`, below the folder */
  readonly paths: readonly string[]
  /** books that were as an earlier run had left them */
  readonly kept: number
  /** books that could not be read or computed, and why; what an earlier run made of them is still there */
  readonly problems: readonly { readonly book: string; readonly fault: Fault }[]
  /** what a person should know of printed files, in words */
  readonly remarks: readonly string[]
}

/**
 * Exports everything a ledger has, every year of every department, also books that left, as files in open formats: one
 * folder a book, a README, and a list of all files with their hashes. The same ledger always gives the same bytes. Each
 * file shows either what was there or all of it; a run that was cut off goes on where it was.
 *
 * A book that cannot be computed (its edition is of a later program, say) does not keep the others from being written:
 * what is stored of it is written, and the reason told. What an earlier export had of such a book stays.
 *
 * Faults: request-rejected for a folder with anything else than an export of this ledger, with a finished one (unless
 * `replace`), and for a file in the way that no run has written or somebody changed since; disk-full, file-failed; and
 * the ledger's.
 */
export async function exportAll(ledger: Ledger, request: ExportAllRequest): Promise<Result<ExportedAll>> {
  const { folder, replace = false, toReplace = '替换上次导出的文件', fonts = {} } = request
  const info = ledger.info()
  if (!info.ok) return info
  const books = ledger.books()
  if (!books.ok) return books
  const editions = ledger.editions()
  if (!editions.ok) return editions
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    return rejected(folder, '不能建立这个文件夹，请换一个位置')
  }
  const claimed = await claimFolder(folder, info.value.id, { replace, toReplace })
  if (!claimed.ok) return claimed
  const places = named(books.value)
  const run = new Run(request, {
    ledger,
    id: info.value.id,
    earlier: claimed.value,
    fonts: await hashesOf(fonts),
    folders: new Set(places.map(({ folder: name }) => name)),
  })
  const used = new Set(books.value.map(({ edition }) => edition.hash))
  try {
    await run.begin()
    for (const [place, { folder: name, summary }] of places.entries()) {
      await run.book(name, summary, (done) => request.progress?.((place + done) / books.value.length))
    }
    const others = editions.value
      .filter(({ hash }) => !used.has(hash))
      .map(({ name, revision, hash, json }) => ({
        name: `其他套表/${safeName(name)}_${revision}_${hash.slice(0, 12)}.json`,
        bytes: Buffer.from(json),
      }))
    return ok(await run.end(others))
  } catch (error) {
    if (error instanceof Stopped) return refuse(error.fault)
    throw error
  }
}

/** A disk that takes no more ends the run; it is a refusal, not a mistake. */
class Stopped extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.kind)
    this.fault = fault
  }
}

/** Folders of books: `2024年度_部门`, and told apart by the book's number where names meet. */
function named(books: readonly BookSummary[]): readonly { readonly folder: string; readonly summary: BookSummary }[] {
  const plain = books.map(({ department, year, state }) =>
    `${year}年度_${safeName(department)}${state === 'moved' ? '_已转出' : ''}`.normalize(),
  )
  // file systems of Windows and macOS take names that differ in case for one
  const fold = (name: string): string => name.toLowerCase()
  return books.map((summary, place) => {
    const name = plain[place] ?? ''
    const isShared = plain.filter((one) => fold(one) === fold(name)).length > 1
    return { folder: isShared ? `${name}_${summary.id}` : name, summary }
  })
}

type RunParts = {
  readonly ledger: Ledger
  readonly id: string
  readonly earlier: EarlierExport | null
  /** hashes of the chosen fonts */
  readonly fonts: string
  /** of all books */
  readonly folders: ReadonlySet<string>
}

/** One export under way: what is written, and what an earlier one had. */
class Run {
  private readonly request: ExportAllRequest
  private readonly parts: RunParts
  private readonly earlier: ExportManifest | null
  /** what earlier runs wrote: it may be written over */
  private readonly before: readonly ExportedFile[]
  private readonly manifest: Omit<ExportManifest, 'books' | 'files' | 'problems'>
  private readonly done: ExportedBook[] = []
  private readonly problems: { readonly folder: string; readonly book: string; readonly fault: Fault }[] = []
  /** `source` of the book that counts for a department and year: the next year's book is computed from it */
  private readonly sources = new Map<string, { readonly source: string; readonly hasLeft: boolean }>()
  private kept = 0

  constructor(request: ExportAllRequest, parts: RunParts) {
    this.request = request
    this.parts = parts
    this.earlier = parts.earlier?.manifest ?? null
    this.before = this.earlier === null ? [] : filesOf(this.earlier)
    this.manifest = { format: 'juesuan-export', version: 1, program, ledger: parts.id }
  }

  async begin(): Promise<void> {
    const { folder } = this.request
    await removeDrafts(folder, this.earlier)
    await this.note({ books: [], files: [] })
    rmSync(join(folder, manifestName), { force: true })
  }

  async book(folder: string, listed: BookSummary, progress: (done: number) => void): Promise<void> {
    const { ledger } = this.parts
    await setImmediate()
    this.request.signal?.throwIfAborted()
    const stored = await storedBook(ledger, listed.id)
    if (!stored.ok) {
      await this.failed(folder, listed, stored.fault)
      progress(1)
      return
    }
    const { summary, files } = stored.value
    const source = await this.sourceOf(stored.value)
    const known = this.earlier?.books.find((book) => book.folder === folder && book.source === source)
    if (known !== undefined && (await this.areWhole(known))) {
      this.kept++
      this.done.push(known)
      progress(1)
      return
    }
    const opened = openSummary(ledger, summary)
    // typed in meanwhile: everything of a book is of one moment
    if (opened.ok && opened.value.summary.seq !== summary.seq) {
      await this.book(folder, listed, progress)
      return
    }
    const made = [...files]
    const remarks: string[] = []
    const problem = opened.ok
      ? await this.compute(opened.value, stored.value, { made, remarks, progress })
      : opened.fault
    if (problem !== null) await this.failed(folder, summary, problem, made, remarks)
    else await this.put(bookOf(folder, summary, { source, files: made.map(entryOf), remarks }), made)
    progress(1)
  }

  /** Adds what is computed of a book to what is made of it; the fault that kept something from it, or null. */
  private async compute(
    open: OpenBook,
    { sealed }: StoredBook,
    told: { readonly made: BookFile[]; readonly remarks: string[]; readonly progress: (done: number) => void },
  ): Promise<Fault | null> {
    const { render = renderHere, signal, fonts } = this.request
    const { made, remarks, progress } = told
    const wishes = {
      ...(fonts === undefined ? {} : { fonts }),
      ...(signal === undefined ? {} : { signal }),
      remark: (text: string) => void remarks.push(text),
    }
    const stored = made.length
    // printed files are most of the work: PDF, Word, workbook
    const count = open.edition.forms.length + 6
    for await (const file of computedFiles(open, sealed, render, wishes)) {
      if (!file.ok) return file.fault
      signal?.throwIfAborted()
      made.push(file.value)
      progress(Math.min(1, (made.length - stored) / count))
    }
    return null
  }

  /** Writes what could be made of a book, and keeps what an earlier run made of it, marked with its revision. */
  private async failed(
    folder: string,
    summary: BookSummary,
    fault: Fault,
    made: readonly BookFile[] = [],
    remarks: readonly string[] = [],
  ): Promise<void> {
    const { department, year } = summary
    this.problems.push({ folder, book: `“${department}”${year} 年度决算`, fault })
    const books = this.earlier?.books ?? []
    // nothing made anew: the list says what the files are, which are those of the earlier export
    const head = made.length > 0 ? summary : (books.find((book) => book.folder === folder) ?? summary)
    const names = new Set(made.map(({ name }) => name))
    const old = (await this.wholeIn(folder)).filter(({ path }) => !names.has(path))
    // without `source` the next run tries it again
    const files = [...made.map(entryOf), ...old]
    if (files.length > 0) await this.put(bookOf(folder, head, { source: '', files, remarks }), made)
    // it had another folder then, if another book shared its name
    for (const book of books) {
      const isSame = book.department === department && book.year === year && book.folder !== folder
      if (!isSame || this.parts.folders.has(book.folder) || this.done.some((one) => one.folder === book.folder))
        continue
      const files = await this.wholeIn(book.folder)
      if (files.length > 0) await this.put({ ...book, source: '', files: [...files] }, [])
    }
  }

  /** What earlier runs left in the folder of a book and nobody has changed, each file once. */
  private async wholeIn(folder: string): Promise<readonly ExportedFile[]> {
    const found = new Map<string, ExportedFile>()
    for (const file of this.before) {
      const path = file.path.slice(folder.length + 1)
      if (file.path !== `${folder}/${path}` || found.has(path)) continue
      if (await isWhole(this.request.folder, file)) found.set(path, { ...file, path })
    }
    return [...found.values()]
  }

  private async areWhole({ folder, files }: ExportedBook): Promise<boolean> {
    for (const file of files) if (!(await isWhole(join(this.request.folder, folder), file))) return false
    return true
  }

  /** Writes files of a book, once it is sure that none of them is in somebody's way and noted that they are ours. */
  private async put(book: ExportedBook, files: readonly BookFile[]): Promise<void> {
    const inFolder = files.map(({ name, bytes }) => ({ path: `${book.folder}/${name}`, bytes }))
    await this.checkWays(inFolder)
    await this.note({ books: [book], files: [] })
    await this.saveAll(inFolder)
    this.done.push(book)
  }

  async end(others: readonly BookFile[]): Promise<ExportedAll> {
    const { folder } = this.request
    const books = this.done
    const problems = this.problems.map(({ folder: place, fault, book }) => ({
      folder: place,
      line: `${book}：${faultText(fault)}`,
    }))
    const files = [...others, { name: 'README.txt', bytes: readmeBytes(books, problems) }]
    const atTop = files.map(({ name, bytes }) => ({ path: name, bytes }))
    await this.checkWays(atTop)
    await this.note({ books: [], files: files.map(entryOf) })
    await this.saveAll(atTop)
    const manifest: ExportManifest = {
      ...this.manifest,
      books,
      files: files.map(entryOf),
      problems: this.problems.map(({ folder: place, fault }) => ({ folder: place, reason: faultText(fault) })),
    }
    if (this.earlier !== null) await removeStale(folder, this.earlier, manifest)
    await this.save(manifestName, manifestBytes(manifest))
    rmSync(join(folder, unfinishedName), { force: true })
    return {
      folder,
      books: books.filter((book) => !isOld(book)).length,
      paths: filesOf(manifest).map(({ path }) => path),
      kept: this.kept,
      problems: this.problems.map(({ book, fault }) => ({ book, fault })),
      remarks: books.flatMap((book) => book.remarks.map((text) => `${book.folder}：${text}`)),
    }
  }

  /** Notes how far it is: what is done, what is about to be written, and what earlier runs had. */
  private async note(next: Pick<ExportManifest, 'books' | 'files'>): Promise<void> {
    const books = [...this.done, ...next.books]
    for (const book of this.earlier?.books ?? [])
      if (books.every(({ folder }) => folder !== book.folder)) books.push(book)
    const { files } = next
    const before = [...this.before]
    const maker = { host: hostname(), process: process.pid }
    await this.save(unfinishedName, manifestBytes({ ...this.manifest, books, files, problems: [], before, maker }))
  }

  private async checkWays(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
    for (const file of files) {
      const way = await checkWay(this.request.folder, file, this.before)
      if (!way.ok) throw new Stopped(way.fault)
    }
  }

  private async saveAll(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
    for (const { path, bytes } of files) {
      this.request.signal?.throwIfAborted()
      await this.save(path, bytes)
    }
  }

  private async save(path: string, bytes: Uint8Array): Promise<void> {
    const to = join(this.request.folder, path)
    try {
      mkdirSync(dirname(to), { recursive: true })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC') throw new Stopped({ kind: 'disk-full', path: to })
      throw new Stopped({ kind: 'file-failed', path: to, detail: '不能建立文件夹，请检查权限' })
    }
    const written = await writeFileSafely(to, bytes, { replace: true })
    if (!written.ok) throw new Stopped(written.fault)
  }

  /**
   * Hash over everything the files of a book follow from: what is stored of it and of the years before, the program,
   * the chosen fonts.
   */
  private async sourceOf({ summary, files }: StoredBook): Promise<string> {
    const { department, year, state } = summary
    const keyOf = (of: number): string => JSON.stringify([department, of])
    const before = this.sources.get(keyOf(year - 1))?.source ?? ''
    const parts = [program, this.parts.fonts, before]
    for (const { name, bytes } of files) {
      parts.push(`${name} ${hashOf(bytes)}`)
      await setImmediate()
    }
    const source = hashOf(Buffer.from(parts.join('\n')))
    const hasLeft = state === 'moved'
    // as `bookOfYear` chooses: one that is still here, else the one that left last
    if (!hasLeft || this.sources.get(keyOf(year))?.hasLeft !== false) this.sources.set(keyOf(year), { source, hasLeft })
    return source
  }
}

/** A book in the list. */
function bookOf(
  folder: string,
  { department, year, state, edition, revision, seq }: Omit<ExportedBook, 'folder' | 'source' | 'files' | 'remarks'>,
  made: { readonly source: string; readonly files: ExportedFile[]; readonly remarks: readonly string[] },
): ExportedBook {
  return { folder, department, year, state, edition, revision, seq, ...made, remarks: [...made.remarks] }
}

const entryOf = ({ name, bytes }: BookFile): ExportedFile => ({
  path: name,
  bytes: bytes.length,
  sha256: hashOf(bytes),
})

/** The chosen fonts by what is in their files: another one under the same name prints otherwise. */
async function hashesOf(fonts: OwnFonts): Promise<string> {
  const hashes: string[] = []
  for (const [role, path] of Object.entries(fonts).sort())
    hashes.push(`${role} ${await readFile(path).then(hashOf, () => '')}`)
  return hashes.join(' ')
}

/** The printers are the largest part of the program: they are loaded when they print. */
const renderHere: RenderBook = async (open, wishes) => (await import('./export.ts')).renderBook(open, wishes)
