import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  committingProcess,
  foreignDatabase,
  ledgerFromFuture,
  notADatabase,
  readerInTheWay,
  smallDisk,
  tamper,
  tamperedLedger,
  truncatedLedger,
} from './fixtures/faults.ts'
import {
  closedLedger,
  factsOf,
  folder,
  freshLedger,
  gesture,
  like,
  must,
  opener,
  refused,
  reopened,
  set,
} from './fixtures/ledgers.ts'
import { listBackups, restoreLedger } from './ledger.ts'

const drafts = (path: string) => readdirSync(path).filter((name) => name.includes('.new-'))

describe('a backup', () => {
  it('has what was committed when it was made, in one file, while editing goes on', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    const path = join(folder(), 'copy.juesuan')
    const making = ledger.backupTo(path)
    must(gesture(ledger, book.id, set('b', 2)))
    expect(must(await making)).toBe(path)
    expect(readdirSync(dirname(path))).toEqual(['copy.juesuan'])
    const copy = await reopened(path, 'read')
    expect(factsOf(copy, book.id)).toMatchObject({ a: 1 })
    expect(must(copy.verify())).toEqual([])
  })

  it('overwrites only when told, and never a ledger in use, itself included', async () => {
    const { ledger, path } = await freshLedger()
    const taken = join(folder(), 'taken')
    writeFileSync(taken, 'mine')
    expect(refused(await ledger.backupTo(taken))).toEqual({ kind: 'output-exists', path: taken })
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    must(await ledger.backupTo(taken, { replace: true }))
    must((await reopened(taken, 'read')).books())
    expect(refused(await ledger.backupTo(path, { replace: true })).kind).toBe('output-exists')
    const other = await freshLedger()
    expect(refused(await ledger.backupTo(other.path, { replace: true })).kind).toBe('output-exists')
    expect(drafts(dirname(other.path))).toEqual([])
  })

  it('says that the disk is full, wherever it fills up, and leaves nothing there', async (context) => {
    const { ledger, path } = await freshLedger()
    const size = Math.ceil(statSync(path).size / 1024)
    // room for the copy, and not for the index of the log it is verified with
    for (const more of [-20, 4, 8, 12]) {
      const disk = smallDisk(size + more)
      if (disk === null) return context.skip('this user cannot mount a small disk')
      const target = join(disk, 'a.juesuan')
      expect(refused(await ledger.backupTo(target))).toEqual({ kind: 'disk-full', path: target })
      expect(readdirSync(disk)).toEqual([])
    }
  })

  it('refuses a folder that is not there', async () => {
    const { ledger } = await freshLedger()
    expect(refused(await ledger.backupTo(join(folder(), 'none', 'x'))).kind).toBe('ledger-missing')
  })

  it('is not made of a ledger that does not verify', async () => {
    const { path } = await tamperedLedger()
    const ledger = await reopened(path)
    const target = join(folder(), 'copy.juesuan')
    expect(refused(await ledger.backupTo(target))).toMatchObject({
      kind: 'ledger-damaged',
      detail: like('GK05!2010101!basic'),
    })
    expect(readdirSync(dirname(target))).toEqual([])
  })

  it('of a large ledger is looked at in a thread, with the same outcome', async () => {
    const { ledger, path, book } = await freshLedger()
    must(gesture(ledger, book.id, set('long', '长'.repeat(2_000_000)), set('a', 1)))
    const target = join(folder(), 'copy.juesuan')
    expect(must(await ledger.backupTo(target))).toBe(target)
    expect(statSync(target).size).toBeGreaterThan(5_000_000)
    ledger.close()
    tamper(path, "UPDATE fact SET number = 2 WHERE key = 'a'")
    const tampered = await reopened(path)
    const other = join(dirname(target), 'other.juesuan')
    expect(refused(await tampered.backupTo(other))).toMatchObject({
      kind: 'ledger-damaged',
      path,
      detail: like('数据 a：'),
    })
    expect(readdirSync(dirname(target))).toEqual(['copy.juesuan'])
  })
})

describe('automatic backups', () => {
  it('say when and why, ten are kept, the damaged ones besides', async () => {
    const { ledger, path } = await freshLedger()
    const clock = opener.clock
    clock.put('2025-04-01T10:00:00.000Z')
    mkdirSync(`${path}.backups`)
    const damaged = join(`${path}.backups`, '20240101T000000000Z-damaged.juesuan')
    const mine = join(`${path}.backups`, 'my own copy.juesuan')
    const left = join(`${path}.backups`, '20240101T000000000Z-daily.juesuan.new-1-abc')
    for (const file of [damaged, mine, left]) writeFileSync(file, '')
    const first = must(await ledger.autoBackup('daily'))
    expect(first).toMatch(/20250401T1000\d+Z-daily\.juesuan$/)
    for (let count = 0; count < 10; count++) must(await ledger.autoBackup('import'))
    const backups = must(listBackups(path))
    expect(backups.map(({ reason }) => reason)).toEqual([...Array.from({ length: 10 }, () => 'import'), 'damaged'])
    expect(backups[0]).toMatchObject({
      time: like(/^2025-04-01T10:00/),
      bytes: statSync(backups[0]?.path ?? '').size,
    })
    expect([damaged, mine, left].map(existsSync)).toEqual([true, true, false])
  })

  it('are made once a day for `daily`', async () => {
    const { ledger, path } = await freshLedger()
    opener.clock.put('2025-04-01T10:00:00.000Z')
    expect(must(await ledger.autoBackup('daily'))).not.toBeNull()
    expect(must(await ledger.autoBackup('daily'))).toBeNull()
    opener.clock.put('2025-04-02T10:00:00.000Z')
    expect(must(await ledger.autoBackup('daily'))).not.toBeNull()
    expect(must(listBackups(path))).toHaveLength(2)
  })

  it('made with the clock set back still sort last and stay', async () => {
    const { ledger, path } = await freshLedger()
    opener.clock.put('2025-04-01T10:00:00.000Z')
    for (let count = 0; count < 10; count++) must(await ledger.autoBackup('import'))
    opener.clock.put('1999-01-01T00:00:00.000Z')
    const made = must(await ledger.autoBackup('import'))
    expect(must(listBackups(path))[0]?.path).toBe(made)
  })

  it('of no ledger are none', () => {
    expect(must(listBackups(join(folder(), 'none.juesuan')))).toEqual([])
  })
})

/** A ledger with a later state, and a backup of an earlier one (a = 1). */
async function backedUp() {
  const { ledger, path, book } = await freshLedger()
  must(gesture(ledger, book.id, set('a', 1)))
  const backup = join(folder(), 'backup.juesuan')
  must(await ledger.backupTo(backup))
  must(gesture(ledger, book.id, set('a', 2)))
  return { ledger, path, book, backup }
}

describe('restoring', () => {
  it('puts the backup in place and keeps what was there', async () => {
    const { ledger, path, book, backup } = await backedUp()
    ledger.close()
    const { kept } = must(await restoreLedger(backup, path, opener))
    const now = await reopened(path)
    expect(factsOf(now, book.id)).toEqual({ a: 1 })
    expect(must(now.verify())).toEqual([])
    expect(must(listBackups(path)).map((one) => [one.path, one.reason])).toEqual([[kept, 'restore']])
    expect(factsOf(await reopened(kept ?? '', 'read'), book.id)).toEqual({ a: 2 })
    expect(drafts(dirname(path))).toEqual([])
  })

  it('and undoing the restore by restoring what was kept', async () => {
    const { ledger, path, book, backup } = await backedUp()
    ledger.close()
    const { kept } = must(await restoreLedger(backup, path, opener))
    must(await restoreLedger(kept ?? '', path, opener))
    expect(factsOf(await reopened(path), book.id)).toEqual({ a: 2 })
  })

  it('keeps edits that a killed writer left in the log only', async () => {
    const { path, book } = await closedLedger()
    const backup = join(folder(), 'backup.juesuan')
    const reader = await reopened(path)
    must(await reader.backupTo(backup))
    reader.close()
    const other = committingProcess(path, book.id)
    await other.atLeast(5)
    await other.kill()
    const { kept } = must(await restoreLedger(backup, path, opener))
    const keptRevision = must((await reopened(kept ?? '', 'read')).readBook(book.id)).summary.revision
    expect(keptRevision).toBeGreaterThanOrEqual(other.acknowledged.at(-1) as number)
    expect(factsOf(await reopened(path), book.id)).toEqual({ 'GK05!2010101!basic': 3 })
  })

  it('to where nothing is', async () => {
    const { book, backup } = await backedUp()
    const path = join(folder(), 'new.juesuan')
    expect(must(await restoreLedger(backup, path, opener))).toEqual({ path, kept: null })
    expect(factsOf(await reopened(path), book.id)).toEqual({ a: 1 })
  })

  it.each(['truncated', 'overwritten', 'future', 'tampered'] as const)(
    'over a %s ledger keeps its bytes',
    async (fault) => {
      const { book, backup } = await backedUp()
      const path = await {
        truncated: () => truncatedLedger('half'),
        overwritten: notADatabase,
        future: () => ledgerFromFuture(),
        tampered: async () => (await tamperedLedger()).path,
      }[fault]()
      const before = readFileSync(path)
      const { kept } = must(await restoreLedger(backup, path, opener))
      expect(factsOf(await reopened(path), book.id)).toEqual({ a: 1 })
      expect(must(listBackups(path))[0]).toMatchObject({
        path: kept,
        reason: /trunc|over/.test(fault) ? 'damaged' : 'restore',
      })
      if (/trunc|over/.test(fault)) expect(readFileSync(kept ?? '').equals(before)).toBe(true)
    },
  )

  it('refuses while somebody writes the ledger, here or elsewhere', async () => {
    const { path, backup } = await backedUp()
    expect(refused(await restoreLedger(backup, path, opener)).kind).toBe('ledger-locked')
    const closed = await closedLedger()
    const other = committingProcess(closed.path, closed.book.id)
    await other.atLeast(1)
    expect(refused(await restoreLedger(backup, closed.path, opener)).kind).toBe('ledger-locked')
    await other.kill()
  })

  it('refuses a backup that is the ledger, is missing, damaged, foreign or tampered with; the ledger stays', async () => {
    const { path } = await closedLedger()
    const before = readFileSync(path)
    const sources = {
      'request-rejected': path,
      'ledger-missing': join(folder(), 'none'),
      'ledger-foreign': foreignDatabase(),
      'ledger-too-new': await ledgerFromFuture(),
    }
    for (const [kind, from] of Object.entries(sources)) {
      expect(refused(await restoreLedger(from, path, opener)).kind).toBe(kind)
    }
    for (const from of [(await tamperedLedger()).path, await truncatedLedger('half')]) {
      expect(refused(await restoreLedger(from, path, opener))).toMatchObject({ kind: 'ledger-damaged', path: from })
    }
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(existsSync(`${path}.backups`)).toBe(false)
  })

  it('refuses to replace a file that never was a ledger', async () => {
    const { backup } = await backedUp()
    const path = foreignDatabase()
    expect(refused(await restoreLedger(backup, path, opener)).kind).toBe('ledger-foreign')
    const letter = join(folder(), 'letter.docx')
    renameSync(notADatabase(), letter)
    expect(refused(await restoreLedger(backup, letter, opener)).kind).toBe('ledger-foreign')
  })

  it('takes no log of the old ledger into the new one', async () => {
    const { ledger, path, book, backup } = await backedUp()
    const letGo = readerInTheWay(path)
    must(gesture(ledger, book.id, set('a', 3)))
    const log = readFileSync(`${path}-wal`)
    expect(log.length).toBeGreaterThan(0)
    letGo()
    ledger.close()
    rmSync(path)
    writeFileSync(`${path}-wal`, log)
    must(await restoreLedger(backup, path, opener))
    expect(factsOf(await reopened(path), book.id)).toEqual({ a: 1 })
  })
})
