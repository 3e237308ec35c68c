import { Button } from 'antd'
import type { OpenedBook } from '../book/opened-book.ts'
import type { SaveState } from '../book/status.ts'
import { countFindings, useFindings } from '../findings/all-findings.ts'
import { clockText } from '../kit/moments.ts'
import { documentOf } from '../narrative/live-document.ts'
import { askedPlaces, placeWords } from '../narrative/reading-place.ts'
import { useBookStatus, useFrame, useFromBook, useSession } from './use-session.ts'

/** Below everything: is it saved, where the cursor is and why it is marked, the selection, the findings, the unit. */
export function StatusLine({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const { save, summary, readOnly } = useBookStatus(book)
  const unit = useFrame((state) => state.unit)
  const screen = useFrame((state) => state.screen)
  const counts = countFindings(useFindings(book))
  return (
    <footer className="status" aria-label="状态">
      <Saved book={book} save={save} />
      <span className="status-part" title="每一步操作使版本加一">
        第 {summary.revision} 版
      </span>
      {summary.state === 'sealed' ? (
        <span className="status-part tag tag-sealed">已上报</span>
      ) : (
        <span className="status-part">{readOnly ? '只读' : '未上报'}</span>
      )}
      <Edition book={book} />
      {screen === 'form' && <GridWords />}
      {screen === 'text' && <TextWords book={book} />}
      <span className="status-rest" />
      {screen === 'form' && <Selected />}
      <button
        type="button"
        className="status-button"
        title="审核结果（Ctrl+Shift+F）"
        onClick={() => session.showPanel('findings')}
      >
        <span className={counts.error > 0 ? 'severity-words-error' : ''}>错误 {counts.error}</span>
        <span className={counts.unexplained > 0 ? 'severity-words-verify' : ''}>
          核实 {counts.verify}
          {counts.verify > 0 && (counts.unexplained > 0 ? `（${counts.unexplained} 待说明）` : '（已说明）')}
        </span>
        <span>提示 {counts.hint}</span>
      </button>
      <button
        type="button"
        className="status-button"
        title="切换显示和填列的单位（Ctrl+U）"
        onClick={() => session.setUnit(unit === '万元' ? '元' : '万元')}
      >
        单位：{unit} ⇄
      </button>
    </footer>
  )
}

/** That nobody vouches for the forms of this book, for as long as it is open. */
function Edition({ book }: { readonly book: OpenedBook }) {
  const { edition, source, title, trust } = book.engine.edition.edition.head
  if (trust === 'published') return null
  return (
    <span className="status-part tag tag-doubt" title={`套表 ${edition}（${title}）未核实：${source}`}>
      套表未核实
    </span>
  )
}

/** Never “saved” before the ledger said so. */
function Saved({ book, save }: { readonly book: OpenedBook; readonly save: SaveState }) {
  switch (save.kind) {
    case 'saved':
      return (
        <span className="status-part save save-saved" role="status">
          已保存{save.time === null ? '' : ` ${clockText(save.time)}`}
        </span>
      )
    case 'saving':
      return (
        <span className="status-part save save-saving" role="status">
          保存中…{save.count > 1 ? `（${save.count} 步）` : ''}
        </span>
      )
    case 'failed':
      return (
        <span className="status-part save save-failed" role="alert">
          未保存{save.count > 0 ? `（${save.count} 步）` : ''}：{save.reason}
          <Button size="small" onClick={() => book.retry()}>
            重试
          </Button>
        </span>
      )
    case 'offered':
      return (
        <span className="status-part save save-failed" role="alert">
          未保存（{save.count} 步）：{save.reason}
        </span>
      )
  }
}

/** Where the cursor is, and what there is to say about it. */
function GridWords() {
  const grid = useFrame((state) => state.grid)
  if (grid === null) return null
  const { message, reason, note, place } = grid
  return (
    <span className="status-words" aria-live="polite">
      {message !== null ? (
        <span className={`message-${message.tone}`}>{message.text}</span>
      ) : reason !== null ? (
        <span className="message-reason" title={reason}>
          {reason.split('\n')[0]}
        </span>
      ) : (
        <span title={note === null ? place : `${place}\n${note}`}>
          {place}
          {note !== null && <span className="message-note">　{note}</span>}
        </span>
      )}
    </span>
  )
}

/** Where the reader of the text part is, and how much is still to be written. */
function TextWords({ book }: { readonly book: OpenedBook }) {
  const reading = useFrame((state) => state.reading)
  const document = useFromBook(book, documentOf)
  const place = reading === null ? null : placeWords(document, reading)
  const asked = askedPlaces(document).length
  return (
    <>
      <span className="status-words" aria-live="polite" title={place ?? undefined}>
        {place ?? '决算说明'}
      </span>
      <span className={`status-part${asked > 0 ? ' severity-words-verify' : ''}`}>待填 {asked}</span>
    </>
  )
}

function Selected() {
  const selection = useFrame((state) => state.grid?.selection)
  if (selection === undefined || selection.cells < 2) return null
  return (
    <span className="status-part status-selection">
      计数 {selection.filled}　数值 {selection.numbers}
      {selection.sum === null ? '' : `　求和 ${selection.sum}`}
    </span>
  )
}
