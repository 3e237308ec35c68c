import { type AmountUnit, decimalsOf, MAX_FEN } from '../../../shared/amount/fen.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import { parseNumberText } from '../../../shared/amount/parse.ts'
import type { ValueUnit } from '../../../shared/catalogue/vocabulary.ts'
import { amountRefusalText } from '../../../shared/words/amount.ts'
import type { GridCell } from './grid.ts'
import { integerOf } from './number-text.ts'

/** What a cell states, in the unit of the form's cell, or why it cannot be taken. `null` is blank. */
export type ReadValue = { readonly value: number | string | null } | { readonly reason: string }

/**
 * Reads a value cell: numbers and numbers written as text alike.
 * @param unit of the form's cell; an amount is read in `amountUnit` unless the text itself says 元 or 万元
 */
export function readValue(cell: GridCell, unit: ValueUnit, amountUnit: AmountUnit): ReadValue {
  if (cell.trouble === 'formula-without-result') return { reason: '公式没有计算结果，请用 Excel/WPS 打开另存后再导入' }
  if (cell.trouble === 'error')
    return { reason: `公式结果为错误值 ${String(cell.value).slice(0, 20)}，请改正公式后再导入` }
  if (cell.trouble === 'unplaced') return { reason: '这一行的数比栏目少，不能确定各数属于哪一栏，未读入，请手工填写' }
  if (unit === 'text') return { value: String(cell.value).trim() || null }
  const as = unit === 'amount' ? amountUnit : unit
  if (typeof cell.value === 'string') {
    const parsed = parseNumberText(cell.value, as)
    return parsed.ok ? { value: parsed.value } : { reason: amountRefusalText(parsed) }
  }
  const value = integerOf(cell.value, decimalsOf[as])
  if (value === 'finer') return { reason: finer(unit, amountUnit) }
  if (value === 'too-large')
    return {
      reason:
        unit === 'amount'
          ? `超出可填范围 ±${formatAmount(MAX_FEN, amountUnit)} ${amountUnit}，请核对位数和单位`
          : '数值过大，请核对位数',
    }
  if (value === 'inexact') return { reason: '位数太多，工作簿里的数值不能精确到分，请把该格改为文本格式再填写' }
  return { value }
}

function finer(unit: ValueUnit, amountUnit: AmountUnit): string {
  if (unit === 'count') return '这里只能填整数，请去掉小数'
  if (unit === 'score') return '这里最多填 2 位小数，请四舍五入后再导入'
  return `小数超过 ${decimalsOf[amountUnit]} 位（不足 1 分），请四舍五入到分再导入`
}

/** Whether a number cell still is the double that our own writer makes of a stored value. */
export const isWritten = (cell: GridCell, value: number, unit: ValueUnit, amountUnit: AmountUnit): boolean =>
  typeof cell.value === 'number' &&
  unit !== 'text' &&
  cell.value === value / 10 ** decimalsOf[unit === 'amount' ? amountUnit : unit]
