import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../services/editions.ts'
import { must } from '../../services/fixtures/books.ts'
import { nextYear, writeEdition } from '../../services/fixtures/editions.ts'
import { like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

type Listed = { readonly editions: readonly { readonly edition: string; readonly isBuiltIn: boolean }[] }

describe('editions', () => {
  it('lists those of the program, and says which are not vouched for', async () => {
    const sh = shell()
    const { out, json } = { ...(await sh('editions')), json: (await sh('editions', '--json')).json }
    expect(out).toMatch(/^beijing-2023  北京市2023年度部门决算公开报表（13张）\n/)
    expect(out).toMatch(/未核实 +只有报表目录见于北京市2024年度部门决算公开文件/)
    expect(out).toMatch(/dongcheng-2024 .*\n.*第 1 版\n.*14 张.*\n +按公开的报表 /)
    expect(json).toMatchObject({
      ledger: null,
      editions: [
        { edition: 'beijing-2023', forms: 13, trust: 'unverified', follows: [], year: 2023 },
        { edition: 'dongcheng-2024', forms: 14, trust: 'published', follows: ['beijing-2023'], isBuiltIn: true },
        { edition: 'beijing-2024', forms: 12, trust: 'unverified', follows: ['beijing-2023'] },
      ],
    })
  })

  it('takes an edition file into a ledger; books are made under it', async () => {
    const sh = await sampleShell()
    writeEdition(sh.path('套表.json'), nextYear())
    const looked = await sh('editions', 'import', '套表.json', '--ledger', '2024.juesuan', '--dry-run')
    expect(looked.out).toMatch(/dongcheng-2025 .*\n(.*\n)*只看结果，没有存\n$/)
    const done = await sh('editions', 'import', '套表.json', '--ledger', '2024.juesuan')
    expect(done).toMatchObject({ code: 0, out: like(/未核实 +没有来源/) })
    expect(done.out).toMatch(/套表 dongcheng-2025 已存入账套\n$/)
    const { json } = await sh('editions', '--ledger', '2024.juesuan', '--json')
    expect((json as unknown as Listed).editions.at(-1)).toMatchObject({ edition: 'dongcheng-2025', isBuiltIn: false })
    const made = await sh('new', '--ledger', '2024.juesuan', '--department', '某中心', '--year', '2025')
    expect(made).toMatchObject({ code: 0, out: like(/套表 dongcheng-2025/) })
    expect((await sh('verify', '--ledger', '2024.juesuan')).code).toBe(0)
  })

  it('refuses a bad file in one Chinese line, with exit code 2, and keeps nothing', async () => {
    const sh = await sampleShell()
    writeFileSync(sh.path('坏.json'), '{\n "head": 1,\n}')
    const bad = await sh('editions', 'import', '坏.json', '--ledger', '2024.juesuan')
    expect(bad).toMatchObject({
      code: 2,
      out: '',
      err: like(/^套表文件 坏\.json 有误：整个文件：第 3 行第 \d+ 个字符处/),
    })
    writeFileSync(sh.path('坏.csv'), '编码,名称\n20,短\n')
    const codes = ['editions', 'codes', '坏.csv', '--ledger', '2024.juesuan', '--edition', 'dongcheng-2024'] as const
    expect(await sh(...codes, '--table', 'functional')).toMatchObject({ code: 2, err: like(/“坏.csv”第 2 行/) })
    expect(await sh(...codes, '--table', 'other')).toMatchObject({ code: 2, err: like(/--table other/) })
    const { json } = await sh('editions', '--ledger', '2024.juesuan', '--json')
    expect((json as unknown as Listed).editions).toHaveLength(3)
  })

  it('takes a code table, and moves an open book to it', async () => {
    const sh = await sampleShell()
    const { codes } = must(builtInEdition('dongcheng-2024')).linked.edition.functional
    const lines = codes.map(({ code, name }) => `${code},${code === '2120101' ? '行政运行经费' : name}`)
    writeFileSync(sh.path('科目.csv'), `\uFEFF科目编码,科目名称\n${lines.join('\n')}\n`)
    const request = ['科目.csv', '--ledger', '2024.juesuan', '--edition', 'dongcheng-2024', '--table', 'functional']
    const done = await sh('editions', 'codes', ...request)
    expect(done.out).toMatch(/改名 +2120101 +行政运行 → 行政运行经费\n新增 0 个，减少 0 个，改名 1 个\n/)
    const looked = await sh('editions', 'upgrade', ...ofSample, '--dry-run')
    expect(looked.out).toMatch(/^套表 dongcheng-2024：第 1 版 → 第 1 版（本地 1）\n/)
    expect(looked.out).toMatch(/科目改名 +2120101 +行政运行 → 行政运行经费/)
    expect(looked.out).toMatch(/只看结果，没有改\n$/)
    const taken = await sh('editions', 'upgrade', ...ofSample, '--json')
    expect(taken.json).toMatchObject({ dryRun: false, offer: { to: { localRevision: 1 } } })
    const again = await sh('editions', 'upgrade', ...ofSample)
    expect(again).toMatchObject({ code: 2, err: like(/已是最新的版次/) })
    const { json } = await sh('history', ...ofSample, '--limit', '1', '--json')
    expect(json.entries).toMatchObject([{ kind: 'edition' }])
    expect((await sh('check', ...ofSample)).code).not.toBe(2)
  })
})
