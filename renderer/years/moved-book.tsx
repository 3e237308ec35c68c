import { Alert, Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import type { FullBook } from '../../shared/channels/transfer-values.ts'
import { journalText } from '../../shared/words/gestures.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { useHistory } from '../history/use-history.ts'
import { momentText } from '../kit/moments.ts'
import { refreshRecent } from './ledgers.ts'
import './transfer.css'

const page = 100

/** What a ledger still has of a book that left: where it went, its history, and the files it was sealed with. */
export function MovedBook({ book, onClose }: { readonly book: number; readonly onClose: () => void }) {
  const session = useSession()
  const recent = useFrame((state) => state.start?.recent) ?? []
  const [moved, setMoved] = useState<FullBook | null>(null)
  const history = useHistory(book, page)
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    void refreshRecent(session)
    void session.ask('books.all', {}).then((listed) => {
      if (listed.ok) setMoved(listed.value.find(({ id }) => id === book) ?? null)
      else setRefusal(windowFaultText(listed.fault))
    })
  }, [session, book])

  const handOut = async (name: string): Promise<void> => {
    const file = await session.ask('export.sealed', { book, name })
    if (!file.ok) setRefusal(windowFaultText(file.fault))
    else if (file.value !== null) session.onExported(file.value)
  }
  const told = refusal ?? history.refusal
  const left = moved?.left ?? null
  // a ledger is known by its file's name here: it may have been moved or copied since
  const there = recent.findIndex(({ path, present }) => present && path.split(/[\\/]/).at(-1) === left?.file)
  return (
    <Modal
      open
      title={moved === null ? '已转出的决算' : `已转出：${moved.department} ${moved.year} 年度决算`}
      width={720}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          关闭
        </Button>,
        ...(there < 0
          ? []
          : [
              <Button
                key="open"
                type="primary"
                title={recent[there]?.path}
                onClick={() => {
                  onClose()
                  void session.withLedger('正在打开账套', () => session.ask('ledger.openRecent', { recent: there }))
                }}
              >
                打开账套 {recent[there]?.name}
              </Button>,
            ]),
      ]}
    >
      {told !== null && <Alert type="error" showIcon title={told} className="form-alert" />}
      {left !== null && (
        <Alert
          type="info"
          showIcon
          className="form-alert"
          title={`${momentText(left.time)} 转到账套 ${left.file}，请在那个账套里填报和导出。`}
          description="本账套只留下操作记录和上报时留存的文件，供查看；各表不再打开。"
        />
      )}
      {moved !== null && moved.sealing !== null && (
        <>
          <h3 className="moved-title">上报的文件（{momentText(moved.sealing.time)}）</h3>
          <ul className="files">
            {moved.sealing.files.map((name) => (
              <li key={name}>
                {name}{' '}
                <Button size="small" type="link" onClick={() => void handOut(name)}>
                  另存…
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="moved-title">操作记录</h3>
      {/* a region that scrolls must be reachable by keys */}
      <div className="moved-history" tabIndex={0} role="region" aria-label="操作记录">
        <table className="plain">
          <tbody>
            {history.entries.map(({ seq, time, kind, label, changes, more }) => (
              <tr key={seq}>
                <td className="years-short hint">{momentText(time)}</td>
                <td>{journalText(kind, label)}</td>
                <td className="years-short number">
                  {changes.length + more === 0 ? '' : `${changes.length + more} 处`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {history.isMore && (
          <Button size="small" type="link" onClick={() => void history.readMore()}>
            更早的记录
          </Button>
        )}
      </div>
    </Modal>
  )
}
