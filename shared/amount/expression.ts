import { Decimal } from 'decimal.js'
import { readDigits } from './digits.ts'
import type { AmountRefusal } from './refusal.ts'

/**
 * Whole and fractional digits an expression can need: it is at most 500 characters long, and sums, products and
 * crosswise products of its numbers never have more digits than the text. At this precision nothing is ever rounded.
 */
const Exact = Decimal.clone({ precision: 2000, toExpNeg: -9e15, toExpPos: 9e15 })

/**
 * The value of an expression: an exact ratio, the denominator positive. Not one decimal, because `0.02/13*3.25` is
 * exactly half a 分 and rounds up, while a quotient of any precision cuts the thirteenth short and rounds down.
 */
export type Ratio = { readonly numerator: Decimal; readonly denominator: Decimal }

export type ExpressionRefused = { readonly reason: AmountRefusal; readonly found: string }

const one = new Exact(1)

type Token = Ratio | '+' | '-' | '*' | '/' | '(' | ')'

const refused = (reason: AmountRefusal, found: string): ExpressionRefused => ({ reason, found })

function tokens(text: string): Token[] | ExpressionRefused {
  const list: Token[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const run = /^[\d.,]+/.exec(rest)?.[0]
    const character = rest.charAt(0)
    if (run !== undefined) {
      if (/^e[+-]?\d/i.test(rest.slice(run.length))) return refused('exponent', rest)
      const digits = readDigits(run)
      if (typeof digits === 'string') return refused(digits, run)
      list.push({ numerator: new Exact(`${digits.whole || '0'}.${digits.fraction || '0'}`), denominator: one })
    } else if (/[元万亿¥]/.test(character)) {
      return refused('unit-in-expression', character)
    } else if (/[-+*/()]/.test(character)) {
      list.push(character as Token)
    } else {
      return refused('letters', String.fromCodePoint(rest.codePointAt(0) ?? 0))
    }
    rest = rest.slice(run?.length ?? 1).trimStart()
  }
  return list
}

function combine(left: Ratio, operator: '+' | '-' | '*' | '/', right: Ratio): Ratio | AmountRefusal {
  const { numerator: a, denominator: b } = left
  const { numerator: c, denominator: d } = right
  switch (operator) {
    case '+':
      return { numerator: a.times(d).plus(c.times(b)), denominator: b.times(d) }
    case '-':
      return { numerator: a.times(d).minus(c.times(b)), denominator: b.times(d) }
    case '*':
      return { numerator: a.times(c), denominator: b.times(d) }
    case '/':
      if (c.isZero()) return 'division-by-zero'
      return { numerator: a.times(d).times(c.s), denominator: b.times(c.abs()) }
  }
}

/**
 * A ratio in units of 10^-decimals, rounded half up (away from zero).
 * @returns the whole number, and whether nothing had to be rounded
 */
export function wholeOf({ numerator, denominator }: Ratio, decimals: number): { value: bigint; exact: boolean } {
  const scaled = numerator.times(new Exact(10).pow(decimals))
  const whole = scaled.abs().divToInt(denominator)
  const rest = scaled.abs().minus(whole.times(denominator))
  const rounded = rest.times(2).gte(denominator) ? whole.plus(1) : whole
  return { value: BigInt(rounded.times(scaled.s).toFixed()), exact: rest.isZero() }
}

/**
 * The exact value of `+ - * /` and parentheses over decimal numbers, in the unit in which the numbers stand. The text
 * comes without its `=`, in plain characters. Refused: a missing operand, a word, a unit, a division by zero.
 */
export function evaluateExpression(text: string): Ratio | ExpressionRefused {
  const list = tokens(text)
  if (!Array.isArray(list)) return list
  let next = 0

  const chain = (operators: string, operand: () => Ratio | AmountRefusal): Ratio | AmountRefusal => {
    let value = operand()
    for (;;) {
      const operator = list[next]
      if (typeof value === 'string' || typeof operator !== 'string' || !operators.includes(operator)) return value
      next += 1
      const right = operand()
      if (typeof right === 'string') return right
      value = combine(value, operator as '+' | '-' | '*' | '/', right)
    }
  }
  const sum = (): Ratio | AmountRefusal => chain('+-', product)
  const product = (): Ratio | AmountRefusal => chain('*/', signed)
  const signed = (): Ratio | AmountRefusal => {
    const token = list[next]
    next += 1
    if (typeof token === 'object') return token
    if (token === '+') return signed()
    if (token === '-') {
      const value = signed()
      return typeof value === 'string' ? value : { ...value, numerator: value.numerator.negated() }
    }
    if (token !== '(') return 'bad-expression'
    const value = sum()
    if (typeof value === 'string') return value
    if (list[next] !== ')') return next < list.length ? 'bad-expression' : 'unbalanced-parentheses'
    next += 1
    return value
  }

  const value = sum()
  if (typeof value === 'string') return refused(value, text)
  if (next === list.length) return value
  return refused(list[next] === ')' ? 'unbalanced-parentheses' : 'bad-expression', text)
}
