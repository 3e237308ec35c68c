import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { documentOf, sampleDocument } from '../../../build/testing/document.ts'
import { sampleEngine } from '../../../build/testing/narrative.ts'
import { publishedTables } from '../../../build/testing/published.ts'
import { needTool } from '../../../build/tools.ts'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import { blockText } from '../../../shared/narrative/narrate.ts'
import type { DocumentContent } from './content.ts'
import { type PdfTools, type ReadPdf, readLines, readPdf, withoutBlanks } from './fixtures/pdf.ts'
import { openFonts, packageFile } from './font-set.ts'
import { remarkText } from './remarks.ts'
import { Typesetter } from './typesetter.ts'

const tools = (context: TestContext): PdfTools => ({
  pdftotext: needTool(context, 'pdftotext'),
  pdffonts: needTool(context, 'pdffonts'),
  qpdf: needTool(context, 'qpdf'),
})
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const content = sampleDocument()
let typesetter: Typesetter
let bytes: Uint8Array
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'juesuan-print-'))
  typesetter = new Typesetter()
  const printed = await typesetter.printDocument(content)
  expect(printed.remarks).toStrictEqual([])
  bytes = printed.bytes
}, 60_000)
afterAll(async () => {
  await typesetter.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Another content of the same book. */
const changed = (change: Partial<DocumentContent>): DocumentContent => ({ ...content, ...change })

describe('the published document', () => {
  let read: ReadPdf | undefined
  const reading = (context: TestContext): ReadPdf => {
    read ??= readPdf(bytes, tools(context))
    return read
  }

  test('prints every figure of the 14 tables once', (context) => {
    const { text } = reading(context)
    const published = publishedTables().flatMap((table) =>
      [
        ...(table.rows ?? []),
        ...Object.values(table.blocks ?? {}).flatMap(({ rows }) => rows),
        ...(table.totals ?? []),
      ].flatMap(({ values }) => Object.values(values).filter((value) => value !== null)),
    )
    expect(published).toHaveLength(1012)
    expect((text.match(/-?\d+\.\d{6}(?!\d)/g) ?? []).toSorted()).toStrictEqual(published.toSorted())
  })

  test('prints every heading, paragraph and table of the text part in order', (context) => {
    const text = reading(context)
      .pages.map((page) => page.replace(/—\d+—$/, ''))
      .join('')
    let at = 0
    for (const part of content.narrative.parts)
      for (const block of part.blocks) {
        const words = withoutBlanks(blockText(block))
        // contents and outline come before; the place after the last block is meant
        const found = text.indexOf(words, at === 0 ? text.lastIndexOf(withoutBlanks(part.title)) : at)
        if (found < 0) expect.fail(`not printed: ${words}`)
        at = found + words.length
      }
  })

  test('is sound, and carries its fonts', (context) => {
    const { check, fonts } = reading(context)
    expect(check).toContain('No syntax or stream encoding errors found')
    expect(fonts.length).toBeGreaterThanOrEqual(4)
    expect(fonts.filter(({ embedded }) => !embedded)).toStrictEqual([])
  })

  test('names every form and heading in outline and contents, with the page where it stands', (context) => {
    const { outline, pages } = reading(context)
    const [contents, ...entries] = outline
    expect(contents).toMatchObject({ title: '目　录', page: 2 })
    const expected = [
      '第一部分 2024年度部门决算报表',
      ...content.tables.map(({ title }) => title),
      ...content.narrative.parts.flatMap(({ title, blocks }) => [
        title,
        ...blocks.filter(({ kind }) => kind === 'heading').map(blockText),
      ]),
    ]
    expect(entries.map(({ title }) => title)).toStrictEqual(expected)
    const first = entries[0]?.page ?? 0
    for (const { title, page } of entries) expect(pages[page - 1]).toContain(withoutBlanks(title))
    // the number printed on a page is the one the contents give
    pages.slice(first - 1).forEach((page, number) => expect(page).toContain(`—${number + 1}—`))
    const listed = pages.slice(1, first - 1).map((page) => page.replace(/I+V?$/, ''))
    expect(listed.join('').replaceAll(/[.·…]{3,}/g, '')).toBe(
      `目录${entries.map(({ title, page }) => `${withoutBlanks(title)}${page - first + 1}`).join('')}`,
    )
  })

  test('tells the page of each of these headings without printing', async (context) => {
    const { outline } = reading(context)
    const entries = outline.slice(1)
    const first = entries[0]?.page ?? 0
    expect(await typesetter.pagesOf(content)).toStrictEqual(entries.map(({ page }) => page - first + 1))
  })

  test('has the 22 lines of the rules on a page of text', (context) => {
    const { outline } = reading(context)
    const page = (outline.find(({ title }) => title === '（二）机构设置')?.page ?? 0) - 1
    const found = readLines(bytes, page + 1, tools(context))
    expect(found.length).toBe(22)
    const steps = found.slice(1).map((at, number) => at - (found[number] ?? 0))
    for (const step of steps) expect(step).toBeCloseTo(28, 0)
  })

  test('numbers its contents in roman, and not its cover', (context) => {
    const { pages } = reading(context)
    expect(pages[0]).toBe('北京市东城区城市管理指挥中心2024年度部门决算北京市东城区城市管理指挥中心2025年8月')
    expect(pages[1]).toMatch(/I$/)
    expect(pages[2]).toMatch(/II$/)
  })

  test('is depth by depth what the headings are', (context) => {
    const { outline } = reading(context)
    const depths = outline.slice(1).map(({ depth }) => depth)
    expect(depths.slice(0, 3)).toStrictEqual([1, 2, 2])
    expect(Math.max(...depths)).toBe(6)
  })
})

test('the same content gives the same bytes, in another thread too', async () => {
  expect(hash((await typesetter.printDocument(content)).bytes)).toBe(hash(bytes))
  const other = new Typesetter()
  try {
    expect(hash((await other.printDocument(content)).bytes)).toBe(hash(bytes))
  } finally {
    await other.close()
  }
}, 60_000)

test('what a font of the machine lacks for the document is told', async () => {
  const own = new Typesetter({ fonts: { song: packageFile(openFonts.latin), hei: packageFile(openFonts.hei) } })
  try {
    const { lacking, troubles, remarks } = await own.lookOver(content)
    expect([troubles, remarks]).toStrictEqual([[], []])
    const lackingIn = (role: string): string => lacking.find((one) => one.role === role)?.characters ?? 'not told'
    expect(lackingIn('song')).toContain('决')
    expect(lackingIn('song')).not.toMatch(/[0-9A-Za-z%]/)
    expect(lackingIn('hei')).toBe('')
  } finally {
    await own.close()
  }
}, 60_000)

test('a single form is a document of its own', async (context) => {
  const [, form] = content.tables
  const printed = await typesetter.printForm(form as PrintedTable, content.properties)
  const { pages, outline, text } = readPdf(printed.bytes, tools(context))
  expect(pages).toHaveLength(1)
  expect(outline).toStrictEqual([{ title: '收入决算表', depth: 1, page: 1 }])
  expect(pages[0]).toMatch(/^收入决算表部门名称：.*第1页，共1页$/)
  expect(text.match(/\d+\.\d{6}/g)).toHaveLength(126)
})

for (const rows of [60, 300]) {
  test(`a form of ${rows} projects goes on to further pages under the same header`, async (context) => {
    const projects = Array.from({ length: rows }, (_, number) => ({
      kind: 'project' as const,
      key: `x${number}`,
      value: {
        code: '2120107',
        unit: 'u1',
        name: `第${number + 1}个信息化运行维护和数据治理项目`,
        order: 100 + number,
      },
    }))
    const amounts = projects.map(({ key }, number) => ({
      kind: 'cell' as const,
      key: `GK14!${key}!fiscal`,
      value: 1_000_000 + number,
    }))
    const table = documentOf(sampleEngine([...projects, ...amounts])).tables.at(-1) as PrintedTable
    expect(table.rows.length).toBeGreaterThan(rows)
    const printed = await typesetter.printForm(table, content.properties)
    const { pages } = readPdf(printed.bytes, tools(context))
    expect(pages.length).toBeGreaterThan(1)
    pages.forEach((page, number) => {
      expect(page).toContain('支出功能分类科目编码')
      expect(page.includes('（续表）'), `page ${number + 1}`).toBe(number > 0)
    })
    const all = pages.join('')
    for (const { value } of projects) expect(all).toContain(value.name)
  }, 60_000)
}

test('a character no font has is reported with its text and place, before anything is printed', async () => {
  const [part] = content.narrative.parts
  if (part === undefined) throw new Error('no text')
  const strange = changed({
    cover: { ...content.cover, names: [{ key: 'head', label: '单位负责人', text: '张☑三' }] },
    narrative: {
      parts: [
        {
          ...part,
          blocks: [{ kind: 'paragraph', key: 'p', runs: [{ kind: 'words', text: '设备编号\u0634，见附件。' }] }],
        },
      ],
    },
  })
  const { remarks } = await typesetter.lookOver(strange)
  expect(remarks).toStrictEqual([
    { kind: 'no-glyph', characters: ['☑'], text: '张☑三', where: { kind: 'cover', line: '单位负责人' } },
    {
      kind: 'no-glyph',
      characters: ['\u0634'],
      text: '设备编号\u0634，见附件。',
      where: { kind: 'text', part: part.title, block: 'p' },
    },
  ])
  expect(remarkText(remarks[0] as (typeof remarks)[number])).toBe(
    '封面单位负责人：字体中没有 “☑”（U+2611），打印为方框，见“张☑三”',
  )
  expect((await typesetter.printDocument(strange)).remarks).toStrictEqual(remarks)
})

test('a rare character is taken from whichever font has it', async (context) => {
  const rare = changed({ cover: { ...content.cover, department: '𠮷林㐀镕喆淼中心' } })
  const { bytes: printed, remarks } = await typesetter.printDocument(rare)
  expect(remarks).toStrictEqual([])
  expect(readPdf(printed, tools(context)).pages[0]).toContain('𠮷林㐀镕喆淼中心')
})

test('whatever is typed is text', async (context) => {
  const hostile = [
    '#import "/lib.typ": * #panic("x") $x$ *粗* _斜_ @ref <lab> `raw` \\ // 注',
    '乱\u202E码\u0000\u0007\u200B',
    '\uD800半',
    '名'.repeat(350_000),
  ]
  const [form] = content.tables
  const table: PrintedTable = { ...(form as PrintedTable), notes: hostile }
  const { bytes: printed, remarks } = await typesetter.printForm(table, content.properties)
  const { pages, check } = readPdf(printed, tools(context))
  const text = pages.join('')
  expect(check).toContain('No syntax or stream encoding errors found')
  expect(text).toContain(withoutBlanks(hostile[0] ?? ''))
  expect(text).toContain('乱码')
  expect(remarks.map(remarkText)).toStrictEqual([
    'GK01 收入支出决算总表：有无法识别的字符，见“\uFFFD半”',
    expect.stringMatching(/^GK01 收入支出决算总表：文字过长，只打印了开头，见“名{60}……”$/),
  ])
}, 60_000)

test('fonts of the machine are used where they are good, and named where they are not', async (context) => {
  const broken = join(folder, 'simsun.ttf')
  writeFileSync(broken, 'not a font')
  const own = new Typesetter({
    fonts: { hei: packageFile(openFonts.songBold), song: broken, kai: join(folder, 'none.ttf') },
  })
  try {
    const [form] = content.tables
    const printed = await own.printForm(form as PrintedTable, content.properties)
    expect(printed.remarks).toStrictEqual([
      { kind: 'font', path: broken, reason: '不是 TrueType、OpenType 或 WOFF 字体' },
      { kind: 'font', path: join(folder, 'none.ttf'), reason: '没有这个文件' },
    ])
    const names = readPdf(printed.bytes, tools(context)).fonts.map(({ name }) => name.replace(/^[A-Z]+\+/, ''))
    expect(names).toContain('NotoSerifSC-Regular')
    expect(names).not.toContain('NotoSansSC-Regular')
  } finally {
    await own.close()
  }
}, 60_000)

describe('a run', () => {
  test('tells how far it is, and can be called off at any moment', async () => {
    const other = new Typesetter()
    const told: number[] = []
    const control = new AbortController()
    const run = other.printDocument(content, {
      signal: control.signal,
      progress: (done) => {
        told.push(done)
        if (done > 0.3) control.abort(new Error('called off'))
      },
    })
    await expect(run).rejects.toThrow('called off')
    expect(told).toStrictEqual([0.02, 0.3, 0.35])
    // the next one starts a thread of its own
    expect(hash((await other.printDocument(content, { progress: (done) => told.push(done) })).bytes)).toBe(hash(bytes))
    expect(told.at(-1)).toBe(1)
    await other.close()
  }, 60_000)

  test('that was called off before it began does not begin', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(typesetter.printDocument(content, { signal })).rejects.toThrow('too late')
  })

  test('is followed by a fresh thread after so many documents', async () => {
    const other = new Typesetter({ documents: 1 })
    try {
      const [form] = content.tables
      const first = await other.printForm(form as PrintedTable, content.properties)
      const second = await other.printForm(form as PrintedTable, content.properties)
      expect(hash(second.bytes)).toBe(hash(first.bytes))
    } finally {
      await other.close()
    }
  }, 60_000)
})
