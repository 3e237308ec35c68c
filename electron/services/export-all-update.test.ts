import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../shared/engine/facts.ts'
import { afterwards, folder, opener, refused } from '../ledger/fixtures/ledgers.ts'
import { createLedger, type Ledger, type NamedFile } from '../ledger/ledger.ts'
import { type ExportAllRequest, exportAll } from './export-all.ts'
import type { ExportManifest } from './export-all-manifest.ts'
import { must } from './fixtures/books.ts'
import { makeYears } from './fixtures/years.ts'
import { perform } from './gesture.ts'
import { openBook } from './open-book.ts'

async function ledgerOf(years: readonly number[]): Promise<Ledger> {
  const ledger = must(await createLedger(join(folder(), 'a.juesuan'), opener))
  afterwards(() => ledger.close())
  makeYears(ledger, years)
  return ledger
}

type Render = NonNullable<ExportAllRequest['render']>
/** Printed files as small stand-ins: what is tried here is which of them are written and kept. */
const quick: Render = ({ summary }, { formats = ['xlsx'] }) =>
  Promise.resolve(
    formats.map(
      (format): NamedFile => ({
        name: `${summary.year}.${format}`,
        bytes: Buffer.from(`${format} ${summary.revision}`),
      }),
    ),
  )

const contents = (at: string): Map<string, string> =>
  new Map(
    readdirSync(at, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(at, name)).isFile())
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(at, name)))
          .digest('hex'),
      ]),
  )
const manifestIn = (at: string) => JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8')) as ExportManifest
const placeOf = (year: number): string => `${year}年度_北京市东城区城市管理指挥中心`
const cellOf = { form: 'GK05', row: '2080501', column: 'income' }

function type(ledger: Ledger, year: number, amount: number): void {
  const changes = [{ kind: 'cell', key: 'GK05!2080501!income', after: amount }] as const
  must(perform(must(openBook(ledger, { year })), { changes, label: '改', place: null }, 'test'))
}

describe('a book that fails in an update', () => {
  it('keeps its last good export when it can no longer be read, marked as old', async () => {
    const ledger = await ledgerOf([2023])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const before = contents(join(to, placeOf(2023)))
    const { revision = -1 } = manifestIn(to).books.find(({ year }) => year === 2023) ?? {}
    const id = must(ledger.findBook('北京市东城区城市管理指挥中心', 2023)).id
    const fault = { kind: 'ledger-damaged', path: ledger.path, detail: '读不出' } as const
    const torn: Ledger = {
      ...ledger,
      readBook: (book) => (book === id ? { ok: false, fault } : ledger.readBook(book)),
    }
    for (let run = 0; run < 2; run++) {
      const done = must(await exportAll(torn, { folder: to, render: quick, replace: true }))
      expect(done.problems[0]).toMatchObject({ fault: { kind: 'ledger-damaged' } })
      expect(contents(join(to, placeOf(2023)))).toEqual(before)
      const book = manifestIn(to).books.find(({ year }) => year === 2023)
      expect(new Set(book?.files.map((file) => file.revision))).toEqual(new Set([revision]))
      expect(book?.files).toHaveLength(before.size)
      const readme = readFileSync(join(to, 'README.txt'), 'utf8')
      expect(readme).toContain(`里是以前导出的，第 ${revision} 版`)
    }
    // read again, it is as if nothing had been
    const again = must(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(again).toMatchObject({ books: 2, problems: [] })
    const fresh = join(folder(), 'fresh')
    must(await exportAll(ledger, { folder: fresh, render: quick }))
    expect(contents(to)).toEqual(contents(fresh))
  })

  it('keeps its printed files when it cannot be computed, beside what is stored now', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const old = must(openBook(ledger, { year: 2024 })).summary.revision
    type(ledger, 2024, 1)
    const id = must(openBook(ledger, { year: 2024 })).summary.id
    let reads = 0
    const fault = { kind: 'input-refused', where: '2024', reason: '超出' } as const
    // what is stored is read first, then the book to compute from
    const torn: Ledger = {
      ...ledger,
      readBook: (book) => (book === id && reads++ > 0 ? { ok: false, fault } : ledger.readBook(book)),
    }
    const done = must(await exportAll(torn, { folder: to, render: quick, replace: true }))
    expect(done.problems).toHaveLength(1)
    expect(readFileSync(join(to, placeOf(2024), '2024.pdf'), 'utf8')).toBe(`pdf ${old}`)
    const files = new Map(manifestIn(to).books[0]?.files.map(({ path, revision }) => [path, revision]))
    expect([files.get('2024.pdf'), files.has('数据/facts.json'), files.get('数据/facts.json')]).toEqual([
      old,
      true,
      undefined,
    ])
    expect(readFileSync(join(to, 'README.txt'), 'utf8')).toContain(`个文件是以前导出的，第 ${old} 版`)
  })
})

describe('what somebody else has in a folder', () => {
  it('is never taken for an export: a README and a list of their own stay', async () => {
    const ledger = await ledgerOf([])
    const to = folder()
    writeFileSync(join(to, 'README.txt'), 'mine')
    writeFileSync(join(to, 'manifest.json'), '{"name":"mine"}')
    const before = contents(to)
    const fault = refused(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(fault).toMatchObject({ kind: 'request-rejected', where: join(to, 'manifest.json') })
    expect(contents(to)).toEqual(before)
  })

  it('is named when a file of the export was changed since, and nothing is written', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const edited = join(to, placeOf(2024), '决算说明.md')
    appendFileSync(edited, '我的批注')
    type(ledger, 2024, 1)
    const before = contents(to)
    const fault = refused(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(fault).toMatchObject({ kind: 'request-rejected', where: edited })
    expect(contents(to)).toEqual(before)
    rmSync(edited)
    must(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(existsSync(edited)).toBe(true)
  })

  it('stays when it bears the name of a file that comes new', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const { engine, summary } = must(openBook(ledger, { year: 2024 }))
    const edition = must(ledger.readEdition(summary.edition.hash))
    const facts = [...engine.book.list()]
    must(ledger.createBook({ department: '另一部门', year: 2024, edition, facts, origin: 'new' }))
    const at = join(to, '2024年度_另一部门')
    const theirs = join(at, '审核结果.csv')
    mkdirSync(at)
    writeFileSync(theirs, 'mine')
    const fault = refused(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(fault).toMatchObject({ where: theirs })
    expect(readdirSync(at)).toEqual(['审核结果.csv'])
    expect(readFileSync(theirs, 'utf8')).toBe('mine')
  })

  it('and a draft that is still being written are left alone', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const draft = join(to, placeOf(2024), `.2024.pdf.${process.pid}-0123abcd.tmp`)
    writeFileSync(draft, 'half')
    must(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(readFileSync(draft, 'utf8')).toBe('half')
  })

  it('is no export of a run that was cut off: that one goes on though the ledger has changed since', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    const stop = new AbortController()
    // called off while the files of the book are being written
    const written = (async () => {
      while (!existsSync(join(to, placeOf(2024), '数据', 'facts.json'))) await setImmediate()
      stop.abort(new Error('called off'))
    })()
    await expect(exportAll(ledger, { folder: to, render: quick, signal: stop.signal })).rejects.toThrow('called off')
    await written
    type(ledger, 2024, 1)
    must(await exportAll(ledger, { folder: to, render: quick }))
    const fresh = join(folder(), 'fresh')
    must(await exportAll(ledger, { folder: fresh, render: quick }))
    expect(contents(to)).toEqual(contents(fresh))
  })
})

describe('a book that is typed in meanwhile', () => {
  /** Facts, journal, list and forms of a book in the export agree with each other; the amount they give. */
  function amountIn(to: string, year: number): unknown {
    const at = join(to, placeOf(year))
    const read = (name: string): unknown => JSON.parse(readFileSync(join(at, '数据', name), 'utf8'))
    const { facts, revision } = read('facts.json') as { facts: Fact[]; revision: number }
    const { journal } = read('journal.json') as {
      journal: { seq: number; changes: { kind: string; key: string; after: unknown }[] }[]
    }
    const replayed = new Map<string, unknown>()
    for (const { kind, key, after } of journal.flatMap(({ changes }) => changes)) {
      if (after === null) replayed.delete(`${kind} ${key}`)
      else replayed.set(`${kind} ${key}`, after)
    }
    expect(replayed).toEqual(new Map(facts.map(({ kind, key, value }) => [`${kind} ${key}`, value])))
    const listed = manifestIn(to).books.find((book) => book.year === year)
    expect([listed?.revision, listed?.seq]).toEqual([revision, journal.at(-1)?.seq])
    expect(readFileSync(join(at, `${year}.pdf`), 'utf8')).toBe(`pdf ${revision}`)
    const form = readdirSync(join(at, '报表')).find((name) => name.startsWith(`${cellOf.form}_`)) ?? ''
    const lines: string[][] = parse(readFileSync(join(at, '报表', form)), { bom: true })
    const column = lines[1]?.indexOf(cellOf.column) ?? -1
    const fact = facts.find(({ key }) => key === 'GK05!2080501!income')?.value
    expect(Number(lines.find(([row]) => row === cellOf.row)?.[column]) * 1_000_000).toBe(fact)
    return fact
  }

  it('comes as it was at one moment, wherever the edit falls', async () => {
    const ledger = await ledgerOf([2023])
    const to = join(folder(), 'all')
    let edits = 0
    // while an earlier book is printed, and between reading what is stored and computing
    const typedIn: Ledger = {
      ...ledger,
      history: (id, options) => {
        if (edits === 1) type(ledger, 2024, 1_000_000 * ++edits)
        return ledger.history(id, options)
      },
    }
    must(
      await exportAll(typedIn, {
        folder: to,
        render: (open, wishes) => {
          if (edits === 0) type(ledger, 2024, 1_000_000 * ++edits)
          return quick(open, wishes)
        },
      }),
    )
    expect(edits).toBe(2)
    expect(amountIn(to, 2024)).toBe(2_000_000)
  })
})

describe('an update', () => {
  it('prints anew with other fonts, and tells remarks also of what it keeps', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    const font = join(folder(), 'song.ttf')
    writeFileSync(font, 'one')
    const remarking: Render = (open, wishes) => {
      if (wishes.formats?.[0] === 'pdf') wishes.remark?.(`字体 ${wishes.fonts?.song === font}`)
      return quick(open, wishes)
    }
    const request = { folder: to, render: remarking, fonts: { song: font }, replace: true }
    const first = must(await exportAll(ledger, request))
    expect(first).toMatchObject({ kept: 0, remarks: [`${placeOf(2024)}：字体 true`] })
    expect(must(await exportAll(ledger, request))).toMatchObject({ kept: 1, remarks: first.remarks })
    writeFileSync(font, 'two')
    expect(must(await exportAll(ledger, request))).toMatchObject({ kept: 0, remarks: first.remarks })
    expect(must(await exportAll(ledger, { folder: to, render: quick, replace: true }))).toMatchObject({
      kept: 0,
      remarks: [],
    })
  })

  it('says how to ask for it in the words of who asks', async () => {
    const ledger = await ledgerOf([])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const fault = refused(await exportAll(ledger, { folder: to, render: quick, toReplace: '打勾' }))
    expect(fault).toMatchObject({ reason: '里面已有上次的导出，没有写入；请换一个空文件夹，或打勾' })
  })

  it('lets others go on between its parts', async () => {
    const ledger = await ledgerOf([])
    let turns = 0
    const end = new AbortController()
    const others = (async () => {
      for (; !end.signal.aborted; turns++) await setImmediate()
    })()
    must(await exportAll(ledger, { folder: join(folder(), 'all'), render: quick }))
    end.abort()
    await others
    // forms alone are twenty
    expect(turns).toBeGreaterThan(20)
  })
})
