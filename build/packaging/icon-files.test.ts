import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const icons = join(import.meta.dirname, 'icons')
const read = (name: string): Buffer => readFileSync(join(icons, name))

/** Width and height that a PNG says it has. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

describe.each(['icon', 'ledger'])('the committed pictures of %s', (name) => {
  it('are whole in the file for Windows', () => {
    const file = read(`${name}.ico`)
    expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
    const sizes = Array.from({ length: file.readUInt16LE(4) }, (_, at) => {
      const entry = 6 + 16 * at
      const place = file.readUInt32LE(entry + 12)
      const size = sizeOf(file.subarray(place, place + file.readUInt32LE(entry + 8)))
      expect(size).toEqual([file[entry] || 256, file[entry + 1] || 256])
      return size[0]
    })
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  it('are whole in the file for macOS', () => {
    const file = read(`${name}.icns`)
    expect(file.subarray(0, 4).toString()).toBe('icns')
    expect(file.readUInt32BE(4)).toBe(file.length)
    const found: Record<string, number> = {}
    for (let place = 8; place < file.length; place += file.readUInt32BE(place + 4)) {
      const block = file.subarray(place + 8, place + file.readUInt32BE(place + 4))
      found[file.subarray(place, place + 4).toString()] = sizeOf(block)[0]
    }
    expect(found).toEqual({
      ...{ icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512 },
      ...{ ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 },
    })
  })
})

it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
  'the picture of %i pixels for Linux is as large as it says',
  (size) => {
    expect(sizeOf(read(`sizes/${size}x${size}.png`))).toEqual([size, size])
  },
)
