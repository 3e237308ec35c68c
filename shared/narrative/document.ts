import type { CellAddress } from '../address/cell.ts'

/**
 * The text part (决算说明) of one book as a value: what is read in the window, printed as PDF, written as Word and
 * listed by the command line. Figures are computed, never typed; words around them come from the edition's patterns or
 * from free text of the book.
 */
export type NarrativeDocument = { readonly parts: readonly Part[] }

/** 第二部分 部门决算说明, 第三部分 …: printed title, and what stands under it. */
export type Part = { readonly key: string; readonly title: string; readonly blocks: readonly Block[] }

export type Block =
  | {
      readonly kind: 'heading'
      /** stable, unique in the document */
      readonly key: string
      /** 1 一、 2 （一） 3 1. 4 （1） 5 unnumbered, below the part's title */
      readonly level: 1 | 2 | 3 | 4 | 5
      /** number as printed, e.g. `（一）`; '' when unnumbered */
      readonly number: string
      readonly runs: readonly Run[]
      readonly grounds?: Grounds
    }
  | { readonly kind: 'paragraph'; readonly key: string; readonly runs: readonly Run[]; readonly grounds?: Grounds }
  | {
      readonly kind: 'table'
      readonly key: string
      /** column heads, then rows of runs; a row may be shorter than the head: its last cell spans */
      readonly head: readonly string[]
      readonly rows: readonly (readonly (readonly Run[])[])[]
    }

/** What the text checks need to know of a block besides its words; of no use to printers. */
export type Grounds = {
  /** figures the pattern compares here */
  readonly compared: readonly {
    /** of the change as it is printed */
    readonly sign: -1 | 0 | 1
    /** printed figures as decimal strings */
    readonly now: string
    readonly before: string
  }[]
  /** lists as they must read, e.g. `基本工资、津贴补贴` */
  readonly lists: readonly string[]
  /** the words are the book's own (`words:KEY`), not the pattern's */
  readonly reworded: boolean
}

export type Run =
  /** words of the pattern */
  | { readonly kind: 'words'; readonly text: string }
  /** words of the book: stored as a `text` fact under the slot's key; `asked` when the pattern needs them and has none */
  | { readonly kind: 'free'; readonly slot: string; readonly text: string; readonly asked: boolean }
  | Figure

/** A number in the text, and where it comes from. */
export type Figure = {
  readonly kind: 'figure'
  readonly key: string
  /** as printed, without its unit */
  readonly text: string
  /** printed value as a decimal string */
  readonly value: string
  /** unrounded value as a decimal string or exact ratio `a/b`, for the trace */
  readonly exact: string
  /** cells it is computed from */
  readonly cells: readonly CellAddress[]
  /** the display rule in words, e.g. 万元，两位小数，四舍五入 */
  readonly rule: string
  /** printed otherwise by the user: what stands there instead */
  readonly overridden: string | null
}

/** A run as it is printed: a figure printed otherwise by the user reads so. */
export const runText = (run: Run): string => (run.kind === 'figure' ? (run.overridden ?? run.text) : run.text)
