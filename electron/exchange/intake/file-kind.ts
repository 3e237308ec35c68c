import { extname } from 'node:path'
import { FileRefused } from '../file-refused.ts'

/** What a file to be imported is. */
export type FileKind = 'xlsx' | 'xls' | 'csv' | 'pdf' | 'text'

const ole = 'd0cf11e0a1b11ae1'
/** Files that people pick by mistake, by their first bytes. */
const others: readonly (readonly [start: string, reason: string])[] = [
  ['89504e47', '是图片，不能读取，请用有文字层的 PDF 或 Excel 工作簿'],
  ['ffd8ff', '是图片，不能读取，请用有文字层的 PDF 或 Excel 工作簿'],
  ['52617221', '是压缩包，请解压后选择其中的文件'],
  ['377abcaf', '是压缩包，请解压后选择其中的文件'],
  ['53514c69746520666f726d6174', '是账套文件，请用“打开账套”打开'],
]

/**
 * What a file is, by its first bytes; only texts, which have none of their own, are told apart by the ending of the
 * name.
 * @param head the first 1,024 bytes, fewer of a short file
 * @throws FileRefused for what is none of these
 */
export function kindOf(head: Buffer, name: string): FileKind {
  if (head.length === 0) throw new FileRefused('是空的（0 字节），请重新取得文件')
  const start = head.subarray(0, 16).toString('hex')
  const other = others.find(([bytes]) => start.startsWith(bytes))
  if (other !== undefined) throw new FileRefused(other[1])
  if (head.includes('%PDF-')) return 'pdf'
  if (start.startsWith('504b0304')) return 'xlsx'
  // a book of Excel 2 to 4 begins without a container
  if (start.startsWith(ole) || /^09(?:00|02|04|08)[0-9a-f]{2}00/.test(start)) return 'xls'
  const text = head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
  if (/^<(?:\?xml|!doctype html|html|table|meta|head)/i.test(text)) return 'xls'
  const ending = extname(name).toLowerCase()
  if (ending === '.csv' || ending === '.tsv') return 'csv'
  if (ending === '.pdf') throw new FileRefused('不是 PDF 文件，可能已损坏或下载不完整，请重新取得文件')
  if (ending === '.xlsx' || ending === '.xls')
    throw new FileRefused(`不是 ${ending} 工作簿，可能已损坏或下载不完整，请重新取得文件`)
  return 'text'
}
