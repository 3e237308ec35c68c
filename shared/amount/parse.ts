import { plainCharacters } from './characters.ts'
import { readDigits } from './digits.ts'
import { evaluateExpression, wholeOf } from './expression.ts'
import { type AmountUnit, decimalsOf, type Fen, MAX_FEN, type ReadUnit } from './fen.ts'
import type { AmountRefusal, Refused } from './refusal.ts'

/** A number that was taken, as the integer to store; `null` is blank, which is not 0. */
export type Taken = { readonly ok: true; readonly value: number | null }

/** Longer than this is no amount and no expression a person wrote; also bounds the work of one cell of a paste. */
const MAX_TEXT = 500

const suffixes: readonly (readonly [string, ReadUnit])[] = [
  ['亿元', '亿元'],
  ['亿', '亿元'],
  ['万元', '万元'],
  ['万', '万元'],
  ['元', '元'],
]

const isAmount = (unit: ReadUnit): boolean => unit !== 'count' && unit !== 'score'

function inRange(value: bigint, found: string, unit: ReadUnit): Taken | Refused {
  const limit = BigInt(MAX_FEN)
  if (value > limit || value < -limit) return { ok: false, reason: 'out-of-range', found, unit }
  return { ok: true, value: Number(value) }
}

function parseExpression(text: string, unit: ReadUnit): Taken | Refused {
  const ratio = evaluateExpression(text)
  if ('reason' in ratio) return { ok: false, ...ratio, unit }
  const { value, exact } = wholeOf(ratio, decimalsOf[unit])
  // Money comes out of a division with more than 分 and is rounded; a count or a score is exact or a mistake.
  if (!isAmount(unit) && !exact) return { ok: false, reason: 'too-many-decimals', found: text, unit }
  return inRange(value, text, unit)
}

/** What is not a digit, a point or a separator, named as precisely as possible. */
function strange(body: string): { reason: AmountRefusal; found: string } | null {
  const found = /[^\d., ]/u.exec(body)?.[0]
  if (found === undefined) return null
  if (/^[\d., ]*\d[\d., ]*e[+-]?\d+$/i.test(body)) return { reason: 'exponent', found: body }
  const other = /[^-+*/()\d., ]/u.exec(body)?.[0]
  if (other !== undefined) return { reason: 'letters', found: other }
  if (/^[-+]*[\d., ]*$/.test(body)) return { reason: 'two-signs', found: body }
  if (/[-+*/]/.test(body)) return { reason: 'expression-without-equals', found: body }
  return { reason: 'unbalanced-parentheses', found: body }
}

function parseNumber(text: string, entry: ReadUnit): Taken | Refused {
  let body = text
  let unit = entry
  let hasUnit = !isAmount(entry)
  let hasCurrency = !isAmount(entry)
  // Currency and unit may stand inside or outside parentheses and sign: （300万元）, （300）万元, -￥45, ￥-45.
  const stripMarks = (): void => {
    const suffix = hasUnit ? undefined : suffixes.find(([written]) => body.endsWith(written))
    if (suffix !== undefined) {
      unit = suffix[1]
      hasUnit = true
      body = body.slice(0, -suffix[0].length).trimEnd()
    }
    if (!hasCurrency && body.startsWith('¥')) {
      hasCurrency = true
      body = body.slice(1).trimStart()
    }
  }

  stripMarks()
  const inParentheses = body.startsWith('(') && body.endsWith(')')
  if (inParentheses) {
    body = body.slice(1, -1).trim()
    stripMarks()
  }
  const sign = /^[-+]/.exec(body)?.[0]
  if (sign !== undefined && inParentheses) return { ok: false, reason: 'two-signs', found: text, unit }
  if (sign !== undefined) {
    body = body.slice(1).trimStart()
    stripMarks()
  }

  const problem = strange(body)
  if (problem !== null) return { ok: false, ...problem, unit }
  const digits = readDigits(body)
  if (typeof digits === 'string') return { ok: false, reason: digits, found: text, unit }
  const decimals = decimalsOf[unit]
  if (digits.fraction.length > decimals) return { ok: false, reason: 'too-many-decimals', found: text, unit }
  const value = BigInt(digits.whole + digits.fraction.padEnd(decimals, '0'))
  return inRange(inParentheses || sign === '-' ? -value : value, text, unit)
}

/**
 * Reads typed or pasted text as the integer of `unit` that is stored (分 for amounts). One function for typing, paste,
 * fill and import, so that a figure means the same wherever it comes from.
 */
export function parseNumberText(text: string, unit: ReadUnit): Taken | Refused {
  if (text.length > MAX_TEXT) return { ok: false, reason: 'too-long', found: text.slice(0, 20), unit }
  const plain = plainCharacters(text)
  // The official forms print — for "nothing here"; a Chinese dash is two characters wide.
  if (plain === '' || plain === '-' || plain === '--') return { ok: true, value: null }
  return plain.startsWith('=') ? parseExpression(plain.slice(1), unit) : parseNumber(plain, unit)
}

/**
 * Reads an amount typed in `unit` and gives it in 分, `null` for blank (empty text, or a dash alone).
 *
 * Taken: full-width characters, thousands separators in groups of three, ￥, parentheses for negative, a suffix
 * 元 / 万 / 万元 / 亿 / 亿元 which wins over `unit` (￥ alone does not), and `=` with `+ - * /` over numbers in `unit`,
 * the result rounded half away from zero to 分. Everything else is refused with a reason, never guessed; so is a
 * plain number finer than 分 (2 decimals in 元, 6 in 万元, 10 in 亿元, unless the further ones are zeros), and any
 * result beyond ±`MAX_FEN`.
 */
export function parseAmount(text: string, unit: AmountUnit): { readonly ok: true; readonly fen: Fen | null } | Refused {
  const parsed = parseNumberText(text, unit)
  return parsed.ok ? { ok: true, fen: parsed.value } : parsed
}

/** Reads a count (人次, 批次, 辆): a whole number, no unit written behind it. `null` for blank. */
export const parseCount = (text: string): Taken | Refused => parseNumberText(text, 'count')

/** Reads a score (绩效自评得分) and gives it in hundredths; at most two decimals. `null` for blank. */
export const parseScore = (text: string): Taken | Refused => parseNumberText(text, 'score')
