import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { faultText } from '../../shared/words/faults.ts'
import { folder, freshLedger, reopened } from '../ledger/fixtures/ledgers.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { newBook } from './books.ts'
import { importCodeTable, importEdition } from './edition-import.ts'
import { listEditions } from './edition-list.ts'
import { builtInEdition, editionNamed } from './editions.ts'
import { must } from './fixtures/books.ts'
import { nextYear, writeEdition } from './fixtures/editions.ts'

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder(), name)
  writeFileSync(path, content)
  return path
}
const kept = (ledger: Ledger): string[] => must(ledger.editions()).map(({ hash }) => hash)
/** What a user is told; nothing may have been kept. */
async function told(ledger: Ledger, act: () => Promise<unknown>): Promise<string> {
  const before = kept(ledger)
  const result = (await act()) as { readonly ok: boolean; readonly fault: never }
  expect(result.ok).toBe(false)
  expect(kept(ledger)).toEqual(before)
  return faultText(result.fault)
}

describe('an edition file', () => {
  it('is kept in the ledger, travels with it, and books are filled under it', async () => {
    const { ledger, path } = await freshLedger()
    const edition = nextYear()
    const source = writeEdition(join(folder(), '套表.json'), edition)
    const looked = must(await importEdition(ledger, { path: source, dryRun: true }))
    expect(looked).toMatchObject({ isNew: false, edition: { edition: 'dongcheng-2025', isBuiltIn: false } })
    expect(kept(ledger)).not.toContain(edition.stored.hash)
    const done = must(await importEdition(ledger, { path: source }))
    expect(done).toMatchObject({ isNew: true, edition: { hash: edition.stored.hash, trust: 'unverified', forms: 13 } })
    expect(done.edition.follows).toEqual(['beijing-2024', 'dongcheng-2024'])
    expect(must(await importEdition(ledger, { path: source }))).toMatchObject({ isNew: false })
    ledger.close()
    const again = await reopened(path)
    expect(must(listEditions(again)).map(({ edition: name, isBuiltIn }) => `${name} ${isBuiltIn}`)).toEqual([
      'beijing-2023 true',
      'dongcheng-2024 true',
      'beijing-2024 true',
      'dongcheng-2025 false',
    ])
    // the default of its year, without being named
    const book = must(newBook(again, { department: '某中心', year: 2025 }))
    expect(book.edition).toMatchObject({ name: 'dongcheng-2025', hash: edition.stored.hash })
    expect(must(again.verify())).toEqual([])
  })

  it('of another content needs another revision', async () => {
    const { ledger } = await freshLedger()
    const own = must(builtInEdition('dongcheng-2024'))
    const changed = writeEdition(join(folder(), '改.json'), own, { title: '改过的' })
    expect(await told(ledger, () => importEdition(ledger, { path: changed }))).toBe(
      '套表 dongcheng-2024：与程序自带的第 1 版内容不同，请把版次（revision）加 1 再导入',
    )
    const next = writeEdition(join(folder(), '新.json'), own, { title: '改过的', revision: 2 })
    expect(must(await importEdition(ledger, { path: next })).isNew).toBe(true)
    expect(must(editionNamed(ledger, 'dongcheng-2024')).stored.revision).toBe(2)
    expect(must(editionNamed(null, 'dongcheng-2024')).stored.revision).toBe(1)
    const other = writeEdition(join(folder(), '又.json'), own, { title: '又一种', revision: 2 })
    expect(await told(ledger, () => importEdition(ledger, { path: other }))).toMatch(/账套中已有第 2 版，内容不同/)
    const same = writeEdition(join(folder(), '原.json'), own)
    expect(must(await importEdition(ledger, { path: same }))).toMatchObject({
      isNew: false,
      edition: { isBuiltIn: true },
    })
  })

  const whole = JSON.stringify(nextYear().linked.edition)
  it.each<[what: string, content: string | Uint8Array, said: RegExp]>([
    ['no JSON', whole.slice(0, 5000), /^套表文件 套表\.json 有误：整个文件：/],
    ['bytes of another encoding', Buffer.from('套表', 'utf16le'), /“套表\.json”：不是套表文件|不是合法的 JSON/],
    [
      'an unknown property',
      whole.replace('"onPaper":true', '"onPaper":true,"colour":"red"'),
      /没有 "colour" 这样的属性/,
    ],
    [
      'a reference to no form',
      whole.replaceAll('GK06!.!basic', 'GK66!.!basic'),
      /套表\.json（GK0\d\.json） 有误：.*没有报表 GK66/,
    ],
    ['another value altogether', '[1, 2]', /应为 object/],
    ['what is nested too deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /层次过深|应为 object/],
    ['nothing', '', /整个文件/],
  ])('with %s is refused in Chinese, and nothing is kept', async (_, content, said) => {
    const { ledger } = await freshLedger()
    const path = file('套表.json', content)
    expect(await told(ledger, () => importEdition(ledger, { path }))).toMatch(said)
  })

  it('is not read when it is too large, or not there', async () => {
    const { ledger } = await freshLedger()
    const large = file('套表.json', Buffer.alloc((8 << 20) + 1, 32))
    expect(await told(ledger, () => importEdition(ledger, { path: large }))).toMatch(/超过 8 MB/)
    expect(await told(ledger, () => importEdition(ledger, { path: join(folder(), '无.json') }))).toMatch(/没有这个文件/)
  })
})

const table = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`
/** The functional table of `dongcheng-2024` with some lines taken out or put in. */
const functional = (change: (lines: string[]) => string[]): string => {
  const { codes } = must(builtInEdition('dongcheng-2024')).linked.edition.functional
  return table(['科目编码,科目名称', ...change(codes.map(({ code, name }) => `${code},${name}`))])
}

describe('a code table', () => {
  const request = { edition: 'dongcheng-2024', table: 'functional' } as const

  it('makes another edition of the name, which new books are filled under', async () => {
    const { ledger } = await freshLedger()
    const text = functional((lines) => [
      ...lines
        .filter((line) => !line.startsWith('2010150'))
        .map((line) => line.replace('2010101,行政运行', '2010101,行政运行经费')),
      '2010188,新增的事务',
    ])
    const path = file('科目.csv', text)
    expect(must(await importCodeTable(ledger, { ...request, path, dryRun: true })).isNew).toBe(false)
    const done = must(await importCodeTable(ledger, { ...request, path }))
    expect(done).toMatchObject({
      isNew: true,
      added: [{ code: '2010188', name: '新增的事务' }],
      dropped: [{ code: '2010150' }],
      renamed: [{ code: '2010101', from: '行政运行', to: '行政运行经费' }],
      edition: { edition: 'dongcheng-2024', revision: 1, localRevision: 1, trust: 'published' },
    })
    expect(done.edition.source).toMatch(/功能分类科目表由“科目\.csv”导入（881 个科目）$/)
    const { linked } = must(editionNamed(ledger, 'dongcheng-2024'))
    expect(linked.codes.get('2010188')).toEqual({ code: '2010188', name: '新增的事务', trust: 'sourced' })
    // funds that the file does not state are those there were
    expect(linked.codes.get('2120803')?.fund).toBe('governmentFund')
    expect(must(newBook(ledger, { department: '某中心', year: 2024 })).edition.hash).toBe(done.edition.hash)
    // once more the same is nothing new, another table is the next local revision
    expect(must(await importCodeTable(ledger, { ...request, path })).isNew).toBe(false)
    const third = must(
      await importCodeTable(ledger, {
        ...request,
        path: file(
          '又.csv',
          functional((lines) => lines),
        ),
      }),
    )
    expect(third.edition.localRevision).toBe(2)
  })

  it('is read from a workbook, from other encodings, with funds', async () => {
    const { ledger } = await freshLedger()
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('科目')
    sheet.addRow(['2024年政府收支分类科目'])
    sheet.addRow(['功能分类科目编码', '科目名称', '资金性质'])
    sheet.addRow([212, '城乡社区支出', '一般公共预算'])
    sheet.addRow(['21298', '某基金　安排的支出', '政府性基金预算'])
    sheet.addRow([2129801, '某项', '政府性基金预算'])
    const path = join(folder(), '科目.xlsx')
    await book.xlsx.writeFile(path)
    const done = must(await importCodeTable(ledger, { ...request, path }))
    expect(done.edition.functional.codes).toBe(3)
    const { linked } = must(editionNamed(ledger, 'dongcheng-2024'))
    expect(linked.codes.get('21298')).toEqual({
      code: '21298',
      name: '某基金安排的支出',
      trust: 'sourced',
      fund: 'governmentFund',
    })
    // GB18030 of “208,社保”
    const gbk = Buffer.from([
      ...Buffer.from('208,'),
      0xc9,
      0xe7,
      0xb1,
      0xa3,
      13,
      10,
      ...Buffer.from('20805,'),
      0xd1,
      0xf8,
      0xc0,
      0xcf,
      13,
      10,
    ])
    must(await importCodeTable(ledger, { ...request, path: file('国标.csv', gbk) }))
    expect(must(editionNamed(ledger, 'dongcheng-2024')).linked.codes.get('208')?.name).toBe('社保')
  })

  it.each<[what: string, lines: readonly string[], said: RegExp]>([
    [
      'a code of four digits',
      ['科目编码,科目名称', '208,社保', '2080,养老'],
      /“科目\.csv”第 3 行：科目编码“2080”应为 3、5、7 位数字/,
    ],
    ['a code without name', ['科目编码,科目名称', '208,'], /第 2 行：科目 208 没有名称/],
    ['a code twice', ['科目编码,科目名称', '208,社保', '208,社会保障'], /第 3 行：科目编码 208 与第 2 行重复/],
    [
      'a code whose parent is not there',
      ['科目编码,科目名称', '208,社保', '2080501,离退休'],
      /第 3 行：科目 2080501 的上级科目 20805 不在表中/,
    ],
    [
      'several mistakes, each with its line',
      ['科目编码,科目名称', '208,社保', '2080,养老', '20805,', '208,社会保障'],
      /有 3 处错误：第 3 行 科目编码“2080”应为.*；第 4 行 科目 20805 没有名称；第 5 行 科目编码 208 与第 2 行重复$/,
    ],
    ['an unknown fund', ['科目编码,科目名称,资金性质', '208,社保,彩票'], /第 2 行：资金“彩票”应为/],
    ['no such columns', ['科目,说明', '一般公共服务,甲'], /没有找到“科目编码”“科目名称”两栏/],
    [
      'a name that is too long',
      ['科目编码,科目名称', `208,${'长'.repeat(61)}`],
      /第 2 行：科目 208 的名称超过 60 个字/,
    ],
    ['no line', ['科目编码,科目名称', ',', ','], /没有一个科目/],
  ])('with %s is refused in Chinese, and nothing is kept', async (_, lines, said) => {
    const { ledger } = await freshLedger()
    const path = file('科目.csv', table(lines))
    expect(await told(ledger, () => importCodeTable(ledger, { ...request, path }))).toMatch(said)
  })

  it('is refused when the edition refers to a code that it has not', async () => {
    const { ledger } = await freshLedger()
    must(await importEdition(ledger, { path: writeEdition(join(folder(), '套表.json'), nextYear()) }))
    const path = file('科目.csv', table(['编码,名称', '208,社保']))
    const said = await told(ledger, () => importCodeTable(ledger, { ...request, edition: 'dongcheng-2025', path }))
    expect(said).toMatch(/from-beijing-2024\.json 有误：codes\[0\]：本套表没有 2120111/)
  })

  it('of the economic classification has codes of 3 and 5 digits', async () => {
    const { ledger } = await freshLedger()
    const economic = { edition: 'beijing-2023', table: 'economic' } as const
    const path = file('经济.csv', table(['经济分类科目编码,科目名称', '301,工资福利支出', '30101,基本工资']))
    const done = must(await importCodeTable(ledger, { ...economic, path }))
    expect(done.edition.economic).toMatchObject({ codes: 2, year: 2023, source: '由“经济.csv”导入' })
    expect(done.edition.functional.table).toContain('沿用2024年度')
    const long = file('长.csv', table(['编码,名称', '301,甲', '3010101,乙']))
    expect(await told(ledger, () => importCodeTable(ledger, { ...economic, path: long }))).toMatch(/应为 3、5 位数字/)
  })

  it('is for an edition there is', async () => {
    const { ledger } = await freshLedger()
    const path = file('科目.csv', table(['编码,名称', '208,社保']))
    const said = await told(ledger, () => importCodeTable(ledger, { ...request, edition: 'nowhere-2024', path }))
    expect(said).toMatch(/没有名为“nowhere-2024”的套表，可用的有 beijing-2023、/)
    expect(readFileSync(path, 'utf8')).toContain('社保')
  })
})
