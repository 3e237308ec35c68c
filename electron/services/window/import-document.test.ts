import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { like, programWithSample, typed } from './fixtures/window.ts'

const published = fileURLToPath(new URL('../../../shared/sample/published/document.txt', import.meta.url))
const printed = fileURLToPath(new URL('../../exchange/intake/fixtures/published-libreoffice.pdf', import.meta.url))
const income = 'GK05!2080501!income'

describe('a published document in the window', () => {
  it('is shown form by form with its pages, and taken as one gesture that can be undone', async () => {
    const { must, answers, book, revision } = await programWithSample()
    await must('book.commit', typed(book, revision, income, 5))
    answers.open = printed
    const file = (await must('import.choose', {}))?.token ?? ''
    const preview = await must('import.preview', { book, file })
    expect(preview).toMatchObject({
      kind: 'pdf',
      source: 'foreign',
      conflicts: [],
      notUnderstood: [],
      remarks: [],
      texts: [],
    })
    expect(preview.forms).toContainEqual({ form: 'GK14', sheet: '项目支出决算明细表', values: 84, place: '第 14 页' })
    expect(preview.changes).toMatchObject([{ key: income, before: '0.000005', after: '7.391326' }])
    const done = await must('import.apply', { book, base: revision + 1, file, refuseConflicts: [] })
    expect(done.changes).toEqual([{ kind: 'cell', key: income, after: 7_391_326 }])
    expect((await must('ledger.backups', {})).map(({ reason }) => reason)).toContain('import')
    const undone = await must('book.undo', { book, base: revision + 2 })
    expect(undone.changes).toEqual([{ kind: 'cell', key: income, after: 5 }])
  })

  it('names the texts that are taken, and the pages of what it does not fit', async () => {
    const { must, answers, home, book } = await programWithSample()
    answers.open = join(home, '公开.txt')
    const text = readFileSync(published, 'utf8')
    writeFileSync(
      answers.open,
      text
        .replace('本年收入合计 5306.515601 6912.978296', '本年收入合计 5306.515601 6912.978297')
        .replace('八、其他收入 0.000000 23.292573', '八、其他收入 0.000000'),
    )
    const file = (await must('import.choose', {}))?.token ?? ''
    const preview = await must('import.preview', { book, file })
    expect(preview.kind).toBe('text')
    expect(preview.texts.find(({ slot }) => slot === 'duties')).toMatchObject({
      name: '机构职责',
      place: '第 14 页第 5 行',
      text: like(/^1\.贯彻落实国家/),
    })
    expect(preview.conflicts).toMatchObject([
      { form: 'GK01', row: 'income', given: '6912.978297', at: like(/^第 1 页第 \d+ 行$/) },
    ])
    expect(preview.notUnderstood).toMatchObject([
      { sheet: '收入支出决算总表', cell: like(/^第 1 页第 \d+ 行$/), reason: like(/不能确定各数属于哪一栏/) },
      { sheet: '收入支出决算总表', reason: like(/不能确定各数属于哪一栏/) },
    ])
  })
})
