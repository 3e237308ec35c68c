/** Longest text of one table cell, heading or cover line that is printed: more than any real name has. */
const longestLine = 1_000
/** Longest paragraph: some sixty pages. */
const longestParagraph = 40_000

/** The sign that stands for what is no character. */
export const noCharacter = '\uFFFD'

/**
 * Text from a book as it may reach a printer. Whatever was typed or imported stays text: controls and the marks that
 * turn the direction of writing or stand in no print are dropped, and what is no character (half of a surrogate pair,
 * U+FFFE), which file formats refuse, becomes U+FFFD. Line ends become `\n`.
 */
export const printableText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, noCharacter)
    .replaceAll('\t', ' ')
    .replaceAll(unprinted, '')

// controls; soft hyphen, joiners, direction marks, invisible operators, byte order mark, annotation and tag characters
const unprinted =
  /(?!\n)\p{Cc}|[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu

/** A text of one line: names, labels, headings. `cut` when it was longer than is ever printed. */
export function printableLine(text: string): { readonly text: string; readonly cut: boolean } {
  const line = printableText(text.slice(0, longestLine * 4)).replaceAll('\n', ' ')
  return shortened(line, longestLine, text.length > longestLine * 4)
}

/** Paragraphs of a text, without those that are empty. */
export function printableParagraphs(text: string): { readonly text: string; readonly cut: boolean }[] {
  return printableText(text)
    .split('\n')
    .filter((one) => one.trim() !== '')
    .map((one) => shortened(one, longestParagraph, false))
}

function shortened(text: string, longest: number, isCut: boolean): { readonly text: string; readonly cut: boolean } {
  if (text.length <= longest && !isCut) return { text, cut: false }
  // never through a surrogate pair
  const kept = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')
  return { text: `${kept}……`, cut: true }
}
