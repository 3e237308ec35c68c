import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../electron/ledger/ledger.ts'
import { Chance, seedOf } from '../testing/chance.ts'
import { runFamily, type Wish } from './campaign.ts'
import type { Family, Kind, Outcome } from './case.ts'
import { readLog } from './log-file.ts'
import { makeMoments } from './moments.ts'
import type { Line } from './orders.ts'
import { isSame, missingOf, must, saidBy } from './said.ts'
import { opener, Scenery } from './scenery.ts'
import { exportsAreWhole, survives } from './survival.ts'
import { closingLines, emptyTally, type FamilyTally } from './tally.ts'

// The campaign proves nothing unless it would notice: each of its looks is shown a loss here.

const folder = mkdtempSync(join(tmpdir(), 'juesuan-faults-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const scenery = new Scenery(join(folder, 'scenery'))
const place = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}

const moments = makeMoments(scenery, join(folder, 'moments'))

describe('chance', () => {
  it('comes again for the same seed, and is another one for each case', () => {
    const some = (seed: number) =>
      Array.from({ length: 5 }, (_, at, chance = new Chance(seed + at)) => chance.below(1e6))
    expect(some(seedOf(1, 'typing', 2))).toEqual(some(seedOf(1, 'typing', 2)))
    expect(seedOf(1, 'typing', 2)).not.toBe(seedOf(1, 'typing', 3))
    expect(seedOf(1, 'typing', 12)).not.toBe(seedOf(11, 'typing', 2))
  })
})

describe('what was acknowledged', () => {
  it('may be the last step or the one before it, and nothing else', async () => {
    const { logged, closed, settled } = await moments
    const path = join(place('steps'), 'a.juesuan')
    writeFileSync(path, settled.file)
    const ledger = must(await openLedger(path, { ...opener, mode: 'read' }))
    expect(missingOf(ledger, logged.said.at(-1) ?? [])).toEqual([])
    expect(missingOf(ledger, logged.said.at(-2) ?? [])).toEqual([])
    expect(missingOf(ledger, logged.said.at(-3) ?? [])).toHaveLength(1)
    ledger.close()
    writeFileSync(path, closed.file)
    const older = must(await openLedger(path, { ...opener, mode: 'read' }))
    expect(missingOf(older, logged.said[0] ?? [])).toHaveLength(1)
    expect(missingOf(older, [{ ...(closed.said[0] as (typeof closed.said)[0]), facts: 'others' }])).toHaveLength(1)
    expect(isSame(saidBy(older), closed.said)).toBe(true)
    older.close()
  })

  it('a ledger that does not open is lost, and one that goes on is not', async () => {
    const { path, said } = await scenery.sample()
    const at = place('survival')
    copyFileSync(path, join(at, 'a.juesuan'))
    expect(await survives(join(at, 'a.juesuan'), said)).toEqual([])
    writeFileSync(join(at, 'b.juesuan'), readFileSync(path).subarray(0, 9_000))
    expect(await survives(join(at, 'b.juesuan'), said)).toHaveLength(1)
  })
})

describe('the log of SQLite', () => {
  it('is read to its last whole commit, as SQLite reads it', async () => {
    const { logged } = await moments
    const { commits } = readLog(logged.log)
    expect(commits).toHaveLength(logged.said.length)
    const cut = (commits[4] as number) + 100
    const path = join(place('log'), 'a.juesuan')
    writeFileSync(path, logged.file)
    writeFileSync(`${path}-wal`, logged.log.subarray(0, cut))
    expect(readLog(logged.log.subarray(0, cut)).commits).toHaveLength(5)
    const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
    expect(isSame(saidBy(ledger), logged.said[4] ?? [])).toBe(true)
    ledger.close()
    const flipped = Buffer.from(logged.log)
    flipped[cut] = (flipped[cut] ?? 0) ^ 1
    expect(readLog(flipped).commits).toHaveLength(5)
    flipped[3] = 0
    expect(readLog(flipped).commits).toEqual([])
  })
})

describe('an exported file', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const lines = (written: string | null, about: string): Line[] => [
    ...(written === null ? [] : [{ kind: 'written', files: [['a.xlsx', hash(written)]] } as const]),
    { kind: 'about', files: [['a.xlsx', hash(about)]] },
  ]
  it.each([
    ['the one acknowledged', 'old', lines('old', 'new'), 0],
    ['the one in the making', 'new', lines('old', 'new'), 0],
    ['neither', 'ol', lines('old', 'new'), 1],
    ['gone', null, lines('old', 'new'), 1],
    ['not there yet', null, lines(null, 'new'), 0],
    ['half', 'ne', lines(null, 'new'), 1],
  ] as const)('%s', (name, found, told, wrong) => {
    const at = place(`export ${name}`)
    if (found !== null) writeFileSync(join(at, 'a.xlsx'), found)
    expect(exportsAreWhole(at, told)).toHaveLength(wrong)
  })
})

describe('the tally', () => {
  const kind = (name: string, run: () => Promise<Outcome>): Kind => ({ name, count: 10, run })
  const said: string[] = []
  const wishing = { seed: 1, only: null, one: null, folder, patience: 5_000, say: (line: string) => said.push(line) }
  const toldOf = async (
    family: Family,
    wish: Omit<Wish, keyof typeof wishing> & Partial<Wish>,
  ): Promise<FamilyTally> => {
    const told = await runFamily(family, { ...wishing, ...wish })
    if (told === null) throw new Error('nothing of it was wanted')
    return told
  }

  it('counts what went wrong, and ends with the campaign as JSON', async () => {
    const kinds = [
      kind('well', () => Promise.resolve({ kills: 1, corruptions: 2, lost: [], ended: 'well' })),
      kind('losing', () => Promise.resolve({ kills: 1, lost: ['an amount', 'another'], ended: 'well' })),
      kind('crashing', () => Promise.reject(new Error('thrown'))),
    ]
    const told = await toldOf({ name: 'all', lanes: 2, kinds }, { scale: 0.2 })
    expect(told.missing).toBeNull()
    expect(said).toContain('   again: npm run test:faults -- --seed 1 --case losing:1')
    const lines = closingLines([
      { ...told, seconds: 1.4 },
      { ...told, name: 'again', seconds: 2.2 },
    ])
    expect(lines).toEqual([
      '| family | cases | killed | damaged | lost | crashes | hangs | s |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| all | 6 | 4 | 4 | 2 | 2 | 0 | 1 |',
      '| again | 6 | 4 | 4 | 2 | 2 | 0 | 2 |',
      '| together | 12 | 8 | 8 | 4 | 4 | 0 | 4 |',
      '4 passed, 8 failed',
      '{"kills":8,"corruptions":8,"lost":4,"tried":12,"crashes":4,"hangs":0}',
    ])
  })

  it('counts what does not end, and goes on', async () => {
    const kinds = [kind('hanging', () => new Promise(() => undefined))]
    const { tally } = await toldOf({ name: 'all', lanes: 1, kinds }, { scale: 0.2, patience: 30 })
    expect(tally).toEqual({ ...emptyTally(), tried: 2, hangs: 2 })
  })

  it('names what went well only when tried again', async () => {
    const kinds = [kind('late', () => Promise.resolve({ tries: 3, lost: [], ended: 'well' }))]
    const lines = closingLines([await toldOf({ name: 'all', lanes: 1, kinds }, { scale: 0.1 })])
    expect(lines.slice(-3, -1)).toEqual(['passed only when tried again: late 0 (begun 3 times)', '1 passed, 0 failed'])
  })

  it('counts a family that cannot begin as a crash, and goes on', async () => {
    const missing = () => Promise.reject(new Error('the build failed'))
    const kinds = [kind('never', () => Promise.reject(new Error('ran')))]
    const { tally } = await toldOf({ name: 'all', lanes: 1, kinds, missing }, { scale: 0.1 })
    expect(tally).toEqual({ ...emptyTally(), tried: 1, crashes: 1 })
    expect(said).toContain('** all: cannot begin: the build failed')
  })

  it('counts nothing for what the machine lacks, and says what', async () => {
    const kinds = [kind('never', () => Promise.reject(new Error('ran')))]
    const told = await toldOf({ name: 'all', lanes: 1, kinds, missing: () => 'a screen' }, { scale: 0.1 })
    expect(closingLines([told]).slice(-3)).toEqual([
      'missing tool: a screen (1 all cases skipped)',
      '0 passed, 0 failed',
      JSON.stringify(emptyTally()),
    ])
  })
})
