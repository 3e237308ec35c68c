import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isPackedWith, notePacked } from './electron-note.ts'

const folder = mkdtempSync(join(tmpdir(), 'electron-note-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tests = { dist: '/rig', version: '33.2.1', addon: '/addon' }

it('a program is packed anew where another Electron or addon is there, or nobody noted which it was', () => {
  expect(isPackedWith(folder, tests)).toBe(false)
  notePacked(folder, tests)
  expect(isPackedWith(folder, tests)).toBe(true)
  for (const other of [{ version: '45.4.1' }, { addon: null }, { addon: '/other' }, { dist: '/dist' }])
    expect(isPackedWith(folder, { ...tests, ...other })).toBe(false)
  expect(isPackedWith(join(folder, 'missing'), tests)).toBe(false)
})
