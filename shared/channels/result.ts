import type { Fault } from './faults.ts'

/** Outcome of anything that can be refused: a value, or a fault as data. Words for the fault are made by `shared/words`. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

/** A successful result. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** A refused result. */
export const refuse = (fault: Fault): Result<never> => ({ ok: false, fault })
