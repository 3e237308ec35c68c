/** Columns of a terminal a text takes: Chinese characters and full-width signs take two. */
export function terminalWidth(text: string): number {
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isWide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      code >= 0x20000
    width += isWide ? 2 : 1
  }
  return width
}

/** Rows as aligned lines: texts to the left, numbers to the right; a column is as wide as its widest cell. */
export function textTable(rows: readonly (readonly string[])[], numbersFrom = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((text, at) => (widths[at] = Math.max(widths[at] ?? 0, terminalWidth(text))))
  }
  return rows.map((row) =>
    row
      .map((text, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - terminalWidth(text))
        return at >= numbersFrom ? space + text : text + space
      })
      .join('  ')
      .trimEnd(),
  )
}
