import { describe, expect, it } from 'vitest'
import { sampleEngine } from '../../build/testing/narrative.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { namesOf } from '../../shared/words/cells.ts'
import { exactWords, sourceForms, suffixOf } from './figure-source.ts'
import { blockOf, runsOf } from './reading-place.ts'

const engine = sampleEngine()
const names = namesOf(engine, sampleBook.year)
const document = narrate(engine, sampleBook)

function figure(block: string, at: number) {
  const found = blockOf(document, block)
  const run = found === null ? undefined : runsOf(found).filter((one) => one.kind === 'figure')[at]
  if (run === undefined) throw new Error(`no figure ${at} in ${block}`)
  return run
}

describe('where a figure comes from', () => {
  it.each([
    ['an amount', 0, ['6,912.978296 万元', '69,129,782.96 元'], ''],
    ['a difference', 1, ['451.028296 万元', '4,510,282.96 元'], ''],
    ['a percentage', 2, ['未取舍 451.028296 ÷ 6,461.950000'], '%'],
  ])('%s', (_, at, words, suffix) => {
    expect(exactWords(engine, figure('totals.grand', at))).toEqual(words)
    expect(suffixOf(figure('totals.grand', at))).toBe(suffix)
  })

  it('lists cells by form, in the unit of the window', () => {
    const forms = sourceForms(engine, names, figure('totals.grand', 1), '元')
    expect(forms.map(({ title }) => title)).toEqual(['GK01 收入支出决算总表', 'S02 上年数'])
    expect(forms.flatMap(({ cells }) => cells.map(({ value }) => value))).toEqual(['69,129,782.96', '64,619,500.00'])
    expect(forms[0]?.cells[0]?.address).toEqual({ form: 'GK01', row: 'incomeGrand', column: 'incomeFinal' })
  })

  it('has words for every figure of the text', () => {
    for (const { blocks } of document.parts)
      for (const run of blocks.flatMap(runsOf)) {
        if (run.kind !== 'figure') continue
        expect(exactWords(engine, run).join(''), run.key).toMatch(/\d/)
        expect(sourceForms(engine, names, run, '万元').length, run.key).toBeGreaterThan(0)
      }
  })
})
