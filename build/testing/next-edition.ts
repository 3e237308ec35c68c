import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'
import { editionFiles } from './edition.ts'

type Codes = { year: number; codes: { code: string; name: string; trust: string; fund?: string }[] }

/**
 * A made-up edition of the year after `dongcheng-2024` in which everything happens that can happen to keys: codes
 * renamed, split, merged, dropped and named otherwise, a row, a column and a form under another key, a form gone.
 */
export function nextEdition(): LinkedEdition {
  const text = JSON.stringify(editionFiles('dongcheng-2024'))
  const files = JSON.parse(
    // S04 is called S14, and what was 基本支出结转 stands under another key; both with every reference to them
    text.replaceAll('S04', 'S14').replaceAll('closingBasic', 'closingOwn'),
  ) as Record<string, unknown>
  const head = files['edition.json'] as { edition: string; year: number; forms: string[] }
  files['edition.json'] = { ...head, edition: 'dongcheng-2025', year: 2025, forms: head.forms.filter(isKept) }
  delete files['GK13.json']
  files['checks.json'] = (files['checks.json'] as { relations: unknown[] }[]).map((check) => ({
    ...check,
    relations: check.relations.filter((relation) => !JSON.stringify(relation).includes('GK13')),
  }))
  // the row 抚恤金 of both economic forms under another key
  for (const form of ['GK07.json', 'GK09.json'])
    files[form] = JSON.parse(JSON.stringify(files[form]).replace('"key":"30304"', '"key":"30394"'))
  // a text part without the form that is gone is not what these tests are about
  delete files['analysis.json']
  files['narrative/matters.json'] = JSON.parse(
    JSON.stringify(files['narrative/matters.json']).replaceAll(/GK13![^}|,)\s"]*/g, 'GK12!total!amount'),
  )
  files['functional.json'] = codes(files['functional.json'] as Codes)
  files['from-dongcheng-2024.json'] = {
    from: 'dongcheng-2024',
    forms: [
      { old: ['S04'], new: ['S14'], why: '附表改号' },
      { old: ['GK13'], new: [], why: '不再公开' },
    ],
    columns: [
      { form: 'GK05', old: ['closingBasic'], new: ['closingOwn'], why: '栏改号' },
      { form: 'GK08', old: ['closingBasic'], new: ['closingOwn'], why: '栏改号' },
    ],
    rows: [
      { form: 'GK07', old: ['30304'], new: ['30394'], why: '款改号' },
      { form: 'GK09', old: ['30304'], new: ['30394'], why: '款改号' },
    ],
    codes: [
      { old: ['2080501'], new: ['2080591'], why: '科目改号' },
      { old: ['2120107'], new: ['2120117', '2120118'], why: '一项分为两项' },
      { old: ['2210201', '2210203'], new: ['2210291'], why: '两项并为一项' },
      { old: ['2101101'], new: [], why: '科目取消' },
    ],
  }
  return loadEdition(readEdition(files))
}

const isKept = (form: string): boolean => form !== 'GK13'

function codes(table: Codes): Codes {
  const gone = new Set(['2080501', '2120107', '2210201', '2210203', '2101101'])
  const added = [
    ['2080591', '行政单位离退休经费'],
    ['2120117', '市政公用行业监管'],
    ['2120118', '城市管理信息化'],
    ['2210291', '住房公积金和购房补贴'],
  ].map(([code = '', name = '']) => ({ code, name, trust: 'sourced' }))
  const kept = table.codes
    .filter(({ code }) => !gone.has(code))
    // the same code under another name
    .map((entry) => (entry.code === '2080506' ? { ...entry, name: '职业年金缴费支出' } : entry))
  return { ...table, year: 2025, codes: [...kept, ...added].sort((a, b) => (a.code < b.code ? -1 : 1)) }
}
