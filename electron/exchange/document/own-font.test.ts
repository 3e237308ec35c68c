import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FontRefused } from './font-file.ts'
import { openFonts, packageFile } from './font-set.ts'
import { isSetInLatin, requirePrintable } from './own-font.ts'

/** A font file with these tables. */
function fontOf(tables: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tables)
  const head = Buffer.alloc(12 + 16 * entries.length)
  head.writeUInt32BE(0x00010000, 0)
  head.writeUInt16BE(entries.length, 4)
  let at = head.length
  entries.forEach(([tag, table], number) => {
    head.write(tag, 12 + 16 * number, 'latin1')
    head.writeUInt32BE(at, 12 + 16 * number + 8)
    head.writeUInt32BE(table.length, 12 + 16 * number + 12)
    at += table.length
  })
  return Buffer.concat([head, ...Object.values(tables)])
}

const permitting = (type: number): Buffer => {
  const table = Buffer.alloc(78)
  table.writeUInt16BE(type, 8)
  return fontOf({ 'OS/2': table, glyf: Buffer.alloc(4) })
}

describe('a font of the machine', () => {
  test.each([
    ['installable', 0x0000],
    ['preview and print', 0x0004],
    ['editable', 0x0008],
    ['restricted, but also editable: the lightest holds', 0x000a],
  ])('may be used when its maker says %s', (_, type) => {
    expect(() => requirePrintable(permitting(type))).not.toThrow()
  })

  test.each([
    ['restricted', 0x0002],
    ['not in part', 0x0100],
    ['not in part, though editable', 0x0108],
    ['bitmaps only', 0x0204],
  ])('may not be used when its maker says %s', (_, type) => {
    expect(() => requirePrintable(permitting(type))).toThrow(new FontRefused('字体的许可不允许嵌入文件'))
  })

  test('needs outlines, and is free without a word about permission', () => {
    expect(() => requirePrintable(fontOf({ CFF2: Buffer.alloc(4) }))).not.toThrow()
    expect(() => requirePrintable(fontOf({ EBDT: Buffer.alloc(4) }))).toThrow(/点阵字体/)
  })

  test('is printable in every open font', () => {
    for (const path of [openFonts.song, openFonts.hei, openFonts.latin])
      expect(() => requirePrintable(readFileSync(packageFile(path)))).not.toThrow()
  })
})

test('Latin letters are not missed in it, Chinese marks are', () => {
  const latin = { has: (character: number) => character < 0x2100 }
  const set = (text: string): boolean => isSetInLatin(text.codePointAt(0) ?? 0, latin)
  expect(['1', 'a', '%', '.'].map(set)).toStrictEqual([true, true, true, true])
  expect(['“', '—', '·', '中'].map(set)).toStrictEqual([false, false, false, false])
})
