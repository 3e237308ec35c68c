import { type AmountUnit, decimalsOf, MAX_FEN, type ReadUnit } from '../amount/fen.ts'
import { formatAmount } from '../amount/format.ts'
import type { Refused } from '../amount/refusal.ts'

function tooManyDecimals(unit: ReadUnit): string {
  if (unit === 'count') return '这里只能填整数，请去掉小数'
  if (unit === 'score') return '这里最多填 2 位小数，请减少小数位数'
  return `以${unit}为单位最多 ${decimalsOf[unit]} 位小数（精确到分），请先四舍五入到分再填`
}

function outOfRange(unit: ReadUnit): string {
  if (unit === 'count' || unit === 'score') return '数值过大，请核对位数'
  const written: AmountUnit = unit === '元' ? '元' : '万元'
  return `超出可填范围 ±${formatAmount(MAX_FEN, written, { grouped: true })} ${written}，请核对位数和单位`
}

/** Why a book or a gesture is refused whose totals cannot be held. */
export const totalOutOfRange = `有合计数超出 ±${formatAmount(MAX_FEN, '万元', { grouped: true })} 万元，请核对金额的位数和单位`

/** Why typed text was not taken as a number and what to do about it: one Chinese sentence without full stop. */
export function amountRefusalText(refused: Refused): string {
  switch (refused.reason) {
    case 'too-long':
      return '内容过长，不是一个数，请只填数字'
    case 'letters':
      return `“${refused.found}”不能出现在数字里，请删去后再填`
    case 'exponent':
      return '不能用科学计数法（如 1e5），请把数字写全'
    case 'two-points':
      return '有不止一个小数点，请只留一个'
    case 'no-digits':
      return '没有数字，请填数字，或清空表示没有数'
    case 'bad-grouping':
      return '千位分隔符位置不对，请每三位一个逗号（如 1,234.56），或不用逗号'
    case 'two-signs':
      return '正负号重复，负数请写作 -300 或（300）'
    case 'unbalanced-parentheses':
      return '括号不成对，请补齐或删去'
    case 'expression-without-equals':
      return '数字中间有运算符号，算式请以“=”开头（如 =1+2），否则请删去'
    case 'bad-expression':
      return '算式不完整或写法不对，请按 =1+2*(3-4) 的样子填写'
    case 'unit-in-expression':
      return `算式里不写“${refused.found}”，请把各数换算成当前单位，只写数字和 + - * / 及括号`
    case 'division-by-zero':
      return '算式里除数为 0，请改正'
    case 'too-many-decimals':
      return tooManyDecimals(refused.unit)
    case 'out-of-range':
      return outOfRange(refused.unit)
  }
}
