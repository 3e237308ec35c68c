/**
 * From the double of a workbook cell to the integer that is stored. A program that calculates with doubles leaves
 * traces behind the last place (0.1 + 0.2, 5306.515600999999); a person wrote what is seen without them.
 */

/** Digits a spreadsheet shows and keeps of a typed number. */
const SEEN_DIGITS = 15

/** How far a calculated figure may be from a whole 分: part of its size, and of one 分. */
const TRACE = { relative: 1e-9, absolute: 0.01 }

/** The integer of a plain decimal text, null when it has more than `decimals` places. */
function exact(text: string, decimals: number): number | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text)
  if (parts === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const places = decimals + Number(exponent)
  const digits = whole + fraction
  const point = whole.length + places
  const kept = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')
  const lost = point <= 0 ? digits : digits.slice(point)
  if (/[1-9]/.test(lost)) return null
  const value = Number(kept === '' ? '0' : kept)
  return sign === '-' && value !== 0 ? -value : value
}

/** Distance from a double to the next one. */
const stepOf = (value: number): number => 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52)

/**
 * The number of a cell as an integer of its smallest unit.
 * @param decimals places down to the smallest unit: 6 for 万元, 2 for 元 and scores, 0 for counts
 * @returns the integer; or `finer` when the cell really holds more places, `too-large` beyond the safe integers,
 * `inexact` where doubles stand too far apart to tell one smallest unit from the next (above some 70 万亿元)
 */
export function integerOf(value: number, decimals: number): number | 'finer' | 'too-large' | 'inexact' {
  const scaled = value * 10 ** decimals
  if (!Number.isFinite(scaled) || Math.abs(scaled) > Number.MAX_SAFE_INTEGER) return 'too-large'
  if (value === 0) return 0
  if (stepOf(value) * 10 ** decimals >= 1) return 'inexact'
  const written = exact(String(value), decimals)
  if (written !== null) return written
  const seen = exact(String(Number(value.toPrecision(SEEN_DIGITS))), decimals)
  // Above nine digits and six places, the fifteen digits seen end before the last place.
  if (seen !== null && Math.abs(seen - scaled) <= 0.2) return seen
  const nearest = Math.round(scaled)
  const distance = Math.abs(scaled - nearest)
  return distance <= Math.min(TRACE.relative * Math.abs(scaled), TRACE.absolute) ? nearest + 0 : 'finer'
}
