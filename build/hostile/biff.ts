import type { Chance } from '../testing/chance.ts'

/**
 * Workbooks of the formats before .xlsx, written record by record, so that each record may say what is not so: Excel
 * 2 to 5 files are such records alone; Excel 97 has them in a container, which is written here as small as it may be.
 */
const record = (kind: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(kind, 0)
  head.writeUInt16LE(Math.min(body.length, 0xffff), 2)
  return Buffer.concat([head, body.subarray(0, 0xffff)])
}
const words = (...numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 2)
  numbers.forEach((number, at) => bytes.writeUInt16LE(number & 0xffff, at * 2))
  return bytes
}

function sheet(chance: Chance): Buffer[] {
  const odd = (): number => chance.oneOf([0, 1, 5, 255, 256, 16_383, 32_767, 65_535])
  const text = Buffer.from(chance.oneOf(['shouru', 'heji', '2080501', 'x'.repeat(250)]), 'latin1')
  const records = chance.list(chance.oneOf([3, 40, 4_000]), () =>
    chance.oneOf<() => Buffer>([
      // DIMENSIONS of a sheet far larger than it is
      () => record(0x0200, Buffer.concat([words(0, 0, 0xffff, 0x7fff), words(0, 0, odd(), 0)])),
      // NUMBER, RK, LABEL, LABELSST
      () => record(0x0203, Buffer.concat([words(odd(), odd(), 0), Buffer.alloc(8, chance.below(256))])),
      () => record(0x027e, Buffer.concat([words(odd(), odd(), 0), Buffer.alloc(4, chance.below(256))])),
      () => record(0x0204, Buffer.concat([words(odd(), odd(), 0, chance.oneOf([text.length, 0xffff])), text])),
      () => record(0x00fd, Buffer.concat([words(odd(), odd(), 0), words(odd(), odd())])),
      // MULRK and MULBLANK over columns that there are not
      () => record(0x00bd, Buffer.concat([words(odd(), 0), Buffer.alloc(chance.below(200)), words(odd())])),
      () => record(0x00be, Buffer.concat([words(odd(), 0), Buffer.alloc(chance.below(200)), words(odd())])),
      // FORMULA with tokens that run away, ARRAY, SHRFMLA
      () =>
        record(
          0x0006,
          Buffer.concat([
            words(odd(), odd(), 0),
            Buffer.alloc(14),
            words(chance.oneOf([4, 0xffff])),
            Buffer.from(chance.list(40, () => chance.below(256))),
          ]),
        ),
      () =>
        record(
          0x04bc,
          Buffer.concat([words(0, odd()), Buffer.alloc(4), Buffer.from(chance.list(20, () => chance.below(256)))]),
        ),
      // SST that promises more strings than there are, CONTINUE, MERGEDCELLS over everything
      () =>
        record(0x00fc, Buffer.concat([words(0xffff, 0x7fff, 0xffff, 0x7fff), Buffer.alloc(chance.below(60), 0x41)])),
      () => record(0x003c, Buffer.alloc(chance.below(60), chance.below(256))),
      () => record(0x00e5, words(chance.oneOf([1, 0xffff]), 0, 0xffff, 0, 0xff)),
      () => record(chance.next() & 0xffff, Buffer.alloc(chance.below(40), chance.below(256))),
    ])(),
  )
  return records
}

/** A stream of records: 2, 3, 4, 5 or 8 as the number of its format. */
function stream(version: number, chance: Chance): Buffer {
  const [kind, body] = (
    {
      2: [0x0009, words(0x0002, 0x0010)],
      3: [0x0209, words(0x0000, 0x0010, 0)],
      4: [0x0409, words(0x0000, 0x0010, 0)],
      5: [0x0809, words(0x0500, 0x0010, 0, 0)],
      8: [0x0809, Buffer.concat([words(0x0600, 0x0005, 0, 0), Buffer.alloc(8)])],
    } as Readonly<Record<number, readonly [number, Buffer]>>
  )[version] ?? [0x0809, words(0x0500, 0x0010)]
  const end = record(0x000a, Buffer.alloc(0))
  if (version < 8) return Buffer.concat([record(kind, body), ...sheet(chance), end])
  const name = Buffer.from('GK05', 'latin1')
  const globals = (place: number): Buffer => {
    const at = Buffer.alloc(4)
    at.writeUInt32LE(place)
    return Buffer.concat([
      record(kind, body),
      record(0x0085, Buffer.concat([at, Buffer.from([chance.below(3), 0, name.length, 0]), name])),
      end,
    ])
  }
  const place = globals(0).length
  return Buffer.concat([
    globals(chance.once(6) ? chance.next() : place),
    record(kind, Buffer.concat([words(0x0600, 0x0010, 0, 0), Buffer.alloc(8)])),
    ...sheet(chance),
    end,
  ])
}

const sector = 512

/** A compound file with one stream; its chain of sectors may turn in a circle. */
function container(content: Buffer, chance: Chance): Buffer {
  const length = Math.max(content.length, 4096)
  const data = Buffer.alloc(Math.ceil(length / sector) * sector)
  content.copy(data)
  const dataSectors = data.length / sector
  const tables = Math.ceil((dataSectors + 1) / 127)
  const links = Buffer.alloc(tables * sector, 0xff)
  const link = (at: number, to: number): void => void links.writeUInt32LE(to >>> 0, at * 4)
  for (let at = 0; at < tables; at++) link(at, 0xfffffffd)
  link(tables, 0xfffffffe)
  for (let at = 0; at < dataSectors; at++) link(tables + 1 + at, at + 1 < dataSectors ? tables + 2 + at : 0xfffffffe)
  if (chance.once(8)) link(tables + dataSectors, tables + 1)
  const head = Buffer.alloc(sector)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head)
  head.writeUInt16LE(0x3e, 24)
  head.writeUInt16LE(3, 26)
  head.writeUInt16LE(0xfffe, 28)
  head.writeUInt16LE(9, 30)
  head.writeUInt16LE(6, 32)
  head.writeUInt32LE(chance.once(10) ? 0x7fffffff : tables, 44)
  head.writeUInt32LE(tables, 48)
  head.writeUInt32LE(4096, 56)
  head.writeUInt32LE(0xfffffffe, 60)
  head.writeUInt32LE(0xfffffffe, 68)
  head.fill(0xff, 76)
  for (let at = 0; at < Math.min(tables, 109); at++) head.writeUInt32LE(at, 76 + at * 4)
  const entries = Buffer.alloc(sector)
  const entry = (at: number, name: string, kind: number, child: number, start: number, size: number): void => {
    const from = at * 128
    entries.write(name, from, 'utf16le')
    entries.writeUInt16LE((name.length + 1) * 2, from + 64)
    entries[from + 66] = kind
    entries[from + 67] = 1
    entries.writeUInt32LE(0xffffffff, from + 68)
    entries.writeUInt32LE(chance.once(20) ? 1 : 0xffffffff, from + 72)
    entries.writeUInt32LE(child >>> 0, from + 76)
    entries.writeUInt32LE(start >>> 0, from + 116)
    entries.writeUInt32LE(size >>> 0, from + 120)
  }
  entry(0, 'Root Entry', 5, 1, 0xfffffffe, 0)
  entry(1, 'Workbook', 2, -1, tables + 1, chance.once(10) ? chance.oneOf([0, 0x7fffffff, 0xffffffff]) : length)
  return Buffer.concat([head, links, entries, data])
}

/** A workbook of one of the old formats. */
export function biff(chance: Chance): Buffer {
  const version = chance.oneOf([2, 3, 4, 5, 8, 8, 8])
  const content = stream(version, chance)
  return version === 8 || chance.once(3) ? container(content, chance) : content
}
