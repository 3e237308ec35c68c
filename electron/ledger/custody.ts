import type { Result } from '../../shared/channels/result.ts'
import { Torn } from './file-faults.ts'
import { type Handle, look } from './handle.ts'
import { bookRow } from './journal.ts'
import type { SealDetail } from './seal.ts'
import { parseRecord } from './values.ts'

/** A ledger as rows of another one name it: the id is what counts, the file's name is what a person knows it by. */
export type NamedLedger = { readonly ledger: string; readonly file: string }

/** How a book went to another ledger: the source closed it, or still has it. */
export type Passage = 'moved' | 'copied'

/** How a book came: from another ledger, or out of a damaged one (`salvage.ts`), which may be of the same id. */
export type Arrival = Passage | 'salvaged'

/** What a damaged ledger no longer gave of a book. */
export type Losses = {
  /** Rows of the journal behind the last one that could be read; null if nobody knows. */
  readonly rows: number | null
  /** Files of sealings whose rows are there. */
  readonly files: readonly { readonly seal: number; readonly name: string }[]
  /** Hashes of earlier editions. */
  readonly editions: readonly string[]
}

/** `detail` of an arrive row: where the book came from, and the last row it had there. */
export type ArriveDetail = {
  readonly how: Arrival
  /** Of a salvaged book. */
  readonly lost?: Losses
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
  readonly arrived: (NamedLedger & { readonly how: Arrival; readonly seq: number; readonly time: string }) | null
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
    const { from, how } = (arrival === undefined ? {} : parseRecord(arrival.detail)) as Partial<ArriveDetail>
    return {
      arrived:
        arrival === undefined || from === undefined || how === undefined
          ? null
          : { ...ledgerIn(from), how, seq: from.seq, time: arrival.time },
      left: close === undefined ? null : { ...ledgerIn(parseRecord(close.detail)['to']), time: close.time },
      sealing:
        seal?.kind === 'seal' ? { seq: seal.seq, time: seal.time, files: filesIn(parseRecord(seal.detail)) } : null,
    }
  })

/** The ledger that a row names. @throws Torn if it names none */
export function ledgerIn(named: unknown): NamedLedger {
  const { ledger, file } = (named ?? {}) as Readonly<Record<string, unknown>>
  if (typeof ledger !== 'string' || typeof file !== 'string') throw new Torn('转账套的记录已损坏')
  return { ledger, file }
}

/** Files that the detail of a seal row names. @throws Torn if it does not list them */
export function filesIn({ files }: Readonly<Record<string, unknown>>): SealDetail['files'] {
  const isFile = (file: unknown): boolean => {
    const { name, sha256 } = (file ?? {}) as Readonly<Record<string, unknown>>
    return typeof name === 'string' && typeof sha256 === 'string'
  }
  if (!Array.isArray(files) || !files.every(isFile)) throw new Torn('上报记录已损坏')
  return files as SealDetail['files']
}

const noLosses: Losses = { rows: 0, files: [], editions: [] }

/** What a book came without by the detail of its arrive row. @throws Torn if what it says is no list of losses */
export function lossesIn({ lost }: Readonly<Record<string, unknown>>): Losses {
  if (lost === undefined) return noLosses
  const { files, editions } = (lost ?? {}) as Readonly<Record<string, unknown>>
  const isFile = (file: unknown): boolean => {
    const { seal, name } = (file ?? {}) as Readonly<Record<string, unknown>>
    return typeof seal === 'number' && typeof name === 'string'
  }
  const isHash = (hash: unknown): boolean => typeof hash === 'string'
  const fits = Array.isArray(files) && files.every(isFile) && Array.isArray(editions) && editions.every(isHash)
  if (!fits) throw new Torn('救出的记录已损坏')
  return lost as Losses
}
