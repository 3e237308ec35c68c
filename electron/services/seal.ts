import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import type { Ledger, NamedFile, Receipt } from '../ledger/ledger.ts'
import { checkBook } from './check.ts'
import { exportFormats } from './export-name.ts'
import { type BookChoice, chooseBook, type OpenBook } from './open-book.ts'

export type Sealed = {
  readonly receipt: Receipt
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

/**
 * Seals (上报) a book with the files exported at this moment and the findings that stand.
 * Faults: seal-refused while an error stands or a 核实性 finding has no explanation; book-sealed, stale-revision, and the
 * ledger's.
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
  const { errors, unexplained, findings } = checkBook(open)
  if (errors > 0 || unexplained > 0) return refuse({ kind: 'seal-refused', errors, unexplained })
  const files = await render(open)
  const receipt = ledger.seal(summary.id, { base: summary.revision, files, findings, label: gestureLabels.sealed })
  if (!receipt.ok) return receipt
  return ok({ receipt: receipt.value, files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })) })
}

/** Opens a sealed book again; the reason is journaled. Faults: book-not-sealed; request-rejected for no reason. */
export function unsealBook(ledger: Ledger, choice: BookChoice, reason: string): Result<Receipt> {
  const book = chooseBook(ledger, choice)
  return book.ok ? ledger.unseal(book.value.id, reason.trim()) : book
}

/** Every file that is published. The writers are the largest part of the program: they are loaded when they write. */
const renderHere = async (open: OpenBook): Promise<readonly NamedFile[]> =>
  (await import('./export.ts')).renderBook(open, { formats: exportFormats })
