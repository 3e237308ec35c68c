import { Alert, Button } from 'antd'
import { changeWords } from '../../shared/words/history.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { useBookStatus } from './use-session.ts'

const mostShown = 8

/** Gestures that were made on a state which is no more: make them again, or let them go. */
export function Unsaved({ book }: { readonly book: OpenedBook }) {
  const { offered, offeredWhy, readOnly } = useBookStatus(book)
  if (offered.length === 0) return null
  const changes = offered.flatMap((gesture) => gesture.changes.map((change) => ({ change, label: gesture.label })))
  const now = (change: (typeof changes)[number]['change']) => book.engine.book.get(change.kind, change.key)
  return (
    <Alert
      type="warning"
      showIcon
      className="unsaved"
      title={`${offeredWhy}。下面 ${offered.length} 步改动没有保存，要重新做吗？`}
      description={
        <table className="plain unsaved-changes">
          <tbody>
            {changes.slice(0, mostShown).map(({ change, label }) => {
              const { what, from, to } = changeWords(book.names, { ...change, before: now(change) })
              return (
                <tr key={label + change.kind + change.key}>
                  <td>{what}</td>
                  <td className="number" title="现在的数">
                    {from}
                  </td>
                  <td className="arrow">→</td>
                  <td className="number" title="没有保存的数">
                    {to}
                  </td>
                </tr>
              )
            })}
            {changes.length > mostShown && (
              <tr>
                <td colSpan={4} className="hint">
                  还有 {changes.length - mostShown} 处
                </td>
              </tr>
            )}
          </tbody>
        </table>
      }
      action={
        <div className="unsaved-choices">
          <Button size="small" type="primary" disabled={readOnly} onClick={() => book.reapply()}>
            重新应用
          </Button>
          <Button size="small" onClick={() => book.dropOffered()}>
            放弃
          </Button>
        </div>
      }
    />
  )
}
