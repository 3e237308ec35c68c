import type { Result } from '../../shared/channels/result.ts'
import { type Handle, look } from './handle.ts'
import { bookRow } from './journal.ts'
import type { SealDetail } from './seal.ts'
import { parseStored } from './values.ts'

/** A ledger as rows of another one name it: the id is what counts, the file's name is what a person knows it by. */
export type NamedLedger = { readonly ledger: string; readonly file: string }

/** How a book went to another ledger: the source closed it, or still has it. */
export type Passage = 'moved' | 'copied'

/** `detail` of an arrive row: where the book came from, and the last row it had there. */
export type ArriveDetail = {
  readonly how: Passage
  readonly from: NamedLedger & {
    readonly department: string
    readonly year: number
    readonly seq: number
    readonly hash: string
  }
  readonly to: NamedLedger
}

/** `detail` of a close row, the last one of a book that was moved. */
export type CloseDetail = { readonly to: NamedLedger }

/** What happened to a book as a whole. Times are ISO UTC. */
export type Custody = {
  /** Its last arrival from another ledger; `seq` is the last row it had there. */
  readonly arrived: (NamedLedger & { readonly how: Passage; readonly seq: number; readonly time: string }) | null
  /** Where it went; then its state is `moved`. */
  readonly left: (NamedLedger & { readonly time: string }) | null
  /** The sealing in force, also of a book that went away sealed. */
  readonly sealing: { readonly seq: number; readonly time: string; readonly files: SealDetail['files'] } | null
}

/** Where a book came from, where it went, and what was handed in, from its journal. Fault: ledger-damaged. */
export const custodyOf = (handle: Handle, bookId: number): Result<Custody> =>
  look(handle, () => {
    const rows = handle.statements.custody.all(bookRow(handle, bookId).id)
    const arrival = rows.findLast(({ kind }) => kind === 'arrive')
    const close = rows.findLast(({ kind }) => kind === 'close')
    const seal = rows.findLast(({ kind }) => kind === 'seal' || kind === 'unseal')
    const { from, how } = (arrival === undefined ? {} : parseStored(arrival.detail)) as Partial<ArriveDetail>
    return {
      arrived:
        arrival === undefined || from === undefined || how === undefined
          ? null
          : { ledger: from.ledger, file: from.file, how, seq: from.seq, time: arrival.time },
      left: close === undefined ? null : { ...(parseStored(close.detail) as CloseDetail).to, time: close.time },
      sealing:
        seal?.kind === 'seal'
          ? { seq: seal.seq, time: seal.time, files: (parseStored(seal.detail) as SealDetail).files }
          : null,
    }
  })
