import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Fact } from '../../shared/engine/facts.ts'
import type { Figure, NarrativeDocument } from '../../shared/narrative/document.ts'
import { blockText } from '../../shared/narrative/narrate.ts'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { FigureCard } from './figure-token.tsx'
import './narrative.css'
import type { TextView } from './runs.tsx'
import { numberedKeys, sectionsOf } from './sections.ts'
import { documentOf } from './text-findings.ts'
import { TextSection } from './text-section.tsx'

type Card = { readonly figure: Figure; readonly left: number; readonly top: number }

/** The text part as it will read: figures live, words and texts written where they stand. */
export default function TextScreen({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const block = useFrame((state) => state.block)
  const document = useFromBook(book, documentOf)
  const [editing, edit] = useState<string | null>(null)
  const { card, onShow, onHide, hold } = useCard()
  const lastYear = useLastYear(book)
  const page = useRef<HTMLDivElement>(null)
  const numbered = useMemo(() => numberedKeys(book.engine.edition.narrative), [book])
  const view: TextView = { book, editing, edit, lastYear, onShow, onHide }
  useEffect(() => {
    if (editing === null) session.endWriting = () => true
  }, [session, editing])
  useEffect(
    () => () => {
      session.endWriting = () => true
    },
    [session],
  )
  useScrollTo(page, block?.key ?? null, block?.serial ?? 0)
  return (
    <div className="text-screen">
      <Outline document={document} onGo={(key) => scrollTo(page.current, key)} />
      <div
        className="text-page-place"
        ref={page}
        tabIndex={-1}
        onScroll={(event) => {
          if (card !== null) onHide()
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
      {card !== null && (
        <FigureCard
          book={book}
          figure={card.figure}
          at={{ left: card.left, top: card.top }}
          onEnter={() => hold(true)}
          onLeave={() => hold(false)}
        />
      )}
    </div>
  )
}

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

/** The card of the figure under the mouse; it waits a moment before it comes and goes. */
function useCard() {
  const [card, setCard] = useState<Card | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const later = useCallback((milliseconds: number, next: () => void) => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(next, milliseconds)
  }, [])
  const onShow = useCallback(
    (figure: Figure, at: HTMLElement) =>
      later(150, () => {
        const { left, bottom } = at.getBoundingClientRect()
        const { clientWidth, clientHeight } = document.documentElement
        setCard({ figure, left: Math.min(left, clientWidth - 380), top: Math.min(bottom + 2, clientHeight - 190) })
      }),
    [later],
  )
  const onHide = useCallback(() => later(180, () => setCard(null)), [later])
  const hold = (isHeld: boolean): void => {
    if (!isHeld) onHide()
    else if (timer.current !== null) clearTimeout(timer.current)
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  return { card, onShow, onHide, hold }
}

/** Texts of last year's book of the department, asked for once. */
function useLastYear(book: OpenedBook): (slot: string) => string | null {
  const session = useSession()
  const last = useFrame(({ books }) =>
    books.find(({ department, year }) => department === book.department && year === book.year - 1),
  )
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map())
  const id = last?.id
  useEffect(() => {
    if (id === undefined) return
    let isOver = false
    void session.ask('book.open', { book: id }).then((opened) => {
      if (opened.ok && !isOver) setTexts(textsOf(opened.value.facts))
    })
    return () => {
      isOver = true
    }
  }, [session, id])
  return useCallback((slot) => texts.get(slot) ?? null, [texts])
}

const textsOf = (facts: readonly Fact[]): ReadonlyMap<string, string> =>
  new Map(
    facts.flatMap(({ kind, key, value }) =>
      kind === 'text' && typeof value === 'string' && value.trim() !== '' ? [[key, value] as const] : [],
    ),
  )

type OutlineProps = { readonly document: NarrativeDocument; readonly onGo: (key: string) => void }

/** Headings of the first two levels, and how much is still asked for under each part. */
const Outline = ({ document, onGo }: OutlineProps) => (
  <nav className="text-outline" aria-label="决算说明的目录">
    {document.parts.map((part) => (
      <section key={part.key}>
        <button type="button" className="text-outline-part" onClick={() => onGo(part.key)}>
          {part.title}
          <Asked part={part} />
        </button>
        <ul>
          {part.blocks.map(
            (block) =>
              block.kind === 'heading' &&
              block.level <= 2 && (
                <li key={block.key} className={`text-outline-${block.level}`}>
                  <button type="button" onClick={() => onGo(block.key)}>
                    {blockText(block)}
                  </button>
                </li>
              ),
          )}
        </ul>
      </section>
    ))}
  </nav>
)

function Asked({ part: { blocks } }: { readonly part: NarrativeDocument['parts'][number] }) {
  const count = blocks
    .flatMap((block) => (block.kind === 'table' ? block.rows.flat(2) : block.runs))
    .filter((run) => run.kind === 'free' && run.asked).length
  return count === 0 ? null : <span className="text-outline-asked">待填 {count}</span>
}
