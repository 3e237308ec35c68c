import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { diagnosticText } from '../../../shared/channels/care-values.ts'
import { ledgerFromFuture, tamperedLedger, truncatedLedger } from '../../ledger/fixtures/faults.ts'
import { folder, must as mustBe, opener } from '../../ledger/fixtures/ledgers.ts'
import { createLedger } from '../../ledger/ledger.ts'
import { logFile } from '../../program/person-folders.ts'
import { makeSampleBook } from '../sample.ts'
import { sealBook } from '../seal.ts'
import { programWithSample, startProgram, typed } from './fixtures/window.ts'

async function desktopWithSample() {
  const program = startProgram({ shell: 'desktop' })
  await program.must('ledger.openSample', {})
  program.answers.folder = folder()
  return program
}

describe('everything exported from the window', () => {
  it('goes to a folder of its own where the person says, with progress; the same place again needs a word', async () => {
    const program = await desktopWithSample()
    const { must, refused, answers, told } = program
    const made = await must('export.all', { replace: false })
    const to = join(answers.folder ?? '', '2024年度部门决算（示例）_全部年度')
    expect(made).toMatchObject({ name: to, books: 1, kept: 0, problems: [], remarks: [] })
    expect(existsSync(join(to, 'manifest.json'))).toBe(true)
    expect(await must('file.reveal', { file: made?.token ?? '' })).toEqual({})
    const steps = told('one').flatMap((push) => (push.kind === 'progress' ? [push.done] : []))
    expect(steps.at(-1)).toBe(1)
    expect(new Set(steps).size).toBeGreaterThan(10)
    expect(told('two').filter(({ kind }) => kind === 'progress')).toEqual([])
    expect(await refused('export.all', { replace: false })).toMatchObject({ kind: 'request-rejected', where: to })
    expect(await must('export.all', { replace: true })).toMatchObject({ books: 1, kept: 1 })
    // pointing at the folder itself means the same
    answers.folder = to
    expect(await must('export.all', { replace: true })).toMatchObject({ name: to, kept: 1 })
  }, 120_000)

  it('can be called off: nothing looks finished, and the next time goes on', async () => {
    const program = await desktopWithSample()
    const { must, answers, call } = program
    const running = call('export.all', { replace: false })
    await must('document.cancel', {})
    expect(await running).toEqual({ ok: true, value: null })
    const [at = ''] = readdirSync(answers.folder ?? '')
    if (at !== '') expect(existsSync(join(answers.folder ?? '', at, 'manifest.json'))).toBe(false)
    expect(await must('export.all', { replace: false })).toMatchObject({ books: 1, problems: [] })
  }, 120_000)

  it('makes nothing if the person would rather not', async () => {
    const program = await desktopWithSample()
    program.answers.folder = null
    expect(await program.must('export.all', { replace: false })).toBeNull()
  })

  it('is one zip in a browser', async () => {
    const { must, answers } = await programWithSample()
    answers.save = join(folder(), 'all.zip')
    const made = await must('export.all', { replace: false })
    expect(made).toMatchObject({ name: 'all.zip', books: 1 })
    const { files } = await JSZip.loadAsync(readFileSync(answers.save))
    const names = Object.keys(files)
    expect(names).toHaveLength((made?.files ?? 0) + 1)
    expect(names).toContain('2024年度部门决算（示例）_全部年度/manifest.json')
    expect(names.every((name) => name.startsWith('2024年度部门决算（示例）_全部年度/'))).toBe(true)
  }, 120_000)
})

it('a sealed file with the name of another place comes without it', async () => {
  const path = join(folder(), 'a.juesuan')
  const name = '../../../.profile'
  const ledger = mustBe(await createLedger(path, opener))
  const open = mustBe(makeSampleBook(ledger))
  mustBe(await sealBook(open, () => Promise.resolve([{ name, bytes: Buffer.from('x') }])))
  ledger.close()
  const program = startProgram({ ledger: path })
  const asked: string[] = []
  Object.assign(program.host, {
    chooseSave: (_: string, __: string, wanted: string) => {
      asked.push(wanted)
      return Promise.resolve(null)
    },
  })
  await program.must('app.start', {})
  const [book] = await program.must('books.list', {})
  await program.must('export.sealed', { book: book?.id ?? 0, name })
  expect(asked).toEqual(['.._.._.._.profile'])
})

describe('the log folder', () => {
  it('is opened where the shell can; else the window is told where it is', async () => {
    const desktop = startProgram({ shell: 'desktop' })
    const path = join(desktop.home, 'settings', 'logs')
    expect(await desktop.must('app.logs', {})).toEqual({ path, isOpened: true })
    expect(desktop.shown).toEqual([path])
    expect(existsSync(path)).toBe(true)
    const browser = startProgram()
    expect(await browser.must('app.logs', {})).toMatchObject({ isOpened: false })
  })
})

describe('diagnostics', () => {
  it('say what helps, with no amount, name, text or path in it', async () => {
    const program = await programWithSample()
    const { must, book, revision, services } = program
    await must('book.commit', typed(book, revision, 'GK05!2080501!income', 98_765_432_100))
    services.incidents.unexpected(new Error('张三 98765.4321'), 'book.commit')
    const sections = await must('app.diagnostics', {})
    const text = diagnosticText(sections)
    for (const told of ['juesuan', 'Node', '内存', 'book.commit', '年度决算 1 个', '完好', '数据版本 1'])
      expect(text).toContain(told)
    const { summary, facts } = await must('book.open', { book })
    const names = facts.flatMap(({ value }) =>
      typeof value === 'string' ? [value] : typeof value === 'object' ? Object.values(value).map(String) : [],
    )
    const secrets = [
      summary.department,
      ...names.filter((name) => name.length > 3 && /\p{Script=Han}/u.test(name)),
      ...facts.flatMap(({ value }) => (typeof value === 'number' && value > 9999 ? [String(value)] : [])),
      '98765',
      '张三',
      '示例',
      program.home,
      basename(program.home),
      homedir(),
      hostname(),
      `${userInfo().username}@`,
    ]
    expect(secrets.length).toBeGreaterThan(100)
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })

  it('are saved as they were shown, without the parts that are left out', async () => {
    const { must, answers, call, other } = await programWithSample()
    const sections = await must('app.diagnostics', {})
    answers.save = join(folder(), '诊断信息.txt')
    const keys = sections.map(({ key }) => key).filter((key) => key !== 'machine')
    expect(await must('export.diagnostics', { keys })).toMatchObject({ name: '诊断信息.txt' })
    const kept = sections.filter(({ key }) => key !== 'machine')
    expect(readFileSync(answers.save, 'utf8')).toBe(diagnosticText(kept))
    // another window has been shown nothing
    await other('export.diagnostics', { keys })
    expect(readFileSync(answers.save, 'utf8')).toBe(diagnosticText([]))
    answers.save = null
    expect(await call('export.diagnostics', { keys })).toEqual({ ok: true, value: null })
  })

  it('come also without a ledger, and of one that does not open', async () => {
    const empty = await startProgram().must('app.diagnostics', {})
    expect(empty.map(({ key }) => key)).toEqual(['program', 'machine', 'editions', 'log'])
    const path = await ledgerFromFuture()
    const program = startProgram({ ledger: path })
    expect((await program.must('app.start', {})).fault?.kind).toBe('ledger-too-new')
    const text = diagnosticText(await program.must('app.diagnostics', {}))
    expect(text).toMatch(/数据版本 \d+/)
    expect(text).toContain('打不开：ledger-too-new')
    expect(text).not.toContain(basename(path))
  })

  it('name the kinds of what is damaged, not the places', async () => {
    const read = async (path: string): Promise<string> => {
      const program = startProgram({ ledger: path })
      await program.must('app.start', {})
      return diagnosticText(await program.must('app.diagnostics', {}))
    }
    expect(await read((await tamperedLedger()).path)).toMatch(/【账套检查】\n[a-z-]+：\d+ 处/)
    expect(await read(await truncatedLedger('half'))).toContain('打不开：ledger-damaged')
  })

  it('keep to the folder of settings for the log', () => {
    const { host, services } = startProgram()
    expect(services.incidents.file).toBe(logFile(host.settingsFolder))
  })
})
