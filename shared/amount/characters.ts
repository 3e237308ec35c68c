const asciiOf: Readonly<Record<string, string>> = { '。': '.', '｡': '.', '×': '*', '÷': '/', '￥': '¥' }

/**
 * Rewrites the full-width and typographic characters of Chinese input into the plain ones a number is made of, and
 * drops invisible marks that come along with copied text. Compatibility normalisation (NFKC) is not used on purpose:
 * it would turn `5²` into 52 and `①` into 1.
 */
export function plainCharacters(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[。｡×÷￥]/g, (character) => asciiOf[character] ?? character)
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63]/g, '-')
    .replace(/\s/g, ' ')
    .trim()
}
