import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const income = ['--form', 'GK05', '--row', '2080501', '--column', 'income'] as const

describe('faults', () => {
  it.each<[string[], number, RegExp]>([
    [[], 2, /^命令：没有写命令，用 --help 查看可用的命令\n$/],
    [['sett'], 2, /^命令：没有命令“sett”/],
    [['row'], 2, /^命令：没有命令“row”/],
    [['books'], 2, /^books 选项：缺少 --ledger FILE；用法见 juesuan books --help\n$/],
    [['books', '--ledger', 'none.juesuan'], 3, /^找不到账套文件 .*none\.juesuan，请核对路径/],
    [['books', '--ledger', 'text.juesuan'], 3, /不是本程序的账套/],
    [['verify', '--ledger', 'empty.juesuan'], 3, /已损坏：文件是空的/],
    [['set', ...ofSample, ...income], 2, /缺少 VALUE（要录入的数；清空写 ''）/],
    [['history', ...ofSample, '--limit', 'x'], 2, /^--limit x：应为整数\n$/],
  ])('%j: exit code %d', async (words, code, message) => {
    const sh = await sampleShell()
    writeFileSync(sh.path('text.juesuan'), 'text '.repeat(100))
    writeFileSync(sh.path('empty.juesuan'), '')
    const said = await sh(...words)
    expect(said).toMatchObject({ code, out: '' })
    expect(said.err).toMatch(message)
    expect(isOneChineseLine(said.err)).toBe(true)
    const asJson = await sh(...words, '--json')
    expect(asJson.json.message).toBe(said.err.trim())
  })

  it('shows help on standard output', async () => {
    const sh = shell()
    expect(await sh('--help')).toMatchObject({ code: 0, err: '', out: like(/用法：juesuan 命令/) })
    expect((await sh('set', '--help')).out).toMatch(/用法：juesuan set --ledger FILE \[--department NAME\] --year Y/)
    expect((await sh('help', '--json')).json.help).toMatch(/退出码/)
  })

  it('notes a mistake of ours without amounts and names', async () => {
    const sh = shell()
    const { report } = await import('./report.ts')
    let err = ''
    const io = {
      stdout: () => {},
      stderr: (text: string) => (err += text),
      cwd: sh.folder,
      clock: () => 0,
      logFile: sh.path('log'),
    }
    const code = await report({ name: 'set', wantsJson: false, ledger: null }, io, () => {
      throw new TypeError('secret 12.34')
    })
    expect(code).toBe(3)
    expect(err).toMatch(/^程序出错，编号 [0-9A-F]{8}，详情记在 .*log，请重试/)
    const log = readFileSync(join(sh.folder, 'log'), 'utf8')
    expect(JSON.parse(log)).toMatchObject({
      task: 'set',
      error: 'TypeError',
      incident: like(/^[0-9A-F]{8}$/),
    })
    expect(log).not.toContain('12.34')
  })
})
