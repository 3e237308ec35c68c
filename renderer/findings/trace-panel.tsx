import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { Trace } from '../../shared/engine/trace.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName, differenceText, valueText } from '../../shared/words/cells.ts'
import { formulaText } from '../../shared/words/formulas.ts'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { lookUpLastYear } from '../years/look-up.ts'

/** “为什么是这个数”: what the cell under the cursor is, and what it follows from, with links. */
export function TracePanel({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const address = useFrame((state) => state.grid?.address ?? null)
  const key = address === null ? '' : cellKey(address)
  const [path, setPath] = useState<readonly CellAddress[]>([])
  // asked anew for each cell, and (a new object each time) after each gesture
  useFromBook(book, () => ({}))
  const trace = address === null ? null : book.engine.trace(address)
  const expected = useRef<string | null>(null)
  useEffect(() => {
    // a link leads to its cell by way of the first one of another form; any other way to a cell begins a new path
    if (expected.current === null) setPath([])
    else if (expected.current === key) expected.current = null
  }, [key])
  const follow = (cell: CellAddress, next: readonly CellAddress[]): void => {
    expected.current = cellKey(cell)
    setPath(next)
    session.goTo(cell)
  }

  if (address === null || trace === null) return <p className="panel-empty">选中一个单元格，这里说明它的数从哪里来。</p>
  const back = path.at(-1)
  return (
    // a region that scrolls must be reachable by keys
    <div className="panel-body panel-scroll trace" tabIndex={0} role="region" aria-label="为什么是这个数">
      <div className="trace-head">
        {back !== undefined && (
          <Button size="small" onClick={() => follow(back, path.slice(0, -1))}>
            ← 返回 {cellName(book.names, back)}
          </Button>
        )}
        <strong>{cellName(book.names, address)}</strong>
        <span className="trace-value">{valueText(trace.value, book.engine.unitOf(address) ?? 'amount')}</span>
      </div>
      <p>{sentence(book.names, trace, book)}</p>
      {trace.terms.length > 0 && (
        <table className="plain trace-terms">
          <thead>
            <tr>
              <th className="sign">
                <span className="unseen">正负</span>
              </th>
              <th>来源</th>
              <th className="number">数额</th>
            </tr>
          </thead>
          <tbody>
            {trace.terms.map(({ factor, cell, value, prior }) => {
              const unit = book.engine.unitOf(cell) ?? book.engine.unitOf(address) ?? 'amount'
              return (
                <tr key={`${prior}${cellKey(cell)}`}>
                  <td className="sign">{factor < 0 ? '－' : '＋'}</td>
                  <td>
                    {prior ? (
                      <button
                        type="button"
                        className="link"
                        title={`打开 ${book.year - 1} 年度决算，查看这一格`}
                        onClick={() => void lookUpLastYear(session, cell)}
                      >
                        {book.year - 1} 年度决算 {cellName(lastYearsNames(book), cell)} →
                      </button>
                    ) : (
                      <button type="button" className="link" onClick={() => follow(cell, [...path, address])}>
                        {cellName(book.names, cell)}
                      </button>
                    )}
                  </td>
                  <td className="number">{valueText(value, unit)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** Labels of a form name the years from the book's: last year's cells say last year's. */
const lastYearsNames = (book: OpenedBook): BookNames => ({ ...book.names, year: book.year - 1 })

/** What is said about a carried cell, which follows last year's book unless there is a reason. */
function carriedSentence(trace: Trace, carried: number, { engine, year }: OpenedBook): string {
  const unit = engine.unitOf(trace.cell) ?? 'amount'
  const given = trace.formulaValue === null ? '没有数' : `为 ${valueText(carried, unit)}`
  const last = `${year - 1} 年度决算的年末数${given}`
  if (trace.stated === null)
    return `年初数取自上年年末数：${last}。上年改动时跟着变；确有不同时可另填，须说明差异类型。`
  const key = cellKey(trace.cell)
  const words = engine.book.get('explanation', `${trace.check ?? ''}!${key}`)
  const isOurs = typeof words === 'object' && words !== null && words['left'] === trace.value
  const why = isOurs ? `差异说明：${String(words['text'])}。` : '这一差异还没有说明。'
  const difference = differenceText(engine.number(trace.cell), carried, unit) ?? '0'
  return `另填的年初数，与上年不同：${last}，相差 ${difference}。${why}清空这一格就恢复为上年年末数。`
}

function sentence(names: BookNames, trace: Trace, book: OpenedBook): string {
  const { engine } = book
  const unit = engine.unitOf(trace.cell) ?? 'amount'
  const carried = engine.carried(trace.cell)
  if (carried !== null) return carriedSentence(trace, carried, book)
  if (trace.kind === 'input') return trace.value === null ? '这一格由人填列，现在是空白。' : '这一格由人填列。'
  const formula = trace.formula === 'children' ? '下级各行之和' : formulaText(names, trace.cell, trace.formula)
  const given = valueText(trace.formulaValue, unit)
  const owner = trace.check === null ? '' : `（审核公式 ${trace.check}）`
  if (trace.kind === 'default' && trace.stated !== null)
    return `现在用的是填列的数；按公式“${formula}”应为 ${given}${owner}。清空这一格就回到公式。`
  if (trace.kind === 'default') return `按公式“${formula}”得出${owner}。可以另填一个数，审核时会与公式比较。`
  const stated = trace.stated === null ? '' : ` 导入的文件上这里是 ${valueText(trace.stated, unit)}。`
  return `按公式“${formula}”计算${owner}，不能直接填写。${stated}`
}
