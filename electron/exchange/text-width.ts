/**
 * How wide text stands in 宋体: Latin letters and digits half an em, everything Chinese a whole one. Quotation marks
 * and dashes count as Chinese, which is how 宋体 draws them.
 */
const isHalf = (code: number): boolean => code < 0x2000 || (code >= 0xff61 && code <= 0xff9f)

/** Width of one line of text in half ems. */
export function halfEms(text: string): number {
  let width = 0
  for (const character of text) width += isHalf(character.codePointAt(0) ?? 0) ? 1 : 2
  return width
}

/**
 * Lines that text needs in a cell of so many half ems. Excel breaks between Chinese characters and between Latin
 * words, and inside a word that is longer than the line.
 */
export function linesOf(text: string, width: number): number {
  const room = Math.max(width, 2)
  if (!text.includes('\n') && halfEms(text) <= room) return 1
  return text.split(/\r\n|\n|\r/).reduce((lines, line) => lines + wrapped(line, room), 0)
}

function wrapped(line: string, room: number): number {
  let lines = 1
  let used = 0
  for (const [word] of line.matchAll(/[!-~]+|[^!-~]/gu)) {
    const width = halfEms(word)
    if (used + width <= room) {
      used += width
      continue
    }
    if (width <= room) {
      lines += 1
      used = width
      continue
    }
    const rest = used + width
    lines += Math.ceil(rest / room) - 1
    used = rest % room || room
  }
  return lines
}
