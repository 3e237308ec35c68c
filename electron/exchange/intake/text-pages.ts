import { FileRefused } from '../file-refused.ts'
import { type DocumentContent, isPageNumber } from './content.ts'
import { documentLimits } from './limits.ts'
import type { DocumentLine } from './page.ts'

/**
 * Text of a file as people wrote it: UTF-8, with or without its mark, UTF-16 with its mark, else GB 18030, which what
 * Windows calls ANSI is in China.
 * @throws FileRefused when it is none of these
 */
export function decodedText(bytes: Buffer): string {
  if (bytes.length === 0) throw new FileRefused('是空的（0 字节），请重新取得文件')
  if (bytes.length > documentLimits.text)
    throw new FileRefused(
      `有 ${Math.round(bytes.length / 1024 / 1024)} MB，超过 ${documentLimits.text >> 20} MB，不像决算的文字，没有读取`,
    )
  const text = inEncoding(bytes)
  if (text === null || /[\0\ufffd]/.test(text))
    throw new FileRefused('不是能读取的文件：既不是 PDF、工作簿，也不是 UTF-8 或 GB18030 编码的文字')
  return text
}

function inEncoding(bytes: Buffer): string | null {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encodings = mark === 'fffe' ? ['utf-16le'] : mark === 'feff' ? ['utf-16be'] : ['utf-8', 'gb18030']
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // not this one
    }
  }
  return null
}

/**
 * The lines of a text copied out of a published document. A page begins where a form feed is, or, where those were
 * lost in copying, with a line that has exactly one leading space. Pages are numbered from the first one of the text.
 * @throws FileRefused for too many lines
 */
export function textContent(text: string): DocumentContent {
  const rows = withoutOutline(text.replaceAll('\f', '\n\f').split(/\r\n|[\n\r\u2028\u2029]/))
  if (rows.length > documentLimits.lines)
    throw new FileRefused(`有 ${rows.length} 行，超过 ${documentLimits.lines} 行，不像公开的决算，没有读取`)
  const long = rows.findIndex((row) => row.length > documentLimits.line)
  if (long >= 0) throw new FileRefused(`第 ${long + 1} 行有 ${rows[long]?.length} 个字符，不像公开的决算，没有读取`)
  const pages: DocumentLine[][] = [[]]
  let line = 0
  for (const row of rows) {
    const begins = /^(?:\f| (?=[^\s]))/.test(row)
    if (begins && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([])
      line = 0
    }
    line++
    const words = row
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
    if (words.length === 0 || isPageNumber(row)) continue
    pages.at(-1)?.push({
      page: pages.length,
      line,
      text: row.trim().replaceAll('\t', ' '),
      segments: words.map((word) => ({ text: word, x0: null, x1: null })),
      x: null,
      y: null,
      size: null,
    })
  }
  return {
    kind: 'text',
    pages: pages.map((lines, number) => ({
      number: number + 1,
      width: 0,
      elements: lines.map((one) => ({ kind: 'line', line: one })),
    })),
  }
}

/** Programs that copy a PDF's text put its list of bookmarks last, each with a tab before it. */
function withoutOutline(rows: readonly string[]): readonly string[] {
  const end = rows.findLastIndex((row) => row.trim() !== '' && !/^\t+\S/.test(row))
  return rows.slice(0, end + 1)
}
