import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { programWithSample, rejectedWith } from './fixtures/window.ts'

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
