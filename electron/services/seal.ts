import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import type { BookSummary, Ledger, NamedFile, Receipt } from '../ledger/ledger.ts'
import { chooseBookToRead } from './books.ts'
import { checkBook } from './check.ts'
import { exportFormats } from './export-name.ts'
import { rejected } from './gesture.ts'
import { type BookChoice, chooseBook, type OpenBook } from './open-book.ts'

export type Sealed = {
  readonly receipt: Receipt
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

/**
 * Seals (上报) a book with the files exported at this moment and the findings that stand.
 * Faults: request-rejected for a book in which nobody has stated a value yet; seal-refused while an error stands or a
 * 核实性 finding has no explanation; book-sealed, stale-revision, and the ledger's.
 *
 * @param render makes the files; given by who makes them in a thread of its own
 */
export async function sealBook(
  open: OpenBook,
  render: (open: OpenBook) => Promise<readonly NamedFile[]> = renderHere,
): Promise<Result<Sealed>> {
  const { ledger, summary } = open
  const { department, year } = summary
  if (summary.state !== 'open') return refuse({ kind: 'book-sealed', department, year })
  // every sum of blanks balances
  if (open.engine.book.facts.cell.size === 0) {
    return rejected(`“${department}”${year} 年度决算`, '还没有填列任何数，不能上报；请先填报或导入')
  }
  const { errors, unexplained, findings } = checkBook(open)
  if (errors > 0 || unexplained > 0) return refuse({ kind: 'seal-refused', errors, unexplained })
  const files = await render(open)
  const receipt = ledger.seal(summary.id, { base: summary.revision, files, findings, label: gestureLabels.sealed })
  if (!receipt.ok) return receipt
  return ok({ receipt: receipt.value, files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })) })
}

/**
 * Writes the very files a book was sealed with into a folder, which is made if need be; also those of a book that was
 * moved away sealed.
 * Faults: as `chooseBook`; book-not-sealed; ledger-damaged if a file is not what was sealed; output-exists unless
 * `replace`; disk-full, file-failed.
 *
 * @returns paths of the files
 */
export async function handOutSealed(
  ledger: Ledger,
  choice: BookChoice,
  request: { readonly folder: string; readonly replace?: boolean },
): Promise<Result<{ readonly book: BookSummary; readonly files: readonly string[] }>> {
  const book = chooseBookToRead(ledger, choice)
  if (!book.ok) return book
  const sealed = ledger.sealedFiles(book.value.id)
  if (!sealed.ok) return sealed
  const { writeFiles } = await import('./export.ts')
  const files = await writeFiles(sealed.value, request)
  return files.ok ? ok({ book: book.value, files: files.value }) : files
}

/** Opens a sealed book again; the reason is journaled. Faults: book-not-sealed; request-rejected for no reason. */
export function unsealBook(ledger: Ledger, choice: BookChoice, reason: string): Result<Receipt> {
  const book = chooseBook(ledger, choice)
  return book.ok ? ledger.unseal(book.value.id, reason.trim()) : book
}

/** Every file that is published. The writers are the largest part of the program: they are loaded when they write. */
const renderHere = async (open: OpenBook): Promise<readonly NamedFile[]> =>
  (await import('./export.ts')).renderBook(open, { formats: exportFormats })
