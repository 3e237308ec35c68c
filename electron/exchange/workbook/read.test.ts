import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Part, sheetXml, textCell, workbookOf, workbookParts, zipOf } from './fixtures/hostile.ts'
import { readWorkbook } from './read.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'juesuan-hostile-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const small = sheetXml('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
const small1 = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
const valid = (more: readonly Part[] = []): Buffer => workbookOf(small1, more)

/** Reads a file and watches how long it takes and how far the memory of the process grows meanwhile. */
async function tried(name: string, bytes: Buffer): Promise<{ reason: string | null; sheets: number; grew: number }> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return watched(path)
}

async function watched(path: string): Promise<{ reason: string | null; sheets: number; grew: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10)
  const read = await readWorkbook(path)
  clearInterval(timer)
  const grew = (Math.max(most, process.memoryUsage.rss()) - before) / 1024 / 1024
  if (read.ok) return { reason: null, sheets: read.value.length, grew }
  if (read.fault.kind !== 'input-refused') throw new Error(JSON.stringify(read.fault))
  return { reason: `${read.fault.where}：${read.fault.reason}`, sheets: 0, grew }
}

const zeros = Buffer.alloc(120 * 1024 * 1024)
const manyRows = (count: number): string => Array.from({ length: count }, (_, row) => `<row r="${row + 1}"/>`).join('')
const dtd = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(4096)])
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 7)])
const random = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + 13) % 251))

/** A directory in which two entries claim the same bytes. */
function overlapping(): Buffer {
  const bytes = Buffer.from(
    valid([
      { name: 'xl/a.xml', content: 'a' },
      { name: 'xl/b.xml', content: 'a' },
    ]),
  )
  const at = bytes.lastIndexOf('xl/b.xml') - 46
  const other = bytes.lastIndexOf('xl/a.xml') - 46
  bytes.writeUInt32LE(bytes.readUInt32LE(other + 42), at + 42)
  return bytes
}

const refusals: readonly (readonly [name: string, bytes: () => Buffer, says: RegExp])[] = [
  ['empty.xlsx', () => Buffer.alloc(0), /空的/],
  ['one-byte.xlsx', () => Buffer.from('P'), /不是 \.xlsx/],
  ['random.xlsx', () => random, /不是 \.xlsx/],
  ['renamed-png.xlsx', () => png, /不是 \.xlsx/],
  ['old.xls', () => ole, /旧版 \.xls|密码/],
  ['truncated.xlsx', () => valid().subarray(0, valid().length - 40), /不是完整的工作簿/],
  ['half.xlsx', () => valid().subarray(0, 300), /不是完整的工作簿/],
  ['zip.xlsx', () => zipOf([{ name: 'a.txt', content: 'hello' }]), /不是 \.xlsx 工作簿/],
  [
    'binary.xlsx',
    () =>
      zipOf([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'xl/workbook.bin', content: 'x' },
      ]),
    /\.xlsb/,
  ],
  ['encrypted-entry.xlsx', () => valid([{ name: 'xl/x.xml', content: 'x', encrypted: true }]), /密码/],
  [
    'bomb.xlsx',
    () => zipOf(workbookParts([{ name: 'a', xml: small }], [{ name: 'xl/media/a.bin', content: zeros }])),
    /压缩炸弹/,
  ],
  [
    'bomb-many.xlsx',
    () =>
      valid(
        Array.from({ length: 30 }, (_, at) => ({
          name: `xl/${at}.xml`,
          content: zeros.subarray(0, 1_000_000),
          statedSize: 10_000_000,
          stored: false,
        })),
      ),
    /压缩炸弹/,
  ],
  [
    'lying-small.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: zeros, statedSize: 1000, stored: false }]),
    /解压失败|不一致/,
  ],
  [
    'lying-large.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: '<sst/>', statedSize: 1000, stored: false }]),
    /不一致/,
  ],
  [
    'lying-local.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: '<sst/>', localSize: 9 }]),
    /不一致/,
  ],
  [
    'lying-name.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: '<sst/>', localName: 'xl/sharedStringz.xml' }]),
    /不一致/,
  ],
  [
    'lying-checksum.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: '<sst/>', statedChecksum: 1 }]),
    /不一致/,
  ],
  ['lying-count.xlsx', () => zipOf(workbookParts([{ name: 'a', xml: small }]), 9), /不完整/],
  ['overlapping.xlsx', overlapping, /重叠/],
  [
    'twice.xlsx',
    () =>
      valid([
        { name: 'xl/a.xml', content: 'a' },
        { name: 'xl/A.xml', content: 'b' },
      ]),
    /重名/,
  ],
  [
    'many-entries.xlsx',
    () => valid(Array.from({ length: 6000 }, (_, at) => ({ name: `xl/${at}.xml`, content: '' }))),
    /过多/,
  ],
  ['macro.xlsm', () => valid([{ name: 'xl/vbaProject.bin', content: 'x' }]), /宏/],
  [
    'macro-type.xlsx',
    () =>
      zipOf(
        workbookParts(
          [{ name: 'a', xml: small }],
          [],
          '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>',
        ),
      ),
    /宏/,
  ],
  ['external.xlsx', () => valid([{ name: 'xl/externalLinks/externalLink1.xml', content: '<x/>' }]), /链接/],
  [
    'dtd-sheet.xlsx',
    () => zipOf(workbookParts([{ name: 'a', xml: `${dtd}<worksheet><sheetData/></worksheet>` }])),
    /DTD/,
  ],
  [
    'dtd-texts.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: `${dtd}<sst><si><t>&b;</t></si></sst>` }]),
    /DTD/,
  ],
  ['entity.xlsx', () => workbookOf(`<sheetData><row>${textCell('A1', '&b;')}</row></sheetData>`), /实体/],
  [
    'not-xml.xlsx',
    () => zipOf(workbookParts([{ name: 'a', xml: '<worksheet><sheetData><row r="1"><c r="A1' }])),
    /XML/,
  ],
  [
    'not-utf8.xlsx',
    () => workbookOf(small1, [{ name: 'xl/sharedStrings.xml', content: Buffer.from([0x3c, 0x61, 0xff, 0xc0, 0x3e]) }]),
    /XML/,
  ],
  [
    'missing-text.xlsx',
    () => workbookOf('<sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData>'),
    /文字表/,
  ],
  [
    'missing-sheet.xlsx',
    () => zipOf(workbookParts([{ name: 'a', xml: small }]).filter(({ name }) => !name.includes('worksheets'))),
    /工作表“a”/,
  ],
  [
    'merge.xlsx',
    () => workbookOf(`${small1}<mergeCells><mergeCell ref="A35:XFD200000"/></mergeCells>`),
    /工作表“GK05 一般”.*A35:XFD200000/,
  ],
  [
    'many-merges.xlsx',
    () => workbookOf(`${small1}<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(60_000)}</mergeCells>`),
    /合并单元格过多/,
  ],
  [
    'validated.xlsx',
    () => workbookOf(`${small1}<dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations>`),
    /工作表“GK05 一般”.*数据有效性/,
  ],
  [
    'last-row.xlsx',
    () => workbookOf(`<sheetData><row r="1048576">${textCell('A1048576', 'x')}</row></sheetData>`),
    /1048576/,
  ],
  ['last-column.xlsx', () => workbookOf(`<sheetData><row r="1">${textCell('XFD1', 'x')}</row></sheetData>`), /16384/],
  [
    'shared-bomb.xlsx',
    () =>
      workbookOf(`<sheetData>${`<row>${'<c t="s"><v>0</v></c>'.repeat(100)}</row>`.repeat(1000)}</sheetData>`, [
        { name: 'xl/sharedStrings.xml', content: `<sst><si><t>${'长'.repeat(32_000)}</t></si></sst>` },
      ]),
    /过多/,
  ],
  [
    'many-cells.xlsx',
    () => workbookOf(`<sheetData>${`<row>${'<c><v>1</v></c>'.repeat(200)}</row>`.repeat(6000)}</sheetData>`),
    /过多/,
  ],
]

describe('hostile and foreign files', () => {
  it.each(refusals)('%s is refused', async (name, bytes, says) => {
    const { reason, grew } = await tried(name, bytes())
    expect(reason).toMatch(says)
    expect(reason).toContain(name)
    expect(grew).toBeLessThan(700)
  })

  it('a file of 200 MB is refused without being read', async () => {
    const path = join(folder, 'large.xlsx')
    const file = await open(path, 'w')
    await file.truncate(200 * 1024 * 1024)
    await file.close()
    const { reason, grew } = await watched(path)
    expect(reason).toMatch(/200 MB/)
    expect(grew).toBeLessThan(50)
  })

  it('a folder and a missing file are refused', async () => {
    expect((await watched(folder)).reason).toMatch(/不是文件/)
    expect((await watched(join(folder, 'nowhere.xlsx'))).reason).toMatch(/没有这个文件/)
  })

  it('ends a reading that takes too long or too much', async () => {
    const path = join(folder, 'slow.xlsx')
    await writeFile(
      path,
      workbookOf(`<sheetData>${`<row>${'<c><v>1</v></c>'.repeat(200)}</row>`.repeat(4900)}</sheetData>`),
    )
    const slow = await readWorkbook(path, { timeout: 1 })
    const large = await readWorkbook(path, { heap: 16 })
    for (const read of [slow, large])
      expect(read).toMatchObject({
        ok: false,
        fault: { kind: 'input-refused', reason: expect.stringContaining('时间和内存') as string },
      })
  })
})

const harmless: readonly (readonly [name: string, bytes: () => Buffer])[] = [
  ['plain.xlsx', valid],
  // LibreOffice and others claim or write the whole sheet when a column has a format
  [
    'dimension.xlsx',
    () => workbookOf(`<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols>${small1}`),
  ],
  [
    'empty-rows.xlsx',
    () => workbookOf(`<sheetData>${manyRows(200_000)}<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>`),
  ],
  [
    'validated-columns.xlsx',
    () => workbookOf(`${small1}<dataValidations><dataValidation sqref="A1:A1048576 C1:C1048576"/></dataValidations>`),
  ],
  [
    'hundred-thousand-texts.xlsx',
    () =>
      workbookOf(small1, [
        {
          name: 'xl/sharedStrings.xml',
          content: `<sst>${Array.from({ length: 100_000 }, (_, at) => `<si><t>t${at}</t></si>`).join('')}</sst>`,
        },
      ]),
  ],
]

describe('unusual files that say nothing wrong', () => {
  it.each(harmless)('%s is read', async (name, bytes) => {
    const { reason, sheets } = await tried(name, bytes())
    expect(reason).toBeNull()
    expect(sheets).toBe(1)
  })
})
