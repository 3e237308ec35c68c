/** Names typed one a line: trimmed, without empty ones and repetitions. */
export const distinctLines = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
