import type { CellAddress } from '../address/cell.ts'
import type { CellReference, Reference, Term } from '../formula/formula.ts'
import { parseFormula } from '../formula/formula.ts'
import type { BookNames } from './cells.ts'
import { cellName, columnName, rowName } from './cells.ts'

/** More terms than this are told as one sum: a sentence has to stay readable. */
const mostTerms = 4

/**
 * A formula of the edition in words, its cells named as far as they differ from where it stands; '' for a fixed number.
 * `basic + project` at GK05 2080501: `本年支出·基本支出＋本年支出·项目支出`.
 */
export function formulaText(names: BookNames, here: CellAddress, formula: string): string {
  if (formula === '') return ''
  const { terms } = parseFormula(formula)
  if (terms.length > mostTerms) return `${terms.length} 项之和`
  // cells of several rows are told apart by their rows
  const isInOtherRow = ({ reference }: Term): boolean =>
    reference.kind === 'cell' && (reference.form ?? here.form) === here.form && (reference.row ?? here.row) !== here.row
  const namesRows = terms.some(isInOtherRow)
  return terms
    .map(({ factor, reference }, place) => {
      const sign = factor < 0 ? '－' : place === 0 ? '' : '＋'
      return `${sign}${referenceText(names, here, reference, namesRows)}`
    })
    .join('')
}

function referenceText(names: BookNames, here: CellAddress, reference: Reference, namesRow: boolean): string {
  if (reference.kind === 'children') return '下级各行之和'
  if (reference.kind === 'range') return `${reference.form ?? ''}各行之和`
  return (reference.prior ? '上年' : '') + cellText(names, here, reference, namesRow)
}

function cellText(names: BookNames, here: CellAddress, reference: CellReference, namesRow: boolean): string {
  const form = reference.form ?? here.form
  const row = reference.row ?? here.row
  const column = reference.column ?? here.column
  if (form !== here.form) {
    return row === here.row ? `${form} ${columnName(names, form, column)}` : cellName(names, { form, row, column })
  }
  if (row === here.row && !namesRow) return columnName(names, form, column)
  return column === here.column
    ? rowName(names, form, row)
    : `${rowName(names, form, row)}·${columnName(names, form, column)}`
}
