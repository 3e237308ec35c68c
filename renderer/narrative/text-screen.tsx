import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { SearchBar } from '../grid/search-bar.tsx'
import { useRemembered } from '../kit/remembered.ts'
import { Split } from '../kit/split.tsx'
import { createCard, FigureCard } from './figure-card.tsx'
import { useReusableTexts } from './last-year.ts'
import { documentOf } from './live-document.ts'
import './narrative.css'
import { Outline } from './outline.tsx'
import { createPointing } from './pointing.ts'
import type { TextView } from './runs.tsx'
import { numberedKeys, sectionsOf } from './sections.ts'
import { SourcePane } from './source-pane.tsx'
import { TextHead } from './text-head.tsx'
import { useTextSearch } from './text-search.ts'
import { TextSection } from './text-section.tsx'
import { useReading } from './use-reading.ts'
import './written-texts.css'

/** Narrower windows begin without the sources beside the text. */
const roomForSources = 1100

/** The text part as it will read: figures live, words and texts written where they stand, their sources beside them. */
export default function TextScreen({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const block = useFrame((state) => state.block)
  const document = useFromBook(book, documentOf)
  const [editing, setEditing] = useState<string | null>(null)
  const [hasSources, setHasSources] = useRemembered('textSources', clientWidth() >= roomForSources)
  const [isSearching, setIsSearching] = useState(false)
  const [pointing] = useState(createPointing)
  const [card] = useState(createCard)
  const offers = useReusableTexts(book)
  const page = useRef<HTMLDivElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const reading = useReading(block)
  const search = useTextSearch(page, [document, editing], reading.show)
  const lastWords = useRef('')
  const numbered = useMemo(() => numberedKeys(book.engine.edition.narrative), [book])
  const byslot = useMemo(() => new Map(offers.map(({ slot, text }) => [slot, text])), [offers])
  const edit = useCallback(
    (place: string | null) => {
      if (place === null) session.endWriting = () => true
      setEditing(place)
    },
    [session],
  )
  const view: TextView = {
    book,
    editing,
    edit,
    lastYear: (slot) => byslot.get(slot) ?? null,
    pointing,
    onShow: card.onShow,
    onHide: card.onHide,
  }
  const focusFigure = (key: string | null): void => {
    const figure = key === null ? null : page.current?.querySelector<HTMLElement>(`[data-figure="${CSS.escape(key)}"]`)
    ;(figure ?? page.current)?.focus()
  }
  useEffect(() => {
    session.textPart = {
      openSearch: () => setIsSearching(true),
      showSource: () => {
        const { figure } = pointing.getState()
        setHasSources(true)
        // once it is there
        setTimeout(() => focusSource(screen.current, figure))
      },
    }
    return () => {
      session.textPart = null
      session.endWriting = () => true
    }
    // the setter of a remembered choice is made anew with each drawing, and does the same
    // biome-ignore lint/correctness/useExhaustiveDependencies: setHasSources
  }, [session, pointing])
  useScrollTo(page, block?.key ?? null, block?.serial ?? 0)
  const text = (
    <div className="text-place">
      <TextHead
        book={book}
        document={document}
        page={page}
        offers={offers.length}
        hasSources={hasSources}
        onSearch={() => setIsSearching(true)}
        onSources={setHasSources}
      />
      {isSearching && (
        <SearchBar
          what="find"
          label="在决算说明中查找"
          initial={lastWords.current}
          onType={(words) => {
            lastWords.current = words
            return search.begin(words)
          }}
          onFind={search.find}
          onCode={() => false}
          onClose={() => {
            search.end()
            setIsSearching(false)
            page.current?.focus({ preventScroll: true })
          }}
        />
      )}
      <div
        className="text-page-place"
        ref={page}
        tabIndex={-1}
        {...reading.handlers}
        onScroll={(event) => {
          if (card.store.getState().shown !== null) card.onHide()
          keepPlace(event.currentTarget)
        }}
      >
        <article className="text-page" aria-label="决算说明">
          {document.parts.length === 0 && <p className="hint">这套报表没有决算说明。</p>}
          {document.parts.map((part) => (
            <section key={part.key}>
              <h1 className="text-title" data-block={part.key}>
                {part.title}
              </h1>
              {sectionsOf(part.blocks).map((section) => (
                <TextSection
                  key={section.key}
                  view={view}
                  section={section}
                  numbered={numbered}
                  shown={block?.key ?? null}
                />
              ))}
            </section>
          ))}
        </article>
      </div>
    </div>
  )
  return (
    <div
      className="text-screen"
      ref={screen}
      onKeyDown={(event) => {
        if (event.key !== 'F3') return
        event.preventDefault()
        if (lastWords.current === '') setIsSearching(true)
        else search.find(lastWords.current, event.shiftKey)
      }}
    >
      <Outline document={document} onGo={(key) => scrollTo(page.current, key)} />
      <div className="text-parts">
        <Split
          name="textSources"
          sized="right"
          initial={clientWidth() >= 1600 ? 400 : 320}
          least={240}
          most={640}
          label="来源的宽度"
          isHidden={!hasSources}
          part={
            <SourcePane
              book={book}
              document={document}
              pointing={pointing}
              onRelease={reading.release}
              onClose={() => setHasSources(false)}
              onLeave={focusFigure}
            />
          }
          rest={text}
        />
      </div>
      <FigureCard book={book} card={card} />
    </div>
  )
}

/** Width of the window. */
const clientWidth = (): number => document.documentElement.clientWidth

/** Where one was reading, for coming back from a cell. */
let placeKept = 0
const keepPlace = (page: HTMLElement): void => {
  placeKept = page.scrollTop
}

const scrollTo = (page: HTMLElement | null, key: string): void =>
  page?.querySelector(`[data-block="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'center' })

function useScrollTo(page: React.RefObject<HTMLElement | null>, key: string | null, serial: number): void {
  useEffect(() => {
    if (key !== null && serial > 0) scrollTo(page.current, key)
    else if (page.current !== null) page.current.scrollTop = placeKept
  }, [page, key, serial])
}

/** The source of a figure, or the first there is, or the list that says there is none. */
function focusSource(screen: HTMLElement | null, figure: string | null): void {
  const list = screen?.querySelector<HTMLElement>('.text-source-list')
  const named = figure === null ? null : list?.querySelector(`[data-source="${CSS.escape(figure)}"] button`)
  const target = named ?? list?.querySelector('[data-source] button') ?? list
  if (target instanceof HTMLElement) target.focus()
}
