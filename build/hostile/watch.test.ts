import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { peakMemory } from './cases.ts'
import { attack, mostMemory, type Record_ } from './watch.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostile-watch-'))
const entry = fileURLToPath(new URL('planted-process.ts', import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is recorded of two cases of a planted family; with a seed, of that one alone. */
const watched = (name: string, only: number | null = null): Promise<Record_> =>
  attack({ name, cases: 2, begin: () => Promise.reject(new Error('begun here')) }, only === null ? 2 : 1, {
    seed: 1,
    folder,
    only,
    say: () => undefined,
    entry,
  })

describe('who watches the cases', () => {
  it('counts nothing where nothing happens', async () => {
    expect(await watched('calm')).toMatchObject({ tried: 2, crashes: 0, hangs: 0, failures: [], triedAgain: [] })
  })

  it.each(['stray-last', 'stray-promise', 'stray-end'])('counts what the last case leaves behind: %s', async (name) => {
    const record = await watched(name)
    expect(record).toMatchObject({ tried: 2, crashes: 1 })
    expect(record.failures.join()).toContain('left behind')
  })

  it('counts it of a case that is tried alone', async () => {
    expect(await watched('stray-end', 7)).toMatchObject({ tried: 1, crashes: 1 })
  })

  it('counts what is thrown, and goes on', async () => {
    expect(await watched('throws')).toMatchObject({ tried: 2, crashes: 1 })
  })

  it('counts memory that is gone again, against the case that took it, and goes on', async () => {
    const record = await watched('large')
    expect(record).toMatchObject({ tried: 2, crashes: 1 })
    expect(record.failures.join()).toContain('memory: ')
    expect(record.memory).toBeGreaterThan(mostMemory)
  })

  it('says what worked only when it was tried again', async () => {
    expect((await watched('twice')).triedAgain).toEqual(['twice opening'])
  })
})

it('the peak of memory stays when the memory is given back', () => {
  const before = peakMemory()
  let bytes: Uint8Array | null = new Uint8Array(200_000_000).fill(1)
  const least = process.memoryUsage.rss()
  bytes = null
  expect(bytes).toBeNull()
  expect(before).toBeGreaterThan(0)
  expect(peakMemory()).toBeGreaterThanOrEqual(least * 0.99)
})
