import type { CellAddress } from '../../shared/address/cell.ts'
import { cellName, differenceText, namesOf, valueText } from '../../shared/words/cells.ts'
import type { Controller } from './controller.ts'
import { titlesOf } from './marks.ts'
import type { Spot } from './sheet.ts'

/** Why a cell is marked, in words; kept texts first. Spots are those of the sheet. */
export function reasonAt({ screen, hooks }: Controller, { row, column }: Spot): string | null {
  const address = screen.addressAt(row, column)
  const kept = address === null ? null : screen.kept.get(address)
  if (kept !== null) return `“${kept.text}”没有填入：${kept.reason}`
  const findings = screen.marks.findingsAt(row, column)
  if (findings.length === 0) return null
  return (address === null ? null : hooks.reasonOf?.(address)) ?? titlesOf(findings)
}

/** What a carried cell (年初) has to do with last year's book, in a sentence; null for other cells and without it. */
export function noteAt({ screen }: Controller, { row, column }: Spot): string | null {
  const cell = screen.addressAt(row, column)
  const carried = cell === null ? null : screen.engine.carried(cell)
  return cell === null || carried === null ? null : carriedText(screen, cell, carried)
}

function carriedText({ engine, book }: Controller['screen'], cell: CellAddress, carried: number): string {
  const unit = engine.unitOf(cell) ?? 'amount'
  const was = engine.formulaValue(cell) === null ? '上年没有年末数' : `上年为 ${valueText(carried, unit)}`
  if (engine.isStatedDefault(cell)) {
    const difference = differenceText(engine.number(cell), carried, unit)
    return `与上年年末数不同：${was}，相差 ${difference ?? '0'}；清空即恢复为上年年末数`
  }
  const source = engine.trace(cell)?.terms.find(({ prior }) => prior)
  const place = source === undefined ? '' : ` ${cellName(namesOf(book.engine, book.year), source.cell)}`
  return `取自上年${place}，${was}；确有不同时可另填，须说明差异类型`
}
