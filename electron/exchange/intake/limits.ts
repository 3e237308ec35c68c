/** Limits of what is read. The largest published document of a department has some hundred pages and ten megabytes. */
export const documentLimits = {
  /** bytes of a file */
  pdf: 50 * 1024 * 1024,
  text: 10 * 1024 * 1024,
  /** bytes of all streams of a PDF unpacked, and of one of them */
  unpacked: 400 * 1024 * 1024,
  stream: 64 * 1024 * 1024,
  pages: 500,
  /** lines of a text, cells of a table file */
  lines: 50_000,
  /** characters of a line of text: a paragraph is one where nothing was printed */
  line: 20_000,
  cells: 500_000,
} as const
