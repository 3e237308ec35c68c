import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleBook } from '../../../shared/sample/sample.ts'
import { openLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { buildSample } from './build-sample.ts'
import { shell } from './fixtures/shell.ts'

const clock = (): number => Date.parse('2025-03-01T08:00:00.000Z')
const io = { clock, wait: 0 }

async function build(folder: string) {
  const built = await buildSample(folder, io)
  if (!built.ok) throw new Error(JSON.stringify(built.fault))
  return built.value
}

describe('npm run sample', () => {
  it('builds the published book: 86 typed amounts, 1,012 printed ones, every check as published', async () => {
    const { folder } = shell()
    const { json, lines } = await build(folder)
    expect(json).toMatchObject({
      typed: { forms: 78, budget: 8, supplements: 31 },
      printed: 1012,
      explanations: 2,
      check: { errors: 0, verify: 2, hints: 0, unexplained: 0 },
      files: ['xlsx', 'pdf', 'docx'].map((format) =>
        join(folder, `2024年度部门决算_${sampleBook.department}.${format}`),
      ),
    })
    expect(lines.join('\n')).toContain('填列：86 个金额（公开报表 78，年初预算 8）')
  })

  it('leaves one ledger and one file per format, however often it runs', async () => {
    const { folder, path } = shell()
    const { json } = await build(folder)
    const { files } = json as { files: string[] }
    const bytes = files.map((file) => readFileSync(file))
    // what a person may have tried meanwhile
    mkdirSync(path('2024.juesuan.backups'))
    writeFileSync(path('2024.juesuan.backups/20250301T080000000Z-import.juesuan'), '')
    writeFileSync(path('笔记.txt'), '')
    await build(folder)
    const names = readdirSync(folder, { recursive: true }) as string[]
    expect(names.filter((name) => extname(name) === '.juesuan')).toEqual(['2024.juesuan'])
    for (const ending of ['.xlsx', '.pdf', '.docx'])
      expect(names.filter((name) => extname(name) === ending)).toHaveLength(1)
    expect(names).toContain('笔记.txt')
    expect(names.filter((name) => /-wal$|-shm$/.test(name))).toEqual([])
    expect(files.map((file) => readFileSync(file))).toStrictEqual(bytes)
  })

  it('does not take the ledger from under somebody who has it open', async () => {
    const { folder, path } = shell()
    await build(folder)
    const open = await openLedger(path('2024.juesuan'), { clock, program, mode: 'write', wait: 0 })
    if (!open.ok) throw new Error()
    expect(await buildSample(folder, io)).toMatchObject({ ok: false, fault: { kind: 'ledger-locked' } })
    open.value.close()
    writeFileSync(path('2024.juesuan'), 'torn')
    await build(folder)
  })
})
