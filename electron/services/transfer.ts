import { existsSync } from 'node:fs'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import {
  type BookSummary,
  type Ledger,
  type Opener,
  openLedger,
  type Transfer,
  type TransferRequest,
} from '../ledger/ledger.ts'
import { checkFolder } from './books.ts'
import { rejected } from './gesture.ts'
import { type BookChoice, bookOfYear, chooseBook } from './open-book.ts'

export type TransferReport = Transfer & {
  /** The book as it was here, before. */
  readonly from: BookSummary
  /** Chinese sentences about books whose comparisons with last year are elsewhere now. */
  readonly remarks: readonly string[]
}

/**
 * Moves or copies a book into another ledger, which is made if there is none. The same request again finishes a move
 * that was cut off.
 * Faults: as `chooseBook`; request-rejected for a missing folder and for the same ledger; book-exists if the other one
 * has a book of this department and year; ledger-damaged if the book does not verify; and those of the other ledger.
 */
export async function transferBook(
  ledger: Ledger,
  choice: BookChoice,
  request: TransferRequest,
  opener: Opener,
): Promise<Result<TransferReport>> {
  const folder = checkFolder(request.to)
  if (!folder.ok) return folder
  const from = chooseBook(ledger, choice)
  if (!from.ok) return from
  const sent = await ledger.transfer(from.value.id, request, opener)
  if (!sent.ok) return sent
  const there = await openLedger(sent.value.path, { ...opener, mode: 'read' })
  if (!there.ok) return ok({ ...sent.value, from: from.value, remarks: [] })
  try {
    const remarks = partings(ledger, from.value, there.value, request.how)
    return ok({ ...sent.value, from: from.value, remarks })
  } finally {
    there.value.close()
  }
}

/** What would come of a transfer. */
export type TransferOutlook = {
  readonly from: BookSummary
  /** The other ledger has the book from a move that was cut off; the same move finishes it. */
  readonly resumes: boolean
  /** As those of the transfer. */
  readonly remarks: readonly string[]
}

/**
 * Looks at a transfer without doing it: reads the other ledger, if there is one.
 * Faults: as `transferBook`, but those that only writing there meets, as another program that holds it.
 */
export async function lookAtTransfer(
  ledger: Ledger,
  choice: BookChoice,
  { to, how }: TransferRequest,
  opener: Opener,
): Promise<Result<TransferOutlook>> {
  const folder = checkFolder(to)
  if (!folder.ok) return folder
  const chosen = chooseBook(ledger, choice)
  if (!chosen.ok) return chosen
  const from = chosen.value
  if (how === 'moved' && ledger.mode === 'read') return refuse({ kind: 'ledger-read-only', path: ledger.path })
  if (!existsSync(to)) return ok({ from, resumes: false, remarks: partings(ledger, from, null, how) })
  const opened = await openLedger(to, { ...opener, mode: 'read' })
  if (!opened.ok) return opened
  const there = opened.value
  try {
    const [own, other] = [ledger.info(), there.info()]
    if (!own.ok) return own
    if (!other.ok) return other
    if (own.value.id === other.value.id) return rejected(to, '与原账套是同一个账套（或它的副本），请另选账套')
    const { department, year } = from
    const present = there.findBook(department, year)
    if (!present.ok && present.fault.kind !== 'book-missing') return present
    if (present.ok) {
      const custody = there.custody(present.value.id)
      if (!custody.ok) return custody
      const { arrived } = custody.value
      const isOurs = arrived?.how === 'moved' && arrived.ledger === own.value.id && arrived.seq === from.seq
      if (how !== 'moved' || !isOurs) return refuse({ kind: 'book-exists', department, year })
    }
    return ok({ from, resumes: present.ok, remarks: partings(ledger, from, there, how) })
  } finally {
    there.close()
  }
}

/**
 * A book reads last year's figures in its own ledger: what it no longer sees, or sees as it was, is told; of a transfer
 * that was done, or that is to be.
 *
 * @param there the other ledger; null for one that is to be made
 */
function partings(
  ledger: Ledger,
  { department, year }: BookSummary,
  there: Ledger | null,
  how: TransferRequest['how'],
): readonly string[] {
  const hasNumbers = (where: Ledger | null, wanted: number): boolean => {
    const found = where === null ? null : bookOfYear(where, department, wanted)
    return found?.ok === true && found.value !== null
  }
  const staysBehind = how === 'moved' && ledger.findBook(department, year + 1).ok
  return [
    ...(hasNumbers(ledger, year - 1) && !hasNumbers(there, year - 1)
      ? [`${year - 1} 年度决算不在那个账套中，${year} 年度决算在那里取不到上年数`]
      : []),
    ...(staysBehind ? [`${year + 1} 年度决算留在原账套，上年数仍是转出时的，${year} 年度决算以后的改动带不过来`] : []),
  ]
}
