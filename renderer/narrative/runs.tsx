import { lazy, Suspense } from 'react'
import type { Figure, Run } from '../../shared/narrative/document.ts'
import { askText } from '../../shared/words/narrative.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import type { EntryProps } from './entry.tsx'
import { lineContent, lineOf } from './entry-content.ts'
import { FigureToken } from './figure-token.tsx'
import { reuseSlot, writeSlot } from './text-gestures.ts'

const Entry = lazy(() => import('./entry.tsx'))

/** What the parts of the document share: the book, what is being edited, and what a figure shows. */
export type TextView = {
  readonly book: OpenedBook
  /** key of the place with the editor; one at a time */
  readonly editing: string | null
  readonly edit: (place: string | null) => void
  /** last year's text for a slot; null when there is none */
  readonly lastYear: (slot: string) => string | null
  readonly onShow: (figure: Figure, at: HTMLElement) => void
  readonly onHide: () => void
}

type TextEntryProps = { readonly view: TextView } & Pick<EntryProps, 'mode' | 'label' | 'content' | 'onCommit'>

/** The editor of one place, tied to the window: its undo is the book's when nothing is pending. */
export function TextEntry({ view, ...props }: TextEntryProps) {
  const session = useSession()
  return (
    <Suspense fallback={<span className="hint">…</span>}>
      <Entry
        {...props}
        onClose={() => view.edit(null)}
        onHistory={(which) => view.book[which]()}
        onOpen={(finish) => {
          session.endWriting = finish
        }}
      />
    </Suspense>
  )
}

/** Commits a gesture, and says why when it is refused. */
export function useCommit(book: OpenedBook): (gesture: Parameters<OpenedBook['commit']>[0]) => boolean {
  const session = useSession()
  return (gesture) => {
    const done = book.commit(gesture)
    if (!done.ok) session.notice(done.reason, 'warning')
    return done.ok
  }
}

/** Words, figures and texts of a paragraph, heading or table cell. */
export const Runs = ({ view, runs, block }: { view: TextView; runs: readonly Run[]; block: string }) => (
  <>
    {runs.map((run, at) => {
      // runs have no names of their own and stay in their order
      const key = `${at}`
      if (run.kind === 'words') return <span key={key}>{run.text}</span>
      if (run.kind === 'figure')
        return <FigureToken key={run.key} book={view.book} figure={run} onShow={view.onShow} onHide={view.onHide} />
      if (run.slot === `words:${block}`)
        return (
          <span key={key} className="own-words">
            {run.text}
          </span>
        )
      return <Slot key={key} view={view} slot={run.slot} text={run.text} isAsked={run.asked} />
    })}
  </>
)

type SlotProps = {
  readonly view: TextView
  readonly slot: string
  readonly text: string
  readonly isAsked: boolean
}

/** A text of the book inside a sentence, as a reason: written where it stands. */
function Slot({ view, slot, text, isAsked }: SlotProps) {
  const commit = useCommit(view.book)
  const { readOnly, engine } = view.book
  const ask = askText(engine.edition.narrative?.slots ?? new Map(), slot)
  const place = `slot:${slot}`
  const lastYear = isAsked && !readOnly ? view.lastYear(slot) : null
  if (view.editing === place)
    return (
      <TextEntry
        view={view}
        mode="line"
        label={ask}
        content={lineContent(text)}
        onCommit={(content) => commit(writeSlot(slot, lineOf(content)))}
      />
    )
  return (
    <>
      <button
        type="button"
        className={`slot${text === '' ? ' is-empty' : ''}${isAsked ? ' is-asked' : ''}`}
        data-slot={slot}
        title={readOnly ? undefined : ask}
        disabled={readOnly}
        onClick={() => view.edit(place)}
      >
        {text === '' ? `〔${ask}〕` : text}
      </button>
      {lastYear !== null && (
        <button type="button" className="slot-reuse" title={lastYear} onClick={() => commit(reuseSlot(slot, lastYear))}>
          沿用上年
        </button>
      )}
    </>
  )
}
