import type { FontRole, OwnFonts } from './font-set.ts'

/** What the thread that sets pages is started with. */
export type TypesetSetup = { readonly fonts: OwnFonts }

/** One document to print, or of which only something is asked: the characters no font has, the pages of its headings. */
export type TypesetRequest = {
  readonly template: 'book' | 'form'
  readonly wanted: 'pdf' | 'pages' | 'characters'
  /** the model as JSON: data for the template, never source */
  readonly model: string
  /** every character of the document once, to be looked up in the fonts */
  readonly characters: string
}

/** The characters of a document that a font of the machine lacks; the open ones have them, or nobody. */
export type Lacking = { readonly role: FontRole; readonly characters: string }

/** A font of the machine that could not be used; the open one stands in. */
export type FontTrouble = { readonly role: FontRole; readonly path: string; readonly reason: string }

/** What looking up the characters gave. `missing`: those that no font has. */
export type Checked = {
  readonly missing: string
  readonly troubles: readonly FontTrouble[]
  readonly lacking: readonly Lacking[]
}

export type TypesetAnswer =
  | { readonly kind: 'ready' }
  /** before anything is set: characters that no font has */
  | ({ readonly kind: 'checked' } & Checked)
  /** `memory`: bytes the compiler holds; it never gives any back */
  | { readonly kind: 'printed'; readonly bytes: Uint8Array; readonly memory: number }
  /** the number printed on the page of each heading that the contents name, in order */
  | { readonly kind: 'pages'; readonly pages: readonly number[]; readonly memory: number }
  | { readonly kind: 'failed'; readonly reason: string }
