import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { tallyLines } from './tally.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs one test file with the reporter alone, in a folder where it can load what the tree has installed. */
function run(text: string): { status: number | null; lines: string[] } {
  mkdirSync(join(root, 'out'), { recursive: true })
  const folder = mkdtempSync(join(root, 'out/tally-'))
  try {
    writeFileSync(join(folder, 'sample.test.ts'), text)
    const options = ['run', '--root', folder, '--reporter', join(root, 'build/tally.ts')]
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { status, stdout } = spawnSync(process.execPath, [vitest, ...options], { cwd: folder, encoding: 'utf8' })
    return { status, lines: stdout.trimEnd().split('\n') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('ends with the counts, after the names of missing tools', () => {
  const { status, lines } = run(`
    import { expect, it } from 'vitest'
    import { needTool } from ${JSON.stringify(join(root, 'build/tools.ts'))}
    it('holds', () => expect(1).toBe(1))
    it('holds too', () => expect(1).toBe(1))
    it('fails', () => expect(1).toBe(2))
    it('needs a tool', (context) => { needTool(context, 'no-such-tool') })
  `)
  expect(lines.slice(-3)).toStrictEqual(['missing tool: no-such-tool (1 skipped)', '1 skipped', '2 passed, 1 failed'])
  expect(status).toBe(1)
})

it('names what passed only when tried again', () => {
  const { status, lines } = run(`
    import { expect, it } from 'vitest'
    let tries = 0
    it('needs two tries', { retry: 1 }, () => { tries += 1; expect(tries).toBe(2) })
    it('fails at both', { retry: 1 }, () => expect(1).toBe(2))
  `)
  expect(lines.slice(-2)).toStrictEqual(['passed only when tried again: needs two tries', '1 passed, 1 failed'])
  expect(status).toBe(1)
})

it('counts a file that cannot be loaded as a failure', () => {
  const { status, lines } = run("import './nowhere.ts'")
  expect(lines.at(-1)).toBe('0 passed, 1 failed')
  expect(status).toBe(1)
})

it('has one line when all is well', () => {
  expect(tallyLines({ passed: 3, failed: 0, skipped: 0, missingTools: new Map(), retried: [] })).toStrictEqual([
    '3 passed, 0 failed',
  ])
})
