import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultText } from '../../../shared/words/faults.ts'
import { builtInEdition } from '../editions.ts'
import { must } from '../fixtures/books.ts'
import { nextYear, writeEdition } from '../fixtures/editions.ts'
import { programWithSample, type TestProgram, typed } from './fixtures/window.ts'

/** The program's own edition under a higher revision, as a file. */
const secondRevision = (home: string): string =>
  writeEdition(join(home, '第二版.json'), must(builtInEdition('dongcheng-2024')), { revision: 2, title: '第二版' })

async function chosen(program: TestProgram, path: string): Promise<string> {
  program.answers.open = path
  return (await program.must('editions.choose', {}))?.token ?? ''
}

describe('an edition file', () => {
  it('is looked at first, then kept as looked at, and new books are filled under it', async () => {
    const program = await programWithSample()
    const file = await chosen(program, writeEdition(join(program.home, '套表.json'), nextYear()))
    const looked = await program.must('editions.import', { file, hash: null })
    expect(looked).toMatchObject({ isKnown: false, edition: { edition: 'dongcheng-2025', trust: 'unverified' } })
    const names = async () => (await program.must('editions.all', {})).map(({ edition }) => edition)
    expect(await names()).not.toContain('dongcheng-2025')
    await program.must('editions.import', { file, hash: looked.edition.hash })
    expect(await names()).toContain('dongcheng-2025')
    expect(await program.must('editions.import', { file, hash: null })).toMatchObject({ isKnown: true })
    const request = { department: '某局', year: 2025, edition: 'dongcheng-2025', units: [] }
    expect((await program.must('book.create', request)).edition.hash).toBe(looked.edition.hash)
  })

  it('that says something else by now, or is none, keeps nothing', async () => {
    const program = await programWithSample()
    const path = writeEdition(join(program.home, '套表.json'), nextYear())
    const file = await chosen(program, path)
    const { edition } = await program.must('editions.import', { file, hash: null })
    writeEdition(path, nextYear(), { title: '改过的' })
    const before = await program.must('editions.all', {})
    expect(faultText(await program.refused('editions.import', { file, hash: edition.hash }))).toMatch(/查看之后有改动/)
    writeFileSync(path, '{')
    expect(faultText(await program.refused('editions.import', { file, hash: null }))).toMatch(
      /套表文件 套表\.json 有误/,
    )
    expect(await program.must('editions.all', {})).toEqual(before)
  })
})

describe('a code table', () => {
  it('is refused by line, shown with what it changes, and then put in place', async () => {
    const program = await programWithSample()
    const path = join(program.home, '科目.csv')
    const codes = must(builtInEdition('dongcheng-2024')).linked.edition.economic.codes
    const lines = codes.map(({ code, name }) => `${code},${code === '301' ? '工资福利' : name}`)
    writeFileSync(path, ['科目编码,科目名称', ...lines, '999a,错的'].join('\n'))
    program.answers.open = path
    const file = (await program.must('editions.chooseCodes', {}))?.token ?? ''
    const request = { file, edition: 'dongcheng-2024', table: 'economic' as const }
    expect(faultText(await program.refused('editions.importCodes', { ...request, hash: null }))).toContain(
      `第 ${lines.length + 2} 行`,
    )
    writeFileSync(path, ['科目编码,科目名称', ...lines].join('\n'))
    const looked = await program.must('editions.importCodes', { ...request, hash: null })
    expect(looked).toMatchObject({ renamed: [{ code: '301', to: '工资福利' }], added: [], dropped: [], isKnown: false })
    await program.must('editions.importCodes', { ...request, hash: looked.edition.hash })
    expect(await program.must('book.newerRevision', { book: program.book })).toMatchObject({
      from: { localRevision: 0 },
      to: { localRevision: 1, hash: looked.edition.hash },
    })
  })
})

describe('a newer revision', () => {
  it('is shown in words, taken once as looked at, told to other windows, and not undone', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    expect(await program.must('book.newerRevision', { book })).toBeNull()
    expect(await program.must('book.revisionPreview', { book })).toBeNull()
    const file = await chosen(program, secondRevision(program.home))
    const { edition } = await program.must('editions.import', { file, hash: null })
    await program.must('editions.import', { file, hash: edition.hash })
    const shown = await program.must('book.revisionPreview', { book })
    expect(shown).toMatchObject({ title: '第二版', to: { revision: 2, hash: edition.hash }, lost: [], moved: [] })
    const other = '0'.repeat(64)
    expect(await program.refused('book.takeRevision', { book, base: revision, hash: other })).toMatchObject({
      kind: 'request-rejected',
    })
    expect(await program.refused('book.takeRevision', { book, base: revision + 1, hash: other })).toMatchObject({
      kind: 'stale-revision',
    })
    const taken = await program.must('book.takeRevision', { book, base: revision, hash: edition.hash })
    expect(taken).toMatchObject({ edition: { revision: 2, hash: edition.hash } })
    expect(program.told('two')).toContainEqual({ kind: 'book-changed', book, revision: taken.revision })
    expect(await program.must('book.open', { book })).toMatchObject({ undo: null })
    expect((await program.must('ledger.backups', {})).map(({ reason }) => reason)).toContain('edition')
    await program.must('book.commit', typed(book, taken.revision, 'GK05!2080501!income', 5))
  })

  it('is never one for a sealed book', async () => {
    const program = await programWithSample()
    const { book, revision } = program
    await program.must('book.seal', { book, base: revision })
    const file = await chosen(program, secondRevision(program.home))
    const { edition } = await program.must('editions.import', { file, hash: null })
    await program.must('editions.import', { file, hash: edition.hash })
    expect(await program.must('book.newerRevision', { book })).toBeNull()
    const [sealed] = await program.must('books.list', {})
    const request = { book, base: sealed?.revision ?? 0, hash: edition.hash }
    expect(await program.refused('book.takeRevision', request)).toMatchObject({ kind: 'book-sealed' })
  }, 60_000)
})
