import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  foreignDatabase,
  ledgerFromFuture,
  readOnlyFile,
  retouch,
  smallDisk,
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
  listed,
  must,
  refused,
  reopened,
  set,
} from './fixtures/ledgers.ts'
import {
  elsewhere,
  firstFiles,
  lastFiles,
  otherLedger,
  rowsOf,
  send,
  sentBook,
  travelledBook,
} from './fixtures/travels.ts'
import { hashRow } from './journal.ts'
import type { ArriveDetail, Ledger } from './ledger.ts'
import type { JournalRow } from './statements.ts'

const booksOf = (ledger: Ledger): string[] =>
  must(ledger.books()).map(({ department, year, state }) => `${department} ${year} ${state}`)

describe.each(['moved', 'copied'] as const)('a book that is %s', (how) => {
  it.each(['open', 'sealed'] as const)('and %s takes everything along, byte for byte', async (state) => {
    const { ledger, path, book } = await travelledBook(state)
    const before = rowsOf(path, book.id)
    const summary = must(ledger.readBook(book.id)).summary
    const to = elsewhere()
    const sent = must(await send(ledger, book.id, how, to))
    expect(sent).toMatchObject({ path: to, created: true, wasThere: false, book: { state, department: '某局' } })
    const there = await reopened(to)
    const arrived = must(there.findBook('某局', 2024))
    expect(arrived).toEqual({ ...sent.book })
    expect(arrived).toEqual({ ...summary, id: arrived.id, seq: summary.seq + 1, canUndo: false })
    const after = rowsOf(to, arrived.id)
    expect(after.journal.slice(0, -1)).toEqual(before.journal)
    expect({ facts: after.facts, files: after.files }).toEqual({ facts: before.facts, files: before.files })
    expect(before.files).toHaveLength(state === 'sealed' ? 3 : 1)
    const last = before.journal.at(-1)
    const home = must(ledger.info()).id
    expect(must(there.readEntry(arrived.id, arrived.seq))).toMatchObject({
      kind: 'arrive',
      label: '部门决算.juesuan',
      changed: 0,
      revision: summary.revision,
      detail: {
        how,
        from: { ledger: home, file: '部门决算.juesuan', department: '某局', year: 2024, seq: last?.['seq'] },
        to: { ledger: must(there.info()).id, file: '另一账套.juesuan' },
      },
    })
    expect(after.journal.at(-1)).toMatchObject({ prev_hash: last?.['hash'] })
    expect(must(there.verify())).toEqual([])
    expect(must(ledger.verify())).toEqual([])
    for (const one of [edition(), edition('dongcheng-2024', 2)]) expect(must(there.readEdition(one.hash))).toEqual(one)
    expect(must(there.lastJournalTime(arrived.id))).toBe(must(ledger.lastJournalTime(book.id)))
    expect(must(there.custody(arrived.id)).arrived).toMatchObject({ ledger: home, file: '部门决算.juesuan', how })
  })

  it('and sealed stays sealed, with the very files, until it is unsealed there', async () => {
    const { ledger, book } = await travelledBook()
    const to = await otherLedger()
    must(await send(ledger, book.id, how, to))
    const there = await reopened(to)
    expect(booksOf(there)).toEqual(['另一局 2024 open', '某局 2024 sealed'])
    const { id } = must(there.findBook('某局', 2024))
    expect(listed(must(there.sealedFiles(id)))).toEqual(listed(lastFiles))
    expect(listed(must(there.sealedFiles(id, 7)))).toEqual(listed(firstFiles))
    expect(refused(gesture(there, id, set('a', 9))).kind).toBe('book-sealed')
    must(there.unseal(id, '改错'))
    must(gesture(there, id, set('a', 9)))
    must(there.undo(id))
    expect(must(there.verify())).toEqual([])
  })

  it('can be changed there; undo does not reach behind its arrival', async () => {
    const { to, id } = await sentBook(how, 'open')
    const there = await reopened(to)
    expect(refused(there.undo(id)).kind).toBe('nothing-to-undo')
    must(gesture(there, id, set('c', 1)))
    must(there.undo(id))
    expect(refused(there.undo(id)).kind).toBe('nothing-to-undo')
    must(there.redo(id))
    expect(factsOf(there, id)).toEqual({ opening: 5, a: 4, b: 7, c: 1, text: '第2次' })
    expect(must(there.verify())).toEqual([])
  })
})

describe('what a book leaves behind', () => {
  it('moved: a book to read, verify and hand out files of, that nobody can change and no year counts', async () => {
    const { ledger, path, book, to } = await sentBook('moved')
    expect(booksOf(ledger)).toEqual(['某局 2024 moved'])
    expect(refused(ledger.findBook('某局', 2024)).kind).toBe('book-missing')
    const { id } = must((await reopened(to, 'read')).info())
    const [close] = must(ledger.history(book.id, { limit: 1 }))
    expect(close).toMatchObject({ kind: 'close', label: '另一账套.juesuan', detail: { to: { ledger: id } } })
    expect(must(ledger.custody(book.id))).toMatchObject({
      left: { ledger: id, file: '另一账套.juesuan', time: close?.time },
      sealing: { files: [{ name: '某局.xlsx', bytes: 4 }, { name: '某局.pdf' }] },
    })
    expect(must(ledger.sealedFiles(book.id))).toHaveLength(2)
    expect(factsOf(ledger, book.id)).toMatchObject({ a: 4 })
    const results = [
      gesture(ledger, book.id, set('a', 9)),
      ledger.undo(book.id),
      ledger.unseal(book.id, '改错'),
      await send(ledger, book.id, 'moved', elsewhere()),
      await send(ledger, book.id, 'copied', elsewhere()),
    ]
    for (const result of results) {
      expect(refused(result)).toMatchObject({ kind: 'request-rejected', reason: like(/^已转到另一账套/) })
    }
    expect(must(ledger.verify())).toEqual([])
    must(ledger.createBook(bookOf()))
    ledger.close()
    expect(must((await reopened(path)).verify())).toEqual([])
  })

  it('copied: the book as it was, to the last byte, even from a ledger open for reading', async () => {
    const { ledger, path, book } = await travelledBook()
    ledger.close()
    const before = readFileSync(path)
    const reader = await reopened(path, 'read')
    expect(refused(await send(reader, book.id, 'moved', elsewhere()))).toEqual({ kind: 'ledger-read-only', path })
    must(await send(reader, book.id, 'copied', elsewhere()))
    reader.close()
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('there and back again: the chain has both arrivals, and the book left here stays closed', async () => {
    const { ledger, path, to, id } = await sentBook('moved')
    ledger.close()
    const there = await reopened(to)
    must(there.unseal(id, '改错'))
    must(gesture(there, id, set('a', 9)))
    must(await send(there, id, 'moved', path))
    const back = await reopened(path)
    expect(booksOf(back)).toEqual(['某局 2024 moved', '某局 2024 open'])
    expect(factsOf(back, must(back.findBook('某局', 2024)).id)).toMatchObject({ a: 9 })
    for (const one of [back, there]) expect(must(one.verify())).toEqual([])
    back.close()
    const again = await reopened(path)
    must(await send(again, must(again.findBook('某局', 2024)).id, 'copied', elsewhere()))
  })
})

describe('a chain that arrived', () => {
  /** What is found when a book's last row says something else, and is hashed again as a forger would. */
  async function forged(path: string, book: number, detail: (told: ArriveDetail) => unknown): Promise<string[]> {
    const row = rowsOf(path, book).journal.at(-1) as unknown as JournalRow
    const told = JSON.stringify(detail(JSON.parse(row.detail ?? '') as ArriveDetail))
    const hash = hashRow({ ...row, detail: told })
    retouch(
      path,
      `UPDATE journal SET detail = '${told}', hash = '${hash}' WHERE seq = ${row.seq}; UPDATE book SET hash = '${hash}'`,
    )
    return must((await reopened(path, 'read')).verify()).map(({ place, detail }) => `${place} ${detail}`)
  }
  const source = 'journal 10 转入的来源与此前的记录不符'
  const strange = 'book 记录属于另一个账套，没有转入的记录'

  it.each([
    ['nothing else', (told: ArriveDetail) => told, []],
    ['another ledger it came from', ({ from, ...told }) => ({ ...told, from: { ...from, ledger: 'x' } }), [source]],
    ['another last row', ({ from, ...told }) => ({ ...told, from: { ...from, seq: 8 } }), [source]],
    ['another last hash', ({ from, ...told }) => ({ ...told, from: { ...from, hash: 'x' } }), [source]],
    ['no ledger it came from', ({ how, to }) => ({ how, to }), [source]],
    ['another ledger it came to', ({ to, ...told }) => ({ ...told, to: { ...to, ledger: 'x' } }), [strange]],
  ] as readonly (readonly [string, (told: ArriveDetail) => unknown, readonly string[]])[])(
    'is checked: with %s',
    async (_what, detail, problems) => {
      const { to, id } = await sentBook('moved', 'open')
      expect(await forged(to, id, detail)).toEqual(problems)
    },
  )

  it('of a ledger that has no arrive row is found', async () => {
    const { path } = await closedLedger()
    retouch(path, "UPDATE ledger SET id = 'another'")
    const ledger = await reopened(path)
    expect(must(ledger.verify())).toMatchObject([{ what: 'chain', place: 'book', detail: like(/^记录属于另一个账套/) }])
  })

  it('of a moved book says where it went, and ends there', async () => {
    const { ledger, path, book } = await sentBook('moved', 'open')
    ledger.close()
    expect(await forged(path, book.id, () => ({}))).toEqual(['journal 10 没有写明转到了哪个账套'])
  })
})

describe('is refused, and nothing is changed:', () => {
  /** Both files as they are, and what lies beside the other one. */
  const state = (path: string, to: string) => ({
    source: readFileSync(path).toString('base64'),
    target: existsSync(to) ? readFileSync(to).toString('base64') : null,
    beside: readdirSync(dirname(to)).filter((name) => !name.endsWith('.lock')),
  })

  const wrong: readonly (readonly [what: string, to: () => string | Promise<string>, kind: string])[] = [
    ['a newer ledger', () => ledgerFromFuture(), 'ledger-too-new'],
    ['a damaged ledger', () => truncatedLedger('half'), 'ledger-damaged'],
    ["another program's file", foreignDatabase, 'ledger-foreign'],
    ['a read-only ledger', () => readOnlyFile('file'), 'ledger-read-only'],
    ['a folder that is not there', () => join(folder(), 'none', 'b.juesuan'), 'ledger-missing'],
    ['a ledger that has a book of this department and year', async () => (await closedLedger()).path, 'book-exists'],
  ]
  it.each(wrong)('into %s', async (_what, to, kind) => {
    const { ledger, path, book } = await travelledBook()
    const target = await to()
    const isThere = existsSync(dirname(target))
    const before = isThere && state(path, target)
    for (const how of ['moved', 'copied'] as const) {
      expect(refused(await send(ledger, book.id, how, target)).kind).toBe(kind)
    }
    expect(isThere && state(path, target)).toEqual(before)
    expect(must(ledger.findBook('某局', 2024)).state).toBe('sealed')
  })

  it.each([
    [
      'a journal row',
      "UPDATE journal SET label = 'x' WHERE seq = 3",
      like(/^某局 2024 操作记录第 3 条：内容与校验值不符/),
    ],
    ['a fact', "UPDATE fact SET number = 9 WHERE key = 'a'", like(/数据 a：/)],
    [
      'a sealed file',
      "UPDATE sealed_file SET bytes = x'00' WHERE seal_seq = 7",
      like(/上报文件“某局\.xlsx”（操作记录第 7 条）/),
    ],
    ['an edition', "UPDATE edition SET json = '{}' WHERE revision = 1", like(/^套表 dongcheng-2024 的内容/)],
    ['an edition taken away', 'DELETE FROM edition WHERE revision = 1', like(/套表不在账套中/)],
  ])('with %s that is not what it was, named by its row', async (_what, sql, detail) => {
    const { ledger, path, book } = await travelledBook()
    ledger.close()
    retouch(path, sql)
    const to = elsewhere()
    const tampered = await reopened(path)
    const fault = refused(await send(tampered, book.id, 'moved', to))
    expect(fault).toEqual({ kind: 'ledger-damaged', path, detail })
    expect(readdirSync(dirname(to))).toEqual([])
    expect(must(tampered.findBook('某局', 2024)).state).toBe('sealed')
  })

  it('into a ledger somebody else writes', async () => {
    const { ledger, book } = await travelledBook()
    const other = await freshLedger()
    expect(refused(await send(ledger, book.id, 'moved', other.path))).toMatchObject({
      kind: 'ledger-locked',
      path: other.path,
    })
  })

  it('into itself, or a copy of its file', async () => {
    const { ledger, path, book } = await travelledBook()
    const twin = elsewhere()
    copyFileSync(path, twin)
    for (const to of [path, twin]) {
      expect(refused(await send(ledger, book.id, 'moved', to))).toMatchObject({
        kind: 'request-rejected',
        where: to,
        reason: like(/同一个账套/),
      })
    }
    expect(must(ledger.findBook('某局', 2024)).state).toBe('sealed')
  })

  it('onto a full disk: no ledger appears, and the source goes on', async (context) => {
    const disk = smallDisk(400)
    if (disk === null) return context.skip('this user cannot mount a small disk')
    const { ledger, book } = await freshLedger()
    const amounts = Array.from({ length: 6_000 }, (_, index) => set(`GK06!${index}!basic`, index))
    must(gesture(ledger, book.id, ...amounts))
    const to = join(disk, 'b.juesuan')
    expect(refused(await send(ledger, book.id, 'moved', to))).toEqual({ kind: 'disk-full', path: to })
    expect(readdirSync(disk).filter((name) => name !== 'b.juesuan.lock')).toEqual([])
    must(gesture(ledger, book.id, set('a', 1)))
  })

  it('with a copy that was changed on both sides, or only here', async () => {
    const { ledger, book, to, id } = await sentBook('copied', 'open')
    const there = await reopened(to)
    must(gesture(there, id, set('a', 10)))
    there.close()
    must(gesture(ledger, book.id, set('a', 20)))
    expect(refused(await send(ledger, book.id, 'moved', to)).kind).toBe('book-exists')
    expect(factsOf(ledger, book.id)).toMatchObject({ a: 20 })
    expect(factsOf(await reopened(to, 'read'), id)).toMatchObject({ a: 10 })
  })

  it('but a copy changed only there has all that is here, so that a move only closes this one', async () => {
    const { ledger, book, to, id } = await sentBook('copied', 'open')
    const there = await reopened(to)
    must(gesture(there, id, set('a', 10)))
    there.close()
    expect(refused(await send(ledger, book.id, 'copied', to)).kind).toBe('book-exists')
    expect(must(await send(ledger, book.id, 'moved', to))).toMatchObject({ wasThere: true, book: { id, revision: 8 } })
    expect(booksOf(ledger)).toEqual(['某局 2024 moved'])
  })

  it('several departments and years arrive side by side', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 1)])
    const more = [bookOf({ year: 2023 }), bookOf({ department: '另一局' })].map((one) => must(ledger.createBook(one)))
    const to = elsewhere()
    for (const { id } of [book, ...more]) must(await send(ledger, id, 'copied', to))
    const there = await reopened(to, 'read')
    expect(booksOf(there)).toEqual(['另一局 2024 open', '某局 2023 open', '某局 2024 open'])
    expect(must(there.departments())).toEqual(['某局', '另一局'])
    expect(must(there.verify())).toEqual([])
  })
})
