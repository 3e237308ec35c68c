import type { Cover } from '../../../shared/layout/cover.ts'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import type { DocumentTitles } from '../../../shared/layout/titles.ts'
import type { NarrativeDocument } from '../../../shared/narrative/document.ts'

/** What the public document of a book is made of; PDF and Word print the same. */
export type DocumentContent = {
  /** printed titles of the contents and over the forms */
  readonly titles: DocumentTitles
  readonly cover: Cover
  /** forms of 第一部分 in order; supplements are not among them */
  readonly tables: readonly PrintedTable[]
  readonly narrative: NarrativeDocument
  readonly properties: DocumentProperties
}

export type DocumentProperties = {
  readonly title: string
  readonly department: string
  readonly year: number
  /** time of the book's last journal row: the date in the file, never the clock */
  readonly created: Date
}

/** Where in the document a text stands. */
export type Place =
  | { readonly kind: 'cover'; readonly line: string }
  /** `row` is the printed line of the form's body, counted from 1; null for title, header and notes */
  | { readonly kind: 'form'; readonly form: string; readonly title: string; readonly row: number | null }
  /** `part` is the printed title; `block` the key of the heading, paragraph or table, '' for the title itself */
  | { readonly kind: 'text'; readonly part: string; readonly block: string }
