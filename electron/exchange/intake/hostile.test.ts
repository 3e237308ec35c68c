import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInEdition } from '../../../build/testing/edition.ts'
import { sampleBook } from '../../../shared/sample/sample.ts'
import { Folder, IntakeDesk } from './fixtures/intake.ts'
import { pictureOfPaper, smallPdf, textAt } from './fixtures/small-pdf.ts'
import { readFile } from './read-file.ts'

/** Files that are broken, or made to break the reader: each is refused with its reason, soon, and nothing hangs. */

const desk = new IntakeDesk(builtInEdition(), sampleBook)
const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
const whole = readFileSync(fixture('published-libreoffice.pdf'))
const folder = new Folder()
afterAll(() => folder.clear())
let started = 0
beforeEach(() => {
  started = performance.now()
})
afterEach(() => {
  expect(performance.now() - started).toBeLessThan(10_000)
})
const reason = (name: string, bytes: Uint8Array | string): Promise<string> => desk.refusalOf(folder.file(name, bytes))

describe('a PDF that is not whole', () => {
  it.each([
    ['0 bytes', 0, /是空的（0 字节）/],
    ['its first bytes', 20, /没有结尾，可能没有下载完/],
    ['a third', whole.length / 3, /没有结尾，可能没有下载完/],
    ['all but its end', whole.length - 60, /没有结尾，可能没有下载完|已损坏/],
    ['all but its end mark', whole.length - 7, /没有结尾，可能没有下载完/],
  ])('is refused with %s', async (_, length, wanted) => {
    expect(await reason('cut.pdf', whole.subarray(0, Math.floor(length)))).toMatch(wanted)
  })

  it('is refused with a hole in it', async () => {
    const hole = Buffer.concat([whole.subarray(0, 60_000), whole.subarray(61_000)])
    expect(await reason('hole.pdf', hole)).toMatch(/不完整或已损坏/)
  })

  it('is refused, or gives the very same figures, whichever byte was changed', async () => {
    const path = folder.file('whole.pdf', whole)
    const { changes } = await desk.taken(path)
    let refused = 0
    for (let number = 0; number < 14; number++) {
      const bytes = Buffer.from(whole)
      const at = Math.floor(((number * 2 + 1) / 28) * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ 0x55
      const file = folder.file('changed.pdf', bytes)
      const read = await readFile(file)
      if (read.ok) expect((await desk.taken(file)).changes).toEqual(changes)
      else {
        expect(read.fault.kind).toBe('input-refused')
        refused++
      }
    }
    expect(refused).toBeGreaterThan(5)
    started = performance.now()
  }, 60_000)
})

describe('a PDF that cannot be read', () => {
  it('is refused when it is encrypted', async () => {
    expect(await desk.refusalOf(fixture('encrypted.pdf'))).toMatch(/设有打开密码（已加密），不能读取/)
  })

  it('is refused when it is pictures of paper', async () => {
    expect(await reason('scan.pdf', smallPdf(Array.from({ length: 3 }, () => ({ content: pictureOfPaper }))))).toMatch(
      /第 1–3 页：没有文字，可能是扫描的图片/,
    )
  })

  it('is refused when it has 5,000 pages of nothing', async () => {
    expect(await reason('long.pdf', smallPdf(Array.from({ length: 5000 }, () => ({ content: '' }))))).toMatch(
      /有 5000 页，超过 500 页/,
    )
  })

  it('is refused when it is something else by that name', async () => {
    expect(await reason('text.pdf', '收入决算表')).toMatch(/不是 PDF 文件/)
    expect(await reason('picture.pdf', Buffer.from('89504e470d0a1a0a0000', 'hex'))).toMatch(/是图片/)
    expect(await reason('ledger.pdf', 'SQLite format 3\0')).toMatch(/是账套文件/)
  })

  it('is refused when a stream of it unpacks beyond measure', async () => {
    const packed = deflateSync(Buffer.alloc(200 * 1024 * 1024, 32)).toString('latin1')
    const bomb = smallPdf([{ content: textAt(60, 700, '收入决算表') }])
      .toString('latin1')
      .replace(
        '<< /Type /Catalog',
        `<< /Type /Catalog >>\nendobj\n99 0 obj\n<< /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n1 0 obj\n<< /Type /Catalog`,
      )
    expect(await reason('bomb.pdf', Buffer.from(bomb, 'latin1'))).toMatch(/解开后内容过多/)
  })

  it('is refused when its pages are each other’s parents', async () => {
    const turning = smallPdf([{ content: '' }])
      .toString('latin1')
      .replace(/\/Kids \[.*?\]/, '/Kids [2 0 R]')
    expect(await reason('turning.pdf', Buffer.from(turning, 'latin1'))).toMatch(
      /不完整或已损坏|未能在限定的时间|没有可以读入/,
    )
  })

  it('is refused when it draws without end', async () => {
    const endless = `${textAt(60, 700, '收入决算表 1.0 2.0 3.0')}${'0 0 m 9 9 l S\n'.repeat(3_000_000)}`
    expect(await reason('endless.pdf', smallPdf([{ content: endless }]))).toMatch(
      /未能在限定的时间和内存内|没有可以读入/,
    )
  }, 20_000)
})

describe('a text that is long, or one long sentence', () => {
  const published = readFileSync(new URL('../../../shared/sample/published/document.txt', import.meta.url), 'utf8')

  it('is read without its text part when that is a library', async () => {
    const library = `${published}${'承担本区工作，负责有关事项。\n'.repeat(20_000)}`
    const { forms, texts, remarks } = await desk.taken(folder.file('library.txt', library))
    expect(forms.length).toBe(14)
    expect(texts).toEqual([])
    expect(remarks.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^文字有 \d+ 行，过多，说明部分未读入/)])
  })

  it('does not hold up the recognition of sentences', async () => {
    const sentence =
      '“三公”经费包括。2024年度“三公”经费财政拨款决算数0.37万元，其中一般公共预算财政拨款“三公”经费0.37万元。2024年度“三公”经费财政拨款决算数比年初预算数1.3万元减少0.93万元，主要原因为'
    const hostile = published.replace(
      '“三公”经费包括本部门',
      `${sentence}${'，主要原因为。比2023年度'.repeat(90)}\n“三公”经费包括本部门`,
    )
    expect((await desk.taken(folder.file('sentence.txt', hostile))).forms.length).toBe(14)
  })
})

describe('other files', () => {
  it.each([
    ['a text of 50 MB', 'large.txt', () => Buffer.alloc(50 * 1024 * 1024, '收入决算表\n'), /有 50 MB，超过 10 MB/],
    ['one of 60 MB', 'larger.txt', () => Buffer.alloc(60 * 1024 * 1024, 97), /有 60 MB，超过 50 MB/],
    ['a text of a million lines', 'lines.txt', () => '1\n'.repeat(1_000_000), /有 1000000 行，超过 50000 行/],
    [
      'one line of nine megabytes',
      'line.txt',
      () => '收入决算表 '.repeat(500_000),
      /第 1 行有 3000000 个字符，不像公开的决算/,
    ],
    ['a text in no encoding', 'bytes.txt', () => Buffer.from([0xff, 0xff, 0x80, 0x20, 0xfe]), /不是能读取的文件/],
    ['nothing', 'nothing.txt', () => '', /是空的（0 字节）/],
    [
      'a workbook of noise',
      'noise.xls',
      () => noise('d0cf11e0a1b11ae1', 200_000),
      /不是完整的 \.xls 工作簿|没有内容|未能在限定/,
    ],
    [
      'a workbook of old noise',
      'old.xls',
      () => noise('0908100000060500', 50_000),
      /不是完整的 \.xls 工作簿|没有内容|没有可以读入|未能在限定/,
    ],
    ['no workbook', 'none.xls', () => '表', /不是 \.xls 工作簿/],
    ['a CSV with an open quote', 'quote.csv', () => `收入决算表,a\n"${'b,c\n'.repeat(200_000)}`, /引号|过长/],
    [
      'a CSV with a million columns',
      'wide.csv',
      () => `${'a,'.repeat(20_000)}\n`.repeat(5),
      /有 20001 栏，不像决算报表/,
    ],
    ['a CSV of a million lines', 'long.csv', () => 'a,b\n'.repeat(1_000_000), /行数过多/],
    ['a CSV without columns', 'one.csv', () => '收入决算表\n合计\n', /没有用逗号、分号或制表符分栏/],
  ])('%s is refused', async (_, name, make, wanted) => {
    const bytes = make()
    started = performance.now()
    expect(await reason(name, bytes)).toMatch(wanted)
  })
})

/** Bytes without meaning behind the first bytes of a format, always the same. */
function noise(head: string, length: number): Buffer {
  let state = 12345
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    bytes[at] = state >> 16
  }
  Buffer.from(head, 'hex').copy(bytes)
  return bytes
}
