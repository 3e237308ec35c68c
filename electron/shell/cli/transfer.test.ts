import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isOneChineseLine, like, ofSample, sampleShell, shell } from './fixtures/shell.ts'

const department = '北京市东城区城市管理指挥中心'
const there = ['--ledger', 'b.juesuan', '--year', '2024'] as const
const formats = ['--format', 'xlsx,pdf,docx', '--json'] as const

/** Another department's book in a ledger, with a 2024 and a 2023 book if need be. */
const newBook = (ledger: string, name: string, year: string) =>
  ['new', '--ledger', ledger, '--department', name, '--year', year, '--edition', 'dongcheng-2024'] as const

describe('move-book', () => {
  it('takes a sealed book to a new ledger: its files, its history, and the same bytes when exported afresh', async () => {
    const sh = await sampleShell()
    await sh('seal', ...ofSample)
    const sealed = (await sh('export', ...ofSample, '--out', 'sealed', '--sealed', '--json')).json.files
    expect(sealed.map((file) => file.replace(/.*\./, ''))).toEqual(['xlsx', 'pdf', 'docx'])
    const bytes = sealed.map((file) => readFileSync(file))
    const moved = await sh('move-book', ...ofSample, '--to', 'b.juesuan', '--json')
    expect(moved).toMatchObject({
      code: 0,
      json: { how: 'moved', from: sh.path('2024.juesuan'), to: sh.path('b.juesuan'), newLedger: true, finished: false },
    })
    expect(moved.json).toMatchObject({ department, year: 2024, state: 'sealed', remarks: [] })
    for (const ledger of ['2024.juesuan', 'b.juesuan']) {
      expect((await sh('verify', '--ledger', ledger, '--json')).json).toMatchObject({ sound: true, problems: [] })
      const again = await sh(
        'export',
        '--ledger',
        ledger,
        '--year',
        '2024',
        '--out',
        ledger.slice(0, 1),
        '--sealed',
        '--json',
      )
      expect(again.json.files.map((file) => readFileSync(file))).toStrictEqual(bytes)
    }
    expect((await sh('unseal', ...there, '--reason', '改错')).code).toBe(0)
    const afresh = await sh('export', ...there, '--out', 'afresh', ...formats)
    expect(afresh.json.files.map((file) => readFileSync(file))).toStrictEqual(bytes)
    expect((await sh('history', ...ofSample)).out).toMatch(/转出：b\.juesuan[^]*上报/)
    expect((await sh('history', ...there)).out).toMatch(/撤销上报：改错[^]*转入：2024\.juesuan[^]*上报[^]*建账/)
  }, 60_000)

  it('leaves nothing of that year to fill in, and says where it went', async () => {
    const sh = await sampleShell()
    expect((await sh('move-book', ...ofSample, '--to', 'b.juesuan')).out).toBe(
      `已把“${department}”2024 年度决算转到 ${sh.path('b.juesuan')}（新建的账套）\n`,
    )
    for (const words of [['check'], ['undo'], ['move-book', '--to', 'c.juesuan'], ['export', '--out', 'o']]) {
      const [command = '', ...rest] = words
      const refused = await sh(command, ...ofSample, ...rest)
      expect(refused).toMatchObject({ code: 2, err: like(/2024 年度决算已转到账套 b\.juesuan，请打开那个账套/) })
      expect(isOneChineseLine(refused.err)).toBe(true)
    }
    expect(existsSync(sh.path('c.juesuan'))).toBe(false)
    expect((await sh('check', ...there)).code).toBe(0)
    expect((await sh('undo', ...there)).err).toBe('没有可以撤销的操作\n')
  })

  it('says when a book and last year’s have parted', async () => {
    const sh = await sampleShell()
    await sh(...newBook('2024.juesuan', department, '2023'))
    await sh(...newBook('2024.juesuan', department, '2025'))
    const { out } = await sh('move-book', ...ofSample, '--to', 'b.juesuan')
    expect(out).toMatch(/请留意：2023 年度决算不在那个账套中[^]*请留意：2025 年度决算留在原账套，上年数仍是转出时的/)
    await sh('move-book', '--ledger', '2024.juesuan', '--year', '2025', '--to', 'b.juesuan')
    expect((await sh('copy-book', ...there, '--to', 'c.juesuan', '--json')).json).toMatchObject({ remarks: [] })
  })

  it('is refused with an exit code and one line, and changes nothing', async () => {
    const sh = await sampleShell()
    await sh(...newBook('b.juesuan', department, '2024'))
    const move = (to: string) => sh('move-book', ...ofSample, '--to', to)
    expect(await move('b.juesuan')).toMatchObject({ code: 2, err: like(/2024 年度决算已经存在/) })
    expect(await move('2024.juesuan')).toMatchObject({ code: 2, err: like(/同一个账套/) })
    expect(await move('none/b.juesuan')).toMatchObject({ code: 2, err: like(/没有这个文件夹/) })
    writeFileSync(sh.path('说明.txt'), '这不是账套。'.repeat(30))
    expect(await move('说明.txt')).toMatchObject({ code: 3, err: like(/说明\.txt 不是本程序的账套/) })
    expect(await sh('move-book', ...ofSample)).toMatchObject({ code: 2, err: like(/缺少 --to FILE/) })
    expect(await sh('move-book', '--ledger', 'no.juesuan', '--year', '2024', '--to', 'x')).toMatchObject({ code: 3 })
  })
})

describe('copy-book', () => {
  it('gives another ledger the book as well; a second one is refused', async () => {
    const sh = await sampleShell()
    await sh(...newBook('b.juesuan', '另一局', '2024'))
    const copy = ['copy-book', ...ofSample, '--to', 'b.juesuan'] as const
    expect(await sh(...copy, '--json')).toMatchObject({ code: 0, json: { how: 'copied', newLedger: false } })
    expect(await sh(...copy)).toMatchObject({ code: 2, err: like(/已经存在/) })
    expect((await sh('check', ...ofSample)).code).toBe(0)
    expect((await sh('check', ...there, '--department', department)).code).toBe(0)
  })
})

describe('books --all', () => {
  it('lists every book: where it came from and went, its edition and how far that is vouched for, the files', async () => {
    const sh = await sampleShell()
    await sh(...newBook('2024.juesuan', '另一局', '2024'))
    await sh('seal', ...ofSample, '--department', department)
    await sh('move-book', ...ofSample, '--department', department, '--to', 'b.juesuan')
    const [present] = (await sh('books', '--ledger', '2024.juesuan', '--json')).json.books
    expect(present).toMatchObject({ department: '另一局', state: 'open' })
    const all = await sh('books', '--ledger', '2024.juesuan', '--all', '--json')
    expect(all.json.books).toMatchObject([
      {
        department,
        state: 'moved',
        edition: 'dongcheng-2024',
        left: { file: 'b.juesuan', time: like(/^2025-03-01T/) },
        sealing: { files: [{ name: like(/\.xlsx$/) }, { name: like(/\.pdf$/) }, { name: like(/\.docx$/) }] },
      },
      { department: '另一局', trust: 'published', arrived: null, left: null, sealing: null },
    ])
    expect((await sh('books', '--ledger', '2024.juesuan', '--all')).out).toMatch(
      /已转出 .*留存上报文件：.*\.xlsx、.*\.pdf、.*\.docx；转到 b\.juesuan\n/,
    )
    const arrived = await sh('books', '--ledger', 'b.juesuan', '--all')
    expect(arrived.out).toMatch(/^2024 .*dongcheng-2024 第 1 次修订 +取自公开文本 +已上报 .*转自 2024\.juesuan；留存/)
    expect((await sh('books', '--ledger', 'b.juesuan', '--json')).json.books).toHaveLength(1)
  }, 60_000)
})

describe('export --sealed', () => {
  it('is refused for a book that is not sealed, with a format, and over files that are there', async () => {
    const sh = await sampleShell()
    const out = ['export', ...ofSample, '--out', 'o', '--sealed'] as const
    expect(await sh(...out)).toMatchObject({ code: 2, err: like(/没有上报/) })
    expect(await sh(...out, '--format', 'pdf')).toMatchObject({ code: 2, err: like(/^--format：不能与 --sealed 同用/) })
    await sh('seal', ...ofSample)
    expect(await sh(...out)).toMatchObject({
      code: 0,
      out: like(/^已取出 .*\.xlsx\n已取出 .*\.pdf\n已取出 .*\.docx\n$/),
    })
    expect(await sh(...out)).toMatchObject({ code: 2, err: like(/没有覆盖/) })
    expect((await sh(...out, '--replace')).code).toBe(0)
    expect(readdirSync(sh.path('o'))).toHaveLength(3)
  }, 60_000)
})

describe('seal', () => {
  it('refuses a book in which nothing was filled in', async () => {
    const sh = shell()
    await sh(...newBook('a.juesuan', '某局', '2024'))
    const seal = ['seal', '--ledger', 'a.juesuan', '--year', '2024'] as const
    expect(await sh(...seal)).toMatchObject({
      code: 2,
      err: '“某局”2024 年度决算：还没有填列任何数，不能上报；请先填报或导入\n',
    })
    expect((await sh('books', '--ledger', 'a.juesuan', '--json')).json.books[0]?.state).toBe('open')
  })
})
