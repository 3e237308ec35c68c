import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isOneChineseLine, type Shell, sampleShell, shell } from './fixtures/shell.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const contents = (at: string): string[] =>
  readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(at, name)).isFile())
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(at, name)))
          .digest('hex')} ${name}`,
    )
    .sort()

describe('export-all', () => {
  it('killed anywhere, the same command goes on and ends with what one run gives', { timeout: 180_000 }, async () => {
    const sh = await sampleShell()
    const whole = await sh('export-all', '--ledger', '2024.juesuan', '--out', 'whole', '--json')
    expect(whole).toMatchObject({ code: 0, json: { books: 1, kept: 0, problems: [], remarks: [] } })
    let killed: NodeJS.Signals | null = null
    // the files of a book are written quickly: a run that came to its end before the look is done again
    for (let run = 0; run < 5 && killed === null; run++) {
      rmSync(sh.path('part'), { recursive: true, force: true })
      killed = await killedWhen(sh, () =>
        existsSync(sh.path('part/2024年度_北京市东城区城市管理指挥中心/数据/facts.json')),
      )
    }
    expect(killed).toBe('SIGKILL')
    expect(existsSync(sh.path('part/manifest.json'))).toBe(false)
    expect((await sh('export-all', '--ledger', '2024.juesuan', '--out', 'part')).code).toBe(0)
    expect(contents(sh.path('part'))).toEqual(contents(sh.path('whole')))
    // finished, it is not touched without a word
    const again = await sh('export-all', '--ledger', '2024.juesuan', '--out', 'part')
    expect(again.code).toBe(2)
    expect(isOneChineseLine(again.err)).toBe(true)
    const replaced = await sh('export-all', '--ledger', '2024.juesuan', '--out', 'part', '--replace', '--json')
    expect(replaced).toMatchObject({ code: 0, json: { kept: 1 } })
    expect(contents(sh.path('part'))).toEqual(contents(sh.path('whole')))
  })
})

/** Starts an export into `part` in a process of its own and kills it as soon as something has come to pass. */
async function killedWhen(sh: Shell, isTime: () => boolean): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [main, 'export-all', '--ledger', '2024.juesuan', '--out', 'part'], {
    cwd: sh.folder,
    stdio: 'ignore',
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  while (!isTime() && child.exitCode === null) await pause(2)
  child.kill('SIGKILL')
  return ended
}

describe('diagnostics', () => {
  it('prints or writes the same text, and overwrites nothing', async () => {
    const sh = await sampleShell()
    const said = await sh('diagnostics', '--ledger', '2024.juesuan')
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(/【账套检查】\n完好/)
    expect(said.out).not.toMatch(/东城区城市管理|juesuan-cli-|2024\.juesuan/)
    expect((await sh('diagnostics', '--ledger', '2024.juesuan', '--out', 'd.txt')).code).toBe(0)
    expect(readFileSync(sh.path('d.txt'), 'utf8')).toContain('【账套检查】\n完好')
    const again = await sh('diagnostics', '--out', 'd.txt')
    expect([again.code, isOneChineseLine(again.err)]).toEqual([2, true])
    expect((await sh('diagnostics', '--out', 'd.txt', '--replace')).code).toBe(0)
    expect(readFileSync(sh.path('d.txt'), 'utf8')).not.toContain('账套检查')
  })

  it('works where there is no such ledger, and says so', async () => {
    const said = await shell()('diagnostics', '--ledger', 'none.juesuan')
    expect(said.code).toBe(0)
    expect(said.out).toContain('文件不在')
    expect(said.out).toContain('打不开：ledger-missing')
  })
})
