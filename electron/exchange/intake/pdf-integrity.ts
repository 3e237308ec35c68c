import { inflateSync } from 'node:zlib'
import { FileRefused } from '../file-refused.ts'
import { documentLimits } from './limits.ts'

/**
 * Readers of PDF are made to show as much as they can of what is broken. Accounts must not come out of that: a figure
 * that is not what was written is worse than none. So what a PDF can say about its wholeness is asked first: its end
 * mark, and the check sum of every packed stream. On the way a stream that unpacks beyond reason is noticed.
 */

const damaged = (detail: string): FileRefused =>
  new FileRefused(`不完整或已损坏（${detail}），没有读取，请重新下载或向发布单位索取原文件`)

/** Bytes at the end in which the end mark is looked for. */
const tail = 2048

/** @throws FileRefused for what is no PDF, is cut off or has a stream whose bytes were changed */
export function checkWhole(bytes: Buffer): void {
  if (bytes.length === 0) throw new FileRefused('是空的（0 字节），请重新取得文件')
  if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new FileRefused('不是 PDF 文件，请重新选择')
  if (bytes.lastIndexOf('%%EOF') < bytes.length - tail || bytes.lastIndexOf('%%EOF') < 0)
    throw damaged('文件没有结尾，可能没有下载完')
  // encrypted streams have no check sum that can be read
  if (/\/Encrypt\b/.test(bytes.subarray(Math.max(0, bytes.length - 64 * 1024)).toString('latin1'))) return
  let unpacked = 0
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const start = at + (bytes[at + 6] === 13 ? 8 : 7)
    const first = bytes[start] ?? 0
    const isPacked = (first & 0x0f) === 8 && (first * 256 + (bytes[start + 1] ?? 0)) % 31 === 0
    if (!isPacked || !isFlate(bytes, at)) continue
    const end = bytes.indexOf('endstream', start)
    if (end < 0) throw damaged('内容中断')
    unpacked += unpack(bytes.subarray(start, bytes.length), end - start)
    if (unpacked > documentLimits.unpacked) throw new FileRefused(tooMuch)
  }
}

const tooMuch = '解开后内容过多，不像公开的决算，没有读取'

/** Whether the dictionary before a stream says that it is packed this way and no other. */
function isFlate(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - 400), at)
  const dictionary = before.slice(Math.max(0, before.lastIndexOf(' obj')))
  return /\/Filter\s*(?:\[\s*)?\/(?:FlateDecode|Fl)\b\s*(?!\s*\/(?:ASCII|LZW|RunLength|DCT|Flate))/.test(dictionary)
}

/** Bytes that a stream unpacks to; its own end is where the packing says. */
function unpack(bytes: Buffer, length: number): number {
  try {
    // the word endstream may occur in packed bytes: the longer piece is tried when the shorter one ends too early
    return inflateSync(bytes.subarray(0, length), { maxOutputLength: documentLimits.stream }).length
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new FileRefused(tooMuch)
    if (code !== 'Z_BUF_ERROR') throw damaged('内容校验不符')
  }
  try {
    return inflateSync(bytes.subarray(0, Math.min(bytes.length, documentLimits.stream)), {
      maxOutputLength: documentLimits.stream,
    }).length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new FileRefused(tooMuch)
    throw damaged('内容校验不符')
  }
}
