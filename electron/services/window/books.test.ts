import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { like, programWithSample, rejectedWith, startProgram, typed } from './fixtures/window.ts'

const income = 'GK05!2080501!income'
const total = 7_391_326

describe('a gesture of the window', () => {
  it('is stored, named for undo, and told to the others', async () => {
    const program = await programWithSample()
    const { must, book, revision } = program
    const receipt = await must('book.commit', { ...typed(book, revision, income, 5), label: '录入五分' })
    expect(receipt).toMatchObject({ revision: revision + 1, undo: '录入五分', redo: null })
    expect(program.told('two')).toContainEqual({ kind: 'book-changed', book, revision: revision + 1 })
    expect(program.told('one')).toEqual([])
    const snapshot = await must('book.open', { book })
    expect(snapshot.facts).toContainEqual({ kind: 'cell', key: income, value: 5 })
    const undone = await must('book.undo', { book, base: revision + 1 })
    expect(undone).toMatchObject({
      label: '录入五分',
      changes: [{ kind: 'cell', key: income, after: total }],
      receipt: { revision: revision + 2, redo: '录入五分' },
    })
    await must('book.redo', { book, base: revision + 2 })
    expect((await must('book.open', { book })).facts).toContainEqual({ kind: 'cell', key: income, value: 5 })
  })

  it('on an older revision is refused with the newer one', async () => {
    const { must, other, book, revision } = await programWithSample()
    await must('book.commit', typed(book, revision, income, 5))
    expect(await other('book.commit', typed(book, revision, income, 6))).toEqual({
      ok: false,
      fault: { kind: 'stale-revision', base: revision, current: revision + 1 },
    })
  })

  it.each([
    ['a computed cell', 'GK05!total!income', 5, /由公式计算/],
    ['no cell', 'GK05!2080501!nothing', 5, /没有这个单元格/],
    ['no form', 'GK99!2080501!income', 5, /没有这个单元格/],
    ['a code the book does not have', 'GK05!2010101!income', 5, /没有这个单元格/],
    ['a unit the book does not have', 'GK06!2080501@u9!basic', 5, /没有这个单元格/],
    ['no key', 'GK05', 5, /没有这个单元格/],
    ['text in an amount', income, '五', /应为金额/],
  ])('for %s is refused', async (_, key, after, reason) => {
    const { refused, must, book, revision } = await programWithSample()
    expect(await refused('book.commit', typed(book, revision, key, after))).toEqual(rejectedWith(reason))
    expect((await must('book.open', { book })).summary.revision).toBe(revision)
  })

  it.each([
    ['unit', 'u2', { name: '新单位', order: 2 }],
    ['project', 'p1', null],
    ['row', '2080501', null],
    ['row', '20805x1', { name: '' }],
    ['stated', 'GK05!total!income', 5],
    ['explanation', 'Y5!GK05!2080501!income', { text: '因为', left: 1, right: 2 }],
    ['text', '../key', '文字'],
  ] as const)('on %s %s goes another way', async (kind, key, after) => {
    const { refused, book, revision } = await programWithSample()
    const changes = [{ kind, key, after }]
    const fault = await refused('book.commit', { book, base: revision, label: '改', place: null, changes })
    expect(fault.kind).toBe('request-rejected')
  })

  it('may bring codes and their first values along, as a paste does', async () => {
    const { must, book, revision } = await programWithSample()
    const changes = [
      { kind: 'row' as const, key: '201', after: { name: '' } },
      { kind: 'row' as const, key: '20101', after: { name: '' } },
      { kind: 'row' as const, key: '2010101', after: { name: '' } },
      { kind: 'cell' as const, key: 'GK05!2010101!income', after: 5 },
      { kind: 'cell' as const, key: 'GK06!2010101@u1!basic', after: 5 },
    ]
    await must('book.commit', { book, base: revision, label: '粘贴', place: null, changes })
    expect((await must('book.open', { book })).facts).toContainEqual({
      kind: 'cell',
      key: 'GK06!2010101@u1!basic',
      value: 5,
    })
  })

  it('whose totals cannot be held changes nothing', async () => {
    const { refused, must, book, revision } = await programWithSample()
    const fault = await refused('book.commit', typed(book, revision, income, Number.MAX_SAFE_INTEGER))
    expect(fault.kind).toBe('input-refused')
    expect((await must('book.commit', typed(book, revision, income, 5))).revision).toBe(revision + 1)
  })
})

describe('an opening that differs from last year', () => {
  /** The sample, and 2025 made from it after 2080501 was left with five fen. */
  async function programWithYears() {
    const program = await programWithSample()
    const { must, book, revision } = program
    await must('book.commit', typed(book, revision, 'GK05!2080501!closingBasic', 5))
    const next = await must('book.rollForward', { book, edition: 'dongcheng-2024', options: {} })
    return { ...program, next: next.book as NonNullable<typeof next.book> }
  }
  const opening = 'GK05!2080501!opening'

  it('is refused by its own fault, taken with a kind, and brings its explanations along', async () => {
    const { must, refused, next } = await programWithYears()
    expect(await refused('book.commit', typed(next.id, next.revision, opening, 7))).toMatchObject({
      kind: 'difference-needed',
      cell: { form: 'GK05', row: '2080501', column: 'opening' },
      carried: '0.000005',
      kinds: expect.arrayContaining(['上缴', '其他']) as unknown,
    })
    const difference = { kind: '上缴', note: ' 财政收回 ' }
    const done = await must('book.commit', { ...typed(next.id, next.revision, opening, 7), difference })
    const explained = done.also.map(({ kind, key, after }) => [kind, key, (after as { text: string }).text])
    const words = '上缴：财政收回'
    expect(explained).toEqual([
      ['explanation', `Y1!${opening}`, words],
      ['explanation', 'Y1!GK01!opening!incomeFinal', words],
      ['explanation', 'Y1!GK04!openingGeneral!incomeFinal', words],
    ])
    const { facts } = await must('book.open', { book: next.id })
    expect(facts.filter(({ kind }) => kind === 'explanation')).toHaveLength(3)
    const undone = await must('book.undo', { book: next.id, base: done.revision })
    expect(undone.changes).toHaveLength(4)
    expect((await must('book.open', { book: next.id })).facts.filter(({ kind }) => kind === 'explanation')).toEqual([])
  })

  it('is a finding of the later year when last year’s book changes', async () => {
    const { must, other, told, next, book, revision } = await programWithYears()
    expect((await must('book.open', { book: next.id })).prior?.cells).toContainEqual(['GK05!2080501!closing', 5])
    await must('book.commit', typed(book, revision + 1, 'GK05!2080501!closingBasic', 6))
    expect(told('two')).toContainEqual({ kind: 'book-changed', book: next.id, revision: next.revision })
    const again = await other('book.open', { book: next.id })
    expect(again).toMatchObject({ ok: true })
    expect((await must('book.open', { book: next.id })).prior?.cells).toContainEqual(['GK05!2080501!closing', 6])
  })
})

describe('a new year from an old book', () => {
  it('is looked at first, then made, and told to the others', async () => {
    const { must, refused, told, book } = await programWithSample()
    const request = { book, edition: 'dongcheng-2024', options: { projects: true } }
    const looked = await must('book.rollForwardPreview', request)
    expect(looked).toMatchObject({ book: null, options: { projects: true, reasons: false, rows: true } })
    expect(looked.items.find(({ key }) => key === 'p1')).toMatchObject({ what: like(/^项目 p1 /), fate: 'carried' })
    expect(looked.items.filter(({ fate }) => fate === 'left').every(({ reason }) => reason !== null)).toBe(true)
    expect(await must('books.list', {})).toHaveLength(1)
    const made = await must('book.rollForward', request)
    expect(made.book).toMatchObject({ year: 2025, state: 'open' })
    expect(told('two')).toContainEqual({ kind: 'ledger-changed' })
    expect(await refused('book.rollForward', request)).toMatchObject({ kind: 'book-exists', year: 2025 })
    expect(await refused('book.rollForwardPreview', { ...request, edition: null })).toMatchObject({
      kind: 'book-exists',
    })
  })

  it('needs an edition of its year', async () => {
    const { refused, book } = await programWithSample()
    expect(await refused('book.rollForwardPreview', { book, edition: null, options: {} })).toEqual({
      kind: 'edition-missing',
      edition: 'dongcheng-2025',
    })
  })
})

describe('gestures made here', () => {
  it('explain what the text checks find', async () => {
    const { must, refused, book, revision } = await programWithSample()
    const figure = 'figure:fiscal.grand/amount.GK04!incomeGrand!incomeFinal'
    const changes = [{ kind: 'text' as const, key: figure, after: '6889.7' }]
    await must('book.commit', { book, base: revision, label: '改', place: null, changes })
    const place = { check: 'N2', form: null, row: 'fiscal.grand', column: null }
    const request = { kind: 'explain' as const, ...place, text: '按批复数公开' }
    const done = await must('book.structure', { book, base: revision + 1, request })
    expect(done.changes).toEqual([
      {
        kind: 'explanation',
        key: 'N2!!fiscal.grand!6889.7',
        after: { text: '按批复数公开', left: null, right: null },
      },
    ])
    expect(
      await refused('book.structure', {
        book,
        base: revision + 2,
        request: { ...request, row: 'totals.grand' },
      }),
    ).toMatchObject({ kind: 'request-rejected' })
  })

  it('say what they changed, for the window to follow', async () => {
    const { must, refused, book, revision } = await programWithSample()
    const request = { kind: 'add-row' as const, code: '2010101' }
    const done = await must('book.structure', { book, base: revision, request })
    expect(done.label).toContain('新增科目 2010101')
    expect(done.changes.map(({ key }) => key)).toEqual(['201', '20101', '2010101'])
    expect(await refused('book.structure', { book, base: done.receipt.revision, request })).toMatchObject({
      kind: 'request-rejected',
    })
    const removed = await must('book.structure', {
      book,
      base: done.receipt.revision,
      request: { kind: 'remove-project', project: 'p1' },
    })
    expect(removed.changes.length).toBeGreaterThan(1)
    expect(removed.changes.every(({ after }) => after === null)).toBe(true)
  })

  it('bring back an earlier state, as a gesture of its own', async () => {
    const { must, refused, book, revision } = await programWithSample()
    const before = await must('book.open', { book })
    const [latest] = await must('book.history', { book, before: null, limit: 1 })
    await must('book.commit', typed(book, revision, income, 5))
    await must('book.structure', { book, base: revision + 1, request: { kind: 'add-row', code: '2010101' } })
    const seq = latest?.seq ?? 0
    const done = await must('book.restoreState', { book, base: revision + 2, seq })
    expect(done.label).toMatch(/^恢复到 \d{4}-/)
    expect((await must('book.open', { book })).facts).toEqual(before.facts)
    await must('book.undo', { book, base: done.receipt.revision })
    expect((await must('book.open', { book })).facts).toContainEqual({ kind: 'cell', key: income, value: 5 })
    expect(await refused('book.restoreState', { book, base: done.receipt.revision + 1, seq: 999 })).toEqual(
      rejectedWith('没有第 999 条'),
    )
  })

  it('are in the history, newest first', async () => {
    const { must, book, revision } = await programWithSample()
    await must('book.commit', { ...typed(book, revision, income, 5), label: '录入五分' })
    expect(await must('book.history', { book, before: null, limit: 1 })).toMatchObject([
      { kind: 'gesture', label: '录入五分', changes: [{ key: income, before: total, after: 5 }], more: 0 },
    ])
  })
})

describe('a new book', () => {
  it('knows last year’s values, and its window hears when they change', async () => {
    const program = await programWithSample()
    const { must, book, revision } = program
    const { department } = (await must('book.open', { book })).summary
    const request = { department, year: 2025, edition: 'dongcheng-2024', units: [] }
    const next = await must('book.create', request)
    expect(await program.refused('book.create', request)).toMatchObject({ kind: 'book-exists' })
    const { prior } = await must('book.open', { book: next.id })
    expect(prior?.year).toBe(2024)
    expect(prior?.cells).toContainEqual([income, total])
    expect(prior?.codes.map(([code]) => code)).toContain('2080501')
    await must('book.commit', typed(book, revision, income, 5))
    expect(program.told('one')).toContainEqual({ kind: 'book-changed', book: next.id, revision: next.revision })
    expect((await must('book.open', { book: next.id })).prior?.cells).toContainEqual([income, 5])
  })

  it('is made under an edition there is', async () => {
    const program = startProgram()
    program.answers.save = join(program.home, '决算')
    await program.must('ledger.create', { name: '决算' })
    const editions = await program.must('editions.list', {})
    const own = editions.find(({ edition }) => edition === 'dongcheng-2024')
    expect(own).toMatchObject({ year: 2024, trust: 'published' })
    const request = { department: '某局', year: 2024, edition: 'nowhere-2024', units: ['甲', '乙'] }
    expect(await program.refused('book.create', request)).toEqual(rejectedWith('没有名为'))
    const book = await program.must('book.create', { ...request, edition: 'dongcheng-2024' })
    const edition = await program.must('edition.read', { hash: book.edition.hash })
    expect(edition.head.edition).toBe('dongcheng-2024')
    const { facts } = await program.must('book.open', { book: book.id })
    expect(facts.map(({ key }) => key)).toEqual(['u1', 'u2'])
    expect(await program.refused('book.open', { book: 99 })).toMatchObject({ kind: 'request-rejected' })
  })
})

describe('files', () => {
  it('a workbook goes out, is changed by hand elsewhere, and comes back as one gesture', async () => {
    const program = await programWithSample()
    const { must, refused, answers, home, book, revision } = program
    answers.save = join(home, '导出.xlsx')
    const out = await must('export.workbook', { book, supplements: false })
    expect(out?.name).toBe('导出.xlsx')
    expect(program.told('one').filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(10)
    expect(program.told('two').some(({ kind }) => kind === 'progress')).toBe(false)
    await must('book.commit', typed(book, revision, income, 5))
    answers.open = answers.save
    const file = await must('import.choose', {})
    const token = file?.token ?? ''
    const preview = await must('import.preview', { book, file: token })
    expect(preview).toMatchObject({ file: '导出.xlsx', source: 'own', conflicts: [], notUnderstood: [] })
    expect(preview.changes).toMatchObject([{ key: income, before: '0.000005', after: '7.391326' }])
    const done = await must('import.apply', { book, base: revision + 1, file: token, refuseConflicts: [] })
    expect(done.changes).toEqual([{ kind: 'cell', key: income, after: total }])
    expect((await must('ledger.backups', {})).map(({ reason }) => reason)).toContain('import')
    expect(await refused('import.apply', { book, base: revision, file: token, refuseConflicts: [] })).toMatchObject({
      kind: 'stale-revision',
    })
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect(await refused('import.preview', { book, file: unknown })).toMatchObject({ kind: 'request-rejected' })
    answers.open = null
    expect(await must('import.choose', {})).toBeNull()
  })

  it('of figures beside computed cells those are kept that the person did not refuse', async () => {
    const { must, answers, home, book, revision } = await programWithSample()
    answers.save = join(home, '导出.xlsx')
    await must('export.workbook', { book, supplements: false })
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(answers.save)
    // 合计 of two columns of GK05, typed over by hand
    const total = workbook.worksheets.find(({ name }) => name.startsWith('GK05'))?.getRows(1, 12)
    const row = total?.find((one) => one.getCell(4).text.replaceAll(' ', '') === '合计')
    const cells = [5, 6, 7, 8, 9, 10]
      .flatMap((column) => row?.getCell(column) ?? [])
      .filter(({ type }) => type === ExcelJS.ValueType.Formula)
    for (const cell of cells) cell.value = 1
    await workbook.xlsx.writeFile(answers.save)
    answers.open = answers.save
    const file = (await must('import.choose', {}))?.token ?? ''
    const { conflicts } = await must('import.preview', { book, file })
    expect(conflicts.length).toBeGreaterThan(1)
    expect(conflicts[0]).toMatchObject({
      form: 'GK05',
      row: 'total',
      given: '1.000000',
      at: expect.stringContaining('GK05') as unknown,
    })
    const keys = conflicts.map(({ form, row, column }) => `${form}!${row}!${column}`)
    const [refusedKey = '', ...kept] = keys
    const done = await must('import.apply', { book, base: revision, file, refuseConflicts: [refusedKey] })
    expect(
      done.changes
        .filter(({ kind }) => kind === 'stated')
        .map(({ key }) => key)
        .sort(),
    ).toEqual(kept.sort())
  })

  it('a template goes out', async () => {
    const { must, answers, home, book } = await programWithSample()
    answers.save = join(home, '模板')
    expect((await must('export.template', { book }))?.name).toBe('模板.xlsx')
  })

  it('a sealed book hands out the very file it was sealed with, and takes no change', async () => {
    const { must, refused, answers, home, book, revision } = await programWithSample()
    const { summary, files } = await must('book.seal', { book, base: revision })
    expect(summary.state).toBe('sealed')
    expect(files.map((name) => name.split('.').at(-1))).toStrictEqual(['xlsx', 'pdf', 'docx'])
    expect(await refused('book.commit', typed(book, revision, income, 5))).toMatchObject({ kind: 'book-sealed' })
    expect(await must('book.open', { book })).toMatchObject({ undo: null, redo: null })
    answers.save = join(home, '上报.xlsx')
    await must('export.sealed', { book, name: files[0] ?? '' })
    const sealed = readFileSync(answers.save)
    await must('export.workbook', { book, supplements: false })
    expect(readFileSync(answers.save).equals(sealed)).toBe(true)
    expect(await refused('export.sealed', { book, name: '没有.xlsx' })).toMatchObject({ kind: 'request-rejected' })
    expect((await must('book.unseal', { book, reason: '更正' })).state).toBe('open')
    await must('book.commit', typed(book, revision, income, 5))
    expect(await refused('book.seal', { book, base: revision + 1 })).toMatchObject({ kind: 'seal-refused' })
  })
})
