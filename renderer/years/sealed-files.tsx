import { Alert, Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Sealing } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { exportSealed } from '../exchange/export.ts'
import { bytesText, momentText } from '../kit/moments.ts'

/** When a sealed book was handed in, and its files; null before that is known, and while the book is not sealed. */
export function useSealing(book: OpenedBook, isSealed: boolean, onFault?: (fault: Fault) => void): Sealing | null {
  const session = useSession()
  const [sealing, setSealing] = useState<Sealing | null>(null)
  useEffect(() => {
    setSealing(null)
    if (!isSealed) return
    let isWanted = true
    void session.ask('book.sealing', { book: book.id }).then((answer) => {
      if (!isWanted) return
      if (answer.ok) setSealing(answer.value)
      else onFault?.(answer.fault)
    })
    return () => {
      isWanted = false
    }
  }, [session, book, isSealed, onFault])
  return sealing
}

/** The files that were sealed with the book: each is handed out byte for byte as it was handed in. */
export function SealedFiles({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const [fault, setFault] = useState<Fault | null>(null)
  const sealing = useSealing(book, book.isSealed, setFault)
  return (
    <Modal
      open
      title={`${book.year} 年度决算上报的文件`}
      width={640}
      onCancel={onClose}
      footer={
        <Button autoFocus onClick={onClose}>
          关闭
        </Button>
      }
    >
      {fault !== null && <Alert type="error" showIcon title={windowFaultText(fault)} className="form-alert" />}
      {sealing !== null && (
        <>
          <p>{momentText(sealing.time)} 上报。取出的就是当时上报的文件，一个字节也不变。</p>
          <table className="plain">
            <thead>
              <tr>
                <th>文件</th>
                <th className="number">大小</th>
                <th>
                  <span className="unseen">取出</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sealing.files.map(({ name, bytes }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="number">{bytesText(bytes)}</td>
                  <td className="number">
                    <Button
                      size="small"
                      type="link"
                      aria-label={`取出 ${name}`}
                      onClick={() => void exportSealed(session, name)}
                    >
                      取出…
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Modal>
  )
}
