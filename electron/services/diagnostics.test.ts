import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder, freshLedger, opening } from '../ledger/fixtures/ledgers.ts'
import { openFiles } from '../ledger/identify.ts'
import { fileLines } from './diagnostics-ledger.ts'

it('an open ledger is asked for its head, and its file is never opened beside it', async () => {
  const { ledger, path } = await freshLedger()
  const head = fileLines(path, ledger).find((line) => line.startsWith('文件头'))
  expect(head).toMatch(/^文件头：数据版本 \d+，标记 4a554553，页 4096 字节$/)
  // as it is while another part of the program has it open
  expect(fileLines(path, null)).toContain('文件头：不能读取（EBUSY）')
  ledger.close()
  expect(fileLines(path, null)).toContain(head)
  expect(openFiles.has(null)).toBe(false)
  expect((await opening(path, 'read')).ok).toBe(true)
})

it('a path that cannot be looked at is told with the code of the system', () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  const long = join(folder(), 'x'.repeat(300))
  expect(fileLines(long, null)[0]).toBe('文件：不能查看（ENAMETOOLONG）')
  expect(fileLines(file, null).slice(0, 2)).toEqual(['文件：0 字节，未并入的日志 0 字节', '文件头：不是数据库'])
  expect(fileLines(join(folder(), 'none'), null)).toEqual(['文件不在'])
})
