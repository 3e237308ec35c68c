import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileSafely } from './output-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juesuan-output-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string): Uint8Array => Buffer.from(text)
const keep = { replace: false }
const overwrite = { replace: true }

test('writes a new file and nothing beside it', async () => {
  const path = join(folder, '决算.xlsx')
  expect(await writeFileSafely(path, bytes('new'), keep)).toEqual({ ok: true, value: null })
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['决算.xlsx'])
})

test('an existing file stays as it is unless it may be replaced', async () => {
  const path = join(folder, 'a.xlsx')
  writeFileSync(path, 'old')
  expect(await writeFileSafely(path, bytes('new'), keep)).toEqual({ ok: false, fault: { kind: 'output-exists', path } })
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(await writeFileSafely(path, bytes('new'), overwrite)).toMatchObject({ ok: true })
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['a.xlsx'])
})

test('of several that begin at once one writes, and the others find its file whole', async () => {
  const path = join(folder, 'a.xlsx')
  const texts = ['one', 'two', 'three', 'four']
  const results = await Promise.all(texts.map((text) => writeFileSafely(path, bytes(text), keep)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(texts).toContain(readFileSync(path, 'utf8'))
  expect(readdirSync(folder)).toEqual(['a.xlsx'])
})

test('says that the folder is missing', async () => {
  const path = join(folder, 'no', 'a.xlsx')
  const result = await writeFileSafely(path, bytes('new'), keep)
  expect(result).toMatchObject({ ok: false, fault: { kind: 'file-failed', path } })
  expect(JSON.stringify(result)).toContain('文件夹不存在')
})

test('says that a part of the path is no folder', async () => {
  writeFileSync(join(folder, 'file'), '')
  const result = await writeFileSafely(join(folder, 'file', 'a.xlsx'), bytes('new'), overwrite)
  expect(JSON.stringify(result)).toContain('不是文件夹')
})

test('a folder of that name stays, and no temporary file with it', async () => {
  const path = join(folder, 'a.xlsx')
  mkdirSync(join(path, 'inside'), { recursive: true })
  const result = await writeFileSafely(path, bytes('new'), overwrite)
  expect(result).toMatchObject({ ok: false, fault: { kind: 'file-failed' } })
  expect(existsSync(join(path, 'inside'))).toBe(true)
  expect(readdirSync(folder)).toEqual(['a.xlsx'])
})

test('a name too long leaves nothing behind', async () => {
  const result = await writeFileSafely(join(folder, `${'长'.repeat(200)}.xlsx`), bytes('new'), keep)
  expect(JSON.stringify(result)).toContain('文件名过长')
  expect(readdirSync(folder)).toEqual([])
})

test('takes away what a killed process left of this file an hour ago, and nothing else', async () => {
  const path = join(folder, 'a.xlsx')
  const [dead, living] = [999_999_999, process.ppid]
  const drafts = {
    '.a.xlsx.999999999-0123abcd.tmp': { hours: 1, stays: false },
    '.a.xlsx.999999999-4567abcd.tmp': { hours: 0, stays: true },
    [`.a.xlsx.${living}-0123abcd.tmp`]: { hours: 1, stays: true },
    [`.b.xlsx.${dead}-0123abcd.tmp`]: { hours: 1, stays: true },
    '.a.xlsx.tmp': { hours: 1, stays: true },
  }
  for (const [name, { hours }] of Object.entries(drafts)) {
    const time = new Date(Date.now() - hours * 3_600_000)
    writeFileSync(join(folder, name), 'half')
    utimesSync(join(folder, name), time, time)
  }
  expect(await writeFileSafely(path, bytes('new'), overwrite)).toMatchObject({ ok: true })
  const staying = Object.entries(drafts).flatMap(([name, { stays }]) => (stays ? [name] : []))
  expect(readdirSync(folder).sort()).toEqual([...staying, 'a.xlsx'].sort())
})
