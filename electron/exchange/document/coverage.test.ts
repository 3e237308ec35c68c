import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Coverage } from './coverage.ts'
import { FontRefused, fontTable, isWoff, unpackWoff } from './font-file.ts'
import { openFonts, packageFile } from './font-set.ts'

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, place) => bytes.writeUInt16BE(value & 0xffff, 2 * place))
  return bytes
}
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, place) => bytes.writeUInt32BE(value, 4 * place))
  return bytes
}

/** A font file with one table. */
const fontOf = (tag: string, table: Buffer): Buffer =>
  Buffer.concat([u32(0x00010000), u16(1, 16, 0, 0), Buffer.from(tag, 'latin1'), u32(0, 28, table.length), table])

/** A `cmap` with one map, for Unicode on Windows. */
const cmapOf = (map: Buffer, encoding = 10): Buffer => Buffer.concat([u16(0, 1, 3, encoding), u32(12), map])

const characters = (coverage: Coverage): string => {
  let found = ''
  for (let code = 0; code < 0x30000; code++) if (coverage.has(code)) found += String.fromCodePoint(code)
  return found
}

describe('characters a font has', () => {
  test('by segments with distances and with lists of glyphs; glyph 0 is none', () => {
    // A–C by distance, a–d by a list in which b has no glyph, the last segment ends the table
    const segments = Buffer.concat([
      u16(4, 0, 0, 6, 0, 0, 0),
      u16(0x43, 0x64, 0xffff),
      u16(0),
      u16(0x41, 0x61, 0xffff),
      u16(-0x40, 0, 1),
      u16(0, 4, 0),
      u16(7, 0, 8, 9),
    ])
    expect(characters(new Coverage(fontOf('cmap', cmapOf(segments, 1))))).toBe('ABCacd')
  })

  test('by groups of all planes; glyph 0 is none', () => {
    const groups = Buffer.concat([
      u16(12, 0),
      u32(0, 0, 3),
      u32(0x4e00, 0x4e02, 0),
      u32(0x3400, 0x3400, 5),
      u32(0x20bb7, 0x20bb8, 9),
    ])
    expect(characters(new Coverage(fontOf('cmap', cmapOf(groups))))).toBe('㐀丁丂𠮷𠮸')
  })

  test.each([
    ['no font', Buffer.from('something else altogether'), '不是 TrueType、OpenType 或 WOFF 字体'],
    ['a file that ends early', u32(0x00010000), '字体文件不完整'],
    ['an empty file', Buffer.alloc(0), '字体文件不完整'],
    ['a font without a map', fontOf('head', u32(0)), '字体中没有字符表'],
    ['a font of symbols', fontOf('cmap', cmapOf(u16(4), 0)), '字体中没有 Unicode 字符表'],
    ['a map that ends early', fontOf('cmap', cmapOf(u16(4, 0, 0, 200))), '字体的字符表不完整'],
    ['a table outside the file', Buffer.concat([fontOf('cmap', u32(0)).subarray(0, 28)]), '字体文件不完整'],
  ])('of %s: refused', (_, font, reason) => {
    expect(() => new Coverage(font)).toThrow(new FontRefused(reason))
  })

  test('of the open fonts: everything an official text is made of', () => {
    const song = new Coverage(readFileSync(packageFile(openFonts.song)))
    const kai = new Coverage(readFileSync(packageFile(openFonts.kai)))
    for (const sign of '一龥〇①⑩“”《》〔〕（）、。；：！？—…％·№℃㎡')
      expect(song.has(sign.codePointAt(0) ?? 0), sign).toBe(true)
    expect(kai.has(0x20bb7)).toBe(true)
    expect(song.has(0x20bb7)).toBe(false)
  })
})

describe('a WOFF file', () => {
  test('unpacks to the font in it, table by table', () => {
    const packed = readFileSync(packageFile(openFonts.kai))
    expect(isWoff(packed)).toBe(true)
    const plain = unpackWoff(packed)
    expect(isWoff(plain)).toBe(false)
    for (const tag of ['cmap', 'head', 'glyf', 'name']) {
      expect(fontTable(plain, tag)?.equals(fontTable(packed, tag) ?? Buffer.alloc(0)), tag).toBe(true)
    }
  })

  test('that claims less than it holds is refused, not unpacked', () => {
    const table = deflateSync(Buffer.alloc(1_000_000))
    const header = Buffer.concat([Buffer.from('wOFF'), u32(0x00010000, 0), u16(1, 0), u32(0, 0, 0, 0, 0, 0, 0)])
    const bomb = Buffer.concat([header, Buffer.from('cmap'), u32(64, table.length, 1_000, 0), table])
    expect(() => unpackWoff(bomb)).toThrow(new FontRefused('字体文件已损坏'))
  })
})
