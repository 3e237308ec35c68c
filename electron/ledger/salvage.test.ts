import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  foreignDatabase,
  notADatabase,
  pagesOf,
  readerInTheWay,
  retouch,
  tamper,
  wreckPages,
  zeroHeader,
} from './fixtures/faults.ts'
import {
  bookOf,
  edition,
  factsOf,
  folder,
  freshLedger,
  gesture,
  like,
  must,
  opener,
  refused,
  reopened,
  revisionOf,
  set,
} from './fixtures/ledgers.ts'
import { elsewhere, rowsOf, send, travelledBook } from './fixtures/travels.ts'
import { type Ledger, listBackups, type Salvage, salvageLedger } from './ledger.ts'

/** 某局: every kind of step, sealed with files. 另一局: sixty steps of twelve amounts. 第三局: moved away. */
async function makeThree(): Promise<string> {
  const { ledger, path } = await travelledBook('sealed')
  const other = must(ledger.createBook(bookOf({ department: '另一局' })))
  for (let step = 1; step <= 60; step++) must(gesture(ledger, other.id, ...wide(step)))
  const third = must(ledger.createBook(bookOf({ department: '第三局' })))
  must(await send(ledger, third.id, 'moved', elsewhere()))
  ledger.close()
  return path
}
const wide = (step: number) =>
  Array.from({ length: 12 }, (_, place) => set(`GK05!${2_010_101 + place + step * 12}!basic`, step * 1_000 + place))

const out = () => join(folder(), '救出.juesuan')
const salvaged = async (from: string): Promise<Salvage> => must(await salvageLedger({ from, to: out() }, opener))
const outcomes = ({ books }: Salvage) => books.map(({ department, outcome }) => `${department ?? '?'} ${outcome}`)

/** The new ledger opens and verifies. */
async function sound(salvage: Salvage): Promise<Ledger> {
  const ledger = await reopened(salvage.ledger ?? '')
  expect(must(ledger.verify())).toEqual([])
  return ledger
}

describe('salvage', () => {
  let three: Buffer
  let asIs: ReturnType<typeof rowsOf>[]
  let there: Record<string, unknown>
  beforeAll(async () => {
    const path = await makeThree()
    three = readFileSync(path)
    asIs = [1, 2, 3].map((book) => rowsOf(path, book))
    there = factsOf(await reopened(path, 'read'), 2)
  })
  /** The ledger of three books again, to be damaged. */
  const copied = (): string => {
    const path = join(folder(), '部门决算.juesuan')
    writeFileSync(path, three)
    return path
  }

  it('takes a sound ledger over byte for byte, and leaves it as it is', async () => {
    const path = copied()
    const report = await salvaged(path)
    expect(outcomes(report)).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
    expect(report).toMatchObject({ isListBroken: false, foreign: [], lostEditions: [], editions: 0 })
    const ledger = await sound(report)
    expect([1, 2, 3].map((book) => rowsOf(ledger.path, book))).toEqual(asIs)
    expect(must(ledger.books()).map(({ state }) => state)).toEqual(['open', 'sealed', 'moved'])
    expect(readFileSync(path)).toEqual(three)
    expect(existsSync(`${path}-wal`)).toBe(false)
  })

  it.each([
    ['damagedIndex: an index only', 'sqlite_autoindex_journal_1'],
    ['the index of departments and years', 'book_of_year'],
    ['the index of editions', 'sqlite_autoindex_edition_1'],
  ])('needs nothing of %s', async (_what, index) => {
    const path = copied()
    const { root, leaves } = pagesOf(path, index)
    wreckPages(path, [root, ...leaves])
    const report = await salvaged(path)
    expect(outcomes(report)).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
    const ledger = await sound(report)
    expect([1, 2, 3].map((book) => rowsOf(ledger.path, book))).toEqual(asIs)
  })

  it.each([
    ['zeroedHeader', (path: string) => zeroHeader(path)],
    ['the first page', (path: string) => wreckPages(path, [1])],
    ['the pages of the schema', (path: string) => wreckPages(path, pagesOf(path, 'sqlite_schema').leaves)],
  ])('finds the tables without %s', async (_what, damage) => {
    const path = copied()
    damage(path)
    const report = await salvaged(path)
    expect(outcomes(report)).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
    await sound(report)
  })

  it.each([
    ['a page in the middle of the facts', (path: string) => pagesOf(path, 'fact').leaves.slice(3, 4)],
    ['all facts', (path: string) => [pagesOf(path, 'fact').root]],
  ])('makes facts of the journal where %s cannot be read', async (_what, pages) => {
    const path = copied()
    wreckPages(path, pages(path))
    const report = await salvaged(path)
    expect(outcomes(report)).toContain('另一局 rebuilt')
    const ledger = await sound(report)
    expect([1, 2, 3].map((book) => rowsOf(ledger.path, book))).toEqual(asIs)
  })

  it('believes the journal, not a fact that was changed behind it, and tells how many', async () => {
    const path = copied()
    retouch(path, 'UPDATE fact SET number = 9 WHERE book = 2 AND number IN (1003, 2003)')
    const report = await salvaged(path)
    expect(report.books[1]).toMatchObject({ outcome: 'rebuilt', changed: 2, steps: 61, lostSteps: 0 })
    expect(factsOf(await sound(report), 2)).toEqual(there)
  })

  it('goes on with the facts behind a row of the journal that cannot be read, as one step that can be undone', async () => {
    const path = copied()
    wreckPages(path, pagesOf(path, 'journal').leaves.slice(-4, -3))
    const report = await salvaged(path)
    const [book] = report.books.filter(({ outcome }) => outcome !== 'whole')
    expect(book).toMatchObject({ department: '另一局', outcome: 'continued', state: 'open', detail: like('读不出') })
    expect((book?.steps ?? 0) + (book?.lostSteps ?? 0)).toBe(61)
    expect(book?.lostSteps).toBeGreaterThan(0)
    const ledger = await sound(report)
    expect(factsOf(ledger, 2)).toEqual(there)
    const [last, notice] = must(ledger.history(2, { limit: 2 }))
    expect(last).toMatchObject({ kind: 'gesture', origin: 'salvaged', changed: (book?.lostSteps ?? 0) * 12 })
    expect(notice).toMatchObject({
      kind: 'arrive',
      detail: { how: 'salvaged', lost: { rows: book?.lostSteps, files: [], editions: [] } },
    })
    expect(must(ledger.custody(2)).arrived).toMatchObject({ how: 'salvaged', file: '部门决算.juesuan' })
    must(ledger.undo(2))
    expect(Object.keys(factsOf(ledger, 2)).length).toBe(((book?.steps ?? 0) - 1) * 12)
    must(ledger.redo(2))
    must(gesture(ledger, 2, set('GK05!2999999!basic', 1)))
    expect(must(ledger.verify())).toEqual([])
  })

  it('pieces facts together of what lies there and what the journal said last, and names the unsure ones', async () => {
    const path = copied()
    const [hidden = 0] = pagesOf(path, 'fact').leaves.slice(2, 3)
    wreckPages(path, [...pagesOf(path, 'journal').leaves.slice(-4, -3), hidden])
    const report = await salvaged(path)
    const book = report.books.find(({ department }) => department === '另一局')
    expect(book).toMatchObject({ outcome: 'pieced', until: like(/^2025-/), lostFacts: true, state: 'open' })
    const ledger = await sound(report)
    const saved = factsOf(ledger, 2)
    // each amount was typed once: what is there is what was there, and only what lay in both damaged pages is missing
    for (const [key, value] of Object.entries(saved)) expect(value).toBe(there[key])
    const missing = Object.keys(there).filter((key) => !(key in saved))
    expect(missing.length).toBeLessThan(Object.keys(there).length / 10)
    expect(book?.unsure).toBeGreaterThan(0)
    expect(book?.unsureFacts.every((name) => name.replace('cell ', '') in saved)).toBe(true)
    must(ledger.undo(2))
    expect(Object.keys(factsOf(ledger, 2)).length).toBe(((book?.steps ?? 0) - 1) * 12)
  })

  it('takes no fact back that lies where nothing can be read, and each that was taken back', async () => {
    const { ledger, path, book } = await freshLedger()
    for (let step = 1; step <= 40; step++) must(gesture(ledger, book.id, ...wide(step)))
    const [gone, kept] = [wide(1)[3]?.key ?? '', wide(40)[3]?.key ?? '']
    must(gesture(ledger, book.id, set(gone, null), set(kept, 7)))
    for (let step = 41; step <= 44; step++) must(gesture(ledger, book.id, ...wide(step)))
    ledger.close()
    retouch(path, 'UPDATE journal SET label = 1 WHERE seq IN (5, 42)')
    wreckPages(path, pagesOf(path, 'fact').leaves.slice(-1))
    const report = await salvaged(path)
    expect(report.books).toMatchObject([{ outcome: 'pieced', steps: 4, lostSteps: 42 }])
    const saved = factsOf(await sound(report), 1)
    expect(saved[gone]).toBeUndefined()
    // the last readable row that speaks of it; that it is unsure is told
    expect(saved[kept]).toBe(40_003)
    expect(report.books[0]?.unsureFacts).toContain(`cell ${kept}`)
    expect(Object.keys(saved).length).toBe(44 * 12 - 1)
  })

  it('takes the facts alone where the journal cannot be read, and says so in its first row', async () => {
    const path = copied()
    retouch(path, "UPDATE journal SET label = 'x' WHERE book = 2")
    const report = await salvaged(path)
    expect(report.books[1]).toMatchObject({ outcome: 'facts', state: 'open', steps: 0, lostFacts: false })
    const ledger = await sound(report)
    expect(factsOf(ledger, 2)).toEqual(there)
    expect(must(ledger.history(2, { limit: 5 }))).toMatchObject([
      {
        kind: 'open',
        origin: 'salvaged',
        label: like('原有的操作记录读不出'),
        detail: { salvaged: { factsLost: false } },
      },
    ])
  })

  it('opens a sealed book again whose sealing cannot be read, and keeps what it says', async () => {
    const path = copied()
    const reader = await reopened(path, 'read')
    const before = factsOf(reader, 1)
    reader.close()
    retouch(path, "UPDATE journal SET label = 'x' WHERE book = 1 AND seq = 10")
    const report = await salvaged(path)
    expect(report.books[0]).toMatchObject({ outcome: 'continued', was: 'sealed', state: 'open', steps: 9 })
    expect(factsOf(await sound(report), 1)).toEqual(before)
  })

  it('keeps a book sealed whose sealed files are gone, and names them', async () => {
    const path = copied()
    retouch(path, "UPDATE sealed_file SET bytes = x'00' WHERE name = '某局.pdf'")
    const report = await salvaged(path)
    expect(report.books[0]).toMatchObject({ outcome: 'whole', state: 'sealed', lostFiles: ['某局.pdf'] })
    const ledger = await sound(report)
    expect(must(ledger.sealedFiles(1)).map(({ name }) => name)).toEqual(['某局.xlsx'])
    must(ledger.unseal(1, '重新上报'))
  })

  it('makes the list of books of their journals, and warns of others', async () => {
    const path = copied()
    wreckPages(path, [pagesOf(path, 'book').root])
    const report = await salvaged(path)
    expect(outcomes(report)).toEqual(['某局 rebuilt', '另一局 rebuilt', '第三局 rebuilt'])
    expect(report.isListBroken).toBe(true)
    const ledger = await sound(report)
    expect([1, 2, 3].map((book) => rowsOf(ledger.path, book))).toEqual(asIs)
  })

  it('takes an edition from the program where the ledger does not give it', async () => {
    const path = copied()
    wreckPages(path, pagesOf(path, 'edition').leaves)
    const lost = await salvaged(path)
    expect(lost).toMatchObject({ ledger: null, books: [{ outcome: 'lost', detail: '所用的套表读不出' }, {}, {}] })
    const known = [edition(), edition('dongcheng-2024', 2)]
    const spare = (hash: string) => known.find((one) => one.hash === hash) ?? null
    const report = must(await salvageLedger({ from: path, to: out(), spare }, opener))
    expect(outcomes(report)).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
    await sound(report)
    const newest = must(
      await salvageLedger(
        { from: path, to: out(), spare: (hash) => (hash === known[1]?.hash ? known[1] : null) },
        opener,
      ),
    )
    expect(newest.books[0]).toMatchObject({ outcome: 'whole', lostEditions: 1, state: 'sealed' })
    expect(outcomes(newest).slice(1)).toEqual(['另一局 lost', '第三局 lost'])
    await sound(newest)
  })

  it('truncatedLedger: saves what the half of a file has, and tells of the rest', async () => {
    const path = copied()
    truncateSync(path, Math.floor(three.length / 2))
    const report = await salvaged(path)
    expect(report.books.map(({ department }) => department)).toContain('某局')
    const partly = report.books.find(({ department }) => department === '另一局')
    expect(partly).toMatchObject({ outcome: like(/^(continued|pieced)$/) })
    await sound(report)
  })

  it('reads commits that are in the log only', async () => {
    const { ledger, path, book } = await freshLedger()
    const letGo = readerInTheWay(path)
    must(gesture(ledger, book.id, set('a', 1)))
    must(gesture(ledger, book.id, set('a', 2)))
    const dead = out()
    for (const end of ['', '-wal']) copyFileSync(path + end, dead + end)
    letGo()
    const report = await salvaged(dead)
    expect(report.books).toMatchObject([{ outcome: 'whole', steps: 3 }])
    expect(factsOf(await sound(report), 1)).toEqual({ a: 2 })
  })

  it('foreignTrigger: runs nothing of a file, and leaves behind what is not ours', async () => {
    const path = copied()
    tamper(
      path,
      `CREATE TABLE spy (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1) STORED);
       CREATE VIEW seen AS SELECT * FROM fact;
       CREATE TRIGGER thief AFTER INSERT ON fact BEGIN DELETE FROM fact; END;`,
    )
    const report = await salvaged(path)
    expect([...report.foreign].sort()).toEqual(['table spy', 'trigger thief', 'view seen'])
    expect(outcomes(report)).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
    await sound(report)
  })

  it('reads a table that somebody defined anew only where it is as ours', async () => {
    const path = copied()
    const db = new Database(path)
    db.unsafeMode()
    db.exec("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2, sql = sql || ' ' WHERE name = 'fact'")
    db.close()
    expect(outcomes(await salvaged(path))).toEqual(['某局 whole', '另一局 whole', '第三局 whole'])
  })

  it('names the newest sound backup for what is not whole, and the books only a backup knows', async () => {
    const { ledger, path, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    const second = must(ledger.createBook(bookOf({ department: '另一局' })))
    must(await ledger.autoBackup('manual'))
    must(gesture(ledger, book.id, set('a', 2)))
    must(await ledger.autoBackup('manual'))
    must(gesture(ledger, book.id, set('a', 3)))
    ledger.close()
    const [newest, older] = must(listBackups(path))
    wreckPages(newest?.path ?? '', [1])
    retouch(
      path,
      `UPDATE journal SET label = 'x' WHERE book = ${book.id} AND seq = 4;
      DELETE FROM journal WHERE book = ${second.id}; DELETE FROM book WHERE id = ${second.id};
      VACUUM`,
    )
    const report = await salvaged(path)
    expect(report.books).toMatchObject([
      { department: '某局', outcome: 'continued', steps: 3, backup: { name: older?.name, steps: 2 } },
      { department: '另一局', outcome: 'lost', number: null, backup: { name: older?.name, steps: 1 } },
    ])
  })

  it('takes rows, editions and sealed files from backups, whose hashes prove them, and facts from none', async () => {
    const { ledger, path } = await travelledBook('sealed')
    must(await ledger.autoBackup('manual'))
    must(ledger.unseal(1, '改错'))
    must(gesture(ledger, 1, set('a', 99)))
    ledger.close()
    const before = rowsOf(path, 1)
    const [backup] = must(listBackups(path))
    wreckPages(backup?.path ?? '', [pagesOf(path, 'book').root])
    retouch(
      path,
      "UPDATE journal SET label = 'x' WHERE seq = 5; UPDATE sealed_file SET bytes = x'00'; UPDATE edition SET json = ''",
    )
    const report = await salvaged(path)
    expect(report.books).toMatchObject([
      { outcome: 'whole', state: 'open', steps: before.journal.length, lostFiles: [] },
    ])
    const saved = await sound(report)
    expect(rowsOf(saved.path, 1)).toEqual(before)
    expect(factsOf(saved, 1)).toMatchObject({ a: 99 })
  })

  it('refuses what it could do nothing with, and makes nothing', async () => {
    const to = out()
    const refusal = async (from: string) => refused(await salvageLedger({ from, to }, opener)).kind
    expect(await refusal(notADatabase())).toBe('ledger-foreign')
    expect(await refusal(foreignDatabase())).toBe('ledger-foreign')
    expect(await refusal(join(folder(), '没有.juesuan'))).toBe('ledger-missing')
    expect(await refusal(folder())).toBe('ledger-foreign')
    const { ledger, path, book } = await freshLedger()
    expect(await refusal(path)).toBe('ledger-locked')
    expect(revisionOf(ledger, book.id)).toBe(1)
    ledger.close()
    expect(existsSync(to)).toBe(false)
    writeFileSync(to, '')
    expect(await refusal(path)).toBe('ledger-exists')
    expect(readFileSync(to).length).toBe(0)
  })

  it('loses no book silently, whatever pages are damaged', async () => {
    const chance = seeded(20_250_301)
    const pages = three.length / 4096
    const names = ['某局', '另一局', '第三局']
    for (let round = 0; round < 20; round++) {
      const path = copied()
      const count = 1 + chance(round < 10 ? 3 : Math.floor(pages / 3))
      const hit = Array.from({ length: count }, () => 1 + chance(pages))
      damage(path, hit, chance)
      const report = await salvaged(path)
      const told = new Map(report.books.map((book) => [book.department, book]))
      for (const [place, name] of names.entries()) {
        const book = told.get(name)
        const what = `round ${round}, pages ${hit.join()}: ${name}`
        if (book === undefined) {
          const isNameless = report.books.some(({ department }) => department === null)
          expect(isNameless || report.isListBroken, what).toBe(true)
        } else if (book.outcome === 'whole' || book.outcome === 'rebuilt') {
          const saved = await reopened(report.ledger ?? '', 'read')
          const id = must(saved.books()).find(({ department }) => department === name)?.id ?? 0
          const rows = rowsOf(saved.path, id)
          saved.close()
          const isTold = book.lostSteps === null || book.lostFiles.length + book.lostEditions > 0
          if (!isTold) expect(rows, what).toEqual(asIs[place])
        } else expect(book.detail, what).not.toBeNull()
      }
      if (report.ledger !== null) (await sound(report)).close()
    }
  })
})

/** Numbers below a bound, always the same for a seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Pages overwritten whole, or a few of their bytes. */
function damage(path: string, pages: readonly number[], chance: (below: number) => number): void {
  const bytes = readFileSync(path)
  for (const page of pages) {
    const isWhole = chance(2) === 0
    const start = (page - 1) * 4096
    for (let turn = 0; turn < (isWhole ? 4096 : 8); turn++) {
      bytes[start + (isWhole ? turn : chance(4096))] = chance(256)
    }
  }
  writeFileSync(path, bytes)
}
