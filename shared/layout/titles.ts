import type { LinkedEdition } from '../catalogue/link.ts'
import type { EditionHead } from '../catalogue/vocabulary.ts'

/** Titles of the public document as they are printed. */
export type DocumentTitles = EditionHead['titles']

/** The titles of the public document: the edition's words for this department and fiscal year. */
export function documentTitles(
  { edition: { head } }: LinkedEdition,
  { department, year }: { readonly department: string; readonly year: number },
): DocumentTitles {
  const fill = (text: string): string => text.replaceAll('{year}', String(year)).replaceAll('{department}', department)
  const { cover, contents, forms } = head.titles
  return { cover: fill(cover), contents: fill(contents), forms: fill(forms) }
}
