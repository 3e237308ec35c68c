import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit } from './commit.ts'
import {
  foreignDatabase,
  ledgerFromFuture,
  notADatabase,
  readerInTheWay,
  readOnlyFile,
  readOnlyMedium,
  smallDisk,
  tamper,
  truncatedLedger,
} from './fixtures/faults.ts'
import {
  bookOf,
  cell,
  closedLedger,
  edition,
  factsOf,
  folder,
  freshLedger,
  gesture,
  like,
  must,
  opener,
  opening,
  refused,
  reopened,
  sealNow,
  set,
  typed,
} from './fixtures/ledgers.ts'
import { createLedger } from './ledger.ts'
import { openForWriting } from './open.ts'

const modes = ['read', 'write'] as const

describe('creating', () => {
  it('makes an empty ledger with an identity, and nothing beside it but the lock', async () => {
    const path = join(folder(), 'a.juesuan')
    const ledger = must(await createLedger(path, opener))
    expect(must(ledger.books())).toEqual([])
    expect(must(ledger.info())).toMatchObject({ id: like(/^[0-9a-f-]{36}$/), program: 'juesuan test' })
    expect(must(ledger.verify())).toEqual([])
    ledger.close()
    expect(readdirSync(dirname(path)).sort()).toEqual(['a.juesuan', 'a.juesuan.lock'])
  })

  it('never overwrites: a ledger, another file, an empty file, a folder', async () => {
    const { path } = await closedLedger()
    const before = readFileSync(path)
    expect(refused(await createLedger(path, opener)).kind).toBe('ledger-exists')
    expect(readFileSync(path).equals(before)).toBe(true)
    const empty = join(folder(), 'empty')
    writeFileSync(empty, '')
    expect(refused(await createLedger(empty, opener)).kind).toBe('ledger-exists')
    expect(refused(await createLedger(dirname(empty), opener)).kind).toBe('ledger-exists')
  })

  it('lets one of two at once win', async () => {
    const path = join(folder(), 'a.juesuan')
    const both = await Promise.all([createLedger(path, opener), createLedger(path, opener)])
    expect(both.map((result) => result.ok).sort()).toEqual([false, true])
    for (const result of both) if (result.ok) result.value.close()
    expect(readdirSync(dirname(path)).sort()).toEqual(['a.juesuan', 'a.juesuan.lock'])
  })

  it('refuses beside the log of a deleted ledger, which SQLite would read into the new one', async () => {
    const path = join(folder(), 'a.juesuan')
    writeFileSync(`${path}-wal`, 'log')
    expect(refused(await createLedger(path, opener))).toEqual({ kind: 'ledger-exists', path: `${path}-wal` })
  })

  it.for([20, 60, 116, 144, 172])(
    'on a disk of %d KB: there is no half ledger, and the disk is full',
    async (size, context) => {
      const disk = smallDisk(size)
      if (disk === null) return context.skip('this user cannot mount a small disk')
      const path = join(disk, 'a.juesuan')
      expect(refused(await createLedger(path, opener))).toEqual({ kind: 'disk-full', path })
      expect(readdirSync(disk).filter((name) => name !== 'a.juesuan.lock')).toEqual([])
    },
  )

  it('refuses in a folder that is missing or read-only', async () => {
    expect(refused(await createLedger(join(folder(), 'none', 'a'), opener)).kind).toBe('ledger-missing')
    const path = await readOnlyFile('folder')
    expect(refused(await createLedger(`${path}2`, opener)).kind).toBe('ledger-read-only')
  })
})

describe.each(modes)('opening for %s refuses', (mode) => {
  it('what is not there', async () => {
    expect(refused(await opening(join(folder(), 'none'), mode)).kind).toBe('ledger-missing')
    expect(refused(await opening(join(folder(), 'none', 'none'), mode)).kind).toBe('ledger-missing')
  })

  it('a folder', async () => {
    expect(refused(await opening(folder(), mode)).kind).toBe('ledger-foreign')
  })

  it('a newer ledger, naming both schemas, and leaves it untouched', async () => {
    const path = await ledgerFromFuture(99)
    const before = readFileSync(path)
    expect(refused(await opening(path, mode))).toEqual({ kind: 'ledger-too-new', path, theirs: 99, ours: 1 })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it("another program's database and other files, without a trace beside them", async () => {
    for (const path of [foreignDatabase(), notADatabase()]) {
      expect(refused(await opening(path, mode)).kind).toBe('ledger-foreign')
      expect(readdirSync(dirname(path))).toEqual([basename(path)])
    }
  })

  it.each([0, 7, 50, 100, 3000, 4096, 10_000, 'half'] as const)('a ledger cut off at %s bytes', async (bytes) => {
    const path = await truncatedLedger(bytes)
    expect(refused(await opening(path, mode)).kind).toBe('ledger-damaged')
  })

  it('a ledger with overwritten pages', async () => {
    const { path } = await closedLedger()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 4096 * 2, 4096 * 4)
    writeFileSync(path, bytes)
    expect(refused(await opening(path, mode)).kind).toBe('ledger-damaged')
    bytes.fill(0, 0, 16)
    writeFileSync(path, bytes)
    expect(refused(await opening(path, mode))).toMatchObject({ kind: 'ledger-damaged', detail: '文件头已损坏' })
  })

  it('a migration that was edited after its release', async () => {
    const { path } = await closedLedger()
    const migrations = join(folder(), 'migrations')
    mkdirSync(migrations)
    writeFileSync(join(migrations, '0001_ledger.sql'), 'SELECT 1;')
    writeFileSync(join(migrations, 'hashes.json'), '{"0001_ledger.sql": "0000"}')
    const result = await opening(path, mode, { migrations })
    expect(refused(result)).toEqual({ kind: 'migration-changed', name: '0001_ledger.sql' })
  })
})

describe('read-only', () => {
  it.each(['file', 'folder'] as const)('a marked %s opens for reading only', async (what) => {
    const path = await readOnlyFile(what)
    expect(refused(await opening(path, 'write'))).toEqual({ kind: 'ledger-read-only', path })
    const ledger = await reopened(path, 'read')
    expect(must(ledger.verify())).toEqual([])
  })

  it('a ledger open for reading refuses every change', async () => {
    const { path, book } = await closedLedger()
    const ledger = await reopened(path, 'read')
    const results = [
      ledger.commit(book.id, typed(4, set('a', 1))),
      ledger.undo(book.id),
      ledger.redo(book.id),
      ledger.unseal(book.id, 'x'),
      sealNow(ledger, book.id),
      await ledger.autoBackup('import'),
    ]
    for (const result of results) expect(refused(result).kind).toBe('ledger-read-only')
  })

  it('a medium that cannot be written is read, with the log of a killed writer, and left as it is', async (context) => {
    const { ledger, path, book } = await freshLedger()
    readerInTheWay(path)
    must(gesture(ledger, book.id, set('a', 7)))
    // The bytes of a killed writer: the commit is in the log only.
    const disc = folder()
    for (const end of ['', '-wal']) copyFileSync(path + end, join(disc, `a.juesuan${end}`))
    const medium = readOnlyMedium(disc)
    if (medium === null) return context.skip('this user cannot mount a read-only medium')
    expect(refused(await opening(join(medium, 'a.juesuan'), 'write')).kind).toBe('ledger-read-only')
    const reader = await reopened(join(medium, 'a.juesuan'), 'read')
    expect(factsOf(reader, book.id)).toEqual({ a: 7 })
    expect(must(reader.verify())).toEqual([])
    reader.close()
    expect(readdirSync(disc).sort()).toEqual(['a.juesuan', 'a.juesuan-wal'])
  })

  it('a closed ledger on such a medium is read too', async (context) => {
    const { path, book } = await closedLedger()
    const medium = readOnlyMedium(dirname(path))
    if (medium === null) return context.skip('this user cannot mount a read-only medium')
    const reader = await reopened(join(medium, basename(path)), 'read')
    expect(factsOf(reader, book.id)).toEqual({ 'GK05!2010101!basic': 3 })
  })
})

describe('reading beside a writer', () => {
  it('sees what is committed, while the writer goes on', async () => {
    const { ledger, path, book } = await freshLedger()
    const reader = await reopened(path, 'read')
    must(gesture(ledger, book.id, set('a', 1)))
    expect(factsOf(reader, book.id)).toEqual({ a: 1 })
    must(gesture(ledger, book.id, set('a', 2)))
    expect(factsOf(reader, book.id)).toEqual({ a: 2 })
    reader.close()
    must(gesture(ledger, book.id, set('a', 3)))
    ledger.close()
    expect(factsOf(await reopened(path), book.id)).toEqual({ a: 3 })
  })

  it('two names of one ledger are one ledger', async () => {
    const { path } = await freshLedger()
    const link = join(folder(), 'link.juesuan')
    symlinkSync(path, link)
    expect(refused(await opening(link, 'write'))).toMatchObject({ kind: 'ledger-locked', path })
  })
})

describe('while open', () => {
  it('a deleted or replaced ledger, or a deleted log, acknowledges nothing more', async () => {
    const first = await freshLedger()
    rmSync(first.path)
    expect(refused(gesture(first.ledger, first.book.id, set('a', 1))).kind).toBe('ledger-missing')
    const second = await freshLedger()
    const { path } = await closedLedger()
    rmSync(second.path)
    copyFileSync(path, second.path)
    expect(refused(gesture(second.ledger, second.book.id, set('a', 1))).kind).toBe('file-failed')
    const third = await freshLedger()
    rmSync(`${third.path}-wal`)
    expect(refused(gesture(third.ledger, third.book.id, set('a', 1))).kind).toBe('file-failed')
  })

  it('another file copied into it, or nothing, acknowledges nothing more', async () => {
    const other = readFileSync((await closedLedger()).path)
    for (const bytes of [other, Buffer.alloc(other.length)]) {
      const { ledger, path, book } = await freshLedger()
      must(gesture(ledger, book.id, set('a', 1)))
      writeFileSync(path, bytes, { flag: 'r+' })
      expect(refused(gesture(ledger, book.id, set('a', 2)))).toMatchObject({
        kind: 'file-failed',
        detail: like('改写'),
      })
    }
  })

  it('an earlier state of itself copied into it acknowledges nothing more', async () => {
    const { ledger, path, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    const earlier = readFileSync(path)
    must(gesture(ledger, book.id, set('a', 2)))
    writeFileSync(path, earlier, { flag: 'r+' })
    expect(refused(gesture(ledger, book.id, set('a', 3)))).toMatchObject({ kind: 'file-failed', detail: like('改写') })
  })

  it('a file that was only touched is written on', async () => {
    const { ledger, path, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    utimesSync(path, new Date(), new Date())
    must(gesture(ledger, book.id, set('a', 2)))
    expect(factsOf(ledger, book.id)).toEqual({ a: 2 })
    expect(must(ledger.verify())).toEqual([])
  })

  it.each(['file', 'folder'] as const)(
    'a %s that was made read-only is refused, and goes on when it is not',
    async (what) => {
      const { ledger, path, book } = await freshLedger()
      must(gesture(ledger, book.id, set('a', 1)))
      const marked = what === 'file' ? path : dirname(path)
      const { mode } = statSync(marked)
      chmodSync(marked, mode & ~0o222)
      expect(refused(gesture(ledger, book.id, set('a', 2)))).toEqual({ kind: 'ledger-read-only', path })
      chmodSync(marked, mode)
      must(gesture(ledger, book.id, set('a', 2)))
    },
  )

  it('the one file has everything after each gesture, its log nothing', async () => {
    const { ledger, path, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 5)))
    expect(statSync(`${path}-wal`).size).toBe(0)
    const copy = join(folder(), 'copy.juesuan')
    copyFileSync(path, copy)
    expect(factsOf(await reopened(copy), book.id)).toEqual({ a: 5 })
  })

  it('somebody in the middle of reading is not waited for', async () => {
    const { ledger, path, book } = await freshLedger()
    const letGo = readerInTheWay(path)
    must(gesture(ledger, book.id, set('a', 1)))
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0)
    letGo()
    must(gesture(ledger, book.id, set('a', 2)))
    expect(statSync(`${path}-wal`).size).toBe(0)
  })
})

describe('a full disk', () => {
  it('refuses the gesture and keeps everything before it', async () => {
    const { path, book } = await closedLedger()
    const { handle, close } = await openForWriting(path, opener)
    handle.db.pragma(`max_page_count = ${Number(handle.db.pragma('page_count', { simple: true })) + 1}`)
    const changes = Array.from({ length: 5_000 }, (_, index) => set(`GK06!${index}!basic`, index))
    expect(refused(commit(handle, book.id, typed(4, ...changes)))).toEqual({ kind: 'disk-full', path })
    expect(must(commit(handle, book.id, typed(4, set('a', 1)))).revision).toBe(5)
    close()
    expect(must((await reopened(path)).verify())).toEqual([])
  })

  it('on a real small disk: refused with a fault at every step, nothing acknowledged is lost', async (context) => {
    const disk = smallDisk(600)
    if (disk === null) return context.skip('this user cannot mount a small disk')
    const path = join(disk, 'a.juesuan')
    const { ledger, book } = await freshLedger(path)
    let acknowledged = 0
    let fault: string | null = null
    for (let index = 0; fault === null && index < 2_000; index++) {
      const result = gesture(
        ledger,
        book.id,
        set('n', index),
        ...Array.from({ length: 40 }, (_, k) => set(`${k}`, index)),
      )
      if (result.ok) acknowledged = index
      else fault = result.fault.kind
    }
    expect(fault).toBe('disk-full')
    expect(acknowledged).toBeGreaterThan(0)
    expect(factsOf(ledger, book.id)).toMatchObject({ n: acknowledged })
    expect(refused(await ledger.backupTo(join(disk, 'b.juesuan'))).kind).toBe('disk-full')
    expect(refused(await ledger.autoBackup('daily')).kind).toBe('disk-full')
    expect(refused(await createLedger(join(disk, 'c.juesuan'), opener)).kind).toBe('disk-full')
    ledger.close()
    expect(existsSync(join(disk, 'b.juesuan'))).toBe(false)
    expect(readdirSync(disk).filter((name) => name.includes('.new-'))).toEqual([])
    const copy = join(folder(), 'moved.juesuan')
    for (const end of ['', '-wal'])
      if (statSync(path + end, { throwIfNoEntry: false })) copyFileSync(path + end, copy + end)
    const again = await reopened(copy)
    expect(factsOf(again, book.id)).toMatchObject({ n: acknowledged })
    expect(must(again.verify())).toEqual([])
  })
})

describe('books', () => {
  it('are one per department and year', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 1)])
    expect(refused(ledger.createBook(bookOf()))).toEqual({ kind: 'book-exists', department: '某局', year: 2024 })
    must(ledger.createBook(bookOf({ year: 2023 })))
    must(ledger.createBook(bookOf({ department: '另一局' })))
    expect(must(ledger.departments())).toEqual(['某局', '另一局'])
    expect(must(ledger.books()).map(({ department, year }) => `${department} ${year}`)).toEqual([
      '另一局 2024',
      '某局 2023',
      '某局 2024',
    ])
    expect(must(ledger.findBook('某局', 2024))).toEqual(book)
    expect(refused(ledger.findBook('某局', 2020)).kind).toBe('book-missing')
    expect(must(ledger.readEdition(edition().hash))).toEqual(edition())
    expect(must(ledger.history(book.id, { limit: 1 }))[0]).toMatchObject({
      kind: 'open',
      detail: { ledger: must(ledger.info()).id, department: '某局', year: 2024, edition: { hash: edition().hash } },
      changes: [{ kind: 'cell', key: 'a', before: null, after: 1 }],
    })
    expect(refused(ledger.undo(book.id)).kind).toBe('nothing-to-undo')
  })

  it('refuse an edition that is not what its hash says, an empty department, a strange year', async () => {
    const { ledger } = await freshLedger()
    for (const wrong of [
      { edition: { ...edition(), json: '{}' } },
      { department: ' ' },
      { year: 24 },
      { facts: [cell('a', 0.5)] },
    ]) {
      expect(refused(ledger.createBook(bookOf({ department: '甲', ...wrong }))).kind).toBe('request-rejected')
    }
    expect(must(ledger.books())).toHaveLength(1)
    expect(must(ledger.departments())).toHaveLength(1)
  })
})

describe('parts that somebody put into a ledger to be run', () => {
  const trigger = 'CREATE TRIGGER spy AFTER INSERT ON journal BEGIN UPDATE fact SET number = 1; END'
  it.each([
    ['a trigger', trigger, '触发器 spy'],
    [
      'a trigger of ours with another body',
      'DROP TRIGGER fact_insert_open; CREATE TRIGGER fact_insert_open BEFORE INSERT ON fact BEGIN SELECT 1; END',
      '触发器 fact_insert_open',
    ],
    ['an index that computes', 'CREATE INDEX spy ON fact (hex(zeroblob(1000)))', '索引 spy'],
    ['a table that computes', 'CREATE TABLE spy (a, b AS (hex(zeroblob(1000))))', '表 spy'],
    ['a virtual table', 'CREATE VIRTUAL TABLE spy USING fts5(a)', '表 spy'],
  ])('%s: the ledger is not opened for writing', async (_, sql, place) => {
    const { path } = await closedLedger()
    tamper(path, sql)
    const fault = refused(await opening(path, 'write'))
    expect(fault).toMatchObject({ kind: 'ledger-damaged', path })
    expect(fault.kind === 'ledger-damaged' ? fault.detail : '').toContain(place)
  })

  it('a trigger does nothing to whoever reads, and other programs may have tables of their own', async () => {
    const { path } = await closedLedger()
    tamper(path, trigger)
    must(await opening(path, 'read')).close()
    tamper(path, 'DROP TRIGGER spy; CREATE TABLE spy (a TEXT, b INTEGER); CREATE VIEW look AS SELECT a FROM spy')
    must(await opening(path, 'write')).close()
  })
})
