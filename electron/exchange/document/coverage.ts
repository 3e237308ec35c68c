import { FontRefused, fontTable } from './font-file.ts'

/**
 * The characters a font has a glyph for. Read from its `cmap` table, not from what a program says the font covers:
 * fonts list characters that they map to glyph 0, the empty box.
 */
export class Coverage {
  private readonly bits = new Uint8Array(0x110000 >> 3)

  /** @throws FontRefused when the file is no font or has no map from Unicode */
  constructor(font: Buffer) {
    const cmap = fontTable(font, 'cmap')
    if (cmap === null) throw new FontRefused('字体中没有字符表')
    try {
      this.read(cmap)
    } catch (error) {
      if (error instanceof RangeError) throw new FontRefused('字体的字符表不完整')
      throw error
    }
  }

  has(character: number): boolean {
    return ((this.bits[character >> 3] ?? 0) & (1 << (character & 7))) !== 0
  }

  private add(character: number): void {
    this.bits[character >> 3] = (this.bits[character >> 3] ?? 0) | (1 << (character & 7))
  }

  private read(cmap: Buffer): void {
    let found = false
    for (let number = 0; number < cmap.readUInt16BE(2); number++) {
      const platform = cmap.readUInt16BE(4 + 8 * number)
      const encoding = cmap.readUInt16BE(6 + 8 * number)
      // Unicode, or Windows with the basic plane or all of Unicode
      if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue
      const at = cmap.readUInt32BE(8 + 8 * number)
      const format = cmap.readUInt16BE(at)
      if (format === 4) this.readSegments(cmap, at)
      else if (format === 12) this.readGroups(cmap, at)
      else continue
      found = true
    }
    if (!found) throw new FontRefused('字体中没有 Unicode 字符表')
  }

  /** Format 4: segments of the basic plane, each with a distance to its glyphs or a list of them. */
  private readSegments(cmap: Buffer, at: number): void {
    const double = cmap.readUInt16BE(at + 6)
    const ends = at + 14
    const starts = ends + double + 2
    const deltas = starts + double
    const ranges = deltas + double
    for (let segment = 0; segment < double; segment += 2) {
      const start = cmap.readUInt16BE(starts + segment)
      const end = cmap.readUInt16BE(ends + segment)
      const delta = cmap.readUInt16BE(deltas + segment)
      const range = cmap.readUInt16BE(ranges + segment)
      for (let character = start; character <= end && character < 0xffff; character++) {
        let glyph = character
        if (range !== 0) {
          const place = ranges + segment + range + 2 * (character - start)
          // a last segment may point behind the table
          glyph = place + 2 <= cmap.length ? cmap.readUInt16BE(place) : 0
          if (glyph === 0) continue
        }
        if (((glyph + delta) & 0xffff) !== 0) this.add(character)
      }
    }
  }

  /** Format 12: groups of any plane, each a run of glyphs. */
  private readGroups(cmap: Buffer, at: number): void {
    const groups = cmap.readUInt32BE(at + 12)
    for (let group = 0; group < groups; group++) {
      const place = at + 16 + 12 * group
      const start = cmap.readUInt32BE(place)
      const end = Math.min(cmap.readUInt32BE(place + 4), 0x10ffff)
      const glyph = cmap.readUInt32BE(place + 8)
      for (let character = start; character <= end; character++) if (glyph + character > start) this.add(character)
    }
  }
}
