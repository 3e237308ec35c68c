import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { faultText } from '../../shared/words/faults.ts'
import { writeFileSafely } from '../exchange/output-file.ts'
import type { BookSummary, Ledger } from '../ledger/ledger.ts'
import { program } from '../program/version.ts'
import type { RenderOptions } from './export.ts'
import { type BookFile, computedFiles, type RenderBook, storedFiles } from './export-all-book.ts'
import {
  claimFolder,
  type EarlierExport,
  type ExportedBook,
  type ExportedFile,
  type ExportManifest,
  filesOf,
  hashOf,
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
import { openSummary } from './open-book.ts'

export type ExportAllRequest = {
  /** absolute path; made if need be */
  readonly folder: string
  /** writes over an earlier export */
  readonly replace?: boolean
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
  /** books of which only what is stored could be written, and why */
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
 * what is stored of it is written, and the reason told.
 *
 * Faults: request-rejected for a folder that is not empty (unless `replace`) or has another ledger's export; disk-full,
 * file-failed; and the ledger's.
 */
export async function exportAll(ledger: Ledger, request: ExportAllRequest): Promise<Result<ExportedAll>> {
  const { folder, replace = false } = request
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
  const claimed = claimFolder(folder, info.value.id, replace)
  if (!claimed.ok) return claimed
  const run = new Run(ledger, info.value.id, claimed.value, request)
  const used = new Set(books.value.map(({ edition }) => edition.hash))
  try {
    await run.begin()
    for (const [place, { folder: name, summary }] of named(books.value).entries()) {
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

/** One export under way: what is written, and what an earlier one had. */
class Run {
  private readonly ledger: Ledger
  private readonly request: ExportAllRequest
  private readonly earlier: ExportManifest | null
  private readonly manifest: Omit<ExportManifest, 'books' | 'files' | 'problems'>
  private readonly done: ExportedBook[] = []
  private readonly problems: { readonly folder: string; readonly book: string; readonly fault: Fault }[] = []
  private readonly remarks: string[] = []
  /** `source` of the book that counts for a department and year: the next year's book is computed from it */
  private readonly sources = new Map<string, { readonly source: string; readonly hasLeft: boolean }>()
  private kept = 0

  constructor(ledger: Ledger, id: string, earlier: EarlierExport | null, request: ExportAllRequest) {
    this.ledger = ledger
    this.request = request
    this.earlier = earlier?.manifest ?? null
    this.manifest = { format: 'juesuan-export', version: 1, program, ledger: id }
  }

  async begin(): Promise<void> {
    const { folder } = this.request
    removeDrafts(folder, subfoldersOf(this.earlier))
    await this.note()
    rmSync(join(folder, manifestName), { force: true })
  }

  async book(folder: string, summary: BookSummary, progress: (done: number) => void): Promise<void> {
    const { ledger, request } = this
    const name = `“${summary.department}”${summary.year} 年度决算`
    request.signal?.throwIfAborted()
    const stored = storedFiles(ledger, summary)
    if (!stored.ok) {
      this.problems.push({ folder, book: name, fault: stored.fault })
      return
    }
    const source = this.sourceOf(summary, stored.value)
    const known = this.earlier?.books.find((book) => book.folder === folder && book.source === source)
    if (known?.files.every((file) => isWhole(join(request.folder, folder), file)) === true) {
      this.kept++
      this.done.push(known)
      progress(1)
      return
    }
    const files: ExportedFile[] = []
    for (const file of stored.value) files.push(await this.write(folder, file))
    const problem = await this.writeComputed(folder, summary, files, progress)
    if (problem !== null) this.problems.push({ folder, book: name, fault: problem })
    const { department, year, state, edition, revision, seq } = summary
    const book = { folder, department, year, state, edition, revision, seq, source, files }
    // what could not be made is tried again by the next run
    this.done.push(problem === null ? book : { ...book, source: '' })
    await this.note()
    progress(1)
  }

  /** The fault that keeps a book from being computed, or null. */
  private async writeComputed(
    folder: string,
    summary: BookSummary,
    files: ExportedFile[],
    progress: (done: number) => void,
  ): Promise<Fault | null> {
    const { ledger, request } = this
    const { render = renderHere, signal } = request
    const opened = openSummary(ledger, summary)
    if (!opened.ok) return opened.fault
    const told: Pick<RenderOptions, 'signal' | 'progress' | 'remark'> = {
      ...(signal === undefined ? {} : { signal }),
      remark: (text) => this.remarks.push(`${folder}：${text}`),
    }
    // printed files are most of the work: PDF, Word, workbook
    const count = opened.value.edition.forms.length + 6
    for await (const file of computedFiles(opened.value, render, told)) {
      if (!file.ok) return file.fault
      signal?.throwIfAborted()
      files.push(await this.write(folder, file.value))
      progress(Math.min(1, files.length / count))
    }
    return null
  }

  async end(others: readonly BookFile[]): Promise<ExportedAll> {
    const { folder } = this.request
    const books = this.done
    const files: ExportedFile[] = []
    for (const file of others) files.push(await this.write('', file))
    const readme = { name: 'README.txt', bytes: readmeBytes(books, this.problems.map(problemLine)) }
    files.push(await this.write('', readme))
    const manifest: ExportManifest = {
      ...this.manifest,
      books,
      files,
      problems: this.problems.map(({ folder: place, fault }) => ({ folder: place, reason: faultText(fault) })),
    }
    if (this.earlier !== null) removeStale(folder, this.earlier, manifest)
    await this.save(manifestName, manifestBytes(manifest))
    rmSync(join(folder, unfinishedName), { force: true })
    const paths = filesOf(manifest).map(({ path }) => path)
    const problems = this.problems.map(({ book, fault }) => ({ book, fault }))
    return { folder, books: books.length, paths, kept: this.kept, problems, remarks: this.remarks }
  }

  /** Notes how far it is: what is done, and what an earlier run had of the rest. */
  private async note(): Promise<void> {
    const books = [...this.done]
    for (const book of this.earlier?.books ?? [])
      if (books.every(({ folder }) => folder !== book.folder)) books.push(book)
    const files = this.earlier?.files ?? []
    await this.save(unfinishedName, manifestBytes({ ...this.manifest, books, files: [...files], problems: [] }))
  }

  private async write(folder: string, { name, bytes }: BookFile): Promise<ExportedFile> {
    await this.save(folder === '' ? name : `${folder}/${name}`, bytes)
    return { path: name, bytes: bytes.length, sha256: hashOf(bytes) }
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

  /** Hash over everything the files of a book follow from: what is stored of it and of the years before, the program. */
  private sourceOf({ department, year, state }: BookSummary, stored: readonly BookFile[]): string {
    const keyOf = (of: number): string => JSON.stringify([department, of])
    const before = this.sources.get(keyOf(year - 1))?.source ?? ''
    const parts = [program, before, ...stored.map(({ name, bytes }) => `${name} ${hashOf(bytes)}`)]
    const source = hashOf(Buffer.from(parts.join('\n')))
    const hasLeft = state === 'moved'
    // as `bookOfYear` chooses: one that is still here, else the one that left last
    if (!hasLeft || this.sources.get(keyOf(year))?.hasLeft !== false) this.sources.set(keyOf(year), { source, hasLeft })
    return source
  }
}

const subfoldersOf = (earlier: ExportManifest | null): readonly string[] => [
  ...new Set(
    (earlier?.books ?? []).flatMap(({ folder, files }) => files.map(({ path }) => dirname(`${folder}/${path}`))),
  ),
]

const problemLine = ({ book, fault }: { readonly book: string; readonly fault: Fault }): string =>
  `${book}：${faultText(fault)}`

/** The printers are the largest part of the program: they are loaded when they print. */
const renderHere: RenderBook = async (open, wishes) => (await import('./export.ts')).renderBook(open, wishes)
