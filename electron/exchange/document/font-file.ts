import { inflateSync } from 'node:zlib'

/** A table of a font file and how to read it. */
type Entry = { readonly tag: string; readonly at: number; readonly packed: number; readonly length: number }

/** A font file is no font, or one of a kind that cannot be used; the words are for the person who chose it. */
export class FontRefused extends Error {}

const WOFF = 0x774f4646
const COLLECTION = 0x74746366
/** TrueType outlines (two signatures) and CFF outlines */
const SFNT: readonly number[] = [0x00010000, 0x74727565, 0x4f54544f]

/** True if the bytes are a WOFF 1.0 file. */
export const isWoff = (font: Buffer): boolean => font.length > 44 && font.readUInt32BE(0) === WOFF

/**
 * Tables of a font: a TrueType or OpenType file, the first font of a collection, or WOFF 1.0, whose tables are packed
 * one by one. Format: OpenType 1.9 §“Font file”, WOFF File Format 1.0.
 * @throws FontRefused
 */
function entriesOf(font: Buffer): Entry[] {
  try {
    const signature = font.readUInt32BE(0)
    if (signature === WOFF) {
      return Array.from({ length: font.readUInt16BE(12) }, (_, number) => {
        const at = 44 + 20 * number
        const tag = font.toString('latin1', at, at + 4)
        return {
          tag,
          at: font.readUInt32BE(at + 4),
          packed: font.readUInt32BE(at + 8),
          length: font.readUInt32BE(at + 12),
        }
      })
    }
    const start = signature === COLLECTION ? font.readUInt32BE(12) : 0
    if (!SFNT.includes(font.readUInt32BE(start))) throw new FontRefused('不是 TrueType、OpenType 或 WOFF 字体')
    return Array.from({ length: font.readUInt16BE(start + 4) }, (_, number) => {
      const at = start + 12 + 16 * number
      const length = font.readUInt32BE(at + 12)
      return { tag: font.toString('latin1', at, at + 4), at: font.readUInt32BE(at + 8), packed: length, length }
    })
  } catch (error) {
    if (error instanceof RangeError) throw new FontRefused('字体文件不完整')
    throw error
  }
}

function contentOf(font: Buffer, { at, packed, length }: Entry): Buffer {
  const stored = font.subarray(at, at + packed)
  if (stored.length !== packed) throw new FontRefused('字体文件不完整')
  if (packed === length) return stored
  try {
    return inflateSync(stored, { maxOutputLength: length })
  } catch {
    throw new FontRefused('字体文件已损坏')
  }
}

/** One table of a font, null if it has none of that name. @throws FontRefused */
export function fontTable(font: Buffer, tag: string): Buffer | null {
  const entry = entriesOf(font).find((one) => one.tag === tag)
  return entry === undefined ? null : contentOf(font, entry)
}

/**
 * A WOFF file as the font it packs: the same tables, unpacked and put behind a plain directory.
 *
 * @param into where there is room for it; new memory is taken where there is not
 * @throws FontRefused
 */
export function unpackWoff(font: Buffer, into: Buffer = Buffer.alloc(0)): Buffer {
  const entries = entriesOf(font)
  const start = 12 + 16 * entries.length
  const padded = (length: number): number => (length + 3) & ~3
  const total = entries.reduce((sum, { length }) => sum + padded(length), start)
  if (total > 256 * 2 ** 20) throw new FontRefused('字体文件过大')
  const plain = total <= into.length ? into.subarray(0, total).fill(0) : Buffer.alloc(total)
  plain.writeUInt32BE(font.readUInt32BE(4), 0)
  plain.writeUInt16BE(entries.length, 4)
  const power = Math.floor(Math.log2(Math.max(1, entries.length)))
  plain.writeUInt16BE(16 * 2 ** power, 6)
  plain.writeUInt16BE(power, 8)
  plain.writeUInt16BE(16 * (entries.length - 2 ** power), 10)
  let at = start
  entries.forEach((entry, number) => {
    const place = 12 + 16 * number
    plain.write(entry.tag, place, 'latin1')
    plain.writeUInt32BE(font.readUInt32BE(44 + 20 * number + 16), place + 4)
    plain.writeUInt32BE(at, place + 8)
    plain.writeUInt32BE(entry.length, place + 12)
    contentOf(font, entry).copy(plain, at)
    at += padded(entry.length)
  })
  return plain
}
