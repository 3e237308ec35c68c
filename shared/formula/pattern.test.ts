import { describe, expect, it } from 'vitest'
import { PatternError, parseCondition, parsePattern } from './pattern.ts'

const kinds = (text: string): string =>
  parsePattern(text)
    .map((piece) => {
      switch (piece.kind) {
        case 'words':
          return `“${piece.text}”`
        case 'name':
          return piece.name
        case 'figure': {
          const operands = piece.operands.map((one) => (one.kind === 'lines' ? `lines ${one.form}` : one.formula.text))
          return `${piece.rule}[${operands.join(' : ')}]`
        }
        case 'grade':
        case 'text':
          return `${piece.kind}[${piece.operand.kind === 'formula' ? piece.operand.formula.text : ''}]`
        case 'slot':
          return `slot ${piece.slot}`
        case 'say':
          return `say ${piece.phrase}(${piece.given.join(' ; ')})`
      }
    })
    .join(' ')

describe('patterns', () => {
  it.each([
    ['本年度', '“本年度”'],
    ['{year}年度{amount GK01!a!b}万元', 'year “年度” amount[GK01!a!b] “万元”'],
    ['{share GK06!.!total / GK06!total!total}%', 'share[GK06!.!total : GK06!total!total] “%”'],
    ['{difference GK11!a!b + GK11!a!c ~ S02!x!prior}', 'difference[GK11!a!b + GK11!a!c : S02!x!prior]'],
    ['{count lines(GK14)}个', 'count[lines GK14] “个”'],
    ['{text S05!result!value}{grade S05!t!score}', 'text[S05!result!value] grade[S05!t!score]'],
    ['{slot reason.total}{say since: GK01!a!b; S02!a!c}', 'slot reason.total say since(GK01!a!b ; S02!a!c)'],
  ])('%s', (text, expected) => {
    expect(kinds(text)).toBe(expected)
  })

  it.each([
    ['{amount GK01!a!b', /brace without its pair/],
    ['万元}', /brace without its pair/],
    ['{}', /begins with no word/],
    ['{sum GK01!a!b}', /no display rule sum/],
    ['{share GK01!a!b}', /two operands with \/ between/],
    ['{amount GK01!a!b / GK01!a!c}', /unexpected character/],
    ['{amount GK01!a*}', /unexpected character/],
  ])('refuses %s', (text, message) => {
    expect(() => parsePattern(text)).toThrow(message)
  })
})

describe('conditions', () => {
  const told = (text: string): string => {
    const tell = (condition: ReturnType<typeof parseCondition>): string => {
      if (condition.kind === 'not') return `!${tell(condition.of)}`
      if (condition.kind !== 'test') return `(${condition.of.map(tell).join(condition.kind === 'any' ? ' | ' : ' & ')})`
      const operands = condition.operands.map((one) => (one.kind === 'lines' ? one.form : one.formula.text))
      return `${condition.name}[${[...operands, ...condition.words].join(',')}]`
    }
    return tell(parseCondition(text))
  }
  it.each([
    ['zero(GK01!a!b)', 'zero[GK01!a!b]'],
    ['not zero(GK01!a!b) and same(GK01!a!b ~ S02!a!c)', '(!zero[GK01!a!b] & same[GK01!a!b,S02!a!c])'],
    ['up(a!b!c ~ d!e!f) or empty(GK08) and filled(reason.x)', '(up[a!b!c,d!e!f] | (empty[GK08] & filled[reason.x]))'],
    ['not (zero(a!b!c) or zero(lines(GK14)))', '!(zero[a!b!c] | zero[GK14])'],
    ['is(S05!result!value, 优, 良)', 'is[S05!result!value,优,良]'],
  ])('%s', (text, expected) => {
    expect(told(text)).toBe(expected)
  })

  it.each([
    ['zero', /expected "\("/],
    ['nought(a!b!c)', /expected a test/],
    ['zero(a!b!c', /expected "\)"/],
    ['zero(a!b!c) zero(a!b!d)', /expected "and", "or" or the end/],
    ['up(a!b!c)', /two operands/],
  ])('refuses %s', (text, message) => {
    expect(() => parseCondition(text)).toThrow(message)
  })

  it('refuses what is nested too deep or too long, in few words', () => {
    const depths = [
      ['not ', ''],
      ['(', ')'],
      ['not (', ')'],
    ] as const
    for (const [open, close] of depths) {
      for (const levels of [60, 3_000, 100_000]) {
        const text = `${open.repeat(levels)}zero(a)${close.repeat(levels)}`
        expect(() => parseCondition(text)).toThrow(PatternError)
      }
    }
    expect(told(`${'not '.repeat(50)}zero(a)`)).toBe(`${'!'.repeat(50)}zero[a]`)
    expect(() => parseCondition('toString(a)')).toThrow(/expected a test/)
    for (const text of ['{'.repeat(15_000), '{x'.repeat(100_000), '{amount '.repeat(2_000)]) {
      const message = (() => {
        try {
          parsePattern(text)
          return ''
        } catch (error) {
          return (error as PatternError).message
        }
      })()
      expect(message.length).toBeGreaterThan(0)
      expect(message.length).toBeLessThan(400)
    }
  })
})
