/**
 * A SQLite log (-wal) as far as a disk could have torn it (sqlite.org/fileformat2 §4): which commits are whole in it,
 * told by its own checksums and not by SQLite.
 */
export type Log = {
  readonly pageSize: number
  /** where each commit ends, in bytes from the start of the file */
  readonly commits: readonly number[]
}

const headerSize = 32
const frameHeaderSize = 24

/** Commits that are whole in the log's bytes; none if its header is not. */
export function readLog(bytes: Buffer): Log {
  const magic = bytes.length >= headerSize ? bytes.readUInt32BE(0) : 0
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return { pageSize: 4096, commits: [] }
  const isBigEndian = magic === 0x377f0683
  const pageSize = bytes.readUInt32BE(8)
  let sum = checksum(bytes.subarray(0, 24), isBigEndian, [0, 0])
  if (sum[0] !== bytes.readUInt32BE(24) || sum[1] !== bytes.readUInt32BE(28)) return { pageSize, commits: [] }
  const salt = bytes.subarray(16, 24)
  const commits: number[] = []
  const size = frameHeaderSize + pageSize
  for (let at = headerSize; at + size <= bytes.length; at += size) {
    if (!bytes.subarray(at + 8, at + 16).equals(salt)) break
    sum = checksum(bytes.subarray(at, at + 8), isBigEndian, sum)
    sum = checksum(bytes.subarray(at + frameHeaderSize, at + size), isBigEndian, sum)
    if (sum[0] !== bytes.readUInt32BE(at + 16) || sum[1] !== bytes.readUInt32BE(at + 20)) break
    // the size of the file after the commit; 0 in frames that are not the last of one
    if (bytes.readUInt32BE(at + 4) !== 0) commits.push(at + size)
  }
  return { pageSize, commits }
}

type Sum = readonly [number, number]

function checksum(bytes: Buffer, isBigEndian: boolean, [a, b]: Sum): Sum {
  let [first, second] = [a, b]
  const word = (at: number): number => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + word(at) + second) >>> 0
    second = (second + word(at + 4) + first) >>> 0
  }
  return [first, second]
}
