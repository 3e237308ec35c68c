import type { Place } from './content.ts'
import type { PlacedText } from './document-model.ts'
import { noCharacter } from './printable-text.ts'
import type { FontTrouble } from './typeset-protocol.ts'

/** What a person should know about a printed document; none of it stops the printing. */
export type Remark =
  /** characters that no font has, and the text they stand in: they are printed as empty boxes */
  | { readonly kind: 'no-glyph'; readonly characters: readonly string[]; readonly text: string; readonly where: Place }
  /** a text far longer than any real one: only its beginning is printed */
  | { readonly kind: 'shortened'; readonly text: string; readonly where: Place }
  /** a font of the machine that could not be used; the open one stands in */
  | { readonly kind: 'font'; readonly path: string; readonly reason: string }

/** So many characters of a text are quoted. */
const quoted = 60

const quote = (text: string): string => {
  const characters = Array.from(text.slice(0, quoted * 2))
  return characters.length > quoted ? `${characters.slice(0, quoted).join('')}……` : text
}

/** Blanks, line ends and marks that choose a variant of the character before them: no glyph of their own. */
const needsNoGlyph = /[\s\p{Variation_Selector}]/u

/** Every character of the texts once, in the order of code points. */
export function charactersOf(texts: readonly PlacedText[]): string {
  const all = new Set<string>()
  for (const { text } of texts) for (const character of text) all.add(character)
  return [...all]
    .filter((character) => !needsNoGlyph.test(character))
    .sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
    .join('')
}

/** Remarks on the texts of a document, in printed order; a text that stands in several places is named once each. */
export function remarksOn(
  texts: readonly PlacedText[],
  missing: string,
  troubles: readonly FontTrouble[] = [],
): Remark[] {
  const lacking = new Set(missing)
  const isBroken = texts.some(({ text }) => text.includes(noCharacter))
  // fonts do have a sign for it, but it says that something is wrong
  if (isBroken) lacking.add(noCharacter)
  const fonts = troubles.map(({ path, reason }): Remark => ({ kind: 'font', path, reason }))
  if (lacking.size === 0 && !texts.some(({ cut }) => cut)) return fonts
  const remarks = texts.flatMap(({ text, where, cut }): Remark[] => {
    const characters = lacking.size === 0 ? [] : [...new Set(text)].filter((character) => lacking.has(character))
    return [
      ...(characters.length > 0 ? [{ kind: 'no-glyph', characters, text: quote(text), where } as const] : []),
      ...(cut ? [{ kind: 'shortened', text: quote(text), where } as const] : []),
    ]
  })
  return [...fonts, ...remarks]
}

function placeText(where: Place): string {
  switch (where.kind) {
    case 'cover':
      return `封面${where.line}`
    case 'form':
      return `${where.form} ${where.title}${where.row === null ? '' : `第 ${where.row} 行`}`
    case 'text':
      return where.part
  }
}

/** A remark as one Chinese sentence without full stop. */
export function remarkText(remark: Remark): string {
  switch (remark.kind) {
    case 'no-glyph': {
      if (remark.characters.every((one) => one === noCharacter))
        return `${placeText(remark.where)}：有无法识别的字符，见“${remark.text}”`
      const signs = remark.characters.map((one) => `“${one}”（U+${codeOf(one)}）`).join('、')
      return `${placeText(remark.where)}：字体中没有 ${signs}，打印为方框，见“${remark.text}”`
    }
    case 'shortened':
      return `${placeText(remark.where)}：文字过长，只打印了开头，见“${remark.text}”`
    case 'font':
      return `字体 ${remark.path} 不能使用：${remark.reason}，已改用自带字体`
  }
}

const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
