import { createHash } from 'node:crypto'
import type { Result } from '../../shared/channels/result.ts'
import { checkBase, checkOpen, gone, type Receipt } from './commit.ts'
import { Refusal } from './file-faults.ts'
import { change, type Handle, look } from './handle.ts'
import { append, bookRow } from './journal.ts'
import type { BookRow } from './statements.ts'
import { checkStorable } from './values.ts'

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }
export type SealedFile = NamedFile & { readonly sha256: string }

/** What is handed in: the exported files, and the findings that stood (any JSON), based on the revision exported. */
export type SealRequest = {
  readonly base: number
  readonly files: readonly NamedFile[]
  readonly findings: unknown
  readonly label: string
}

/** `detail` of a seal row. */
export type SealDetail = {
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  readonly findings: unknown
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Seals (上报) an open book: its facts can no longer change, and the files stay with it, byte for byte. The revision
 * stays: the content is what it was. Undo does not reach behind it.
 * Faults: stale-revision, book-sealed, request-rejected for two files of one name, and the file's.
 */
export const seal = (handle: Handle, bookId: number, request: SealRequest): Result<Receipt> =>
  change(handle, () => {
    const book = bookRow(handle, bookId)
    checkOpen(book)
    checkBase(book, request.base)
    const files = request.files.map((file) => ({ ...file, sha256: sha256(file.bytes) }))
    checkStorable('文件名', ...files.map(({ name }) => name))
    if (new Set(files.map(({ name }) => name)).size < files.length || files.some(({ name }) => name === '')) {
      throw new Refusal({ kind: 'request-rejected', where: '上报文件', reason: '文件名重复或为空' })
    }
    const row = append(handle, book, {
      kind: 'seal',
      origin: 'seal',
      label: request.label,
      place: null,
      changes: [],
      detail: {
        files: files.map(({ name, bytes, sha256 }) => ({ name, bytes: bytes.length, sha256 })),
        findings: request.findings ?? null,
      } satisfies SealDetail,
      revision: book.revision,
      undoTop: null,
      redoTop: null,
      state: 'sealed',
      between: (seq) => {
        for (const file of files) {
          handle.statements.insertSealedFile.run(bookId, seq, file.name, file.bytes, file.sha256)
        }
      },
    })
    return { revision: book.revision, ...row, changed: 0 }
  })

/** The row that opens a sealed book again, within a change of its own. */
export const appendUnseal = (
  handle: Handle,
  book: BookRow,
  origin: string,
  reason: string,
): ReturnType<typeof append> =>
  append(handle, book, {
    kind: 'unseal',
    origin,
    label: reason,
    place: null,
    changes: [],
    detail: { reason },
    revision: book.revision,
    undoTop: null,
    redoTop: null,
    state: 'open',
  })

/**
 * Opens a sealed book again. The reason is journaled; the sealed files stay in the ledger.
 * Faults: book-not-sealed, request-rejected for an empty reason and for a book that left, and the file's.
 */
export const unseal = (handle: Handle, bookId: number, reason: string): Result<Receipt> =>
  change(handle, () => {
    const book = bookRow(handle, bookId)
    if (book.state === 'moved') throw gone(book, '请到那个账套中办理')
    if (book.state !== 'sealed') {
      throw new Refusal({ kind: 'book-not-sealed', department: book.department, year: book.year })
    }
    if (reason.trim() === '') throw new Refusal({ kind: 'request-rejected', where: '撤销上报原因', reason: '不能为空' })
    const row = appendUnseal(handle, book, 'unseal', reason)
    return { revision: book.revision, ...row, changed: 0 }
  })

/**
 * The files of a sealing, each checked against its hash.
 *
 * @param sealSeq journal row of an earlier sealing; without it, the one in force (also of a book that went away sealed)
 * Faults: book-not-sealed, ledger-damaged if a file is not what was sealed.
 */
export const sealedFiles = (handle: Handle, bookId: number, sealSeq?: number): Result<readonly SealedFile[]> =>
  look(handle, () => {
    const book = bookRow(handle, bookId)
    const seq = sealSeq ?? handle.statements.sealInForce.get(bookId) ?? null
    if (seq === null || handle.statements.journalRow.get(bookId, seq)?.kind !== 'seal') {
      throw new Refusal({ kind: 'book-not-sealed', department: book.department, year: book.year })
    }
    const files = handle.statements.sealedFiles.all(bookId, seq)
    const broken = files.find((file) => sha256(file.bytes) !== file.sha256)
    if (broken !== undefined) {
      const detail = `上报文件“${broken.name}”与校验值不符`
      throw new Refusal({ kind: 'ledger-damaged', path: handle.path, detail })
    }
    return files
  })
