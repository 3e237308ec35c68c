import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'

/**
 * A SQLite file read page by page, past SQLite, which gives up at the first page that is not as it should be. Nothing of
 * a file's schema is believed or run. Numbers are those of sqlite.org/fileformat2.
 */

export type Value = null | number | string | Uint8Array

/** Where a row lies: its page, and the byte of the page at which it begins. */
export type Spot = { readonly page: number; readonly at: number }

/** A row as its page holds it: cheap to find, read when wanted. */
export type Cell = {
  readonly spot: Spot
  readonly rowid: number
  /** Number of columns, from the record's header. */
  readonly columns: number
  /** Null if anything of the row, on whatever page, is not readable. */
  readonly values: () => readonly Value[] | null
}

const tableLeaf = 0x0d
const tableInterior = 0x05
const indexLeaf = 0x0a
const indexInterior = 0x02

/** What is believed where the header says nothing: the size SQLite makes ledgers with. */
const usualPageSize = 4096

/** A tree of this many levels would be larger than any file. */
const mostDeep = 20

const isPageSize = (size: number): boolean => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

export class PageFile {
  readonly pageSize: number
  /** Pages the file has, with those that are only in its log. */
  readonly count: number
  private readonly file: number
  private readonly log: ReadonlyMap<number, Buffer>

  /** @param path a copy nobody else writes; its log, if there is one, lies beside it */
  constructor(path: string) {
    const { size } = statSync(path)
    this.file = openSync(path, 'r')
    const head = this.bytes(0, 100)
    const told = head.length < 18 ? 0 : head.readUInt16BE(16)
    const own = told === 1 ? 65_536 : told
    this.pageSize = isPageSize(own) ? own : usualPageSize
    this.log = readLog(`${path}-wal`, this.pageSize)
    let count = Math.floor(size / this.pageSize)
    for (const page of this.log.keys()) if (page > count) count = page
    this.count = count
  }

  close(): void {
    closeSync(this.file)
  }

  /** Rows of every page that looks like a leaf of a table, in use or not, in the order of the file. */
  *scan(): Generator<Cell> {
    for (let number = 1; number <= this.count; number++) {
      const page = this.page(number)
      if (page?.type !== tableLeaf) continue
      for (const at of page.cells) {
        const cell = at === null ? null : this.tableCell(page, at)
        if (cell !== null) yield cell
      }
    }
  }

  /** A row that was found before, without having kept its page meanwhile. */
  at({ page: number, at }: Spot): readonly Value[] | null {
    const page = this.page(number)
    return page === null ? null : (this.tableCell(page, at)?.values() ?? null)
  }

  /** Rows of the table that begins at this page, in order; null where some are not readable. */
  *table(root: number): Generator<Cell | null> {
    for (const { page, at } of this.walk(root, tableInterior, tableLeaf)) {
      yield page === null ? null : this.tableCell(page, at)
    }
  }

  /** Rows of the WITHOUT ROWID table that begins at this page, in order; null where some are not readable. */
  *index(root: number): Generator<readonly Value[] | null> {
    for (const { page, at } of this.walk(root, indexInterior, indexLeaf)) {
      yield page === null ? null : (this.indexCell(page, at)?.values() ?? null)
    }
  }

  /** Places of the rows below a page, in order; no page for what cannot be read. A page counts once, whoever names it. */
  private *walk(
    root: number,
    interior: number,
    leaf: number,
    seen: Set<number> = new Set(),
    depth = 0,
  ): Generator<{ readonly page: Page | null; readonly at: number }> {
    const page = seen.has(root) || depth > mostDeep ? null : this.page(root)
    seen.add(root)
    if (page === null || (page.type !== interior && page.type !== leaf)) {
      yield { page: null, at: 0 }
      return
    }
    for (const at of page.cells) {
      if (at === null) {
        yield { page: null, at: 0 }
        continue
      }
      if (page.type === interior) yield* this.walk(page.bytes.readUInt32BE(at), interior, leaf, seen, depth + 1)
      // rows of a table are on its leaves only, those of an index on all pages
      if (page.type === leaf || interior === indexInterior) yield { page, at }
    }
    if (page.type === interior) yield* this.walk(page.right, interior, leaf, seen, depth + 1)
  }

  private page(number: number): Page | null {
    const bytes = this.raw(number)
    return bytes === null ? null : readPage(number, bytes)
  }

  private raw(number: number): Buffer | null {
    if (number < 1 || number > this.count) return null
    const logged = this.log.get(number)
    if (logged !== undefined) return logged
    const bytes = this.bytes((number - 1) * this.pageSize, this.pageSize)
    return bytes.length === this.pageSize ? bytes : null
  }

  /** Fewer than asked for at the end of the file, and where the medium does not give them. */
  private bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    try {
      return bytes.subarray(0, readSync(this.file, bytes, 0, length, at))
    } catch {
      return bytes.subarray(0, 0)
    }
  }

  private tableCell(page: Page, at: number): Cell | null {
    const { bytes } = page
    const size = varint(bytes, at)
    const rowid = size === null ? null : varint(bytes, size.end)
    return size === null || rowid === null ? null : this.cell(page, at, size.value, rowid.end, rowid.value)
  }

  private indexCell(page: Page, at: number): Cell | null {
    const { bytes, type } = page
    const size = varint(bytes, type === indexInterior ? at + 4 : at)
    return size === null ? null : this.cell(page, at, size.value, size.end, 0)
  }

  /** §1.6: a row of `size` bytes, of which the page has some; indexes keep less of a row on its page. */
  private cell({ number, bytes, type }: Page, at: number, size: number, start: number, rowid: number): Cell | null {
    const room = this.pageSize
    if (size > this.count * room) return null
    const most = type === tableLeaf ? room - 35 : Math.floor(((room - 12) * 64) / 255) - 23
    const least = Math.floor(((room - 12) * 32) / 255) - 23
    const wanted = least + ((size - least) % (room - 4))
    const local = size <= most ? size : wanted <= most ? wanted : least
    if (start + local + (local < size ? 4 : 0) > room) return null
    const head = bytes.subarray(start, start + local)
    const types = recordTypes(head)
    if (types === null) return null
    const values = (): readonly Value[] | null => {
      const payload = local === size ? head : this.withOverflow(head, size, bytes.readUInt32BE(start + local))
      return payload === null ? null : recordValues(payload, types)
    }
    return { spot: { page: number, at }, rowid, columns: types.serials.length, values }
  }

  private withOverflow(head: Buffer, size: number, first: number): Buffer | null {
    const parts: Buffer[] = [head]
    let left = size - head.length
    for (let number = first; left > 0; ) {
      const page = this.raw(number)
      if (page === null) return null
      parts.push(page.subarray(4, 4 + Math.min(left, this.pageSize - 4)))
      left -= this.pageSize - 4
      number = page.readUInt32BE(0)
    }
    return Buffer.concat(parts)
  }
}

/** A page of a tree: where its rows begin, and the last page below it. */
type Page = {
  readonly number: number
  readonly bytes: Buffer
  readonly type: number
  /** Null for a row whose place lies outside the page. */
  readonly cells: readonly (number | null)[]
  readonly right: number
}

/** §1.6; null for a page that is none of a tree. */
function readPage(number: number, bytes: Buffer): Page | null {
  const start = number === 1 ? 100 : 0
  const type = bytes.readUInt8(start)
  const isInterior = type === tableInterior || type === indexInterior
  if (!isInterior && type !== tableLeaf && type !== indexLeaf) return null
  const pointers = start + (isInterior ? 12 : 8)
  const count = bytes.readUInt16BE(start + 3)
  if (pointers + 2 * count > bytes.length) return null
  const content = pointers + 2 * count
  const cells: (number | null)[] = []
  for (let place = pointers; place < content; place += 2) {
    const at = bytes.readUInt16BE(place)
    cells.push(at >= content && at + 4 <= bytes.length ? at : null)
  }
  return { number, bytes, type, cells, right: isInterior ? bytes.readUInt32BE(start + 8) : 0 }
}

/** §1.6: seven bits a byte, the last of nine bytes with eight. */
function varint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0
  for (let place = 0; place < 9; place++) {
    const byte = bytes[at + place]
    if (byte === undefined) return null
    value = place === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f)
    if (place === 8 || byte < 0x80) return { value, end: at + place + 1 }
  }
  return null
}

type RecordTypes = { readonly serials: readonly number[]; readonly end: number }

/** §2.1: the header of a record; null if it does not lie whole in `bytes`. */
function recordTypes(bytes: Buffer): RecordTypes | null {
  const size = varint(bytes, 0)
  if (size === null || size.value > bytes.length) return null
  const serials: number[] = []
  let at = size.end
  while (at < size.value) {
    const serial = varint(bytes, at)
    if (serial === null) return null
    serials.push(serial.value)
    at = serial.end
  }
  return at === size.value ? { serials, end: at } : null
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const

/** §2.1; null unless the values fill the record to its end. Integers beyond the safe ones are none of ours. */
function recordValues(bytes: Buffer, { serials, end }: RecordTypes): readonly Value[] | null {
  const values: Value[] = []
  let at = end
  for (const serial of serials) {
    const isInteger = serial >= 1 && serial <= 6
    const length = isInteger
      ? (integerBytes[serial] ?? 0)
      : serial === 7
        ? 8
        : serial >= 12
          ? Math.floor((serial - 12) / 2)
          : 0
    if (at + length > bytes.length || serial === 10 || serial === 11) return null
    const part = bytes.subarray(at, at + length)
    at += length
    if (serial === 0) values.push(null)
    else if (serial === 8 || serial === 9) values.push(serial - 8)
    else if (isInteger) {
      const value = length === 8 ? Number(part.readBigInt64BE()) : part.readIntBE(0, length)
      if (!Number.isSafeInteger(value)) return null
      values.push(value)
    } else if (serial === 7) values.push(part.readDoubleBE())
    else if (serial % 2 === 0) values.push(new Uint8Array(part))
    else if (isUtf8(part)) values.push(part.toString('utf8'))
    else return null
  }
  return at === bytes.length ? values : null
}

/** §4: pages of committed transactions in a log, as far as its checksums hold. */
function readLog(path: string, pageSize: number): ReadonlyMap<number, Buffer> {
  const pages = new Map<number, Buffer>()
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return pages
  const log = readFileSync(path)
  const magic = log.length < 32 ? 0 : log.readUInt32BE(0)
  if ((magic & ~1) >>> 0 !== 0x377f0682 || log.readUInt32BE(8) !== pageSize) return pages
  let sum = checksum(log.subarray(0, 24), magic, [0, 0])
  if (sum[0] !== log.readUInt32BE(24) || sum[1] !== log.readUInt32BE(28)) return pages
  const open = new Map<number, Buffer>()
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    const frame = log.subarray(at, at + 24)
    const bytes = log.subarray(at + 24, at + 24 + pageSize)
    if (!frame.subarray(8, 16).equals(log.subarray(16, 24))) break // left from before the log began anew
    sum = checksum(bytes, magic, checksum(frame.subarray(0, 8), magic, sum))
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break
    open.set(frame.readUInt32BE(0), bytes)
    if (frame.readUInt32BE(4) === 0) continue // the last page of a transaction says how many pages there are
    for (const [number, page] of open) pages.set(number, page)
    open.clear()
  }
  return pages
}

/** §4.2 */
function checksum(bytes: Buffer, magic: number, [one, two]: readonly [number, number]): [number, number] {
  let [a, b] = [one, two]
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const [x, y] =
      (magic & 1) === 0
        ? [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
        : [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
    a = (a + x + b) >>> 0
    b = (b + y + a) >>> 0
  }
  return [a, b]
}
