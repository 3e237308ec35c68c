import { divideHalfUp, size } from '../amount/rounding.ts'
import type { FigureRule } from '../formula/pattern.ts'
import type { Figure } from './document.ts'
import type { Rounding } from './rounding.ts'
import { decimalText, type Style, writtenFigure } from './style.ts'
import type { OperandValue } from './values.ts'

/** A figure without the place where it stands. */
export type Calculated = Pick<Figure, 'text' | 'value' | 'exact' | 'cells' | 'rule'>

const unitDecimals = { amount: 6, count: 0, score: 2, text: 0 } as const
const exactText = ({ exact, unit }: OperandValue): string => decimalText(exact ?? 0n, unitDecimals[unit])

/** The change from `before` to `now`: printed size, and its direction, which the words around it must match. */
export type Change = {
  readonly sign: -1 | 0 | 1
  /** in hundredths of 万元, or of the unit */
  readonly size: bigint
  /** in hundredths of a per cent; null when there is nothing to divide by */
  readonly percent: bigint | null
}

/** The change between two figures, of what is printed or, in that style, of what is exact. */
export function changeOf(now: OperandValue, before: OperandValue, rounding: Rounding, style: Style): Change {
  const printed = [rounding.printed(now), rounding.printed(before)] as const
  const exact = [now.exact ?? 0n, before.exact ?? 0n] as const
  const byExact = style.percentBase === 'exact'
  const isAmount = now.unit === 'amount'
  // in the exact style a difference is rounded once; equal amounts are equal whatever their wholes made of them
  const byPrinted = exact[0] === exact[1] ? 0n : printed[0] - printed[1]
  const difference = byExact && isAmount ? divideHalfUp(exact[0] - exact[1], 10_000n) : byPrinted
  const [part, whole] = byExact ? [exact[0] - exact[1], exact[1]] : [difference, printed[1]]
  return {
    sign: difference > 0n ? 1 : difference < 0n ? -1 : 0,
    size: size(difference),
    percent: whole === 0n ? null : divideHalfUp(size(part) * 10_000n, size(whole)),
  }
}

/** Computes one figure of the text by its display rule. */
export function calculate(
  rule: FigureRule,
  operands: readonly OperandValue[],
  rounding: Rounding,
  style: Style,
): Calculated {
  const [one, other] = operands as [OperandValue, OperandValue]
  const cells = operands.flatMap((operand) => operand.cells)
  const made = (value: bigint, decimals: 0 | 2, exact: string, words: string): Calculated => ({
    text: writtenFigure(value, decimals, style),
    value: decimalText(value, decimals),
    exact,
    cells,
    rule: words,
  })
  const base = style.percentBase === 'printed' ? '按公布数计算' : '按未舍入的数计算'
  switch (rule) {
    case 'amount': {
      const shared = one.exact !== null && rounding.isShared(one.exact)
      const words = shared ? '万元，两位小数，与合计凑整' : '万元，两位小数，四舍五入'
      return made(rounding.printed(one), 2, exactText(one), words)
    }
    case 'count':
      return made(one.exact ?? 0n, 0, exactText(one), '个数')
    case 'score':
      return scoreText(made(one.exact ?? 0n, 2, exactText(one), '分值，两位小数'), one)
    case 'share': {
      const byExact = style.percentBase === 'exact'
      const part = byExact ? (one.exact ?? 0n) : rounding.printed(one)
      const whole = byExact ? (other.exact ?? 0n) : rounding.printed(other)
      const share = whole === 0n ? 0n : divideHalfUp(part * 10_000n, whole)
      return made(share, 2, `${exactText(one)}/${exactText(other)}`, `所占百分比，两位小数，四舍五入，${base}`)
    }
    case 'average': {
      const count = other.exact ?? 0n
      const byExact = style.percentBase === 'exact'
      const amount = byExact ? (one.exact ?? 0n) : rounding.printed(one)
      const average = count === 0n ? 0n : divideHalfUp(amount, byExact ? count * 10_000n : count)
      return made(average, 2, `${exactText(one)}/${exactText(other)}`, `平均数，万元，两位小数，四舍五入，${base}`)
    }
    case 'difference': {
      const change = changeOf(one, other, rounding, style)
      const decimals = one.unit === 'count' ? 0 : 2
      return made(change.size, decimals, differenceText(one, other), `两数之差，${base}`)
    }
    case 'percent': {
      const change = changeOf(one, other, rounding, style)
      const exact = `${differenceText(one, other)}/${exactText(other)}`
      return made(change.percent ?? 0n, 2, exact, `增减百分比，两位小数，四舍五入，${base}`)
    }
  }
}

const differenceText = (one: OperandValue, other: OperandValue): string =>
  decimalText((one.exact ?? 0n) - (other.exact ?? 0n), unitDecimals[one.unit])

/** Scores are written as they are: 10, 8.9; the house style is about amounts. */
const scoreText = (figure: Calculated, { exact }: OperandValue): Calculated => ({
  ...figure,
  text: decimalText(exact ?? 0n, 2),
})
