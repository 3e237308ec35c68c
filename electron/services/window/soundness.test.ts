import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { retouch, zeroHeader } from '../../ledger/fixtures/faults.ts'
import { programWithSample, startProgram, typed } from './fixtures/window.ts'

/** A program that was started on a ledger whose header is gone, with a backup of it. */
async function programOfDamaged() {
  const first = await programWithSample()
  await first.must('ledger.backup', {})
  const path = (await first.must('app.start', {})).ledger?.path ?? ''
  await first.end()
  zeroHeader(path)
  const program = startProgram({ home: first.home, ledger: path, shell: 'desktop' })
  expect(await program.must('app.start', {})).toMatchObject({ ledger: null, fault: { kind: 'ledger-foreign', path } })
  return { ...program, path }
}

describe('checking a ledger', () => {
  it('goes on beside edits, and tells the window that asked how far it is', async () => {
    const program = await programWithSample()
    const verified = program.must('ledger.verify', {})
    await program.must('book.commit', typed(program.book, program.revision, 'GK05!2080501!income', 12_345))
    expect(await verified).toEqual([])
    const tasks = (client: string) =>
      program.told(client).filter((push) => push.kind === 'progress' && push.task === 'ledger.verify')
    expect(tasks('one').at(-1)).toMatchObject({ done: 1 })
    expect(tasks('two')).toEqual([])
  })

  it('says in Chinese where something is wrong', async () => {
    const program = await programWithSample()
    const path = (await program.must('app.start', {})).ledger?.path ?? ''
    await program.must('ledger.close', {})
    retouch(path, "UPDATE journal SET label = 'x' WHERE seq = 1")
    await program.must('ledger.openRecent', { recent: 0 })
    expect(await program.must('ledger.verify', {})).toContainEqual({
      where: expect.stringMatching(/ 2024：操作记录第 1 条$/) as unknown,
      problem: '内容与校验值不符',
    })
  })
})

describe('backups', () => {
  it('are each checked, and their folder is shown', async () => {
    const program = await programOfDamaged()
    const [backup] = await program.must('ledger.backups', {})
    expect(await program.must('ledger.verifyBackup', { backup: backup?.id ?? '' })).toEqual([])
    const file = join(`${program.path}.backups`, backup?.id ?? '')
    retouch(file, "UPDATE journal SET label = 'x' WHERE seq = 1")
    expect(await program.must('ledger.verifyBackup', { backup: backup?.id ?? '' })).not.toEqual([])
    writeFileSync(file, readFileSync(file).subarray(0, 8_192))
    expect(await program.refused('ledger.verifyBackup', { backup: backup?.id ?? '' })).toMatchObject({
      kind: 'ledger-damaged',
      path: file,
    })
    expect(await program.refused('ledger.verifyBackup', { backup: '../../x' })).toMatchObject({
      kind: 'request-rejected',
    })
    expect(await program.must('ledger.backupFolder', {})).toEqual({ path: `${program.path}.backups`, isOpened: true })
    expect(program.shown).toEqual([`${program.path}.backups`])
  })
})

describe('a folder of backups', () => {
  it('that is not there yet is told, not opened', async () => {
    const program = await programWithSample()
    expect(await program.refused('ledger.backupFolder', {})).toEqual({
      kind: 'request-rejected',
      where: '备份文件夹',
      reason: '还没有备份',
    })
    expect(program.shown).toEqual([])
  })
})

describe('salvaging', () => {
  it('is opened by the window that saved, not by another', async () => {
    const program = await programWithSample()
    await program.must('ledger.salvage', {})
    expect(await program.other('ledger.openSalvaged', {})).toMatchObject({ ok: false })
    expect((await program.must('ledger.openSalvaged', {})).ledger?.path).toMatch(/（救出）\.juesuan$/)
  })

  it('of a ledger that cannot be opened, into a new file, which is opened when that is wanted', async () => {
    const program = await programOfDamaged()
    expect(await program.refused('ledger.openSalvaged', {})).toMatchObject({ kind: 'request-rejected' })
    expect(await program.must('ledger.salvage', {})).toBeNull()
    program.answers.save = join(program.home, '救出')
    const report = await program.must('ledger.salvage', {})
    const ledger = join(program.home, '救出.juesuan')
    expect(report).toMatchObject({ from: program.path, ledger, books: [{ year: 2024, outcome: 'whole' }] })
    expect((await program.must('app.start', {})).fault?.kind).toBe('ledger-foreign')
    const start = await program.must('ledger.openSalvaged', {})
    expect(start).toMatchObject({ ledger: { path: ledger, readOnly: false }, fault: null })
    expect(program.told('two')).toContainEqual({ kind: 'ledger-changed' })
    expect(await program.must('books.list', {})).toMatchObject([{ year: 2024, state: 'open' }])
    expect(await program.must('ledger.verify', {})).toEqual([])
    expect(await program.refused('ledger.salvage', {})).toMatchObject({ kind: 'ledger-exists', path: ledger })
    expect((await program.must('app.start', {})).ledger?.path).toBe(ledger)
  })

  it('of an open ledger leaves it open, and in a browser takes a free name among the others', async () => {
    const program = await programWithSample()
    const before = await program.must('app.start', {})
    const report = await program.must('ledger.salvage', {})
    expect(report?.ledger).toBe(join(program.home, 'documents', '2024年度部门决算（示例）（救出）.juesuan'))
    expect(existsSync(report?.ledger ?? '')).toBe(true)
    expect((await program.must('app.start', {})).ledger).toEqual(before.ledger)
    await program.must('book.commit', typed(program.book, program.revision, 'GK05!2080501!income', 12_345))
    expect((await program.must('ledger.salvage', {}))?.ledger).toMatch(/（救出）（2）\.juesuan$/)
  })
})
