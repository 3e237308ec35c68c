import type { KeyboardEvent } from 'react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { Basis } from '../../shared/compare/basis.ts'
import type { ComparedCell, ComparedRow } from '../../shared/compare/comparison.ts'
import {
  askedWord,
  baseHeader,
  changeWord,
  comparedLabel,
  figureWord,
  hereHeader,
  presenceWord,
} from '../../shared/words/compare.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** A section with the columns that are shown; `place` is where a row has the cell of a column. */
export type ShownSection = {
  readonly form: string
  readonly title: string
  readonly columns: readonly { readonly key: string; readonly place: number; readonly name: string }[]
  readonly rows: readonly ComparedRow[]
}

const rowHeight = 28
/** rows drawn above and below what is in sight */
const margin = 12

type Line = { readonly section: ShownSection; readonly row: ComparedRow | null }

type CompareTableProps = {
  readonly book: OpenedBook
  readonly basis: Basis
  readonly sections: readonly ShownSection[]
  readonly unit: AmountUnit
  readonly title: string
}

/**
 * Rows side by side, of which only those in sight are drawn: a large book has more than ten thousand. Arrow keys move,
 * Enter goes to the cell, F2 writes the explanation that is asked for.
 */
export function CompareTable({ book, basis, sections, unit, title }: CompareTableProps) {
  const session = useSession()
  const lines = useMemo(() => linesOf(sections), [sections])
  const place = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  const [active, setActive] = useState(0)
  useLayoutEffect(() => {
    const host = place.current
    if (host === null) return
    const observer = new ResizeObserver(() => setHeight(host.clientHeight))
    observer.observe(host)
    return () => observer.disconnect()
  }, [])
  // another table begins at its top
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title names the table
  useLayoutEffect(() => {
    place.current?.scrollTo({ top: 0, left: 0 })
    setActive(0)
  }, [title])
  const first = Math.max(0, Math.floor(top / rowHeight) - margin)
  const last = Math.min(lines.length, Math.ceil((top + height) / rowHeight) + margin)
  const inSight = lines[Math.min(lines.length - 1, Math.floor(top / rowHeight))]?.section ?? sections[0]
  const hasUnits = sections.some(({ rows }) => rows.some((row) => row.unit !== null))
  const slots = Math.max(1, ...sections.map(({ columns }) => columns.length))

  const jump = ({ section, row }: Line, column?: string): void => {
    if (row === null) return
    if (row.presence === 'gone') {
      session.notice(`“${comparedLabel(row, book.year)}”只在上年决算里，本年没有这一行`)
      return
    }
    const wanted = section.columns.find(({ place: at }) => (row.cells[at] ?? null) !== null)
    const to = column ?? wanted?.key
    if (to !== undefined) session.goTo({ form: section.form, row: row.key, column: to })
  }
  const explain = ({ section, row }: Line): void => {
    const asked = section.columns.flatMap(({ place: at }) => row?.cells[at]?.asked ?? [])
    const finding = asked.find(({ explanation }) => explanation === null) ?? asked[0]
    if (finding !== undefined) session.showDialog({ kind: 'explain', finding })
  }
  const move = (to: number): void => {
    const at = Math.max(0, Math.min(lines.length - 1, to))
    setActive(at)
    const host = place.current
    if (host === null) return
    const head = host.querySelector<HTMLElement>('.compare-head')?.offsetHeight ?? 0
    const [from, until] = [at * rowHeight, (at + 1) * rowHeight]
    if (from < host.scrollTop) host.scrollTop = from
    else if (until > host.scrollTop + host.clientHeight - head) host.scrollTop = until - host.clientHeight + head
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 3)
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: lines.length - 1,
    }[event.key]
    const line = lines[active]
    if (to !== undefined) move(to)
    else if (event.target !== place.current || line === undefined) return
    else if (event.key === 'Enter') jump(line)
    else if (event.key === 'F2') explain(line)
    else return
    event.preventDefault()
  }
  if (lines.length === 0) return <p className="analysis-empty">没有符合条件的行。</p>
  return (
    <div
      className={`compare-table${hasUnits ? ' has-units' : ''}`}
      ref={place}
      role="grid"
      aria-label={title}
      aria-rowcount={lines.length + 2}
      aria-activedescendant={`compare-row-${active}`}
      tabIndex={0}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <Head section={inSight} basis={basis} slots={slots} hasUnits={hasUnits} />
      <div className="compare-rows" role="rowgroup" style={{ height: lines.length * rowHeight }}>
        {lines.slice(first, last).map((line, at) => (
          <Row
            key={line.row === null ? `head ${line.section.title}` : line.row.key}
            line={line}
            number={first + at}
            isActive={first + at === active}
            {...{ book, basis, unit, slots, hasUnits }}
            onJump={(column) => {
              setActive(first + at)
              jump(line, column)
            }}
            onExplain={() => explain(line)}
          />
        ))}
      </div>
    </div>
  )
}

/** All lines from top to bottom; where there are several sections, each but the first has its own heads in between. */
const linesOf = (sections: readonly ShownSection[]): Line[] =>
  sections.flatMap((section, number) => [
    ...(number === 0 ? [] : [{ section, row: null }]),
    ...section.rows.map((row) => ({ section, row })),
  ])

type HeadProps = {
  readonly section: ShownSection | undefined
  readonly basis: Basis
  readonly slots: number
  readonly hasUnits: boolean
}

/** Heads stay in sight; the names of the columns are those of the section in sight. */
function Head({ section, basis, slots, hasUnits }: HeadProps) {
  const groups = Array.from({ length: slots }, (_, at) => section?.columns[at])
  return (
    <div className="compare-head" role="rowgroup">
      <div className="compare-line" role="row" aria-rowindex={1}>
        <span className="compare-label" role="columnheader">
          {section?.title}
        </span>
        {hasUnits && <span className="compare-unit" role="columnheader" />}
        {groups.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places of the table
          <span key={at} className="compare-group" role="columnheader" aria-colspan={4} title={column?.name}>
            {column?.name}
          </span>
        ))}
        <span className="compare-asked" role="columnheader" />
      </div>
      <div className="compare-line" role="row" aria-rowindex={2}>
        <span className="compare-label" role="columnheader">
          项目
        </span>
        {hasUnits && (
          <span className="compare-unit" role="columnheader">
            单位
          </span>
        )}
        {groups.map((_, at) =>
          [hereHeader[basis], baseHeader[basis], '增减', '增减%'].map((word) => (
            <span
              key={`${at} ${word}`}
              className={word === '增减%' ? 'compare-percent' : 'compare-number'}
              role="columnheader"
            >
              {word}
            </span>
          )),
        )}
        <span className="compare-asked" role="columnheader">
          审核说明
        </span>
      </div>
    </div>
  )
}

type RowProps = {
  readonly line: Line
  readonly number: number
  readonly isActive: boolean
  readonly book: OpenedBook
  readonly basis: Basis
  readonly unit: AmountUnit
  readonly slots: number
  readonly hasUnits: boolean
  readonly onJump: (column?: string) => void
  readonly onExplain: () => void
}

function Row({ line: { section, row }, number, isActive, book, basis, unit, slots, hasUnits, ...act }: RowProps) {
  const groups = Array.from({ length: slots }, (_, at) => section.columns[at])
  const place = { id: `compare-row-${number}`, 'aria-rowindex': number + 3, style: { top: number * rowHeight } }
  if (row === null)
    return (
      <div className={`compare-line is-heading${isActive ? ' is-active' : ''}`} role="row" {...place}>
        <span className="compare-label" role="gridcell">
          {section.title}
        </span>
        {hasUnits && <span className="compare-unit" role="gridcell" />}
        {groups.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places of the table
          <span key={at} className="compare-group" role="gridcell" aria-colspan={4}>
            {column?.name}
          </span>
        ))}
        <span className="compare-asked" role="gridcell" />
      </div>
    )
  const asked = section.columns.flatMap(({ place: at }) => row.cells[at]?.asked ?? [])
  const isOpen = asked.some(({ explanation, severity }) => explanation === null && severity === 'verify')
  const label = comparedLabel(row, book.year)
  const name = row.code === null || row.unit !== null ? label : `${row.code} ${label}`
  return (
    <div
      className={`compare-line is-row level-${row.level}${row.isLeaf || row.level > 1 ? '' : ' is-sum'}${isActive ? ' is-active' : ''}${row.presence === 'both' ? '' : ` is-${row.presence}`}`}
      role="row"
      aria-selected={isActive}
      {...place}
    >
      {/* the row's keys are the table's: arrows, Enter, F2 */}
      <span className="compare-label" role="gridcell" title={name} onClick={() => act.onJump()}>
        {name}
        {row.presence !== 'both' && <span className="compare-presence">{presenceWord(row.presence)}</span>}
      </span>
      {hasUnits && (
        <span className="compare-unit" role="gridcell" title={row.unit ?? undefined}>
          {row.unit}
        </span>
      )}
      {groups.map((column, at) => (
        <Cell
          // biome-ignore lint/suspicious/noArrayIndexKey: places of the table
          key={at}
          cell={column === undefined ? null : (row.cells[column.place] ?? null)}
          basis={basis}
          unit={unit}
          onJump={() => act.onJump(column?.key)}
        />
      ))}
      <span className="compare-asked" role="gridcell" title={askedWord(asked)}>
        {asked.length > 0 && (
          <button
            type="button"
            className={`link${isOpen ? ' is-open' : ''}`}
            tabIndex={-1}
            disabled={book.readOnly}
            onClick={act.onExplain}
          >
            {askedWord(asked)}
          </button>
        )}
      </span>
    </div>
  )
}

type CellProps = {
  readonly cell: ComparedCell | null
  readonly basis: Basis
  readonly unit: AmountUnit
  readonly onJump: () => void
}

/** Four cells of one column: both figures, the difference, and per cent with a mark when it is beyond the threshold. */
function Cell({ cell, basis, unit, onJump }: CellProps) {
  if (cell === null)
    return (
      <>
        <span className="compare-number" role="gridcell" />
        <span className="compare-number" role="gridcell" />
        <span className="compare-number" role="gridcell" />
        <span className="compare-percent" role="gridcell" />
      </>
    )
  const mark = cell.isMarked ? ' is-marked' : ''
  return (
    <>
      <span className="compare-number" role="gridcell" onClick={onJump}>
        {figureWord(cell.here, cell.unit, unit)}
      </span>
      <span className="compare-number" role="gridcell" onClick={onJump}>
        {figureWord(cell.base, cell.unit, unit)}
      </span>
      <span className={`compare-number${mark}`} role="gridcell" onClick={onJump}>
        {figureWord(cell.difference, cell.unit, unit)}
      </span>
      <span className={`compare-percent${mark}`} role="gridcell" onClick={onJump}>
        {cell.isMarked && (
          <span className="compare-mark" aria-label="超过界限">
            {(cell.difference ?? 0) > 0 ? '▲' : '▼'}
          </span>
        )}
        {changeWord(cell, basis)}
      </span>
    </>
  )
}
