import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { loadEdition } from '../../shared/catalogue/load.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { priorUnder } from '../../shared/years/prior.ts'
import { afterwards, folder, opener, refused } from '../ledger/fixtures/ledgers.ts'
import { createLedger, type Ledger, type NamedFile, openLedger } from '../ledger/ledger.ts'
import { exportAll } from './export-all.ts'
import type { ExportManifest } from './export-all-manifest.ts'
import { must } from './fixtures/books.ts'
import { makeYears } from './fixtures/years.ts'
import { perform } from './gesture.ts'
import { openBook } from './open-book.ts'
import { sealBook, unsealBook } from './seal.ts'

async function ledgerOf(years: readonly number[], path = join(folder(), 'a.juesuan')): Promise<Ledger> {
  const ledger = must(await createLedger(path, opener))
  afterwards(() => ledger.close())
  makeYears(ledger, years)
  return ledger
}

/** Printed files as small stand-ins: what is tried here is where they go, not what they look like. */
const quick = (
  { summary }: { readonly summary: { readonly year: number; readonly revision: number } },
  { formats = ['xlsx'] }: { readonly formats?: readonly string[] },
): Promise<NamedFile[]> =>
  Promise.resolve(
    formats.map((format) => ({
      name: `${summary.year}.${format}`,
      bytes: Buffer.from(`${format} ${summary.revision}`),
    })),
  )

const filesIn = (at: string): string[] =>
  readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(at, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
const contents = (at: string): Map<string, string> =>
  new Map(
    filesIn(at).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(at, name)))
        .digest('hex'),
    ]),
  )
const manifestIn = (at: string) => JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8')) as ExportManifest
const place = '2024年度_北京市东城区城市管理指挥中心'

describe('everything of a ledger', () => {
  it('comes as open files, one folder a book, the same bytes each time, with the hash of each', {
    timeout: 120_000,
  }, async () => {
    const ledger = await ledgerOf([])
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')]
    const done = must(await exportAll(ledger, { folder: one }))
    expect(done).toMatchObject({ books: 1, kept: 0, problems: [] })
    must(await exportAll(ledger, { folder: two }))
    expect(contents(one)).toEqual(contents(two))
    const { books, files, problems } = manifestIn(one)
    expect(problems).toEqual([])
    const listed = new Map([
      ...files.map(({ path, sha256 }) => [path, sha256] as const),
      ...books.flatMap((book) => book.files.map(({ path, sha256 }) => [`${book.folder}/${path}`, sha256] as const)),
    ])
    expect(listed).toEqual(new Map([...contents(one)].filter(([name]) => name !== 'manifest.json')))
    const names = filesIn(join(one, place))
    expect(names.filter((name) => name.startsWith('报表/'))).toHaveLength(20)
    expect(names.filter((name) => !name.startsWith('报表/'))).toEqual(
      [
        '2024年度部门决算_北京市东城区城市管理指挥中心.docx',
        '2024年度部门决算_北京市东城区城市管理指挥中心.pdf',
        '2024年度部门决算_北京市东城区城市管理指挥中心.xlsx',
        '决算说明.md',
        '决算说明.txt',
        '审核结果.csv',
        '数据/edition.json',
        '数据/facts.json',
        '数据/journal.json',
      ].sort(),
    )
    expect(readFileSync(join(one, 'README.txt'), 'utf8')).toContain(place)
  })

  it('can be built again: facts, journal and edition give every value of every form of every year', async () => {
    const ledger = await ledgerOf([2022, 2023])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    let before: Engine | null = null
    for (const { folder: name, year } of manifestIn(to).books) {
      const read = (file: string): unknown => JSON.parse(readFileSync(join(to, name, '数据', file), 'utf8'))
      const edition = loadEdition(read('edition.json'))
      const { facts } = read('facts.json') as { facts: readonly Fact[] }
      const engine: Engine | null = Engine.create(edition, facts, before === null ? null : priorUnder(edition, before))
      if (engine === null) throw new Error('out of range')
      const open = must(openBook(ledger, { year }))
      let values = 0
      for (const { key: form, columns } of edition.forms)
        for (const { key: row } of open.engine.rows(form))
          for (const { key: column } of columns) {
            const cell = { form, row, column }
            expect(engine.value(cell), `${year} ${form}!${row}!${column}`).toEqual(open.engine.value(cell))
            if (engine.value(cell) !== null) values++
          }
      expect(values).toBeGreaterThan(300)
      expect(engine.findings(true)).toEqual(open.engine.findings(true))
      // the journal ends where the facts are
      const { journal } = read('journal.json') as {
        journal: { changes: { kind: string; key: string; after: unknown }[] }[]
      }
      const replayed = new Map<string, unknown>()
      for (const { kind, key, after } of journal.flatMap(({ changes }) => changes)) {
        if (after === null) replayed.delete(`${kind} ${key}`)
        else replayed.set(`${kind} ${key}`, after)
      }
      expect(replayed).toEqual(new Map(facts.map(({ kind, key, value }) => [`${kind} ${key}`, value])))
      before = engine
    }
  })

  it('writes forms as CSV: exact 万元, blank is not zero, no text is a formula', async () => {
    const ledger = await ledgerOf([])
    const open = must(openBook(ledger, { year: 2024 }))
    const project = { code: '2120199', unit: 'u1', name: '=HYPERLINK("http://x")', order: 99 }
    const changes = [
      { kind: 'project', key: 'p99', after: project },
      { kind: 'cell', key: 'GK14!p99!fiscal', after: 12_345_678 },
    ] as const
    must(perform(open, { changes, label: '试', place: null }, 'test'))
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const bytes = readFileSync(join(to, place, '报表', 'GK14_项目支出决算明细表.csv'))
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines: string[][] = parse(bytes, { bom: true })
    expect(lines[1]).toEqual(['row', 'code', 'label', 'unit', 'project', 'total', 'fiscal', 'other'])
    const line = lines.find(([row]) => row === 'p99')
    expect(line?.slice(4)).toEqual([`'=HYPERLINK("http://x")`, '12.345678', '12.345678', ''])
  })

  it('hands out the files of every sealing, byte for byte, and what was sealed in place of new prints', async () => {
    const ledger = await ledgerOf([])
    const files = (text: string) => [
      { name: '2024.pdf', bytes: Buffer.from(text) },
      { name: '2024.docx', bytes: Buffer.from(`${text} docx`) },
    ]
    const seal = async (text: string) =>
      must(await sealBook(must(openBook(ledger, { year: 2024 })), () => Promise.resolve(files(text)))).receipt.seq
    const first = await seal('first')
    must(unsealBook(ledger, { year: 2024 }, '改正'))
    const second = await seal('second')
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const text = (path: string): string => readFileSync(join(to, place, path), 'utf8')
    expect(text(`上报文件/第${first}步/2024.pdf`)).toBe('first')
    expect(text(`上报文件/第${second}步/2024.pdf`)).toBe('second')
    expect([text('2024.pdf'), text('2024.docx')]).toEqual(['second', 'second docx'])
  })

  it('never leaves its folder, whatever a ledger from elsewhere calls its files and departments', async () => {
    const path = join(folder(), 'a.juesuan')
    const ledger = must(await createLedger(path, opener))
    afterwards(() => ledger.close())
    makeYears(ledger, [])
    const bytes = Buffer.from('from elsewhere')
    const names = ['../../out.pdf', '..\\..\\out.docx', '/tmp/out.txt', '..', 'C:out']
    must(
      await sealBook(must(openBook(ledger, { year: 2024 })), () =>
        Promise.resolve(names.map((name) => ({ name, bytes }))),
      ),
    )
    ledger.close()
    const db = new Database(path)
    db.exec("UPDATE department SET name = '../../部门'")
    db.close()
    const home = folder()
    const to = join(home, 'a', 'b', 'all')
    mkdirSync(to, { recursive: true })
    const again = must(await openLedger(path, { ...opener, mode: 'read' }))
    afterwards(() => again.close())
    must(await exportAll(again, { folder: to, render: quick }))
    expect(filesIn(home).filter((name) => !name.startsWith('a/b/all/'))).toEqual([])
    expect(filesIn(to).filter((name) => name.includes('上报文件'))).toHaveLength(names.length)
  })

  it('writes what is stored of a book that cannot be computed, goes on with the others, and says so', async () => {
    const path = join(folder(), 'a.juesuan')
    const ledger = must(await createLedger(path, opener))
    afterwards(() => ledger.close())
    const open = makeYears(ledger, [])
    const foreign = { name: 'later', revision: 1, json: '{"later":true}' }
    const hash = createHash('sha256').update(foreign.json).digest('hex')
    const facts = [...open.engine.book.list()]
    must(ledger.createBook({ department: '另一部门', year: 2024, edition: { ...foreign, hash }, facts, origin: 'new' }))
    const to = join(folder(), 'all')
    const done = must(await exportAll(ledger, { folder: to, render: quick }))
    expect(done.books).toBe(2)
    expect(done.problems).toMatchObject([{ book: '“另一部门”2024 年度决算', fault: { kind: 'edition-invalid' } }])
    expect(filesIn(join(to, '2024年度_另一部门'))).toEqual(
      ['数据/edition.json', '数据/facts.json', '数据/journal.json'].sort(),
    )
    expect(filesIn(join(to, place)).length).toBeGreaterThan(25)
    expect(readFileSync(join(to, 'README.txt'), 'utf8')).toContain('没有导全')
  })
})

describe('a folder', () => {
  it('that has anything else in it is left alone, asked to replace or not', async () => {
    const ledger = await ledgerOf([])
    const to = folder()
    writeFileSync(join(to, '别人的.txt'), 'mine')
    const before = contents(to)
    expect(refused(await exportAll(ledger, { folder: to, render: quick }))).toMatchObject({ where: to })
    expect(filesIn(to)).toEqual(['别人的.txt'])
    expect(refused(await exportAll(ledger, { folder: to, render: quick, replace: true }))).toMatchObject({ where: to })
    expect(contents(to)).toEqual(before)
  })

  it('with the export of another ledger is refused even then', async () => {
    const to = folder()
    must(await exportAll(await ledgerOf([]), { folder: to, render: quick }))
    const before = contents(to)
    const fault = refused(await exportAll(await ledgerOf([]), { folder: to, render: quick, replace: true }))
    expect(fault).toMatchObject({ reason: '里面是另一账套的导出，请换一个空文件夹' })
    expect(contents(to)).toEqual(before)
  })

  it('that is a file is refused', async () => {
    const to = join(folder(), 'file')
    writeFileSync(to, '')
    expect(refused(await exportAll(await ledgerOf([]), { folder: to })).kind).toBe('request-rejected')
  })

  it('is brought up to date by the next export: only what changed is made anew, what is gone goes', async () => {
    const ledger = await ledgerOf([2022, 2023])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    const old = join(to, place, '旧表.csv')
    writeFileSync(old, 'old')
    const manifest = manifestIn(to)
    const sha256 = createHash('sha256').update('old').digest('hex')
    manifest.books.find(({ folder: name }) => name === place)?.files.push({ path: '旧表.csv', bytes: 3, sha256 })
    writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest))
    const open = must(openBook(ledger, { year: 2023 }))
    const changes = [{ kind: 'cell', key: 'GK05!2080501!income', after: 1 }] as const
    must(perform(open, { changes, label: '改', place: null }, 'test'))
    const made: number[] = []
    const again = await exportAll(ledger, {
      folder: to,
      replace: true,
      render: (one, wishes) => {
        made.push(one.summary.year)
        return quick(one, wishes)
      },
    })
    // 2024 reads 2023
    expect([must(again).kept, [...new Set(made)]]).toEqual([1, [2023, 2024]])
    expect(existsSync(old)).toBe(false)
    const fresh = join(folder(), 'fresh')
    must(await exportAll(ledger, { folder: fresh, render: quick }))
    expect(contents(to)).toEqual(contents(fresh))
  })

  it('with a list that leads elsewhere loses nothing there', async () => {
    const ledger = await ledgerOf([])
    const home = folder()
    const to = join(home, 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    writeFileSync(join(home, 'precious'), 'x')
    const manifest = manifestIn(to)
    const sha256 = createHash('sha256').update('x').digest('hex')
    manifest.files.push({ path: '../precious', bytes: 1, sha256 })
    writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest))
    const before = contents(to)
    const fault = refused(await exportAll(ledger, { folder: to, render: quick, replace: true }))
    expect(fault).toMatchObject({ where: join(to, 'manifest.json') })
    expect(contents(to)).toEqual(before)
    expect(existsSync(join(home, 'precious'))).toBe(true)
  })
})

describe('an export that was cut off', () => {
  it('by the person goes on in the next run, which makes only the rest', async () => {
    const ledger = await ledgerOf([2022, 2023])
    const to = join(folder(), 'all')
    const stop = new AbortController()
    const made: number[] = []
    const begun = exportAll(ledger, {
      folder: to,
      signal: stop.signal,
      render: (one, wishes) => {
        made.push(one.summary.year)
        if (one.summary.year === 2023) stop.abort(new Error('called off'))
        return quick(one, wishes)
      },
    })
    await expect(begun).rejects.toThrow('called off')
    expect(existsSync(join(to, 'manifest.json'))).toBe(false)
    expect(existsSync(join(to, '未完成.json'))).toBe(true)
    made.length = 0
    const done = must(
      await exportAll(ledger, {
        folder: to,
        render: (one, wishes) => {
          made.push(one.summary.year)
          return quick(one, wishes)
        },
      }),
    )
    expect([done.kept, [...new Set(made)]]).toEqual([1, [2023, 2024]])
    const fresh = join(folder(), 'fresh')
    must(await exportAll(ledger, { folder: fresh, render: quick }))
    expect(contents(to)).toEqual(contents(fresh))
  })

  it('by a power cut leaves no half file in the end, though drafts and torn files lay about', async () => {
    const ledger = await ledgerOf([2023])
    const to = join(folder(), 'all')
    must(await exportAll(ledger, { folder: to, render: quick }))
    // as if killed before the list was finished, with a file torn by the disk and a draft left behind
    writeFileSync(join(to, '未完成.json'), readFileSync(join(to, 'manifest.json')))
    rmSync(join(to, 'manifest.json'))
    truncateSync(join(to, place, '数据', 'facts.json'), 10)
    const draft = join(to, place, '.2024.pdf.999999999-0123abcd.tmp')
    writeFileSync(draft, 'half')
    utimesSync(draft, 0, 0)
    expect(must(await exportAll(ledger, { folder: to, render: quick })).kept).toBe(1)
    const fresh = join(folder(), 'fresh')
    must(await exportAll(ledger, { folder: fresh, render: quick }))
    expect(contents(to)).toEqual(contents(fresh))
  })
})
