import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../shared/engine/facts.ts'
import {
  decodeManifest,
  encodeManifest,
  encodeSheet,
  type Manifest,
  type PrintedSheet,
  printedValues,
} from './manifest.ts'

const sheet: PrintedSheet = {
  form: 'GK01',
  sheet: 'GK01 收入支出决算总表',
  columns: [
    { column: 2, key: 'budget' },
    { column: 4, key: 'final' },
  ],
  lines: [
    [5, ['total'], [-1, 0]],
    [6, ['left', 'right'], [1_000_000, null]],
    [7, ['', 'alone'], [null, '优']],
  ],
}
const facts: Fact[] = [
  { kind: 'cell', key: 'GK05!2080501!income', value: 9_007_199_254_740_991 },
  { kind: 'row', key: '2080501', value: { name: '行政单位离退休' } },
  { kind: 'explanation', key: 'X2!GK01!total!final', value: { text: '=1+1', left: 5, right: null } },
]
const manifest: Manifest = {
  kind: 'book',
  edition: { edition: 'dongcheng-2024', revision: 3, hash: 'ab'.repeat(32) },
  department: '某部门',
  year: 2024,
  revision: 17,
  lastJournalTime: '2025-08-01T02:03:04.005Z',
  facts,
  sheets: [sheet],
}
const encoded = (changes: Partial<Manifest> = {}): string[][] => {
  const { sheets, ...stated } = { ...manifest, ...changes }
  return encodeManifest(stated, sheets.map(encodeSheet))
}

describe('manifest', () => {
  test('comes back as it was written', () => {
    expect(decodeManifest(encoded())).toEqual({ ok: true, value: manifest })
  })

  test('keeps texts that sheets and XML do not keep by themselves', () => {
    const texts = ['_x0041_', '`"\'<>&\\', '\u0000\u0007\u007f\ufffe\uffff\ud800', '𠮷\r\n\t ', '\u2028', ' =A1']
    const nasty = texts.map((value, place): Fact => ({ kind: 'text', key: `text${place}`, value }))
    const rows = encoded({ facts: nasty })
    expect(rows.flat().join('')).toMatch(/^[ -~]*$/)
    expect(rows.slice(1).flat().join('')).not.toMatch(/["'<>&]|_x/)
    expect(decodeManifest(rows)).toEqual({ ok: true, value: { ...manifest, facts: nasty } })
  })

  test('fits into cells, however long', () => {
    const long = [{ kind: 'text', key: 'duties', value: '职责𠮷'.repeat(50_000) }] as const
    const rows = encoded({ facts: long })
    expect(rows.length).toBeGreaterThan(30)
    expect(Math.max(...rows.flat().map((text) => text.length))).toBeLessThanOrEqual(32_767)
    expect(decodeManifest(rows)).toEqual({ ok: true, value: { ...manifest, facts: long } })
  })

  test.each([
    ['no mark', (): string[][] => [['x', '1', '']], '不是本程序写出的'],
    ['nothing', (): string[][] => [], '不是本程序写出的'],
    ['a newer format', () => [['juesuan-manifest', '2', '']], '请用新版程序导入'],
    [
      'a changed character',
      () => encoded().map((row, place) => (place === 1 ? [`${row[0] ?? ''} `] : row)),
      '改动或截断',
    ],
    ['a lost end', () => encoded().slice(0, 1), '改动或截断'],
  ])('refuses %s and says what to do', (_name, rows, words) => {
    const result = decodeManifest(rows())
    expect(result).toMatchObject({ ok: false, fault: { kind: 'input-refused', where: '隐藏工作表“_juesuan”' } })
    expect(JSON.stringify(result)).toContain(words)
  })

  test('refuses facts of a kind it does not know', () => {
    const result = decodeManifest(encoded({ facts: [{ kind: 'secret' as 'cell', key: 'k', value: 1 }] }))
    expect(result).toMatchObject({ ok: false })
  })

  test('tells what each value cell showed', () => {
    expect(
      [...printedValues(sheet)].map(({ address, row, column, value }) => [address.row, row, column, value]),
    ).toEqual([
      ['total', 5, 2, -1],
      ['total', 5, 4, 0],
      ['left', 6, 2, 1_000_000],
      ['right', 6, 4, null],
      ['alone', 7, 4, '优'],
    ])
  })
})
