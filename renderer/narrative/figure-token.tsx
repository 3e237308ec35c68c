import { useEffect, useRef, useState } from 'react'
import type { Figure } from '../../shared/narrative/document.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { useCommit } from './commit.ts'
import { InlineButton } from './inline-button.tsx'
import { useIsPointed } from './pointing.ts'
import type { TextView } from './runs.tsx'
import { overrideFigure, restoreFigure } from './text-gestures.ts'

type FigureTokenProps = { readonly view: TextView; readonly figure: Figure }

/** Milliseconds in which a second click makes a double click. */
const doubleClick = 260

/** A number of the text: points to its cells; one click goes there, two or F2 type another number in its place. */
export function FigureToken({ view: { book, pointing, onShow, onHide }, figure }: FigureTokenProps) {
  const session = useSession()
  const isPointed = useIsPointed(pointing, figure.key)
  const token = useRef<HTMLSpanElement>(null)
  const [isTyping, setIsTyping] = useState(false)
  const going = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    const { current } = token
    if (isPointed && current?.matches(':hover,:focus') === false) current.scrollIntoView({ block: 'nearest' })
  }, [isPointed])
  const show = (at: HTMLElement): void => {
    pointing.setState({ figure: figure.key })
    onShow(figure, at)
  }
  const hide = (): void => {
    pointing.setState({ figure: null })
    onHide()
  }
  const [cell] = figure.cells
  if (isTyping) return <OverrideEntry book={book} figure={figure} onClose={() => setIsTyping(false)} />
  const isOverridden = figure.overridden !== null
  return (
    <InlineButton
      ref={token}
      className={`figure${isOverridden ? ' is-overridden' : ''}${isPointed ? ' is-pointed' : ''}`}
      data-figure={figure.key}
      onMouseEnter={(event) => show(event.currentTarget)}
      onMouseLeave={hide}
      onFocus={(event) => show(event.currentTarget)}
      onBlur={hide}
      onKeyDownCapture={(event) => {
        if (event.key !== 'F2' || book.readOnly) return
        event.preventDefault()
        hide()
        setIsTyping(true)
      }}
      onClick={() => {
        if (cell === undefined || going.current !== null) return
        going.current = setTimeout(() => {
          going.current = null
          hide()
          session.goTo(cell, figure.cells)
        }, doubleClick)
      }}
      onDoubleClick={() => {
        if (going.current !== null) clearTimeout(going.current)
        going.current = null
        hide()
        if (!book.readOnly) setIsTyping(true)
      }}
    >
      {figure.overridden ?? figure.text}
    </InlineButton>
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
  const commit = useCommit(book)
  const shown = figure.overridden ?? figure.text
  /** what stood here when the number typed was begun */
  const begun = useRef(shown)
  const [text, setText] = useState(shown)
  const isOver = useRef(false)
  const typed = useRef(shown)
  typed.current = text
  useEffect(() => {
    if (typed.current !== begun.current) return
    begun.current = shown
    setText(shown)
  }, [shown])
  const finish = (): boolean => {
    if (isOver.current) return true
    isOver.current = true
    const now = typed.current.trim()
    const write = (said: string) =>
      said === '' || said === figure.text ? restoreFigure(figure.key) : overrideFigure(figure.key, said)
    const label = `说明中的数（按报表为 ${figure.text}）`
    const unsaved = { book, label, typed: now, shown: now, saved: () => shown, write }
    if (now !== begun.current) {
      if (shown !== begun.current) session.keepUnsaved(unsaved)
      else commit(write(now))
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
