import type { FontRole, OwnFonts } from './font-set.ts'

/** What the thread that sets pages is started with. */
export type TypesetSetup = { readonly fonts: OwnFonts }

/** One document to print, or only to look over. */
export type TypesetRequest = {
  readonly template: 'book' | 'form'
  /** the model as JSON: data for the template, never source; null when only the characters are to be looked up */
  readonly model: string | null
  /** every character of the document once, to be looked up in the fonts */
  readonly characters: string
}

/** A font of the machine that could not be used; the open one stands in. */
export type FontTrouble = { readonly role: FontRole; readonly path: string; readonly reason: string }

export type TypesetAnswer =
  | { readonly kind: 'ready' }
  /** before anything is set: characters that no font has */
  | { readonly kind: 'checked'; readonly missing: string; readonly troubles: readonly FontTrouble[] }
  /** `memory`: bytes the compiler holds; it never gives any back */
  | { readonly kind: 'printed'; readonly bytes: Uint8Array; readonly memory: number }
  | { readonly kind: 'failed'; readonly reason: string }
