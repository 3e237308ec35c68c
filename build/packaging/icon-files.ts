/** Pictures as PNG, by their width and height in pixels. */
export type Drawn = ReadonlyMap<number, Uint8Array>

/** Widths in a Windows icon file; it cannot say more than 256. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const

/** Kinds of pictures in an Apple icon file and their widths; ic11 to ic14 are those for screens of double density. */
const appleKinds = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const

function pictureOf(drawn: Drawn, size: number): Uint8Array {
  const picture = drawn.get(size)
  if (picture === undefined) throw new Error(`no picture of ${size} pixels`)
  return picture
}

/** A Windows icon file (.ico): a directory of pictures, then the pictures, all PNG. */
export function windowsIcon(drawn: Drawn): Buffer {
  const pictures = windowsSizes.map((size) => ({ size, png: pictureOf(drawn, size) }))
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2) // icons, not cursors
  head.writeUInt16LE(pictures.length, 4)
  let place = head.length
  for (const [at, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * at
    head.writeUInt8(size % 256, entry) // 0 stands for 256
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(place, entry + 12)
    place += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** An Apple icon file (.icns): blocks of a kind, a length and a PNG. */
export function appleIcon(drawn: Drawn): Buffer {
  const block = (kind: string, content: Uint8Array): Buffer => {
    const head = Buffer.alloc(8)
    head.write(kind, 'latin1')
    head.writeUInt32BE(head.length + content.length, 4)
    return Buffer.concat([head, content])
  }
  return block('icns', Buffer.concat(appleKinds.map(([kind, size]) => block(kind, pictureOf(drawn, size)))))
}
