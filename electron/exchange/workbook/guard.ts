import { crc32, inflateRawSync } from 'node:zlib'

/**
 * The guard before a workbook: a zip is read by its central directory, and nothing is inflated that is not needed or
 * is not what the directory says. A hostile file is refused here, before any part of it is parsed.
 */

/** Why a file is not read: where in the user's words, and what to do, both in Chinese. */
export class WorkbookRefused extends Error {
  readonly where: string
  readonly reason: string
  constructor(where: string, reason: string) {
    super(`${where}：${reason}`)
    this.name = 'WorkbookRefused'
    this.where = where
    this.reason = reason
  }
}

/** Limits, in bytes unless said. The largest book of our own (5,000 items, 5,000 projects) stays far below each. */
export const limits = {
  file: 50 * 1024 * 1024,
  /** number of entries of the zip */
  entries: 5000,
  /** all entries together, inflated */
  inflated: 200 * 1024 * 1024,
  /** one part that is read */
  part: 64 * 1024 * 1024,
  /** inflated : packed, for entries beyond a megabyte; a sheet of nothing but zeros reaches about 50 */
  ratio: 300,
} as const

const resave = '请用 Excel 或 WPS 打开后另存为 .xlsx 再导入'
const damaged = (detail: string): WorkbookRefused =>
  new WorkbookRefused('文件', `不是完整的工作簿（${detail}），可能已损坏或下载不完整，请重新取得文件`)

type Entry = {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly inflated: number
  readonly checksum: number
  readonly offset: number
}

/** The parts of a workbook, inflated one by one on demand. */
export type WorkbookPackage = {
  has(name: string): boolean
  /** Bytes of a part by its name in the zip, null when there is none. @throws WorkbookRefused */
  part(name: string): Buffer | null
}

const oleHeader = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/**
 * Refuses by the first bytes what is no zip at all; the whole file need not be read for it.
 * @param head at least the first 8 bytes, fewer when the file is shorter
 * @throws WorkbookRefused
 */
export function checkHead(head: Buffer): void {
  if (head.length === 0) throw new WorkbookRefused('文件', '是空的（0 字节），请重新取得文件')
  if (head.subarray(0, 8).equals(oleHeader)) {
    throw new WorkbookRefused(
      '文件',
      `是旧版 .xls 格式或设了打开密码的工作簿，不能读取，请用 Excel 或 WPS 打开（去掉密码）后另存为 .xlsx 再导入`,
    )
  }
  if (head.length < 4 || head.readUInt32LE(0) !== 0x04034b50) {
    throw new WorkbookRefused('文件', `不是 .xlsx 工作簿，请选择 Excel 或 WPS 保存的 .xlsx 文件`)
  }
}

/** Where the central directory stands; the end record may be followed by a comment of up to 64 kB. */
function directoryOf(bytes: Buffer): { entries: number; start: number; end: number } {
  const lowest = Math.max(0, bytes.length - 22 - 0xffff)
  for (let at = bytes.length - 22; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) !== 0x06054b50 || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) continue
    const entries = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 12)
    const start = bytes.readUInt32LE(at + 16)
    const isSplit =
      bytes.readUInt16LE(at + 4) !== 0 || bytes.readUInt16LE(at + 6) !== 0 || bytes.readUInt16LE(at + 8) !== entries
    if (isSplit) throw damaged('分卷压缩')
    if (entries === 0xffff || size === 0xffffffff || start === 0xffffffff) {
      throw new WorkbookRefused('文件', `使用了超大压缩格式（ZIP64），不能读取，${resave}`)
    }
    if (start + size > at) throw damaged('目录位置不对')
    return { entries, start, end: start + size }
  }
  throw damaged('没有压缩目录')
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const directory = directoryOf(bytes)
  if (directory.entries > limits.entries)
    throw new WorkbookRefused('文件', `内部文件过多（${directory.entries} 个），不像工作簿，未读取`)
  const entries = new Map<string, Entry>()
  let at = directory.start
  for (let number = 0; number < directory.entries; number++) {
    if (at + 46 > directory.end || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged('目录不完整')
    const flags = bytes.readUInt16LE(at + 8)
    const nameLength = bytes.readUInt16LE(at + 28)
    const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (next > directory.end) throw damaged('目录不完整')
    // some writers use backslashes and a leading slash
    const name = bytes
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replaceAll('\\', '/')
      .replace(/^\/+/, '')
      .toLowerCase()
    const entry: Entry = {
      name,
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      inflated: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if ((flags & 1) !== 0) throw new WorkbookRefused('文件', '加了压缩密码，不能读取，请去掉密码后再导入')
    if (entry.method !== 0 && entry.method !== 8)
      throw new WorkbookRefused('文件', `使用了不常见的压缩方式，不能读取，${resave}`)
    if (entries.has(name)) throw damaged('内部文件重名')
    entries.set(name, entry)
    at = next
  }
  return entries
}

/** Sizes as the directory states them; what is inflated later is held to them byte for byte. */
function checkSizes(entries: ReadonlyMap<string, Entry>, bytes: Buffer): void {
  let inflated = 0
  for (const entry of entries.values()) {
    inflated += entry.inflated
    const isBomb = entry.inflated > 1024 * 1024 && entry.inflated > entry.packed * limits.ratio
    if (isBomb || inflated > limits.inflated) throw new WorkbookRefused('文件', '解压后过大，疑似压缩炸弹，未读取')
    if (entry.method === 0 && entry.packed !== entry.inflated) throw damaged('大小不一致')
  }
  // Entries that share their bytes are how a small file claims gigabytes.
  const sorted = [...entries.values()].sort((one, other) => one.offset - other.offset)
  sorted.forEach((entry, number) => {
    const end = entry.offset + 30 + entry.packed
    if (end > (sorted[number + 1]?.offset ?? bytes.length)) throw damaged('内部文件相互重叠')
  })
}

function inflate(bytes: Buffer, entry: Entry): Buffer {
  const { offset } = entry
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) throw damaged('内部文件位置不对')
  const nameLength = bytes.readUInt16LE(offset + 26)
  const start = offset + 30 + nameLength + bytes.readUInt16LE(offset + 28)
  const localName = bytes
    .toString('utf8', offset + 30, offset + 30 + nameLength)
    .replaceAll('\\', '/')
    .replace(/^\/+/, '')
    .toLowerCase()
  const hasDescriptor = (bytes.readUInt16LE(offset + 6) & 8) !== 0
  const sizesDiffer =
    bytes.readUInt32LE(offset + 18) !== entry.packed || bytes.readUInt32LE(offset + 22) !== entry.inflated
  const differs =
    localName !== entry.name || bytes.readUInt16LE(offset + 8) !== entry.method || (!hasDescriptor && sizesDiffer)
  if (differs || start + entry.packed > bytes.length) throw damaged('文件头与目录不一致')
  const packed = bytes.subarray(start, start + entry.packed)
  if (entry.inflated > limits.part)
    throw new WorkbookRefused('文件', `其中一部分解压后超过 ${limits.part >> 20} MB，未读取`)
  let content: Buffer
  try {
    content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: entry.inflated + 1 })
  } catch {
    throw damaged('解压失败')
  }
  if (content.length !== entry.inflated || crc32(content) !== entry.checksum) throw damaged('内容与目录不一致')
  return content
}

function checkKind(entries: ReadonlyMap<string, Entry>, contentTypes: Buffer | null): void {
  if (contentTypes === null || !entries.has('xl/workbook.xml')) {
    if (entries.has('xl/workbook.bin')) throw new WorkbookRefused('文件', `是 .xlsb 二进制工作簿，不能读取，${resave}`)
    throw new WorkbookRefused('文件', '是压缩文件，但不是 .xlsx 工作簿，请选择 Excel 或 WPS 保存的 .xlsx 文件')
  }
  const names = [...entries.keys()]
  const hasMacro = names.some((name) => name.includes('vbaproject') || name.startsWith('xl/macrosheets/'))
  if (hasMacro || /macroEnabled|vbaProject/i.test(contentTypes.toString('latin1').replaceAll('\0', ''))) {
    throw new WorkbookRefused('文件', '含有宏，不能导入，请用 Excel 或 WPS 打开后另存为不含宏的 .xlsx 再导入')
  }
  if (names.some((name) => name.startsWith('xl/externallinks/'))) {
    throw new WorkbookRefused(
      '文件',
      '含有指向其他文件的链接，不能导入，请在 Excel“数据—编辑链接”中断开链接后另存再导入',
    )
  }
}

/**
 * Opens a workbook's zip: checks its directory, its sizes and what kind of file it is. Inflates one small part.
 * @throws WorkbookRefused
 */
export function openPackage(bytes: Buffer): WorkbookPackage {
  checkHead(bytes)
  const entries = readDirectory(bytes)
  checkSizes(entries, bytes)
  const part = (name: string): Buffer | null => {
    const entry = entries.get(name.toLowerCase())
    return entry === undefined ? null : inflate(bytes, entry)
  }
  checkKind(entries, part('[content_types].xml'))
  return { has: (name) => entries.has(name.toLowerCase()), part }
}
