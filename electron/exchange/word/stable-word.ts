import { repacked } from '../stable-zip.ts'

/** Properties of a package that carry the clock. */
const properties = 'docProps/core.xml'

/**
 * A Word file whose bytes depend on its content only. The library stamps the clock into the properties and numbers some
 * ids through the life of the process: the clock becomes the book's time, ids are counted anew in each part.
 */
export function stableWord(file: Uint8Array, created: Date): Promise<Uint8Array> {
  const time = created.toISOString().replace(/\.\d+Z$/, 'Z')
  return repacked(file, (name, text) => {
    if (name === properties) return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, time)
    return name === 'word/document.xml' ? renumbered(text) : text
  })
}

/** Elements that name a bookmark or give its number. What is typed cannot look like one: in text `<` is written `&lt;`. */
const bookmarks =
  /<w:bookmark(?:Start|End) [^>]*>|<w:hyperlink [^>]*w:anchor="_Toc[^>]*>|<w:instrText[^>]*>PAGEREF _Toc\d+/g

/** Bookmarks of headings numbered from 1 in the order they are first named. */
function renumbered(text: string): string {
  const numbers = new Map<string, number>()
  const numberOf = (given: string): number => {
    const number = numbers.get(given) ?? numbers.size + 1
    numbers.set(given, number)
    return number
  }
  return text.replaceAll(bookmarks, (element) =>
    element.replaceAll(/(_Toc|w:id=")(\d+)/g, (_, before: string, given: string) => `${before}${numberOf(given)}`),
  )
}
