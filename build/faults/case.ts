import type { Chance } from '../testing/chance.ts'

/** What came of a case that ran to its end. */
export type Outcome = {
  /** processes that were killed at work */
  readonly kills?: number
  /** files that were damaged, torn or copied mid-write */
  readonly corruptions?: number
  /** how often it was begun anew until its window was there; 1 unless said */
  readonly tries?: number
  /** everything acknowledged that is not there, and every fault without a way on: a line each. Empty if all is well */
  readonly lost: readonly string[]
  /** how it ended, in a few words, for the table of outcomes */
  readonly ended: string
}

/** What a case works with: its own chance and folder, and a list of what is to be put away whatever happens. */
export type Bench = {
  readonly chance: Chance
  readonly folder: string
  readonly afterwards: (undo: () => unknown) => void
}

/** One sort of case: `number` distinguishes the cases of a sort. Whatever `run` throws is a crash. */
export type Kind = {
  readonly name: string
  /** how many at scale 1 */
  readonly count: number
  readonly run: (bench: Bench, number: number) => Promise<Outcome>
}

/** Cases that need the same things. */
export type Family = {
  readonly name: string
  /** how many may run at once */
  readonly lanes: number
  readonly kinds: readonly Kind[]
  /** what the machine lacks for it, as the last lines say it; null if nothing */
  readonly missing?: () => string | null | Promise<string | null>
  /** puts away what the cases shared */
  readonly end?: () => Promise<void>
}

/** A case did something nobody may do: ended by itself, threw, or answered `unexpected`. */
export class Crash extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Crash'
  }
}
