import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sampleBook } from '../../../shared/sample/sample.ts'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const published = fileURLToPath(new URL('../../../shared/sample/published/document.txt', import.meta.url))
const printed = fileURLToPath(new URL('../../exchange/intake/fixtures/published-libreoffice.pdf', import.meta.url))
const ofNew = ['--ledger', 'new.juesuan', '--year', '2024'] as const
const newBook = ['new', ...ofNew, '--department', sampleBook.department] as const

describe('import of a published document', () => {
  it.each([
    ['text', published, '第 2 页'],
    ['pdf', printed, '第 2 页'],
  ])('makes an empty book the published one (%s)', async (kind, path, place) => {
    const sh = await sampleShell()
    await sh(...newBook)
    const dry = await sh('import', ...ofNew, path, '--dry-run', '--json')
    expect(dry).toMatchObject({
      code: 0,
      json: { kind, stored: expect.any(Number) as unknown, revision: 1, dryRun: true, backup: null },
    })
    const imported = await sh('import', ...ofNew, path, '--json')
    expect(imported).toMatchObject({
      code: 0,
      json: {
        kind,
        source: 'foreign',
        revision: 2,
        conflicts: [],
        notUnderstood: [],
        remarks: [],
        backup: like(/import/),
      },
    })
    expect((imported.json as unknown as { forms: unknown[] }).forms[1]).toEqual({
      form: 'GK02',
      sheet: '收入决算表',
      values: 126,
      place,
    })
    for (const form of ['GK01', 'GK06', 'GK14']) {
      const rows = async (of: readonly string[]): Promise<unknown> =>
        (await sh('show', ...of, '--form', form, '--json')).json.rows
      expect(await rows(ofNew)).toEqual(await rows(ofSample))
    }
    expect(await sh('check', ...ofNew, '--json')).toMatchObject({ json: { errors: 0 } })
    expect((await sh('undo', ...ofNew)).code).toBe(0)
    expect((await sh('import', ...ofNew, path, '--dry-run', '--json')).json.stored).toBe(dry.json.stored)
  })

  it('tells a person what was read, where, and what is kept beside the formulas', async () => {
    const sh = shell()
    const text = readFileSync(published, 'utf8')
    writeFileSync(
      sh.path('决算.txt'),
      text.replace('20805 行政事业单位养老支出 424.138478', '20805 行政事业单位养老支出 424.138479'),
    )
    await sh(...newBook)
    const { out } = await sh('import', ...ofNew, '决算.txt')
    expect(out).toMatch(/^已导入公开的文字：存入 \d+ 个数/)
    expect(out).toContain('GK02 收入决算表：126 个数（第 2 页）')
    expect(out).toMatch(/机构职责（第 14 页第 5 行）：1\.贯彻落实国家/)
    expect(out).toMatch(/“收入决算表”第 2 页第 19 行 是 424\.138479，按公式为 424\.138478/)
  })

  it('says the same of a row that comes with the file, tried and done', async () => {
    const sh = shell()
    const header =
      '支出功能分类科目编码,科目名称,本年支出合计,基本支出,项目支出,上缴上级支出,经营支出,对附属单位补助支出'
    writeFileSync(sh.path('支出.csv'), `支出决算表\n${header}\n2080501,行政单位离退休,123.456789,,,,,\n`)
    await sh(...newBook)
    const words = ['import', ...ofNew, '支出.csv'] as const
    const { json: dry } = await sh(...words, '--dry-run', '--json')
    expect(dry.conflicts).toMatchObject([
      { form: 'GK03', row: '2080501', computed: null, given: '123.456789', name: like(/^GK03 2080501/) },
    ])
    expect((await sh(...words, '--dry-run')).out).toMatch(/ 是 123\.456789，按公式为 空白/)
    expect((await sh(...words, '--json')).json.conflicts).toEqual(dry.conflicts)
  })

  it.each([
    ['cut.pdf', () => readFileSync(printed).subarray(0, 50_000), /没有下载完/],
    ['empty.pdf', () => '', /是空的/],
    ['notes.txt', () => '某局2024年工作总结\n', /没有可以读入的报表/],
    ['noise.csv', () => 'a,b\nc,d\n', /没有可以读入的报表/],
  ])('refuses %s in one line and changes nothing', async (name, make, message) => {
    const sh = await sampleShell()
    writeFileSync(sh.path(name), make())
    copyFileSync(sh.path('2024.juesuan'), sh.path('before.juesuan'))
    const refused = await sh('import', ...ofSample, name)
    expect(refused).toMatchObject({ code: 2, out: '', err: like(message) })
    expect(isOneChineseLine(refused.err)).toBe(true)
    expect(readFileSync(sh.path('2024.juesuan'))).toEqual(readFileSync(sh.path('before.juesuan')))
    expect(existsSync(sh.path('2024.juesuan.backups'))).toBe(false)
  })
})
