import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fontTable } from '../../exchange/document/font-file.ts'
import { openFonts, packageFile } from '../../exchange/document/font-set.ts'
import { programWithSample, rejectedWith, startProgram } from './fixtures/window.ts'

const figure = 'figure:totals.grand/amount.GK01!incomeGrand!incomeFinal'

describe('the text part in the window', () => {
  it.each([
    ['text', 'duties', '负责接诉即办。\n| 甲 | 乙 |'],
    ['text', figure, '6913'],
    ['text', 'words:totals.grand', '2024年度收、支总计{amount.GK01!incomeGrand!incomeFinal}万元。'],
    ['option', 'narrative.thousands', 'grouped'],
    ['option', 'narrative.shortName', '指挥中心'],
    ['cover', 'date', '2025年8月18日'],
  ] as const)('takes %s %s', async (kind, key, after) => {
    const { must, book, revision } = await programWithSample()
    const changes = [{ kind, key, after }]
    await must('book.commit', { book, base: revision, label: '填写', place: null, changes })
    expect((await must('book.open', { book })).facts).toContainEqual({ kind, key, value: after })
  })

  it.each([
    ['text', 'figure:a b', '1', /应为文字/],
    ['text', 'other:totals.grand', '1', /应为文字/],
    ['option', 'narrative.thousands', 'sometimes', /只能是 none、grouped/],
    ['option', 'narrative.colour', 'red', /没有这一项/],
    ['cover', 'motto', '为人民服务', /没有这一项/],
  ] as const)('refuses %s %s', async (kind, key, after, reason) => {
    const { refused, book, revision } = await programWithSample()
    const changes = [{ kind, key, after }]
    expect(await refused('book.commit', { book, base: revision, label: '填写', place: null, changes })).toEqual(
      rejectedWith(reason),
    )
  })
})

describe('printing for the window', () => {
  it('shows a form by a token, and no other bytes', async () => {
    const { must, book, services, told } = await programWithSample()
    const file = await must('document.preview', { book, form: 'GK05' })
    expect(file?.name).toMatch(/GK05.*\.pdf$/)
    expect(file?.remarks).toEqual([])
    expect(Buffer.from(services.preview(file?.token ?? '') ?? []).toString('latin1', 0, 5)).toBe('%PDF-')
    expect(services.preview('00000000-0000-0000-0000-000000000000')).toBeNull()
    expect(told('one')).toContainEqual({ kind: 'progress', task: 'document.preview', done: 1 })
    expect(told('two').filter(({ kind }) => kind === 'progress')).toEqual([])
  })

  it('is called off at once', async () => {
    const { must, book } = await programWithSample()
    const printing = must('document.preview', { book, form: null })
    await must('document.cancel', {})
    expect(await printing).toBeNull()
  })

  it.each([
    ['workbook', 'xlsx', (book: number) => ['export.workbook', { book, supplements: true }] as const],
    [
      'Word',
      'docx',
      (book: number) => ['export.document', { book, format: 'docx', textOnly: true, form: null }] as const,
    ],
  ])('ends a %s at once when it is called off, and leaves nothing behind', async (_, ending, request) => {
    const { must, call, book, answers, home, told } = await programWithSample()
    answers.save = join(home, `导出.${ending}`)
    const [name, input] = request(book)
    const making = call(name, input)
    // called off while the thread is at work
    await new Promise((resolve) => setTimeout(resolve, 60))
    await must('document.cancel', {})
    const before = performance.now()
    expect(await making).toEqual({ ok: true, value: null })
    expect(performance.now() - before).toBeLessThan(200)
    expect(readdirSync(home).filter((one) => one.includes('导出'))).toEqual([])
    expect(told('one').filter((push) => push.kind === 'progress' && push.done === 1)).toEqual([])
    // the next one finds a thread of its own
    expect(await must(name, input)).toMatchObject({ name: `导出.${ending}` })
  })

  it('calls off one window’s export, not that of another', async () => {
    const { must, other, book } = await programWithSample()
    const mine = must('document.preview', { book, form: 'GK05' })
    const theirs = other('document.preview', { book, form: 'GK06' })
    await must('document.cancel', {})
    expect(await mine).toBeNull()
    expect(await theirs).toMatchObject({ ok: true, value: { remarks: [] } })
  })

  it('prints what the book is when asked, whatever is typed meanwhile', async () => {
    const { must, book, revision, answers, home } = await programWithSample()
    const exported = async (name: string): Promise<Buffer> => {
      answers.save = join(home, name)
      await must('export.document', { book, format: 'docx', textOnly: true, form: null })
      return readFileSync(answers.save)
    }
    const before = await exported('甲.docx')
    const making = exported('乙.docx')
    // the person has said where; the thread is at work
    await new Promise((resolve) => setTimeout(resolve, 30))
    const changes = [{ kind: 'text' as const, key: 'duties', after: '负责接诉即办。' }]
    await must('book.commit', { book, base: revision, label: '填写', place: null, changes })
    expect((await making).equals(before)).toBe(true)
    expect((await exported('丙.docx')).equals(before)).toBe(false)
  })

  it('refuses a form there is not', async () => {
    const { refused, book } = await programWithSample()
    expect(await refused('document.preview', { book, form: 'GK99' })).toEqual(rejectedWith(/没有这张表/))
  })

  it.each([
    ['docx', true, 'PK'],
    ['docx', false, 'PK'],
    ['pdf', false, '%PDF-'],
  ] as const)('writes %s where a person says', async (format, textOnly, begins) => {
    const { must, book, answers, home } = await programWithSample()
    answers.save = join(home, `导出.${format}`)
    const file = await must('export.document', { book, format, textOnly, form: null })
    expect(file).toMatchObject({ name: `导出.${format}` })
    expect(readFileSync(answers.save).toString('latin1').startsWith(begins)).toBe(true)
    answers.save = null
    expect(await must('export.document', { book, format, textOnly, form: null })).toBeNull()
  })
})

const theProgramsOwn = ['song', 'hei', 'kai', 'fangsong'].map((role) => ({ role, file: null, trouble: null }))

describe('fonts of the machine', () => {
  it('are tried on the book, remembered, and given up again', async () => {
    const program = await programWithSample()
    const { must, book, answers, home } = program
    expect(await must('fonts.list', {})).toEqual(theProgramsOwn)
    answers.open = join(home, '仿宋.ttf')
    copyFileSync(packageFile(openFonts.hei), answers.open)
    const chosen = await must('fonts.choose', { book, role: 'fangsong' })
    expect(chosen?.lacking).toEqual([])
    expect(chosen?.fonts).toContainEqual({ role: 'fangsong', file: '仿宋.ttf', trouble: null })
    // a tab's file goes with the program: a copy is kept
    rmSync(answers.open)
    expect((await must('document.preview', { book, form: 'GK05' }))?.remarks).toEqual([])
    await program.end()
    const again = startProgram({ home })
    expect(await again.must('fonts.list', {})).toEqual(chosen?.fonts)
    expect(await again.must('fonts.clear', { role: 'fangsong' })).toEqual(theProgramsOwn)
    expect(readdirSync(join(home, 'settings', 'fonts'))).toEqual([])
  })

  it('are told what they lack', async () => {
    const { must, book, answers } = await programWithSample()
    answers.open = packageFile(openFonts.latin)
    const chosen = await must('fonts.choose', { book, role: 'song' })
    expect(chosen?.lacking).toContain('决')
    expect(chosen?.lacking).not.toContain('1')
  })

  it('are refused with the reason, and nothing changes', async () => {
    const { must, refused, book, answers, home } = await programWithSample()
    answers.open = join(home, '坏.ttf')
    writeFileSync(answers.open, 'not a font')
    expect(await refused('fonts.choose', { book, role: 'song' })).toEqual(
      rejectedWith(/不能用作打印字体：不是 TrueType/),
    )
    const bytes = readFileSync(packageFile(openFonts.latin))
    fontTable(bytes, 'OS/2')?.writeUInt16BE(2, 8)
    writeFileSync(answers.open, bytes)
    expect(await refused('fonts.choose', { book, role: 'song' })).toEqual(rejectedWith(/不允许嵌入/))
    answers.open = null
    expect(await must('fonts.choose', { book, role: 'song' })).toBeNull()
    expect(await must('fonts.list', {})).toEqual(theProgramsOwn)
  })

  it('that are gone are named, and the program’s own stand in', async () => {
    const { must, book, answers, home } = await programWithSample()
    answers.open = packageFile(openFonts.hei)
    await must('fonts.choose', { book, role: 'hei' })
    rmSync(join(home, 'settings', 'fonts'), { recursive: true })
    const listed = (await must('fonts.list', {})).find(({ role }) => role === 'hei')
    expect(listed).toMatchObject({
      file: 'NotoSansSC_400Regular.ttf',
      trouble: expect.stringMatching(/已被移动或删除/) as unknown,
    })
    const file = await must('document.preview', { book, form: 'GK05' })
    expect(file?.remarks).toEqual([expect.stringMatching(/字体 .*不能使用：没有这个文件，已改用自带字体/)])
  })
})
