import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { foreignDatabase, ledgerFromFuture, readOnlyFile, truncatedLedger } from '../../ledger/fixtures/faults.ts'
import { closedLedger, folder, must, opener } from '../../ledger/fixtures/ledgers.ts'
import { openLedger } from '../../ledger/ledger.ts'
import { programWithSample, startProgram, typed } from './fixtures/window.ts'

describe('the first start', () => {
  it('has nothing open and nothing known', async () => {
    const program = startProgram()
    expect(await program.must('app.start', {})).toMatchObject({ ledger: null, fault: null, recent: [] })
    expect(await program.refused('books.list', {})).toMatchObject({ reason: '还没有打开账套' })
  })

  it('makes a ledger where the person says, and never in the place of another', async () => {
    const program = startProgram()
    program.answers.save = join(program.home, '决算')
    const start = await program.must('ledger.create', { name: '决算' })
    expect(start.ledger).toMatchObject({ name: '决算', readOnly: false })
    expect(existsSync(join(program.home, '决算.juesuan'))).toBe(true)
    expect(await program.refused('ledger.create', { name: '决算' })).toMatchObject({ kind: 'ledger-exists' })
    expect((await program.must('app.start', {})).ledger?.name).toBe('决算')
    program.answers.save = null
    expect((await program.must('ledger.create', { name: '又一个' })).ledger?.name).toBe('决算')
  })

  it('opens a copy of the sample, a new one each time', async () => {
    const { must: call } = startProgram()
    const first = await call('ledger.openSample', {})
    const second = await call('ledger.openSample', {})
    expect([first.ledger?.name, second.ledger?.name]).toEqual([
      '2024年度部门决算（示例）',
      '2024年度部门决算（示例）（2）',
    ])
    expect(await call('books.list', {})).toMatchObject([{ year: 2024, state: 'open' }])
  })
})

describe('a later start', () => {
  it('opens the last ledger, unless it was closed on purpose', async () => {
    const first = await programWithSample()
    await first.end()
    const second = startProgram({ home: first.home })
    expect((await second.must('app.start', {})).ledger?.name).toBe('2024年度部门决算（示例）')
    await second.must('ledger.close', {})
    await second.end()
    const third = startProgram({ home: first.home })
    expect(await third.must('app.start', {})).toMatchObject({ ledger: null, recent: [{ present: true }] })
    expect((await third.must('ledger.openRecent', { recent: 0 })).ledger).not.toBeNull()
    expect(await third.refused('ledger.openRecent', { recent: 9 })).toMatchObject({ kind: 'request-rejected' })
  })

  it('forgets settings that cannot be read', async () => {
    const first = await programWithSample()
    await first.end()
    writeFileSync(join(first.home, 'settings', 'settings.json'), '{"last": 5')
    const second = startProgram({ home: first.home })
    // ledgers in the documents folder are found all the same
    expect(await second.must('app.start', {})).toMatchObject({ ledger: null, recent: [{ present: true }] })
  })
})

describe('a ledger that cannot be opened', () => {
  it('missing: said with its path, and opened once it is back', async () => {
    const { path } = await closedLedger()
    renameSync(path, `${path}.moved`)
    const program = startProgram({ ledger: path })
    expect(await program.must('app.start', {})).toMatchObject({ ledger: null, fault: { kind: 'ledger-missing', path } })
    renameSync(`${path}.moved`, path)
    expect(await program.must('app.start', {})).toMatchObject({ ledger: { path }, fault: null })
  })

  it('from the future, another program’s, or damaged: each said as what it is', async () => {
    for (const [path, kind] of [
      [await ledgerFromFuture(), 'ledger-too-new'],
      [foreignDatabase(), 'ledger-foreign'],
      [await truncatedLedger('half'), 'ledger-damaged'],
      [folder(), 'ledger-foreign'],
    ] as const) {
      const program = startProgram({ ledger: path })
      expect((await program.must('app.start', {})).fault?.kind).toBe(kind)
    }
  })

  it('locked: who has it is said, and it can be read', async () => {
    const { path } = await closedLedger()
    const writer = must(await openLedger(path, { ...opener, mode: 'write' }))
    const program = startProgram({ ledger: path })
    const { fault } = await program.must('app.start', {})
    expect(fault).toMatchObject({ kind: 'ledger-locked', who: expect.stringContaining('juesuan test') as unknown })
    expect(await program.must('ledger.openReadOnly', {})).toMatchObject({ ledger: { path, readOnly: true } })
    expect(await program.must('books.list', {})).toHaveLength(1)
    writer.close()
  })

  it('read-only: it can be read, and nothing is written', async () => {
    const path = await readOnlyFile('file')
    const program = startProgram({ ledger: path })
    expect((await program.must('app.start', {})).fault?.kind).toBe('ledger-read-only')
    await program.must('ledger.openReadOnly', {})
    const request = { department: '某局', year: 2025, edition: 'dongcheng-2024', units: [] }
    expect(await program.refused('book.create', request)).toMatchObject({ kind: 'ledger-read-only' })
  })
})

describe('backups', () => {
  it('are made once a day by themselves, at any time by hand, and brought back in place', async () => {
    const { must: call, book, revision, told, home } = await programWithSample()
    await pause(1_800)
    expect(await call('ledger.backups', {})).toMatchObject([{ reason: 'daily' }])
    const [made] = await call('ledger.backup', {})
    expect(made?.reason).toBe('manual')
    await call('book.commit', typed(book, revision, 'GK05!2080501!income', 1))
    const start = await call('ledger.restore', { backup: made?.id ?? '' })
    expect(start.ledger).toMatchObject({ readOnly: false })
    const { facts } = await call('book.open', { book })
    expect(facts.find(({ key }) => key === 'GK05!2080501!income')?.value).not.toBe(1)
    // what was there is a backup too
    expect((await call('ledger.backups', {})).map(({ reason }) => reason)).toContain('restore')
    expect(told('one').some(({ kind }) => kind === 'trouble')).toBe(false)
    expect(readdirSync(join(home, 'documents'))).toContain('2024年度部门决算（示例）.juesuan')
  })

  it('restore a damaged ledger that cannot be opened', async () => {
    const first = await programWithSample()
    const [backup] = await first.must('ledger.backup', {})
    const { ledger } = await first.must('app.start', {})
    await first.end()
    writeFileSync(ledger?.path ?? '', 'nonsense')
    const second = startProgram({ home: first.home })
    expect((await second.must('app.start', {})).fault).not.toBeNull()
    expect(await second.must('ledger.backups', {})).toMatchObject([{ id: backup?.id }])
    expect((await second.must('ledger.restore', { backup: backup?.id ?? '' })).ledger?.path).toBe(ledger?.path)
    expect(await second.must('books.list', {})).toHaveLength(1)
    expect(await second.must('ledger.verify', {})).toEqual([])
  })

  it('from a file go to a new place, never over a ledger', async () => {
    const first = await programWithSample()
    const [backup] = await first.must('ledger.backup', {})
    const { ledger } = await first.must('app.start', {})
    const file = join(`${ledger?.path ?? ''}.backups`, backup?.id ?? '')
    first.answers.open = file
    first.answers.save = ledger?.path ?? ''
    expect(await first.refused('ledger.restoreFile', {})).toMatchObject({ kind: 'ledger-exists' })
    first.answers.save = join(first.home, '恢复.juesuan')
    expect((await first.must('ledger.restoreFile', {})).ledger?.name).toBe('恢复')
  })

  it('refuse a name that is no backup', async () => {
    const { refused: refusal } = await programWithSample()
    expect(await refusal('ledger.restore', { backup: '../../etc/passwd' })).toMatchObject({ kind: 'request-rejected' })
  })
})

describe('several windows', () => {
  it('hear when another one changes the ledger', async () => {
    const program = await programWithSample()
    expect(program.told('two')).toEqual([{ kind: 'ledger-changed' }])
    expect(program.told('one')).toEqual([])
    await program.other('ledger.close', {})
    expect(program.told('one')).toEqual([{ kind: 'ledger-changed' }])
  })

  it('hear when another one brings a backup back in place', async () => {
    const { must: call, told } = await programWithSample()
    const [backup] = await call('ledger.backup', {})
    const before = told('two').length
    await call('ledger.restore', { backup: backup?.id ?? '' })
    expect(told('two').slice(before)).toEqual([{ kind: 'ledger-changed' }])
    expect(told('one')).toEqual([])
  })

  it('do not lose the ledger under a task', async () => {
    const { call, book, answers, home } = await programWithSample()
    answers.save = join(home, '导出.xlsx')
    const exported = call('export.workbook', { book, supplements: true })
    const closed = call('ledger.close', {})
    expect((await exported).ok).toBe(true)
    expect((await closed).ok).toBe(true)
    expect(existsSync(answers.save)).toBe(true)
  })
})
