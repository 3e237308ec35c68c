import { Alert, Button, Modal, Spin } from 'antd'
import { useState } from 'react'
import type { SalvageReport } from '../../shared/channels/salvage-values.ts'
import {
  isSaved,
  salvagedBookName,
  salvagedBookText,
  salvageRemarks,
  salvageSummary,
  unsureFactText,
} from '../../shared/words/salvage.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'

/** Saves what can be read of the ledger that is meant into a new one, and tells what became of each book. */
export function Salvage({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const wasOpen = (useFrame((state) => state.start?.ledger) ?? null) !== null
  const [report, setReport] = useState<SalvageReport | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)

  const salvage = async (): Promise<void> => {
    if (!(await session.leave())) return
    setIsWorking(true)
    setRefusal(null)
    const made = await session.ask('ledger.salvage', {})
    setIsWorking(false)
    if (!made.ok) setRefusal(windowFaultText(made.fault))
    else if (made.value !== null) setReport(made.value)
  }
  const close = (): void => {
    onClose()
    // an open ledger was closed meanwhile, and opened again
    if (wasOpen && report !== null) void session.begin()
  }
  const open = (): void => {
    onClose()
    void session.withLedger('正在打开账套', () => session.ask('ledger.openSalvaged', {}))
  }
  return (
    <Modal
      open
      title="救出可读的账套"
      width={680}
      onCancel={close}
      closable={!isWorking}
      mask={{ closable: false }}
      keyboard={!isWorking}
      footer={
        report === null
          ? [
              <Button key="no" onClick={close} disabled={isWorking}>
                取消
              </Button>,
              <Button key="yes" type="primary" loading={isWorking} onClick={() => void salvage()}>
                选择新文件并救出…
              </Button>,
            ]
          : [
              <Button key="close" onClick={close}>
                关闭
              </Button>,
              report.ledger !== null && (
                <Button key="open" type="primary" onClick={open}>
                  打开新账套
                </Button>
              ),
            ]
      }
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {report === null ? (
        <>
          <p>
            把损坏的账套中还能读出的年度决算，连同操作记录、套表和上报文件，救出到一个新的账套文件。损坏的文件只读取，不改动。
          </p>
          <p className="hint">
            有完好的备份时，先看备份是不是够新：备份之后的改动只有救出才能找回。救出之后逐个年度说明救出了什么、少了什么、哪份备份里有完整的。
          </p>
          {isWorking && (
            <p role="status">
              <Spin size="small" /> 正在逐页读取，大的账套要等一会儿
            </p>
          )}
        </>
      ) : (
        <Report report={report} />
      )}
    </Modal>
  )
}

function Report({ report }: { readonly report: SalvageReport }) {
  const { ledger, books } = report
  const remarks = salvageRemarks(report)
  const isAll = ledger !== null && books.every(isSaved) && remarks.length === 0
  return (
    <div role="status">
      <Alert
        type={ledger === null ? 'error' : isAll ? 'success' : 'warning'}
        showIcon
        title={salvageSummary(report)}
        description={ledger === null ? null : `新账套：${ledger}`}
        className="form-alert"
      />
      <ul className="problems">
        {books.map((book) => (
          <li key={`${book.number ?? ''} ${book.department ?? ''} ${book.year ?? ''}`}>
            <strong>{salvagedBookName(book)}</strong>：{salvagedBookText(book)}
            {book.unsureFacts.length > 0 && (
              <details>
                <summary>
                  可能不是最后的数{book.unsure > book.unsureFacts.length ? `（前 ${book.unsureFacts.length} 个）` : ''}
                </summary>
                {book.unsureFacts.map(unsureFactText).join('；')}
              </details>
            )}
          </li>
        ))}
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </div>
  )
}
