import { Button } from 'antd'
import { useRef } from 'react'
import type { NarrativeDocument } from '../../shared/narrative/document.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { Icon } from '../kit/icon.tsx'
import { askedPlaces } from './reading-place.ts'

type TextHeadProps = {
  readonly book: OpenedBook
  readonly document: NarrativeDocument
  readonly page: React.RefObject<HTMLElement | null>
  /** number of texts last year's book has for empty places */
  readonly offers: number
  readonly hasSources: boolean
  readonly onSearch: () => void
  readonly onSources: (isShown: boolean) => void
}

/** Above the text: what is still to be written, and what helps with it. */
export function TextHead({ book, document, page, offers, hasSources, onSearch, onSources }: TextHeadProps) {
  const session = useSession()
  const asked = askedPlaces(document).length
  const last = useRef<HTMLElement | null>(null)
  return (
    <div className="text-head" role="toolbar" aria-label="决算说明的工具">
      {asked > 0 ? (
        <Button
          size="small"
          title="转到下一处要写的文字"
          onClick={() => {
            last.current = goToNextAsked(page.current, session.state.reading, last.current)
          }}
        >
          <span className="text-head-asked">待填 {asked}</span> 下一处
          <Icon name="down" />
        </Button>
      ) : (
        <span className="text-head-done">要写的文字都已填写</span>
      )}
      {offers > 0 && !book.readOnly && (
        <Button size="small" onClick={() => session.showDialog({ kind: 'reuse-texts' })}>
          全部沿用上年文字…（{offers}）
        </Button>
      )}
      <span className="status-rest" />
      <Button size="small" type="text" title="在决算说明中查找（Ctrl+F）" onClick={onSearch}>
        <Icon name="find" /> 查找
      </Button>
      <Button
        size="small"
        type="text"
        className={hasSources ? 'is-on' : ''}
        aria-pressed={hasSources}
        title="数字的来源（F9）"
        onClick={() => onSources(!hasSources)}
      >
        <Icon name="trace" /> 来源
      </Button>
    </div>
  )
}

/** Goes to the next place to write behind the one that was gone to last, or behind the reader; round the end. */
function goToNextAsked(page: HTMLElement | null, reading: string | null, last: HTMLElement | null): HTMLElement | null {
  const places = [...(page?.querySelectorAll<HTMLElement>('.slot.is-asked') ?? [])]
  const block = reading === null ? null : (page?.querySelector(`[data-block="${CSS.escape(reading)}"]`) ?? null)
  const from = last?.isConnected === true ? last : block
  const isBehind = (place: HTMLElement): boolean =>
    from === null || (from.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  const next = places.find(isBehind) ?? places[0] ?? null
  next?.scrollIntoView({ block: 'center' })
  next?.focus()
  return next
}
