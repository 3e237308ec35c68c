import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ofSample, type Shell, sampleShell } from './fixtures/shell.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const cell = ['--form', 'GK05', '--row', '2080501', '--column', 'income'] as const

/** A number from 0 up to 1, the same sequence for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One `set` in a process of its own; resolves when it has ended, with what it acknowledged on standard output. */
function set(sh: Shell, value: string, watch: (child: ChildProcess) => void = () => {}): Promise<string> {
  const child = spawn(process.execPath, [main, 'set', ...ofSample, ...cell, value, '--json'], {
    cwd: sh.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  watch(child)
  return new Promise((resolve) => child.once('close', () => resolve(out)))
}

/** Resolves when the ledger's log has something in it that was not there when we began to look. */
async function logGrows(sh: Shell): Promise<void> {
  const size = (): number => statSync(sh.path('2024.juesuan-wal'), { throwIfNoEntry: false })?.size ?? 0
  const before = size()
  for (let look = 0; look < 2000 && size() <= before; look++) await pause(1)
}

describe('a ledger whose commands are killed', () => {
  it('loses no acknowledged edit and stays sound', { timeout: 120_000 }, async () => {
    const sh = await sampleShell()
    const random = seeded(20240)
    const started = performance.now()
    await set(sh, '1')
    const whole = performance.now() - started
    let acknowledged: string | null = '1.000000'
    const tally = { killed: 0, acknowledged: 0, durable: 0 }
    for (let round = 0; round < 15; round++) {
      const value = `${round + 2}.000000`
      const out = await set(sh, value, (child) => {
        const kill = (): boolean => child.kill('SIGKILL')
        // most of a command is starting up: half of the kills come when the log begins to grow
        if (round % 2 === 0) setTimeout(kill, whole * (0.7 + 0.4 * random()))
        else void logGrows(sh).then(() => setTimeout(kill, 4 * random()))
        child.once('exit', (_, signal) => (tally.killed += signal === 'SIGKILL' ? 1 : 0))
      })
      if (out !== '') {
        expect(JSON.parse(out)).toMatchObject({ value })
        tally.acknowledged++
      }
      const verified = await sh('verify', '--ledger', '2024.juesuan', '--json')
      expect(verified.json).toMatchObject({ sound: true, problems: [] })
      const found = (await sh('trace', ...ofSample, ...cell, '--json')).json.value
      // an edit may have become durable without its acknowledgement reaching us
      expect([out === '' ? acknowledged : value, value]).toContain(found)
      if (found === value) tally.durable++
      acknowledged = found
    }
    expect(tally.killed).toBeGreaterThan(0)
    // nobody is locked out, and the journal goes on
    expect(await sh('set', ...ofSample, ...cell, '99')).toMatchObject({ code: 0 })
    expect((await sh('undo', ...ofSample)).code).toBe(0)
    expect((await sh('trace', ...ofSample, ...cell, '--json')).json.value).toBe(acknowledged)
  })
})

describe('npm run juesuan', () => {
  it('is one process with the exit codes and streams of the command line', async () => {
    const sh = await sampleShell()
    const child = spawn(process.execPath, [main, 'check', '--ledger', 'none.juesuan', '--year', '2024'], {
      cwd: sh.folder,
    })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^找不到账套文件 [^\n]*none\.juesuan[^\n]*\n$/)
  })
})
