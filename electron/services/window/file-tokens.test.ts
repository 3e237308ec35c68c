import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder, must, refused } from '../../ledger/fixtures/ledgers.ts'
import { FileTokens, safeFileName } from './file-tokens.ts'

it.each([
  ['决算.xlsx', '决算.xlsx'],
  ['../../etc/决算.xlsx', '决算.xlsx'],
  ['C:\\报表\\决算.xlsx', '决算.xlsx'],
  ['a:b*c?"<>|\n.xlsx', 'a_b_c______.xlsx'],
  ['...', '文件'],
  ['', '文件'],
  ['.xlsx', 'xlsx'],
  [`${'长'.repeat(300)}.xlsx`, `${'长'.repeat(60)}.xlsx`],
])('a file called %j may be %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe)
})

it('a token stands for its file while that is there', () => {
  const path = join(folder(), '决算.xlsx')
  writeFileSync(path, '')
  const files = new FileTokens()
  const { token, name } = files.keep(path)
  expect(name).toBe('决算.xlsx')
  expect(must(files.find(token))).toBe(path)
  rmSync(path)
  expect(refused(files.find(token))).toMatchObject({ where: '决算.xlsx' })
  expect(refused(files.find('other')).kind).toBe('request-rejected')
})

it('only so many files are remembered', () => {
  const path = join(folder(), 'a')
  writeFileSync(path, '')
  const files = new FileTokens()
  const first = files.keep(path)
  for (let count = 0; count < 200; count++) files.keep(path)
  expect(files.find(first.token).ok).toBe(false)
})
