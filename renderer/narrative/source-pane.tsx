import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Figure, NarrativeDocument } from '../../shared/narrative/document.ts'
import { findingText, severityWord } from '../../shared/words/findings.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { findingKey } from '../findings/finding-list.ts'
import { Icon } from '../kit/icon.tsx'
import { Adjustment } from './adjustment.tsx'
import { exactWords, sourceForms, suffixOf } from './figure-source.ts'
import { type Pointing, useIsPointed } from './pointing.ts'
import { blockOf, placeWords, runsOf } from './reading-place.ts'
import './source-pane.css'
import { useTextFindings } from './text-findings.ts'
import { restoreFigure } from './text-gestures.ts'

type SourcePaneProps = {
  readonly book: OpenedBook
  readonly document: NarrativeDocument
  readonly pointing: Pointing
  /** stays with its paragraph wherever the mouse goes; null while it follows the mouse */
  readonly onRelease: (() => void) | null
  readonly onClose: () => void
  /** the focus goes back into the text, to a figure */
  readonly onLeave: (figure: string | null) => void
}

/** Beside the text: where the figures of one paragraph come from, and what is wrong with it. */
export function SourcePane({ book, document, pointing, onRelease, onClose, onLeave }: SourcePaneProps) {
  const reading = useFrame((state) => state.reading)
  const block = reading === null ? null : blockOf(document, reading)
  const figures = block === null ? [] : runsOf(block).filter((run) => run.kind === 'figure')
  const findings = useTextFindings(book).filter(({ row }) => row === reading)
  const place = reading === null ? null : placeWords(document, reading)
  return (
    <aside
      className="text-source"
      aria-label="来源"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onLeave(pointing.getState().figure)
      }}
    >
      <header className="text-source-head">
        <h2>来源</h2>
        <span className="text-source-place" title={place ?? undefined}>
          {place?.split(' › ').slice(1).join(' › ')}
        </span>
        {onRelease !== null && (
          <button type="button" className="link" title="不再固定在这一段，随鼠标变换" onClick={onRelease}>
            跟随鼠标
          </button>
        )}
        <Button
          type="text"
          size="small"
          aria-label="收起来源"
          title="收起来源"
          icon={<Icon name="close" />}
          onClick={onClose}
        />
      </header>
      {/* a region that scrolls must be reachable by keys */}
      <div key={reading} className="text-source-list" tabIndex={0} role="region" aria-label="本段的数字和审核结果">
        {findings.length > 0 && (
          <ul className="text-source-findings">
            {findings.map((finding) => (
              <li key={findingKey(finding)}>
                <span className={`severity severity-${finding.explanation === null ? finding.severity : 'explained'}`}>
                  {severityWord(finding.severity)}
                </span>
                <span className="text-source-finding">
                  {finding.check} {findingText(book.names, finding).replace(/^决算说明“[^”]*”：/, '')}
                </span>
                <Adjustment book={book} finding={finding} />
              </li>
            ))}
          </ul>
        )}
        {figures.map((figure) => (
          <FigureSource key={figure.key} book={book} figure={figure} pointing={pointing} />
        ))}
        {figures.length === 0 && (
          <p className="text-source-none">
            {block === null
              ? '把鼠标停在一段文字上，或者单击它，这里列出其中每个数字的来源。'
              : '这一段没有取自报表的数字。'}
          </p>
        )}
      </div>
    </aside>
  )
}

type FigureSourceProps = { readonly book: OpenedBook; readonly figure: Figure; readonly pointing: Pointing }

/** So many cells of one figure are listed at first. */
const mostShown = 6

function FigureSource({ book, figure, pointing }: FigureSourceProps) {
  const session = useSession()
  const unit = useFrame((state) => state.unit)
  const isPointed = useIsPointed(pointing, figure.key)
  const [isWhole, setIsWhole] = useState(false)
  const row = useRef<HTMLElement>(null)
  const { engine, names } = book
  const forms = sourceForms(engine, names, figure, unit)
  const count = forms.reduce((sum, { cells }) => sum + cells.length, 0)
  const point = (key: string | null) => () => pointing.setState({ figure: key })
  useEffect(() => {
    const { current } = row
    if (isPointed && current?.matches(':hover,:focus-within') === false) current.scrollIntoView({ block: 'nearest' })
  }, [isPointed])
  let room = isWhole ? count : mostShown
  return (
    <section
      ref={row}
      className={`figure-source${isPointed ? ' is-pointed' : ''}`}
      data-source={figure.key}
      aria-label={figure.overridden ?? figure.text}
      onMouseEnter={point(figure.key)}
      onMouseLeave={point(null)}
      onFocus={point(figure.key)}
      onBlur={point(null)}
    >
      <div className="figure-source-head">
        <button
          type="button"
          className={`figure${figure.overridden === null ? '' : ' is-overridden'}`}
          title="转到单元格"
          disabled={figure.cells[0] === undefined}
          onClick={() => figure.cells[0] !== undefined && session.goTo(figure.cells[0], figure.cells)}
        >
          {figure.overridden ?? figure.text}
          {suffixOf(figure)}
        </button>
        <span className="figure-source-exact">
          {exactWords(engine, figure).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </span>
      </div>
      {figure.overridden !== null && (
        <p className="figure-source-overridden">
          改写过，按报表应为 {figure.text}
          {suffixOf(figure)}
          {!book.readOnly && (
            <button type="button" className="link" onClick={() => book.commit(restoreFigure(figure.key))}>
              恢复
            </button>
          )}
        </p>
      )}
      <p className="figure-source-rule">{figure.rule}</p>
      {forms.map(({ key, title, cells }, at) => {
        const shown = cells.slice(0, Math.max(0, room))
        room -= shown.length
        if (shown.length === 0) return null
        return (
          <div key={`${at} ${key}`} className="figure-source-form">
            <span className="figure-source-title">{title}</span>
            <ul>
              {shown.map((cell) => (
                <li key={cell.key}>
                  <button
                    type="button"
                    className="link"
                    data-cell={cell.key}
                    title="转到这个单元格"
                    onClick={() => session.goTo(cell.address, figure.cells)}
                  >
                    {cell.row}
                    <span className="figure-source-column"> · {cell.column}</span>
                  </button>
                  <span className="figure-source-value">{cell.value}</span>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      {count > mostShown && !isWhole && (
        <button type="button" className="link" onClick={() => setIsWhole(true)}>
          其余 {count - mostShown} 个单元格
        </button>
      )}
    </section>
  )
}
