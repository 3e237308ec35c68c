/** Numbers of headings and paragraphs: 一、（一）1.（1）, each beginning again below the next higher one. */

const digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** 1 → 一, 12 → 十二, 20 → 二十, 105 → 一百〇五. From 1 to 999. */
export function chineseNumber(number: number): string {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10]
  const digit = (value: number): string => digits[value] ?? ''
  if (hundreds > 0) {
    const rest = number % 100
    if (rest === 0) return `${digit(hundreds)}百`
    return `${digit(hundreds)}百${rest < 10 ? `〇${digit(rest)}` : `${digit(tens)}十${ones === 0 ? '' : digit(ones)}`}`
  }
  if (tens === 0) return digit(ones)
  return `${tens === 1 ? '' : digit(tens)}十${ones === 0 ? '' : digit(ones)}`
}

/** ① … ⑳, then （21）. */
export const circled = (number: number): string =>
  number <= 20 ? String.fromCodePoint(0x2460 + number - 1) : `（${number}）`

const written = [
  (number: number) => `${chineseNumber(number)}、`,
  (number: number) => `（${chineseNumber(number)}）`,
  (number: number) => `${number}.`,
  (number: number) => `（${number}）`,
] as const

/** Counts the numbers of one part. */
export class Numbering {
  private readonly counts = [0, 0, 0, 0, 0]

  /** The next number of a level, from 1 一、 to 4 （1）. Whatever is deeper begins again. */
  next(level: 1 | 2 | 3 | 4, isCircled = false): string {
    const number = (this.counts[level - 1] ?? 0) + 1
    this.counts[level - 1] = number
    this.counts.fill(0, level)
    return isCircled ? circled(number) : (written[level - 1]?.(number) ?? '')
  }

  /** A heading without number ends what was counted below its level. */
  pass(level: number): void {
    this.counts.fill(0, level)
  }
}
