import { lazy, Suspense } from 'react'
import type { Figure, Run } from '../../shared/narrative/document.ts'
import { askText } from '../../shared/words/narrative.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { useCommit } from './commit.ts'
import { FigureToken } from './figure-token.tsx'
import { InlineButton } from './inline-button.tsx'
import type { Pointing } from './pointing.ts'
import { reuseSlot } from './text-gestures.ts'
import { linePlace, type TextPlace } from './text-place.ts'

const Entry = lazy(() => import('./entry.tsx'))

/** What the parts of the document share: the book, what is being edited, and what a figure shows. */
export type TextView = {
  readonly book: OpenedBook
  /** key of the place with the editor; one at a time */
  readonly editing: string | null
  readonly edit: (place: string | null) => void
  /** last year's text for a slot; null when there is none */
  readonly lastYear: (slot: string) => string | null
  readonly pointing: Pointing
  readonly onShow: (figure: Figure, at: HTMLElement) => void
  readonly onHide: () => void
}

/** The editor of one place, tied to the window: its undo is the book's when nothing is pending. */
export function TextEntry({ view: { book, edit }, place }: { readonly view: TextView; readonly place: TextPlace }) {
  const session = useSession()
  const commit = useCommit(book)
  const { mode, label, textOf, said, shown, write } = place
  return (
    <Suspense fallback={<span className="hint">…</span>}>
      <Entry
        mode={mode}
        label={label}
        textOf={textOf}
        said={() => said(book)}
        follow={book.subscribe}
        // a book of a ledger that is no longer open takes nothing
        onCommit={(text) => session.state.book === book && commit(write(text))}
        onClose={() => edit(null)}
        onHistory={(which) => book[which]()}
        onOpen={(finish) => {
          session.endWriting = finish
        }}
        onUnsaved={(typed) =>
          session.keepUnsaved({
            book,
            label,
            typed,
            shown: shown(book, typed),
            saved: (one) => said(one)?.shown ?? '',
            write,
          })
        }
      />
    </Suspense>
  )
}

/** Words, figures and texts of a paragraph, heading or table cell. */
export const Runs = ({ view, runs, block }: { view: TextView; runs: readonly Run[]; block: string }) => (
  <>
    {runs.map((run, at) => {
      // words have no names of their own and stay in their order
      const key = `${at}`
      if (run.kind === 'words') return <span key={key}>{run.text}</span>
      if (run.kind === 'figure') return <FigureToken key={run.key} view={view} figure={run} />
      if (run.slot === `words:${block}`)
        return (
          <span key={key} className="own-words">
            {run.text}
          </span>
        )
      // by its name: an open editor stays although figures before it came or went
      return <Slot key={`slot:${run.slot}`} view={view} slot={run.slot} text={run.text} isAsked={run.asked} />
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
  const { readOnly, engine } = view.book
  const ask = askText(engine.edition.narrative?.slots ?? new Map(), slot)
  const place = linePlace(slot, ask)
  if (view.editing === place.key) return <TextEntry view={view} place={place} />
  return (
    <>
      <InlineButton
        className={`slot${text === '' ? ' is-empty' : ''}${isAsked ? ' is-asked' : ''}`}
        data-slot={slot}
        title={readOnly ? undefined : ask}
        isOff={readOnly}
        onClick={() => view.edit(place.key)}
      >
        {text === '' ? `〔${ask}〕` : text}
      </InlineButton>
      {isAsked && <Reuse view={view} slot={slot} />}
    </>
  )
}

/** The offer to say the same as last year in one place. */
export function Reuse({ view, slot }: { readonly view: TextView; readonly slot: string }) {
  const commit = useCommit(view.book)
  const lastYear = view.book.readOnly ? null : view.lastYear(slot)
  if (lastYear === null) return null
  return (
    <button
      type="button"
      className="slot-reuse"
      title={lastYear}
      onClick={() => void commit(reuseSlot(slot, lastYear))}
    >
      沿用上年
    </button>
  )
}
