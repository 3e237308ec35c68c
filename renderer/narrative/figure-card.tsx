import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Figure } from '../../shared/narrative/document.ts'
import { cellName, valueText } from '../../shared/words/cells.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { restoreFigure } from './text-gestures.ts'

type Shown = { readonly figure: Figure; readonly left: number; readonly top: number }

/** Which figure has its card out; a store of its own, so that a mouse going over the text redraws no text. */
export type CardInSight = {
  readonly store: StoreApi<{ readonly shown: Shown | null }>
  readonly onShow: (figure: Figure, at: HTMLElement) => void
  readonly onHide: () => void
  /** keeps the card while the mouse is in it */
  readonly hold: (isHeld: boolean) => void
  /** nothing comes or goes any more */
  readonly end: () => void
}

/** The card of the figure under the mouse; it waits a moment before it comes and goes. */
export function createCard(): CardInSight {
  const store = createStore(() => ({ shown: null as Shown | null }))
  let timer: ReturnType<typeof setTimeout> | null = null
  const end = (): void => {
    if (timer !== null) clearTimeout(timer)
  }
  const later = (milliseconds: number, next: () => void): void => {
    end()
    timer = setTimeout(next, milliseconds)
  }
  const onHide = (): void => later(180, () => store.setState({ shown: null }))
  return {
    store,
    onShow: (figure, at) =>
      later(150, () => {
        const { left, bottom } = at.getBoundingClientRect()
        const { clientWidth, clientHeight } = document.documentElement
        const place = { left: Math.min(left, clientWidth - 380), top: Math.min(bottom + 2, clientHeight - 190) }
        store.setState({ shown: { figure, ...place } })
      }),
    onHide,
    hold: (isHeld) => (isHeld ? end() : onHide()),
    end,
  }
}

/** The card that is out, if any. */
export function FigureCard({ book, card }: { readonly book: OpenedBook; readonly card: CardInSight }) {
  const shown = useStore(card.store, (state) => state.shown)
  useEffect(() => card.end, [card])
  return shown === null ? null : <Card book={book} card={card} shown={shown} />
}

type CardProps = { readonly book: OpenedBook; readonly card: CardInSight; readonly shown: Shown }

/** Where a number comes from: its cells with their values, and the rule it is printed by. */
function Card({ book, card, shown: { figure, left, top } }: CardProps) {
  const session = useSession()
  const { engine, names } = book
  return (
    <div
      className="figure-card"
      role="tooltip"
      style={{ left, top }}
      onMouseEnter={() => card.hold(true)}
      onMouseLeave={() => card.hold(false)}
    >
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
