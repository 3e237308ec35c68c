import type { SaidBook } from './said.ts'

/** What a working process is to do, over and over until it is killed. Sent as one line of JSON. */
export type Order = {
  readonly work:
    | 'typing'
    | 'pasting'
    | 'importing'
    | 'rollingForward'
    | 'migrating'
    | 'exportingWorkbook'
    | 'exportingDocuments'
    | 'handingOut'
    | 'backingUp'
    | 'restoring'
    | 'sealing'
    | 'creating'
  readonly seed: number
  readonly ledger: string
  /** more files the work needs: workbooks, ledgers, backups */
  readonly files: readonly string[]
  /** where files go */
  readonly to: string
}

/** What a working process says, a line of JSON each, after a service has returned (`about` before it begins). */
export type Line =
  /** everything is loaded and opened: the work begins */
  | { readonly kind: 'ready' }
  /** acknowledged: what the ledger says now, and the values just given */
  | {
      readonly kind: 'done'
      readonly ledger: string
      readonly said: readonly SaidBook[]
      readonly values: readonly (readonly [string, unknown])[]
    }
  /** is going to make files with these names and hashes */
  | { readonly kind: 'about'; readonly files: readonly (readonly [string, string])[] }
  /** has made them */
  | { readonly kind: 'written'; readonly files: readonly (readonly [string, string])[] }
  /** a backup is acknowledged: where it lies, and what it says */
  | { readonly kind: 'backup'; readonly path: string; readonly said: readonly SaidBook[] }
  /** a service refused what it should not: the case has failed */
  | { readonly kind: 'refused'; readonly asked: string; readonly fault: unknown }
