import type { FigureRule, TestName } from '../formula/pattern.ts'
import type { LinkedTerm } from './link.ts'
import type { Glossary, NarrativeHead, NarrativeSlot, NarrativeStyle } from './narrative-vocabulary.ts'
import type { ValueUnit } from './vocabulary.ts'

/** The text part with every reference resolved and every phrase spelled out: ready to be filled with a book's figures. */

export type LinkedOperand =
  | {
      readonly kind: 'formula'
      readonly text: string
      /** `row` null is the row of the surrounding list */
      readonly terms: readonly LinkedTerm[]
      readonly unit: ValueUnit
    }
  | { readonly kind: 'lines'; readonly text: string; readonly form: number }

export type LinkedCondition =
  | { readonly kind: 'any' | 'all'; readonly of: readonly LinkedCondition[] }
  | { readonly kind: 'not'; readonly of: LinkedCondition }
  | {
      readonly kind: 'test'
      readonly name: TestName
      readonly operands: readonly LinkedOperand[]
      readonly words: readonly string[]
      /** number of the form, for tests of a form */
      readonly form: number
      readonly slot: LinkedSlot | null
    }

export type LinkedSlot = { readonly key: string; readonly slot: NarrativeSlot }

/**
 * The slot that the key of a text belongs to: one of that name, else the one named before its last dot, with the key of
 * the row behind it. Whether that slot has a text for each row is left to the caller to ask; null for no slot.
 */
export function slotOfKey(
  slots: ReadonlyMap<string, LinkedSlot>,
  key: string,
): { readonly slot: LinkedSlot; readonly row: string | null } | null {
  const whole = slots.get(key)
  if (whole !== undefined) return { slot: whole, row: null }
  const dot = key.lastIndexOf('.')
  const slot = dot < 0 ? undefined : slots.get(key.slice(0, dot))
  return slot === undefined ? null : { slot, row: key.slice(dot + 1) }
}

export type LinkedRows = {
  readonly form: number
  /** level of a code form; null in fixed forms */
  readonly level: 'class' | 'section' | 'item' | 'project' | null
  /** keys in a fixed form */
  readonly keys: readonly string[]
  readonly nonZero: readonly LinkedOperand[]
}

export type LinkedBranch = { readonly if: LinkedCondition | null; readonly text: LinkedText }
export type LinkedText = readonly LinkedPiece[]
export type LinkedPiece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'figure'; readonly rule: FigureRule; readonly operands: readonly LinkedOperand[] }
  | { readonly kind: 'grade' | 'text'; readonly operand: LinkedOperand }
  | { readonly kind: 'slot'; readonly slot: LinkedSlot }
  | { readonly kind: 'choose'; readonly branches: readonly LinkedBranch[] }
  | {
      readonly kind: 'parts'
      readonly parts: readonly LinkedBranch[]
      readonly numbered: boolean
      readonly between: string
      readonly before: string
      readonly none: string
    }
  | {
      readonly kind: 'list'
      readonly rows: LinkedRows
      readonly text: LinkedText
      readonly between: string
      readonly none: string
    }

export type LinkedBlock =
  | {
      readonly kind: 'heading'
      readonly key: string
      readonly level: 1 | 2 | 3 | 4 | 5
      readonly number: 'level' | 'circled' | 'none'
      readonly if: LinkedCondition | null
      readonly text: LinkedText
    }
  | {
      readonly kind: 'paragraph'
      readonly key: string
      /** level of the number it begins with */
      readonly numbered: 3 | 4 | null
      readonly if: LinkedCondition | null
      readonly text: LinkedText
    }
  | { readonly kind: 'free'; readonly slot: LinkedSlot; readonly if: LinkedCondition | null }
  | {
      readonly kind: 'table'
      readonly key: string
      readonly if: LinkedCondition | null
      readonly head: readonly string[]
      readonly rows: readonly (readonly LinkedText[])[]
    }
  | {
      readonly kind: 'choose'
      readonly branches: readonly { readonly if: LinkedCondition | null; readonly blocks: readonly LinkedBlock[] }[]
    }
  | {
      readonly kind: 'each'
      readonly rows: LinkedRows
      readonly blocks: readonly LinkedBlock[]
      readonly ends: readonly string[] | null
    }
  | { readonly kind: 'group'; readonly blocks: readonly LinkedBlock[]; readonly ends: readonly string[] }

export type LinkedNarrative = {
  readonly parts: readonly {
    readonly key: string
    readonly title: LinkedText
    readonly blocks: readonly LinkedBlock[]
  }[]
  readonly rounding: {
    readonly policy: NarrativeHead['rounding']['policy']
    readonly trees: readonly { readonly form: number; readonly column: number }[]
    readonly sums: readonly { readonly total: LinkedOperand; readonly parts: readonly LinkedOperand[] }[]
  }
  readonly style: NarrativeStyle
  readonly grades: NarrativeHead['grades']
  readonly slots: ReadonlyMap<string, LinkedSlot>
  /** what a code means, by code and by name */
  readonly terms: ReadonlyMap<string, string>
  readonly glossary: Glossary
}
