import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const salvage = ['salvage', '--ledger', '2024.juesuan', '--out', 'new.juesuan'] as const

/** The sample's ledger, its bytes damaged from a share of the file to another. */
async function damagedShell(from: number, to: number) {
  const sh = await sampleShell()
  const path = sh.path('2024.juesuan')
  const bytes = readFileSync(path)
  bytes.fill(0xa5, Math.floor(bytes.length * from), Math.floor(bytes.length * to))
  writeFileSync(path, bytes)
  return { sh, bytes }
}

describe('salvage', () => {
  it('makes a new ledger with the same figures of one whose beginning is overwritten', async () => {
    const whole = await sampleShell()
    const before = (await whole('show', ...ofSample, '--form', 'GK01', '--json')).json
    const sh = await sampleShell()
    const path = sh.path('2024.juesuan')
    const bytes = readFileSync(path)
    bytes.fill(0, 0, 4096)
    writeFileSync(path, bytes)
    expect((await sh('check', ...ofSample)).code).toBe(3)
    const said = await sh(...salvage)
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(/^完整救出 1 个年度决算，新账套 .*new\.juesuan；原文件没有改动\n“.*”2024 年度决算：/)
    expect(readFileSync(path)).toEqual(bytes)
    const there = ['--ledger', 'new.juesuan', '--year', '2024'] as const
    expect((await sh('show', ...there, '--form', 'GK01', '--json')).json).toEqual(before)
    expect((await sh('verify', '--ledger', 'new.juesuan', '--json')).json).toMatchObject({ sound: true })
  }, 30_000)

  it('says what cannot be had, and makes no ledger of nothing', async () => {
    const { sh, bytes } = await damagedShell(0, 1)
    const foreign = await sh(...salvage)
    expect(foreign).toMatchObject({ code: 3, out: '', err: like(/不是本程序的账套/) })
    expect(isOneChineseLine(foreign.err)).toBe(true)
    expect(existsSync(sh.path('new.juesuan'))).toBe(false)
    expect(readFileSync(sh.path('2024.juesuan'))).toEqual(bytes)
  }, 30_000)

  it('ends with 3 and a report where something is lost', async () => {
    const { sh } = await damagedShell(0.5, 1)
    const said = await sh(...salvage, '--json')
    expect(said).toMatchObject({ code: 3, err: like(/^账套 .*2024\.juesuan 没有(全部)?救出：/) })
    expect(said.err).not.toMatch(/salvage/)
    expect(isOneChineseLine(said.err)).toBe(true)
    expect(said.json).toMatchObject({ from: sh.path('2024.juesuan'), books: [{ backup: null }] })
  }, 30_000)

  it('overwrites nothing', async () => {
    const sh = await sampleShell()
    expect(await sh('salvage', '--ledger', '2024.juesuan', '--out', '2024.juesuan')).toMatchObject({ code: 3 })
    expect(await sh('salvage', '--ledger', '2024.juesuan', '--out', 'nowhere/x.juesuan')).toMatchObject({ code: 2 })
    expect(await shell()(...salvage)).toMatchObject({ code: 3, err: like(/找不到账套文件/) })
    expect((await sh('check', ...ofSample)).code).toBe(0)
  }, 30_000)
})
