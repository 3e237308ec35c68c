import type { Fact, FactKind, FactValue } from '../engine/facts.ts'
import type { EditionDifference } from './edition-changes.ts'
import type { Course } from './lineage.ts'

/** What comes along into a new year besides the openings. */
export type RollForwardOptions = {
  /** codes of the list; those with a closing come along in any case */
  readonly rows: boolean
  readonly units: boolean
  /** without their amounts; only together with the units they belong to */
  readonly projects: boolean
  /** 职责, 机构设置 and other free texts */
  readonly texts: boolean
  /** 主要原因 and words put in place of a pattern: they were about last year's figures */
  readonly reasons: boolean
  /** house style of the text part */
  readonly style: boolean
  /** lines of the cover, but no date */
  readonly cover: boolean
}
export const usualOptions: RollForwardOptions = {
  rows: true,
  units: true,
  projects: false,
  texts: true,
  reasons: false,
  style: true,
  cover: true,
}

/** Why something of the old book is not in the new one. */
export type LeftReason =
  | 'ofYear' // an amount, count or word of the year itself
  | 'stated' // a figure of a foreign source
  | 'explanation'
  | 'figure' // a figure of the text that was printed otherwise
  | 'date'
  | 'namesYear' // a line of the cover that names the old year
  | 'notChosen'
  | 'dropped' // the new edition has no such place
  | 'divided' // what it belongs to was split: to be shared out by hand
  | 'byLine' // a closing that the new edition carries line by line: to be shared out by hand
  | 'rowLeft' // the row or project it is about does not come along
  | 'taken' // another text of two that are one now stands there already

/** What becomes of one thing of the old book. `as` are keys of facts, for `follows` of cells. */
export type Fate =
  | { readonly kind: 'carried'; readonly as: readonly string[]; readonly course: Course; readonly why: string | null }
  | { readonly kind: 'follows'; readonly as: readonly string[]; readonly course: Course; readonly why: string | null }
  | {
      readonly kind: 'left'
      readonly reason: LeftReason
      /** where it is to be shared out by hand */
      readonly as: readonly string[]
      readonly why: string | null
    }

/** A fact of the old book, or a number it closes with that follows from its facts. */
export type RollForwardItem = {
  readonly kind: FactKind
  readonly key: string
  readonly value: FactValue
  readonly isClosing: boolean
  readonly fate: Fate
}

/** Everything the old book says and what becomes of it: nothing is left out, nothing occurs twice. */
export type RollForwardPreview = {
  readonly items: readonly RollForwardItem[]
  /** facts of the new book that come from none of the old: parents of codes, the unit of a book without the old ones */
  readonly added: readonly Fact[]
  /** sums of the closings, in fen: followed by an opening, to be shared out by hand, without a place */
  readonly closings: { readonly follows: number; readonly byHand: number; readonly lost: number }
  readonly differences: readonly EditionDifference[]
  /** what comes along and names a year that has passed: nobody but the user can say what it must say now */
  readonly namesYears: readonly (Fact & { readonly years: readonly number[] })[]
  /** codes that come along and are not in the new code table */
  readonly unknownCodes: readonly string[]
}
