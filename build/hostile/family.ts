import type { Chance } from '../testing/chance.ts'

/** One way in for hostile input, and how to try it. */
export type Family = {
  readonly name: string
  /** cases of a whole campaign; a family that tries a closed list of attacks does not grow with the scale */
  readonly cases: number
  readonly isFixed?: boolean
  /** it shows the built window, which is built before any family begins */
  readonly needsWindow?: boolean
  /**
   * Gets ready once a process: what is made here lies in `folder`, which goes with the campaign.
   * @throws MissingTool where the machine lacks something
   */
  readonly begin: (folder: string) => Promise<Attack>
}

/** A family made ready. */
export type Attack = {
  /**
   * Tries one case, which is made of nothing but these numbers, and says in a word what came of it: a value, or the
   * kind of the fault. Case `number` matters only to families that go through a list.
   * @throws Broken, or anything else, when the program did not do what it has to
   */
  readonly attempt: (chance: Chance, number: number) => string | Promise<string>
  readonly end?: () => void | Promise<void>
  /** what of getting ready worked only when it was tried again, for who reads the outcome */
  readonly triedAgain?: string | null
}

/** The program did what it must never do: it ran something, changed a book it refused to change, said `unexpected`. */
export class Broken extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Broken'
  }
}

/** A family cannot be tried on this machine. */
export class MissingTool extends Error {
  constructor(tool: string) {
    super(tool)
    this.name = 'MissingTool'
  }
}

/** @throws Broken unless the claim holds */
export function claim(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Broken(what)
}

/** What the process of a family tells the one that watches it; `peak` is the most memory of a case, in bytes. */
export type Told =
  | { readonly kind: 'ready'; readonly triedAgain: string | null }
  | { readonly kind: 'missing'; readonly tool: string }
  | { readonly kind: 'start'; readonly number: number; readonly seed: number }
  | { readonly kind: 'end'; readonly outcome: string; readonly peak: number }
  | { readonly kind: 'broken'; readonly what: string; readonly peak: number }
  | { readonly kind: 'done' }
