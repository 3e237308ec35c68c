import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { findingText, severityWord } from '../../shared/words/findings.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { findingKey, isBlocking } from '../findings/finding-list.ts'
import { visitFinding } from '../findings/visit.ts'
import { exportSealed } from './export.ts'

const mostShown = 100

/** 上报: what stands in its way, or the last question before it. */
export function Seal({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const [files, setFiles] = useState<readonly string[] | null>(null)
  const blocking = book.isSealed ? [] : book.findings().filter(isBlocking)
  const errors = blocking.filter(({ severity }) => severity === 'error').length

  const seal = async (): Promise<void> => {
    setIsWorking(true)
    const sealed = await book.seal()
    setIsWorking(false)
    if (!sealed.ok) {
      setRefusal(windowFaultText(sealed.fault))
      return
    }
    setFiles(sealed.value)
    await session.refreshBooks()
  }
  if (files !== null)
    return (
      <Modal open title="已上报" footer={<Button onClick={onClose}>关闭</Button>} onCancel={onClose}>
        <Alert
          type="success"
          showIcon
          title={`${book.department} ${book.year} 年度决算已上报，内容不能再修改。`}
          className="form-alert"
        />
        <p>上报时的文件已存进账套，以后导出的就是这一份：</p>
        <ul className="files">
          {files.map((name) => (
            <li key={name}>
              {name}{' '}
              <Button size="small" type="link" onClick={() => void exportSealed(session, name)}>
                另存…
              </Button>
            </li>
          ))}
        </ul>
      </Modal>
    )
  if (blocking.length > 0)
    return (
      <Modal open title="还不能上报" width={720} footer={<Button onClick={onClose}>关闭</Button>} onCancel={onClose}>
        <Alert
          type="error"
          showIcon
          className="form-alert"
          title={[
            errors > 0 ? `基本平衡不符 ${errors} 处，须改正` : '',
            blocking.length > errors ? `核实性不符且没有说明 ${blocking.length - errors} 处，须改正或填写说明` : '',
          ]
            .filter((part) => part !== '')
            .join('；')}
        />
        <ul className="blocking">
          {blocking.slice(0, mostShown).map((finding) => (
            <li key={findingKey(finding)}>
              <span className={`severity severity-${finding.severity}`}>{severityWord(finding.severity)}</span>
              <button
                type="button"
                className="finding-text"
                onClick={() => {
                  onClose()
                  session.showPanel('findings')
                  visitFinding(session, finding)
                }}
              >
                <span className="finding-check">{finding.check}</span> {findingText(book.names, finding)}
              </button>
            </li>
          ))}
        </ul>
      </Modal>
    )
  return (
    <Modal
      open
      title="上报"
      okText="上报"
      cancelText="取消"
      confirmLoading={isWorking}
      onOk={() => void seal()}
      onCancel={onClose}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <p>
        {book.department} {book.year} 年度决算审核无误。上报后：
      </p>
      <ul>
        <li>内容不能再修改；确需修改要写明理由撤销上报。</li>
        <li>此刻的工作簿存进账套，以后导出的就是这一份。</li>
      </ul>
    </Modal>
  )
}

/** Opens a sealed book again; the reason is journaled. */
export function Unseal({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const unseal = async (): Promise<void> => {
    setIsWorking(true)
    const opened = await book.unseal(reason.trim())
    setIsWorking(false)
    if (!opened.ok) {
      setRefusal(windowFaultText(opened.fault))
      return
    }
    onClose()
    await session.refreshBooks()
  }
  return (
    <Modal
      open
      title="撤销上报"
      okText="撤销上报"
      cancelText="取消"
      confirmLoading={isWorking}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' }}
      onOk={() => void unseal()}
      onCancel={onClose}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <label className="field">
        理由（记入操作记录）
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={200}
          value={reason}
          placeholder="如：财政部门退回，补充三公经费说明"
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </Modal>
  )
}
