import { describe, expect, it } from 'vitest'
import type { ImportPreview } from '../../shared/channels/values.ts'
import { conflictKey, plainChanges, previewWords, readable } from './preview.ts'

const preview = (more: Partial<ImportPreview> = {}): ImportPreview => ({
  file: '决算.xlsx',
  kind: 'xlsx',
  source: 'own',
  added: { codes: [], units: [], projects: [] },
  forms: [{ form: 'GK05', sheet: 'GK05', values: 119, place: '' }],
  texts: [],
  stored: 2,
  unchanged: 117,
  changes: [],
  cleared: [],
  conflicts: [],
  notUnderstood: [],
  remarks: [],
  ...more,
})
const conflict = {
  form: 'GK05',
  row: 'total',
  column: 'income',
  cell: 'GK05 合计·本年收入',
  computed: '1',
  given: '2',
  at: 'F6',
}

describe('preview of an import', () => {
  it.each([
    ['1234567.890000', '1,234,567.890000'],
    ['-1234.56', '-1,234.56'],
    ['123', '123'],
    ['2024年', '2024年'],
    ['', ''],
    [null, '空白'],
  ])('reads %j as %j', (text, wanted) => expect(readable(text)).toBe(wanted))

  it('tells in a sentence what would happen', () => {
    const { lead } = previewWords(
      preview({ conflicts: [conflict], added: { codes: ['1'], units: [], projects: ['p1', 'p2'] } }),
    )
    expect(lead).toContain(
      '本程序导出的工作簿。认出 1 张表、119 个数，写入 2 项，117 项相同，新增1 个科目、2 个项目，1 处与公式不符',
    )
    expect(previewWords(preview({ source: 'foreign' })).lead).toContain('其他来源')
    const text = { slot: 'duties', name: '机构职责', text: '承担…', place: '第 17 页' }
    expect(previewWords(preview({ source: 'foreign', kind: 'pdf', texts: [text] })).lead).toMatch(
      /^公开的决算（PDF）.*认出 1 张表、119 个数，1 段文字，写入/,
    )
  })

  it('tells a conflict once', () => {
    const change = (key: string) => ({ form: 'GK05', cell: key, before: null, after: '2', key })
    const both = preview({
      conflicts: [conflict],
      changes: [change(conflictKey(conflict)), change('GK05!2080501!income')],
    })
    expect(plainChanges(both).map(({ key }) => key)).toEqual(['GK05!2080501!income'])
  })
})
