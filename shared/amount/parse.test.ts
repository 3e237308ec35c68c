import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountRefusalText } from '../words/amount.ts'
import { type AmountUnit, isFen, MAX_FEN } from './fen.ts'
import { formatAmount } from './format.ts'
import { parseAmount, parseCount, parseScore } from './parse.ts'
import { type AmountRefusal, amountRefusals, type Refused } from './refusal.ts'

const units: readonly AmountUnit[] = ['元', '万元']
const fen = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, 1, -1, MAX_FEN, -MAX_FEN))

describe('amounts that are taken', () => {
  const taken: readonly (readonly [text: string, unit: AmountUnit, fen: number | null])[] = [
    // blank, which is not 0
    ['', '元', null],
    ['  　\t', '万元', null],
    ['—', '万元', null],
    ['——', '万元', null],
    ['－', '元', null],
    ['-', '元', null],
    ['–', '元', null],
    [' — ', '元', null],
    ['0', '元', 0],
    ['-0', '元', 0],
    ['0.000000', '万元', 0],
    // plain
    ['123', '元', 123_00],
    ['123', '万元', 123_000_000],
    ['6889.685723', '万元', 6_889_685_723],
    ['0.000001', '万元', 1],
    ['.5', '元', 50],
    ['5.', '元', 500],
    ['007', '元', 700],
    ['+45', '元', 45_00],
    ['-45', '元', -45_00],
    // full width
    ['１２３．４５', '元', 123_45],
    ['１，２３４。５', '元', 1_234_50],
    ['－45', '元', -45_00],
    ['−45', '元', -45_00],
    ['＋45', '元', 45_00],
    ['\ufeff12\u200b3\u00a0', '元', 123_00],
    // separators and currency
    ['1,234,567.8', '元', 1_234_567_80],
    ['1 234', '元', 1_234_00],
    ['1\u00a0234\u00a0567.89', '元', 1_234_567_89],
    ['￥1，000元', '万元', 1_000_00],
    ['¥ 1,000', '元', 1_000_00],
    ['￥1,000', '万元', 1_000_000_000],
    ['-￥45', '元', -45_00],
    ['￥-45', '元', -45_00],
    // a suffix wins
    ['12.5万元', '元', 12_500_000],
    ['12.5 万', '元', 12_500_000],
    ['12.5元', '万元', 12_50],
    ['0.1亿', '元', 1_000_000_000],
    ['0.1亿元', '万元', 1_000_000_000],
    ['0.0000000001亿', '元', 1],
    // parentheses are negative
    ['（300）', '元', -300_00],
    ['(300)', '万元', -300_000_000],
    ['（￥300）', '元', -300_00],
    ['￥（300）元', '万元', -300_00],
    ['（300万元）', '元', -300_000_000],
    ['(1,234.5)', '元', -1_234_50],
    // further decimals that are zeros
    ['1.5000', '元', 1_50],
    ['1.23456700', '万元', 1_234_567],
    // the ends of the range
    ['90,071,992,547,409.91', '元', MAX_FEN],
    ['-90071992547409.91', '元', -MAX_FEN],
    ['9007199254.740991', '万元', MAX_FEN],
    ['900719.9254740991亿', '万元', MAX_FEN],
  ]
  it.each(taken)('%j in %s', (text, unit, expected) => {
    expect(parseAmount(text, unit)).toStrictEqual({ ok: true, fen: expected })
  })
})

describe('expressions', () => {
  const expressions: readonly (readonly [text: string, unit: AmountUnit, fen: number])[] = [
    ['=1+2*3', '元', 7_00],
    ['=1+2*3', '万元', 7_000_000],
    ['＝（１＋２）×３÷２', '元', 4_50],
    ['= 1 + 2', '元', 3_00],
    ['=2*-3', '元', -6_00],
    ['=-(1-2)', '元', 1_00],
    ['=10-2-3', '元', 5_00],
    ['=100/10/4', '元', 2_50],
    ['=8/-4', '元', -2_00],
    ['=1,234.5+0.5', '元', 1_235_00],
    ['=0.1+0.2', '元', 30],
    ['=0-0', '元', 0],
    // more decimals than 分 may occur inside; the result is rounded, a half away from zero
    ['=0.0000001*10', '万元', 1],
    ['=1/3', '元', 33],
    ['=2/3', '元', 67],
    ['=-2/3', '元', -67],
    ['=0.005', '元', 1],
    ['=-0.005', '元', -1],
    ['=0.0049999', '元', 0],
    ['=-0.0049999', '元', 0],
    ['=1/3*3', '元', 1_00],
    // exactly half a 分, where decimals of limited precision end just below it
    ['=0.02/13*3.25', '元', 1],
    // an intermediate result may leave the range
    ['=90071992547409.91*10/10', '元', MAX_FEN],
  ]
  it.each(expressions)('%s in %s', (text, unit, expected) => {
    expect(parseAmount(text, unit)).toStrictEqual({ ok: true, fen: expected })
  })

  it('is as deep as its text allows', () => {
    const deep = `=${'('.repeat(240)}1${')'.repeat(240)}`
    expect(parseAmount(deep, '元')).toStrictEqual({ ok: true, fen: 1_00 })
  })
})

describe('text that is refused', () => {
  const refused: Readonly<Record<AmountRefusal, readonly (readonly [text: string, unit: AmountUnit])[]>> = {
    'too-long': [['1'.repeat(501), '元']],
    letters: [
      ['abc', '元'],
      ['12a', '元'],
      ['1千元', '万元'],
      ['1万亿', '元'],
      ['12元整', '元'],
      ['5元3角', '元'],
      ['50%', '元'],
      ['5²', '元'],
      ['①', '元'],
      ['一', '元'],
      ["'12", '元'],
      ['无', '元'],
      ['=SUM(1)', '元'],
      ['=2^3', '元'],
      ['=A1', '元'],
      ['=1=1', '元'],
      ['NaN', '元'],
      ['Infinity', '元'],
      ['0x10', '元'],
    ],
    exponent: [
      ['1e5', '元'],
      ['1.5E+3', '万元'],
      ['１ｅ－２', '元'],
      ['=1e5+1', '元'],
    ],
    'two-points': [
      ['1.2.3', '元'],
      ['1..2', '元'],
      ['1。2.3', '元'],
      ['=1.2.3', '元'],
    ],
    'no-digits': [
      ['.', '元'],
      ['元', '元'],
      ['￥', '元'],
      ['()', '元'],
      ['+', '元'],
      ['=.', '元'],
    ],
    'bad-grouping': [
      ['1,23', '元'],
      ['1,2345', '元'],
      ['1234,567', '元'],
      ['12,34,567', '元'],
      ['0,123', '元'],
      [',123', '元'],
      ['1,234,', '元'],
      ['1.234,5', '元'],
      ['1,234 567', '元'],
      ['1 23', '元'],
      ['=1,23+1', '元'],
    ],
    'two-signs': [
      ['--5', '元'],
      ['-+5', '元'],
      ['(-300)', '元'],
    ],
    'unbalanced-parentheses': [
      ['(300', '元'],
      ['300)', '元'],
      ['=(1+2', '元'],
      ['=1+2)', '元'],
    ],
    'expression-without-equals': [
      ['1+2', '元'],
      ['45-', '元'],
      ['2024-12-31', '元'],
      ['(1+2)*3', '元'],
    ],
    'bad-expression': [
      ['=', '元'],
      ['=1+', '元'],
      ['=*2', '元'],
      ['=1 234', '元'],
      ['=(1 2)', '元'],
      ['=2(3)', '元'],
      ['=()', '元'],
    ],
    'unit-in-expression': [
      ['=1万元+2', '元'],
      ['=1+2元', '万元'],
      ['=￥5*2', '元'],
    ],
    'division-by-zero': [
      ['=1/0', '元'],
      ['=1/(2-2)', '元'],
      ['=0/0', '元'],
    ],
    'too-many-decimals': [
      ['1.005', '元'],
      ['0.1234567', '万元'],
      ['0.00000000001亿', '元'],
      ['1.234元', '万元'],
    ],
    'out-of-range': [
      ['90071992547409.92', '元'],
      ['-90071992547409.92', '元'],
      ['9007199254.740992', '万元'],
      ['9'.repeat(400), '元'],
      ['=90071992547409.91+0.01', '元'],
      ['=90071992547409.91+0.005', '元'],
    ],
  }
  const rows = amountRefusals.flatMap((reason) => refused[reason].map(([text, unit]) => [text, unit, reason] as const))
  it.each(rows)('%j in %s: %s', (text, unit, reason) => {
    const parsed = parseAmount(text, unit)
    expect(parsed).toMatchObject({ ok: false, reason })
    expect(amountRefusalText(parsed as Refused)).toMatch(/[\u4e00-\u9fff].*[^。]$/)
  })

  it('names the character to delete and the decimals that are allowed', () => {
    expect(amountRefusalText(parseAmount('12a', '元') as Refused)).toContain('“a”')
    expect(amountRefusalText(parseAmount('5𠮷', '元') as Refused)).toContain('“𠮷”')
    expect(amountRefusalText(parseAmount('1.234元', '万元') as Refused)).toContain('以元为单位最多 2 位小数')
    expect(amountRefusalText(parseAmount('9007199254.740992', '万元') as Refused)).toContain(
      '9,007,199,254.740991 万元',
    )
  })
})

describe('counts and scores', () => {
  it.each([
    ['12', 12],
    ['１，２００', 1200],
    ['3.0', 3],
    ['-1', -1],
    ['=2*3', 6],
    ['', null],
    ['—', null],
  ])('count %j', (text, value) => {
    expect(parseCount(text)).toStrictEqual({ ok: true, value })
  })
  it.each([
    ['98.68', 9868],
    ['100', 10000],
    ['９８．５', 9850],
    ['=20+30.5', 5050],
  ])('score %j', (text, value) => {
    expect(parseScore(text)).toStrictEqual({ ok: true, value })
  })
  it.each([
    [parseCount('1.5'), 'too-many-decimals'],
    [parseCount('=7/2'), 'too-many-decimals'],
    [parseCount('12人'), 'letters'],
    [parseCount('12元'), 'letters'],
    [parseCount('9007199254740992'), 'out-of-range'],
    [parseScore('98.685'), 'too-many-decimals'],
    [parseScore('=1/3'), 'too-many-decimals'],
    [parseScore('￥98'), 'letters'],
  ])('refused: %j', (parsed, reason) => {
    expect(parsed).toMatchObject({ ok: false, reason })
  })
})

describe('properties', () => {
  it.each(units)('what is formatted in %s is parsed back, over the whole range', (unit) => {
    fc.assert(
      fc.property(fen, fc.boolean(), (amount, grouped) => {
        expect(parseAmount(formatAmount(amount, unit, { grouped }), unit)).toStrictEqual({ ok: true, fen: amount })
      }),
      { numRuns: 2000 },
    )
  })

  it.each(units)('formatting in %s is a fixed point: text, amount, the same text', (unit) => {
    fc.assert(
      fc.property(fen, (amount) => {
        const text = formatAmount(amount, unit)
        const parsed = parseAmount(text, unit)
        expect(parsed.ok && parsed.fen !== null && formatAmount(parsed.fen, unit)).toBe(text)
      }),
    )
  })

  it('the same amount typed in 元, 万元 or with a suffix is the same 分', () => {
    fc.assert(
      fc.property(fen, fc.constantFrom(...units), fc.constantFrom(...units), (amount, written, entry) => {
        expect(parseAmount(`${formatAmount(amount, written)}${written}`, entry)).toStrictEqual({
          ok: true,
          fen: amount,
        })
      }),
    )
  })

  it('a sum of parsed amounts is exact, or seen to be out of range', () => {
    fc.assert(
      fc.property(fc.array(fen, { maxLength: 30 }), fc.constantFrom(...units), (amounts, unit) => {
        let sum = 0
        let exact = 0n
        for (const amount of amounts) {
          const parsed = parseAmount(formatAmount(amount, unit), unit)
          if (!parsed.ok || parsed.fen === null) throw new Error('refused')
          exact += BigInt(parsed.fen)
          expect(isFen(sum + parsed.fen)).toBe(exact >= -BigInt(MAX_FEN) && exact <= BigInt(MAX_FEN))
          if (!isFen(sum + parsed.fen)) return
          sum += parsed.fen
          expect(BigInt(sum)).toBe(exact)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('an expression of sums and products is what integers give', () => {
    const small = fc.integer({ min: -99_999, max: 99_999 })
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(parseAmount(`=(${formatAmount(a, '元')})+${b}*(${c})`, '元')).toStrictEqual({
          ok: true,
          fen: a + b * c * 100 + 0,
        })
      }),
    )
  })

  it('no text whatever makes it throw, or gives anything but an integer', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789.,，。 +-*/()（）=￥元万亿e—'.split('')), maxLength: 30 }),
    )
    fc.assert(
      fc.property(text, fc.constantFrom(...units), (typed, unit) => {
        const parsed = parseAmount(typed, unit)
        if (parsed.ok) expect(parsed.fen === null || isFen(parsed.fen)).toBe(true)
        else expect(amountRefusalText(parsed)).not.toBe('')
      }),
      { numRuns: 5000 },
    )
  })
})
