/** Finding words in what stands on screen, whatever its spaces, full-width forms and thousands separators. */

/** A text folded for comparing, and where each of its characters came from. */
function fold(text: string): { readonly text: string; readonly from: readonly number[] } {
  let folded = ''
  const from: number[] = []
  let at = 0
  for (const character of text) {
    const plain = character.normalize('NFKC').replaceAll(/[\s,]/g, '').toLowerCase()
    for (let count = 0; count < plain.length; count++) from.push(at)
    folded += plain
    at += character.length
  }
  from.push(text.length)
  return { text: folded, from }
}

/** Places of the words in a text, as [from, to) of it, without overlaps; none when there are no words. */
export function findWords(text: string, words: string): (readonly [from: number, to: number])[] {
  const wanted = fold(words).text
  if (wanted === '') return []
  const { text: folded, from } = fold(text)
  const hits: (readonly [number, number])[] = []
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const last = from[at + wanted.length - 1] ?? 0
    const end = text.codePointAt(last) ?? 0
    hits.push([from[at] ?? 0, last + (end > 0xffff ? 2 : 1)])
  }
  return hits
}
