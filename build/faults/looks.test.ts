import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLedger, restoreLedger } from '../../electron/ledger/ledger.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { Crash } from './case.ts'
import { nothingTold, workUntilKilled } from './channel-work.ts'
import { exportIsRight, notAsUsual } from './cli-kills.ts'
import { exportedIsWhole } from './exported-file.ts'
import { makeMoments } from './moments.ts'
import type { Line } from './orders.ts'
import { backupOfMigration, keptIsRight } from './process-kills.ts'
import { must, type SaidBook } from './said.ts'
import { hasRowOf, knownOf, partIsRight } from './salvaged.ts'
import { opener, Scenery } from './scenery.ts'
import { backupIsWhole, backupsAreWhole, missingValues } from './survival.ts'
import { toldSurvives } from './told-survives.ts'
import { afterDamage } from './way-on.ts'

// Each look at what came of a fault is shown a loss: what it does not find here it would find nowhere.

const folder = mkdtempSync(join(tmpdir(), 'juesuan-looks-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const scenery = new Scenery(join(folder, 'scenery'))
const moments = makeMoments(scenery, join(folder, 'moments'))
const place = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}
const only = (said: readonly SaidBook[]): SaidBook => said[0] as SaidBook
const altered = (said: readonly SaidBook[]): readonly SaidBook[] => [{ ...only(said), facts: 'others' }]

/** The sample with its backup folder, in which lies what the sample says. */
async function withBackup(name: string): Promise<{ path: string; backup: string; said: readonly SaidBook[] }> {
  const { path: from, said } = await scenery.sample()
  const path = join(place(name), '决算.juesuan')
  copyFileSync(from, path)
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
  const backup = must(await ledger.autoBackup('manual')) as string
  ledger.close()
  return { path, backup, said }
}

const key = 'GK05!2080501!income'
const facts = (amount: number) => [{ kind: 'cell', key, value: amount }] as const

describe('damage', () => {
  it('is sound, or found and survived', async () => {
    const { path, backup, said } = await withBackup('damage')
    const damaged = { path, acceptable: [said], backup: { path: backup, said }, known: null }
    expect(await afterDamage(damaged)).toEqual({ lost: [], ended: 'sound' })
    expect((await afterDamage({ ...damaged, acceptable: [altered(said)] })).lost).toEqual([
      expect.stringContaining('it verifies and says something else'),
    ])
  })

  /** The first amount of the facts' own pages is another one, which the journal contradicts. */
  const otherAmount = async (name: string) => {
    const { closed, backup, facts: known } = await moments
    const { path, backup: copy } = await withBackup(name)
    const hurt = Buffer.from(closed.file)
    const at = hurt.indexOf('duties')
    hurt[at] = (hurt[at] ?? 0) ^ 1
    writeFileSync(path, hurt)
    const states = [known[only(closed.said).facts] ?? []]
    return { path, backup: { path: copy, said: backup.said }, states, said: closed.said, origin: closed.file }
  }

  it('of which the salvage brings something else than was there is a loss', async () => {
    const { said, states, ...damaged } = await otherAmount('salvage')
    const wanted = { ...damaged, known: knownOf(states) }
    const { lost: none, ended } = await afterDamage({ ...wanted, acceptable: [said] })
    expect(none).toEqual([])
    expect(ended).toContain('salvaged: all')
    const again = await otherAmount('salvage of others')
    const lost = await afterDamage({ ...again, known: knownOf([facts(1)]), acceptable: [altered(said)] })
    expect(lost.lost).toContainEqual(expect.stringMatching(/^salvaged as \w+, and the facts are others$/))
    expect(lost.lost).toContainEqual(expect.stringMatching(/^salvaged \w+ /))
  })

  it('whose backup is not what was told is a loss', async () => {
    const { said, states, backup, ...damaged } = await otherAmount('backup')
    const other = { path: backup.path, said: altered(backup.said) }
    const { lost } = await afterDamage({ ...damaged, known: knownOf(states), acceptable: [said], backup: other })
    expect(lost).toEqual(['what was restored is not the backup'])
  })

  it('that leaves nothing is a loss while a row of the journal is whole', async () => {
    const { closed } = await moments
    expect(hasRowOf(closed.file, closed.file)).toBe(true)
    expect(hasRowOf(closed.file.subarray(0, 4096), closed.file)).toBe(false)
    expect(hasRowOf(Buffer.from(closed.file).fill(0, 4096), closed.file)).toBe(false)
  })
})

describe('a part that was salvaged', () => {
  type Report = Parameters<typeof partIsRight>[1]
  type Part = [string, readonly Fact[], Partial<Report>, number]
  const report: Report = { outcome: 'pieced', unsure: 0, unsureFacts: [], lostFacts: false }
  const acceptable = [[]]
  const known = knownOf([facts(1), [{ kind: 'cell', key: 'other', value: 2 }]])
  const other = { kind: 'cell', key: 'other', value: 2 } as const
  const whole = [...facts(1), other]
  it.each([
    ['has what was there', whole, {}, 0],
    ['has another value', [...facts(3), other], {}, 1],
    ['has another value, told as unsure', [...facts(3), other], { unsure: 1, unsureFacts: [`cell ${key}`] }, 0],
    ['has another value than the unsure one', [...facts(3), other], { unsure: 1, unsureFacts: ['cell other'] }, 1],
    ['lacks a fact', facts(1), {}, 1],
    ['lacks a fact, and says so', facts(1), { lostFacts: true }, 0],
    ['says it is whole', whole, { outcome: 'whole' }, 1],
  ] satisfies Part[])('%s', (_, found, told, wrong) => {
    expect(partIsRight(found, { ...report, ...told }, { acceptable, known })).toHaveLength(wrong)
  })
})

describe('what a window was told', () => {
  it('is there: revision, values, and backups with what they had', async () => {
    const { path, backup, said } = await withBackup('told')
    const { revision } = only(said)
    const ledger = must(await openLedger(path, { ...opener, mode: 'read' }))
    const value = must(ledger.readBook(1)).facts.find((fact) => fact.key === key)?.value ?? null
    ledger.close()
    const name = backup.slice(`${path}.backups/`.length)
    const values = [[`cell ${key}`, value]] as const
    const told = { ...nothingTold(revision), values: new Map(values), backups: [{ name, revision, values }] }
    expect(await toldSurvives(path, told)).toEqual([])
    expect(await toldSurvives(path, { ...told, revision: revision + 1 })).toHaveLength(1)
    expect(await toldSurvives(path, { ...told, values: new Map([[`cell ${key}`, 77]]) })).toHaveLength(1)
    for (const other of [{ name: 'gone' }, { revision: revision - 1 }, { values: [[`cell ${key}`, 77]] as const }]) {
      expect(await toldSurvives(path, { ...told, backups: [{ name, revision, values, ...other }] })).toHaveLength(1)
    }
    rmSync(path)
    expect(await toldSurvives(path, told)).toHaveLength(1)
  })
})

describe('work until the kill', () => {
  const once = (error: Error) => {
    let answers = 0
    return () => (answers++ === 0 ? Promise.resolve() : Promise.reject(error))
  }
  it('may break off after the kill, and never before', async () => {
    const kill = new AbortController()
    const before = workUntilKilled(once(new Error('fetch failed')), kill.signal)
    await expect(before.over).rejects.toThrow('fetch failed')
    expect([before.answers(), before.isOver()]).toEqual([1, true])
    kill.abort()
    await expect(workUntilKilled(once(new Error('fetch failed')), kill.signal).over).resolves.toBeUndefined()
    await expect(workUntilKilled(once(new Crash('refused')), kill.signal).over).rejects.toThrow('refused')
  })
})

describe('values', () => {
  it('that were typed and are others are missing', async () => {
    const { path, said } = await scenery.sample()
    const ledger = must(await openLedger(path, { ...opener, mode: 'read' }))
    const value = must(ledger.readBook(1)).facts.find((fact) => fact.key === key)?.value
    const lines = (typed: unknown): Line[] => [{ kind: 'done', ledger: path, said, values: [[`cell ${key}`, typed]] }]
    expect(missingValues(ledger, lines(value), 1)).toEqual([])
    expect(missingValues(ledger, lines(77), 1)).toHaveLength(1)
    ledger.close()
  })
})

describe('a backup', () => {
  it('has the book, and what was told of it', async () => {
    const { backup, said } = await withBackup('one backup')
    const book = only(said)
    expect(await backupIsWhole(backup, said, 'exactly')).toEqual([])
    expect(await backupIsWhole(backup, [{ ...book, seq: book.seq - 1 }])).toEqual([])
    expect(await backupIsWhole(backup, [{ ...book, seq: book.seq - 1 }], 'exactly')).toHaveLength(1)
    expect(await backupIsWhole(backup, [{ ...book, seq: book.seq + 1 }])).toHaveLength(1)
    expect(await backupIsWhole(backup, [...said, { ...book, id: 2 }])).toHaveLength(1)
    expect(await backupIsWhole(backup, altered(said))).toHaveLength(1)
    writeFileSync(backup, readFileSync(backup).subarray(0, 9_000))
    expect(await backupIsWhole(backup)).toHaveLength(1)
  })

  it('that was acknowledged is among those of the folder, as it was told', async () => {
    const { path, backup, said } = await withBackup('backups')
    const line: Line = { kind: 'backup', path: backup, said }
    expect(await backupsAreWhole(path, [line])).toEqual([])
    expect(await backupsAreWhole(path, [{ ...line, said: altered(said) }, line])).toHaveLength(1)
    expect(await backupsAreWhole(path, [{ ...line, path: `${backup}.gone` }, line])).toHaveLength(1)
    writeFileSync(backup, readFileSync(backup).subarray(0, 9_000))
    expect(await backupsAreWhole(path)).toHaveLength(1)
  })

  it('is made before a migration', async () => {
    const { path, said } = await withBackup('migration')
    expect(await backupOfMigration(path, said)).toEqual([`${path} is migrated without a backup`])
    const migrations = await scenery.migrations()
    must(await openLedger(path, { ...opener, mode: 'write', migrations })).close()
    expect(await backupOfMigration(path, said)).toEqual([])
    expect(await backupOfMigration(path, altered(said))).toHaveLength(1)
  })

  it('is kept by each restoring', async () => {
    const [before, other] = [await scenery.sample(), await scenery.other()]
    const path = join(place('restorings'), '决算.juesuan')
    copyFileSync(before.path, path)
    const there = (round: number) => (round === 0 ? before : other)
    must(await restoreLedger(other.path, path, opener))
    must(await restoreLedger(other.path, path, opener))
    expect(await keptIsRight(path, 2, there)).toEqual([])
    expect(await keptIsRight(path, 1, there)).toEqual([])
    expect(await keptIsRight(path, 3, there)).toHaveLength(1)
    expect(await keptIsRight(path, 2, () => other)).toHaveLength(1)
  })
})

describe('an exported file of a killed shell', () => {
  it('is the old one, or opens whole', async () => {
    const [{ path: ledger }, [one, two]] = [await scenery.sample(), await scenery.workbooks()]
    const [old, next] = [readFileSync(one), readFileSync(two)]
    const path = join(place('exported'), 'a.xlsx')
    const look = (bytes: Buffer | null, isAcknowledged: boolean, before: Buffer | null = old) => {
      if (bytes === null) rmSync(path, { force: true })
      else writeFileSync(path, bytes)
      return exportedIsWhole({ path, old: before, isAcknowledged }, ledger)
    }
    expect(await look(old, false)).toEqual([])
    expect(await look(next, true)).toEqual([])
    expect(await look(null, false, null)).toEqual([])
    expect(await look(old, true)).toHaveLength(1)
    expect(await look(next.subarray(0, next.length >> 1), false)).toHaveLength(1)
    expect(await look(null, false)).toHaveLength(1)
  })

  it('of the command line is the old one or the new one, to the byte', () => {
    const path = join(place('of the command line'), 'a.xlsx')
    const whole = Buffer.from('new')
    const look = (text: string, isAcknowledged: boolean) => {
      writeFileSync(path, text)
      return exportIsRight(path, { whole, isAcknowledged })
    }
    expect(look('new', true)).toEqual([])
    expect(look('上一次导出的文件', false)).toEqual([])
    expect(look('上一次导出的文件', true)).toHaveLength(1)
    expect(look('ne', false)).toHaveLength(1)
  })
})

describe('a command that was acknowledged', () => {
  it('did what it does undisturbed, and stored the amount it was given', async () => {
    const { path, said } = await scenery.sample()
    const opened = must(await openLedger(path, { ...opener, mode: 'read' }))
    const amount = Number(must(opened.readBook(1)).facts.find((fact) => fact.key === key)?.value)
    opened.close()
    const before = [{ ...only(said), seq: only(said).seq - 1 }]
    const look = (words: readonly string[], usual: readonly SaidBook[], was = before) =>
      notAsUsual({ words, ledger: path, now: said, before: was, usual })
    expect(await look(['import'], said)).toEqual([])
    expect(await look(['import'], altered(said))).toHaveLength(1)
    expect(await look(['set', String(amount / 1_000_000)], [])).toEqual([])
    expect(await look(['set', String(amount / 1_000_000 + 1)], [])).toHaveLength(1)
    expect(await look(['set', String(amount / 1_000_000)], [], [...said])).toHaveLength(1)
  })
})
