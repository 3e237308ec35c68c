import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { Basis } from '../../shared/compare/basis.ts'
import type { ComparedCell } from '../../shared/compare/comparison.ts'
import {
  askedWord,
  baseHeader,
  changeWord,
  comparedLabel,
  figureWord,
  hereHeader,
  presenceWord,
} from '../../shared/words/compare.ts'
import { inertText } from '../../shared/words/spreadsheet.ts'
import type { Session } from '../app/session.ts'
import { printOnPaper } from '../kit/paper.ts'
import type { ShownSection } from './compare-table.tsx'

/** A comparison as it is on screen, as lines of cells: two lines of heads for each section, then its rows. */
export function tableLines(
  sections: readonly ShownSection[],
  basis: Basis,
  unit: AmountUnit,
  year: number,
): string[][] {
  return sections.flatMap(({ title, columns, rows }) => [
    ['编码', title === '' ? '名称' : title, '单位', ...columns.flatMap(({ name }) => [name, '', '', '']), '审核说明'],
    ['', '', '', ...columns.flatMap(() => [hereHeader[basis], baseHeader[basis], '增减', '增减%']), ''],
    ...rows.map((row) => {
      const cells = columns.map(({ place }) => row.cells[place] ?? null)
      const label = comparedLabel(row, year)
      return [
        row.code ?? '',
        row.presence === 'both' ? label : `${label}（${presenceWord(row.presence)}）`,
        row.unit ?? '',
        ...cells.flatMap((cell) => figures(cell, basis, unit)),
        askedWord(cells.flatMap((cell) => cell?.asked ?? [])),
      ]
    }),
  ])
}

const figures = (cell: ComparedCell | null, basis: Basis, unit: AmountUnit): string[] =>
  cell === null
    ? ['', '', '', '']
    : [
        figureWord(cell.here, cell.unit, unit),
        figureWord(cell.base, cell.unit, unit),
        figureWord(cell.difference, cell.unit, unit),
        `${changeWord(cell, basis)}${cell.isMarked ? ' ＊' : ''}`,
      ]

/** Puts the table on the clipboard, to be pasted into Excel or WPS: by the event of copying, which needs no permission. */
export function copyTable(session: Session, lines: readonly (readonly string[])[]): void {
  const clean = (text: string): string => inertText(text.replaceAll(/[\t\r\n]+/g, ' '))
  const text = lines.map((cells) => cells.map(clean).join('\t')).join('\n')
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { once: true })
  // the clipboard's own interface asks for a permission that the desktop window never gives
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand('copy')
  document.removeEventListener('copy', onCopy)
  if (isCopied) session.notice('已复制，可以粘贴到 Excel 或 WPS', 'success')
  else session.notice('没有复制成功，请改用“导出 CSV”', 'warning')
}

/** Prints the whole table, not only the rows in sight. */
export function printTable(
  title: string,
  under: string,
  sections: readonly ShownSection[],
  lines: readonly (readonly string[])[],
): void {
  const parts: Node[] = [heading(title, under)]
  let from = 0
  for (const { rows } of sections) {
    const until = from + 2 + rows.length
    parts.push(paperTable(lines.slice(from, until), 2, 3))
    from = until
  }
  const note = document.createElement('p')
  note.textContent = '＊ 超过界限'
  printOnPaper([...parts, note], 'wide')
}

/** Title and what stands below it. */
export function heading(title: string, under: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const head = document.createElement('h1')
  head.textContent = title
  const line = document.createElement('p')
  line.textContent = under
  fragment.append(head, line)
  return fragment
}

/**
 * Lines of cells as a table for paper; columns that are empty in all lines but the heads are left out.
 *
 * @param heads lines of heads, repeated on every page
 * @param texts columns of texts at the left; the others are figures
 */
export function paperTable(lines: readonly (readonly string[])[], heads: number, texts: number): HTMLTableElement {
  const used = (lines[0] ?? []).map((_, at) => at).filter((at) => lines.slice(heads).some((cells) => cells[at] !== ''))
  const table = document.createElement('table')
  if (used.length > 8) table.className = 'is-dense'
  const [head, body] = [table.createTHead(), table.createTBody()]
  lines.forEach((cells, number) => {
    const row = (number < heads ? head : body).insertRow()
    let last: HTMLTableCellElement | null = null
    for (const at of used) {
      const text = cells[at] ?? ''
      // the name of a group reaches over its columns
      if (heads > 1 && number === 0 && text === '' && last !== null && last.textContent !== '') {
        last.colSpan++
        continue
      }
      last = document.createElement(number < heads ? 'th' : 'td')
      last.textContent = text
      if (number >= heads) last.className = at < texts ? 'is-text' : /^[-\d.,%＊ ]+$/.test(text) ? 'is-number' : ''
      row.append(last)
    }
  })
  return table
}
