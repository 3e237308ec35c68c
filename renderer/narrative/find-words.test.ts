import { describe, expect, it } from 'vitest'
import { findWords } from './find-words.ts'

const found = (text: string, words: string): string[] =>
  findWords(text, words).map(([from, to]) => text.slice(from, to))

describe('words in the text', () => {
  it.each([
    ['决算6912.98万元，比上年', '6912.98', ['6912.98']],
    ['决算6,912.98万元', '6912.98', ['6,912.98']],
    ['决算6912.98万元', '6,912.98', ['6912.98']],
    ['下降12％。', '12%', ['12％']],
    ['收入 支出', '收入支出', ['收入 支出']],
    ['GK05 与 gk05', 'Gk05', ['GK05', 'gk05']],
    ['三公三公三', '三公', ['三公', '三公']],
    ['㐀𠀀字', '𠀀字', ['𠀀字']],
    ['没有', '有没', []],
    ['任何', '  ', []],
  ])('%s: %s', (text, words, hits) => {
    expect(found(text, words)).toEqual(hits)
  })
})
