import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { must } from '../../ledger/fixtures/ledgers.ts'
import { programWithSample, rejectedWith, type TestProgram, typed } from './fixtures/window.ts'

type Sample = Awaited<ReturnType<typeof programWithSample>>

async function newPlace(program: TestProgram, name: string) {
  program.answers.save = join(program.home, name)
  const target = await program.must('transfer.choose', { kind: 'new', name })
  if (target === null) throw new Error('no place')
  return target
}

const sent = (program: Sample, how: 'moved' | 'copied', target: string) =>
  program.call('transfer.run', { book: program.book, base: program.revision, how, target })

describe('a book that goes to another ledger', () => {
  it('is looked at first: nothing is made before it goes', async () => {
    const program = await programWithSample()
    const { book } = program
    const target = await newPlace(program, '新账套')
    expect(target).toMatchObject({ name: '新账套', path: join(program.home, '新账套.juesuan'), isNew: true })
    const outlook = await program.must('transfer.preview', { book, how: 'moved', target: target.token })
    expect(outlook).toMatchObject({
      resumes: false,
      remarks: [],
      book: { id: book, state: 'open', trust: 'published' },
    })
    expect(outlook.steps).toBeGreaterThan(0)
    expect(existsSync(target.path)).toBe(false)
    program.answers.save = null
    expect(await program.must('transfer.choose', { kind: 'new', name: '不要' })).toBeNull()
  })

  it('copied: both are open for change, and a second copy is refused before it is tried', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    const target = await newPlace(program, '副本')
    expect(must(await sent(program, 'copied', target.token))).toMatchObject({ created: true, wasThere: false })
    await program.must('book.commit', typed(book, revision, 'GK05!2080501!income', 5))
    expect(await program.refused('transfer.preview', { book, how: 'copied', target: target.token })).toMatchObject({
      kind: 'book-exists',
    })
    // a save dialog that agrees to replace a ledger does not
    expect(await program.refused('transfer.choose', { kind: 'new', name: '副本' })).toMatchObject({
      kind: 'ledger-exists',
    })
    expect(await program.must('books.moved', {})).toEqual([])
  })

  it('moved: it is listed where it was, tells other windows, and opens where it is', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    const target = await newPlace(program, '去处')
    const { book: there } = must(await sent(program, 'moved', target.token))
    expect(await program.must('books.list', {})).toEqual([])
    expect(await program.must('books.moved', {})).toMatchObject([{ id: book, year: 2024, file: '去处.juesuan' }])
    expect(await program.must('books.all', {})).toMatchObject([{ state: 'moved', left: { file: '去处.juesuan' } }])
    expect(program.told('two')).toContainEqual({ kind: 'ledger-changed' })
    expect((await program.must('book.history', { book, before: null, limit: 5 }))[0]).toMatchObject({ kind: 'close' })
    expect(await program.refused('book.commit', typed(book, revision, 'GK05!2080501!income', 5))).toEqual(
      rejectedWith(/没有这个年度决算/),
    )
    expect(await program.must('transfer.open', { target: target.token })).toMatchObject({
      ledger: { name: '去处', readOnly: false },
    })
    expect(await program.must('books.list', {})).toMatchObject([{ id: there.id, state: 'open' }])
    expect(await program.must('books.all', {})).toMatchObject([
      { arrived: { how: 'moved', file: '2024年度部门决算（示例）.juesuan' } },
    ])
  })

  it('sealed: the files it was sealed with can still be had where it was', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    const { files } = await program.must('book.seal', { book, base: revision })
    const [summary] = await program.must('books.list', {})
    const target = await newPlace(program, '去处')
    const request = { book, base: summary?.revision ?? 0, how: 'moved' as const, target: target.token }
    expect((await program.must('transfer.run', request)).book.state).toBe('sealed')
    expect(await program.must('books.all', {})).toMatchObject([{ state: 'moved', sealing: { files } }])
    const out = join(program.home, '取出')
    program.answers.save = out
    await program.must('export.sealed', { book, name: files[0] ?? '' })
    expect(existsSync(out)).toBe(true)
  }, 60_000)

  it('is not sent to its own ledger, nor as it was before somebody else’s gesture', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    const own = await program.must('transfer.choose', { kind: 'recent', recent: 0 })
    const request = { book, how: 'copied' as const, target: own?.token ?? '' }
    expect(await program.refused('transfer.preview', request)).toEqual(rejectedWith(/同一个账套/))
    await program.must('book.commit', typed(book, revision, 'GK05!2080501!income', 5))
    const target = await newPlace(program, '去处')
    expect(await sent(program, 'moved', target.token)).toMatchObject({ ok: false, fault: { kind: 'stale-revision' } })
    expect(existsSync(target.path)).toBe(false)
  })

  it('half-way there is told as what it is, and finished', async () => {
    const program = await programWithSample()
    const { book } = program
    const target = await newPlace(program, '去处')
    const path = (await program.must('app.start', {})).ledger?.path ?? ''
    const reopen = async (between: () => void): Promise<void> => {
      await program.must('ledger.close', {})
      between()
      await program.must('ledger.openRecent', { recent: 0 })
    }
    // a process that dies between the two transactions leaves the book there, and not closed here
    await reopen(() => copyFileSync(path, `${path}.before`))
    must(await sent(program, 'moved', target.token))
    await reopen(() => renameSync(`${path}.before`, path))
    const look = () => program.must('transfer.preview', { book, how: 'moved', target: target.token })
    expect(await look()).toMatchObject({ resumes: true })
    expect(must(await sent(program, 'moved', target.token))).toMatchObject({ wasThere: true })
    expect(await program.must('books.moved', {})).toHaveLength(1)
  })
})
