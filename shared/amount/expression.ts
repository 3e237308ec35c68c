import { readDigits } from './digits.ts'
import type { AmountRefusal } from './refusal.ts'

/**
 * The value of an expression: an exact ratio, the denominator positive. Not a decimal of some precision, because
 * `0.02/13*3.25` is exactly half a 分 and rounds up, while a decimal cuts the thirteenth short and rounds down
 * (decimal.js at 40, 100 and 400 digits does).
 */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint }

export type ExpressionRefused = { readonly reason: AmountRefusal; readonly found: string }

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
      list.push({
        numerator: BigInt(digits.whole + digits.fraction),
        denominator: 10n ** BigInt(digits.fraction.length),
      })
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
      return { numerator: a * d + c * b, denominator: b * d }
    case '-':
      return { numerator: a * d - c * b, denominator: b * d }
    case '*':
      return { numerator: a * c, denominator: b * d }
    case '/':
      if (c === 0n) return 'division-by-zero'
      return c > 0n ? { numerator: a * d, denominator: b * c } : { numerator: -a * d, denominator: -b * c }
  }
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
      return typeof value === 'string' ? value : { ...value, numerator: -value.numerator }
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
