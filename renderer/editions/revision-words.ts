import { recall, remember } from '../kit/remembered.ts'

/** `第 2 版`, or with code tables that users brought `第 2 版（本地 1）`. */
export const revisionWord = (one: { readonly revision: number; readonly localRevision: number }): string =>
  `第 ${one.revision} 版${one.localRevision === 0 ? '' : `（本地 ${one.localRevision}）`}`

/** A newer revision that was put off for a book is not brought up again; the next one is. */
const place = (ledger: string, book: number): string => `revision.later.${ledger}.${book}`

export const isPutOff = (ledger: string, book: number, hash: string): boolean =>
  recall(place(ledger, book), '') === hash
export const putOff = (ledger: string, book: number, hash: string): void => remember(place(ledger, book), hash)
