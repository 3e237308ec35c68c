import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const department = '北京市东城区城市管理指挥中心'
const income = ['--form', 'GK05', '--row', '2080501', '--column', 'income'] as const

describe('explain, seal and unseal', () => {
  it('seals when nothing is left unexplained, and hands the sealed files out again', async () => {
    const sh = await sampleShell()
    const explain = ['explain', ...ofSample, '--check', 'Y5', '--row', '2120107'] as const
    await sh(...explain, '')
    const refused = await sh('seal', ...ofSample, '--json')
    expect(refused).toMatchObject({ code: 1, err: like(/^不能上报：核实性不符且没有审核说明 1 处/) })
    expect(refused.json).toMatchObject({ errors: 0, unexplained: 1, findings: [{ check: 'Y5', row: '2120107' }] })
    await sh(...explain, '追加经费')
    const sealed = await sh('seal', ...ofSample, '--json')
    expect(sealed).toMatchObject({
      code: 0,
      json: {
        state: 'sealed',
        files: [{ name: like(/\.xlsx$/) }, { name: like(/\.pdf$/) }, { name: like(/\.docx$/) }],
      },
    })
    expect(await sh('seal', ...ofSample)).toMatchObject({ code: 2, err: like(/已上报，不能修改/) })
    for (const words of [
      ['set', ...ofSample, ...income, '1'],
      ['undo', ...ofSample],
      ['import', ...ofSample, 'x.xlsx'],
    ]) {
      expect(await sh(...words)).toMatchObject({ code: 2, err: like(/已上报，不能修改/) })
    }
    const formats = ['--format', 'xlsx,pdf,docx', '--json'] as const
    const exported = await sh('export', ...ofSample, '--out', 'first', ...formats)
    const bytes = exported.json.files.map((file) => readFileSync(file))
    expect(sealed.json.files).toMatchObject(bytes.map(({ length }) => ({ bytes: length })))
    expect(await sh('unseal', ...ofSample, '--reason', ' ')).toMatchObject({ code: 2 })
    expect(await sh('unseal', ...ofSample, '--reason', '改错')).toMatchObject({ code: 0 })
    expect(await sh('unseal', ...ofSample, '--reason', '改错')).toMatchObject({ code: 2 })
    expect((await sh('history', ...ofSample, '--limit', '1')).out).toMatch(/撤销上报：改错/)
    const afresh = await sh('export', ...ofSample, '--out', 'second', ...formats)
    expect(afresh.json.files.map((file) => readFileSync(file))).toStrictEqual(bytes)
  }, 60_000)

  it('does not seal while an error stands, and says which', async () => {
    const sh = await sampleShell()
    await sh('set', ...ofSample, ...income, '1')
    const { code, out, err } = await sh('seal', ...ofSample)
    expect(code).toBe(1)
    expect(err).toMatch(/^不能上报：基本平衡不符 \d+ 处（须改正）\n$/)
    expect(out).toMatch(/^\[基本平衡\] /)
    expect((await sh('books', '--ledger', '2024.juesuan', '--json')).json.books[0]?.state).toBe('open')
  })
})

describe('export and template', () => {
  it('overwrites nothing unless told, and gives the same bytes again', async () => {
    const sh = await sampleShell()
    const out = ['export', ...ofSample, '--out', 'out/a'] as const
    const exported = await sh(...out, '--json')
    const [file] = exported.json.files as [string]
    expect(file).toBe(sh.path(`out/a/2024年度部门决算_${department}.xlsx`))
    const bytes = readFileSync(file)
    expect(await sh(...out)).toMatchObject({ code: 2, err: like(/已经存在，没有覆盖/) })
    expect((await sh(...out, '--replace')).code).toBe(0)
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect((await sh(...out, '--replace', '--supplements')).code).toBe(0)
    expect(readFileSync(file).equals(bytes)).toBe(false)
    expect(await sh(...out, '--format', 'pdf,doc')).toMatchObject({
      code: 2,
      err: '格式 pdf,doc：不支持，可用的有 xlsx、pdf、docx\n',
    })
    writeFileSync(sh.path('file'), '')
    expect(await sh('export', ...ofSample, '--out', 'file')).toMatchObject({ code: 2 })
    expect(readdirSync(sh.path('out/a'))).toHaveLength(1)
  })

  it('prints the document, one form, or only the text', async () => {
    const sh = await sampleShell()
    const out = ['export', ...ofSample, '--out', 'o', '--json'] as const
    const both = await sh(...out, '--format', 'pdf, docx')
    const name = `2024年度部门决算_${department}`
    expect(both).toMatchObject({
      code: 0,
      json: { files: [sh.path(`o/${name}.pdf`), sh.path(`o/${name}.docx`)], remarks: [] },
    })
    expect(
      readFileSync(sh.path(`o/${name}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const form = await sh(...out, '--format', 'pdf', '--form', 'GK05')
    expect(form.json.files).toStrictEqual([sh.path(`o/${name}_GK05.pdf`)])
    const text = await sh(...out, '--format', 'docx', '--text-only')
    expect(text.json.files).toStrictEqual([sh.path(`o/${name}_文字说明.docx`)])
    expect(await sh(...out, '--format', 'pdf', '--form', 'GK99')).toMatchObject({
      code: 2,
      err: like(/^报表 GK99：没有这张表/),
    })
    const font = ['--format', 'pdf', '--form', 'GK05', '--replace', '--font'] as const
    expect(await sh(...out, ...font, '隶书=x.ttf')).toMatchObject({
      code: 2,
      err: like(/^字体 隶书=x\.ttf：应写成 宋体=文件/),
    })
    expect((await sh(...out, ...font, '宋体=/没有/simsun.ttc')).json).toMatchObject({
      remarks: ['字体 /没有/simsun.ttc 不能使用：没有这个文件，已改用自带字体'],
    })
  }, 60_000)

  it('exports beside a writer, errors or not', async () => {
    const sh = await sampleShell()
    await sh('set', ...ofSample, ...income, '1')
    const opener = { clock: Date.now, program, wait: 0 }
    const other = await openLedger(sh.path('2024.juesuan'), { ...opener, mode: 'write' })
    if (!other.ok) throw new Error()
    expect((await sh('export', ...ofSample, '--out', 'o')).code).toBe(0)
    expect(await sh('set', ...ofSample, ...income, '2')).toMatchObject({
      code: 3,
      err: like(/正在被另一处修改（.*pid \d+，自 .*），请关闭那一处后重试/),
    })
    other.value.close()
  })

  it('writes the blank workbook', async () => {
    const sh = shell()
    const template = ['template', '--edition', 'dongcheng-2024', '--out', 't.xlsx'] as const
    expect(await sh(...template, '--json')).toMatchObject({ code: 0, json: { file: sh.path('t.xlsx') } })
    expect((await sh(...template)).code).toBe(2)
    expect((await sh('template', '--edition', 'dongcheng-1999', '--out', 'u.xlsx')).err).toMatch(/没有名为/)
    expect((await sh('template', '--edition', 'dongcheng-2024', '--out', 'u.doc')).code).toBe(2)
    expect((await sh('template', '--edition', 'dongcheng-2024', '--out', 'no/u.xlsx')).code).toBe(2)
  })
})

describe('backup, restore and verify', () => {
  it('restore what was backed up, and keep what was there', async () => {
    const sh = await sampleShell()
    const backup = ['backup', '--ledger', '2024.juesuan', '--out', 'copy.juesuan'] as const
    expect((await sh(...backup, '--json')).json).toMatchObject({ file: sh.path('copy.juesuan') })
    expect((await sh(...backup)).code).toBe(2)
    expect((await sh(...backup, '--replace')).code).toBe(0)
    expect((await sh('backup', '--ledger', '2024.juesuan', '--out', 'no/copy.juesuan')).code).toBe(2)
    await sh('set', ...ofSample, ...income, '1')
    const restored = await sh('restore', '--from', 'copy.juesuan', '--ledger', '2024.juesuan', '--json')
    expect(existsSync(restored.json.kept)).toBe(true)
    expect((await sh('trace', ...ofSample, ...income, '--json')).json.value).toBe('7.391326')
    const kept = ['trace', '--ledger', restored.json.kept, '--year', '2024', ...income, '--json']
    expect((await sh(...kept)).json.value).toBe('1.000000')
    const asNobody = ['restore', '--from', 'copy.juesuan', '--ledger', '2024.juesuan', '--department', '无'] as const
    expect(await sh(...asNobody)).toMatchObject({ code: 2, err: like(/账套中没有“无”/) })
    expect((await sh('restore', '--from', 'none', '--ledger', '2024.juesuan')).code).toBe(3)
  })

  it('finds a ledger that was tampered with', async () => {
    const sh = await sampleShell()
    const bytes = readFileSync(sh.path('2024.juesuan'))
    const at = bytes.indexOf('填列2024年度公开的决算数')
    bytes.write('改', at, 'utf8')
    writeFileSync(sh.path('2024.juesuan'), bytes)
    const verified = await sh('verify', '--ledger', '2024.juesuan', '--json')
    expect(verified.code).toBe(3)
    expect(verified.json.sound).toBe(false)
    expect(verified.json.problems.length).toBeGreaterThan(0)
    expect(isOneChineseLine(verified.err)).toBe(true)
  })
})
