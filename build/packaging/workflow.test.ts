import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import description from '../../package.json' with { type: 'json' }
import { root } from '../application.ts'

const folder = join(root, '.github/workflows')
const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))

it('every action of the workflows is pinned to a commit, with its tag beside it', () => {
  const used = lines.filter((line) => /^\s*(- )?uses:/.test(line))
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((line) => !/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

it('every script a workflow runs is there', () => {
  const scripts = lines.flatMap((line) => /npm run ([\w:]+)/.exec(line)?.[1] ?? [])
  expect(scripts.length).toBeGreaterThan(2)
  expect(scripts.filter((name) => !(name in description.scripts))).toEqual([])
})
