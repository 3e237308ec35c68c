import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { HistoryEntry } from '../../shared/channels/values.ts'
import { journalText } from '../../shared/words/gestures.ts'
import { changeWords } from '../../shared/words/history.ts'
import { useBookStatus, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { momentText } from '../kit/moments.ts'
import { useHistory } from './use-history.ts'

const page = 50

/** What was done to the book, the newest first, each step with from → to; any earlier state can be had again. */
export function HistoryPanel({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const { summary } = useBookStatus(book)
  const { entries, isMore, refusal, readMore } = useHistory(summary.id, page, summary.revision)
  const [open, setOpen] = useState<number | null>(null)
  const restore = async (seq: number): Promise<void> => {
    const done = await book.restoreState(seq)
    if (done.ok) session.notice('已恢复，可以用“撤销”退回', 'success')
    else session.tellFault(done.fault)
  }
  const newest = entries[0]?.seq
  return (
    // a region that scrolls must be reachable by keys
    <div className="panel-body panel-scroll" tabIndex={0} role="region" aria-label="操作记录">
      {refusal !== null && <p className="panel-empty">{refusal}</p>}
      <ul className="history">
        {entries.map((entry) => (
          <li key={entry.seq}>
            <div className="history-line">
              <span className="history-time">{momentText(entry.time)}</span>
              <button
                type="button"
                className="history-label"
                aria-expanded={open === entry.seq}
                onClick={() => setOpen(open === entry.seq ? null : entry.seq)}
              >
                {journalText(entry.kind, entry.label)}
              </button>
              <OnlyChange book={book} entry={entry} />
              {!book.readOnly && entry.seq !== newest && (
                <Popconfirm
                  title="恢复到这一步之后的样子？"
                  description="以后的改动会作为一步新的操作退回，仍可撤销。"
                  okText="恢复"
                  cancelText="取消"
                  onConfirm={() => void restore(entry.seq)}
                >
                  <Button size="small" type="link">
                    恢复到此
                  </Button>
                </Popconfirm>
              )}
            </div>
            {open === entry.seq && <Changes book={book} entry={entry} />}
          </li>
        ))}
      </ul>
      {isMore && (
        <Button size="small" type="link" onClick={() => void readMore()}>
          更早的记录
        </Button>
      )}
    </div>
  )
}

type EntryProps = { readonly book: OpenedBook; readonly entry: HistoryEntry }

/** From → to beside a step that changed one fact; otherwise how many. */
function OnlyChange({ book, entry: { changes, more } }: EntryProps) {
  const [only, ...others] = changes
  if (only === undefined || others.length > 0 || more > 0)
    return <span className="history-count">{countWords(changes.length + more)}</span>
  const { from, to } = changeWords(book.names, only)
  return (
    <span className="history-change">
      {from} → {to}
    </span>
  )
}

const countWords = (count: number): string => (count === 0 ? '' : `${count} 处`)

function Changes({ book, entry: { changes, more } }: EntryProps) {
  const session = useSession()
  return (
    <table className="plain history-changes">
      <tbody>
        {changes.map((change) => {
          const { what, from, to, cell } = changeWords(book.names, change)
          return (
            <tr key={`${change.kind}${change.key}`}>
              <td>
                {cell === null ? (
                  what
                ) : (
                  <button type="button" className="link" onClick={() => session.goTo(cell)}>
                    {what}
                  </button>
                )}
              </td>
              <td className="number">{from}</td>
              <td className="arrow">→</td>
              <td className="number">{to}</td>
            </tr>
          )
        })}
        {more > 0 && (
          <tr>
            <td colSpan={4} className="hint">
              还有 {more} 处没有列出
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
