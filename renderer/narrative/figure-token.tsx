import { useEffect, useRef, useState } from 'react'
import type { Figure } from '../../shared/narrative/document.ts'
import { cellName, valueText } from '../../shared/words/cells.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { overrideFigure, restoreFigure } from './text-gestures.ts'

type FigureTokenProps = {
  readonly book: OpenedBook
  readonly figure: Figure
  readonly onShow: (figure: Figure, at: HTMLElement) => void
  readonly onHide: () => void
}

/** Milliseconds in which a second click makes a double click. */
const doubleClick = 260

/** A number of the text: points to its cells; one click goes there, two type another number in its place. */
export function FigureToken({ book, figure, onShow, onHide }: FigureTokenProps) {
  const session = useSession()
  const [isTyping, setIsTyping] = useState(false)
  const going = useRef<ReturnType<typeof setTimeout> | null>(null)
  const [cell] = figure.cells
  if (isTyping) return <OverrideEntry book={book} figure={figure} onClose={() => setIsTyping(false)} />
  const isOverridden = figure.overridden !== null
  return (
    <button
      type="button"
      className={`figure${isOverridden ? ' is-overridden' : ''}`}
      data-figure={figure.key}
      onMouseEnter={(event) => onShow(figure, event.currentTarget)}
      onMouseLeave={onHide}
      onFocus={(event) => onShow(figure, event.currentTarget)}
      onBlur={onHide}
      onClick={(event) => {
        event.stopPropagation()
        if (cell === undefined || going.current !== null) return
        going.current = setTimeout(() => {
          going.current = null
          onHide()
          session.goTo(cell, figure.cells)
        }, doubleClick)
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        if (going.current !== null) clearTimeout(going.current)
        going.current = null
        onHide()
        if (!book.readOnly) setIsTyping(true)
      }}
    >
      {figure.overridden ?? figure.text}
    </button>
  )
}

function OverrideEntry({
  book,
  figure,
  onClose,
}: {
  readonly book: OpenedBook
  readonly figure: Figure
  readonly onClose: () => void
}) {
  const session = useSession()
  const before = figure.overridden ?? figure.text
  const [text, setText] = useState(before)
  const isOver = useRef(false)
  const typed = useRef(before)
  typed.current = text
  const finish = (): boolean => {
    if (isOver.current) return true
    isOver.current = true
    const now = typed.current.trim()
    if (now !== before) {
      const gesture = now === '' || now === figure.text ? restoreFigure(figure.key) : overrideFigure(figure.key, now)
      const done = book.commit(gesture)
      if (!done.ok) session.notice(done.reason, 'warning')
    }
    onClose()
    return true
  }
  useEffect(() => {
    session.endWriting = finish
  })
  return (
    <input
      autoFocus
      className="figure-entry"
      aria-label={`改写 ${figure.text}`}
      value={text}
      maxLength={40}
      size={Math.max(4, text.length + 1)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish()
        if (event.key !== 'Escape') return
        isOver.current = true
        onClose()
      }}
    />
  )
}

type FigureCardProps = {
  readonly book: OpenedBook
  readonly figure: Figure
  readonly at: { readonly left: number; readonly top: number }
  readonly onEnter: () => void
  readonly onLeave: () => void
}

/** Where a number comes from: its cells with their values, and the rule it is printed by. */
export function FigureCard({ book, figure, at, onEnter, onLeave }: FigureCardProps) {
  const session = useSession()
  const { engine, names } = book
  return (
    <div className="figure-card" role="tooltip" style={at} onMouseEnter={onEnter} onMouseLeave={onLeave}>
      {figure.overridden !== null && (
        <p className="figure-card-overridden">
          写作 {figure.overridden}，计算为 {figure.text}
          {!book.readOnly && (
            <button type="button" className="link" onClick={() => book.commit(restoreFigure(figure.key))}>
              恢复
            </button>
          )}
        </p>
      )}
      <ul>
        {figure.cells.slice(0, 6).map((cell) => {
          const info = engine.cell(cell)
          const value = engine.number(cell)
          return (
            <li key={`${cell.form}!${cell.row}!${cell.column}`}>
              <button type="button" className="link" onClick={() => session.goTo(cell, figure.cells)}>
                {cellName(names, cell)}
              </button>
              <span className="figure-card-value">{valueText(value, info?.unit ?? 'amount')}</span>
            </li>
          )
        })}
        {figure.cells.length > 6 && <li className="hint">等 {figure.cells.length} 个单元格</li>}
      </ul>
      <p className="hint">
        {figure.rule}
        {figure.exact !== figure.value && !figure.exact.includes('/') && `；未取舍 ${figure.exact}`}
      </p>
      <p className="hint">单击转到单元格{!book.readOnly && '，双击改写'}</p>
    </div>
  )
}
