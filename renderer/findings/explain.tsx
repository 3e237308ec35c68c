import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Finding } from '../../shared/engine/finding.ts'
import { findingText } from '../../shared/words/findings.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** 审核说明 of one finding: stored with the two sides it is given for, and exported. */
export function Explain({
  book,
  finding,
  onClose,
}: {
  readonly book: OpenedBook
  readonly finding: Finding
  readonly onClose: () => void
}) {
  const { check, form, row, column, title, explanation } = finding
  const [text, setText] = useState(explanation ?? '')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const store = async (): Promise<void> => {
    setIsWorking(true)
    const done = await book.structure(
      { kind: 'explain', check, form, row, column, text: text.trim() },
      `审核说明 ${check}`,
    )
    setIsWorking(false)
    if (done.ok) onClose()
    else setRefusal(windowFaultText(done.fault))
  }
  return (
    <Modal
      open
      title={`审核说明 ${check}`}
      okText={text.trim() === '' && explanation !== null ? '删除说明' : '保存'}
      cancelText="取消"
      confirmLoading={isWorking}
      okButtonProps={{ disabled: text.trim() === (explanation ?? '') }}
      onOk={() => void store()}
      onCancel={onClose}
    >
      <p className="finding-sentence">{findingText(book.names, finding)}</p>
      <p className="hint">审核公式：{title}</p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <Input.TextArea
        autoFocus
        aria-label="审核说明"
        rows={5}
        maxLength={2000}
        value={text}
        placeholder="说明原因，如：上年新增一次性项目，本年不再发生"
        onChange={(event) => setText(event.target.value)}
      />
      <p className="hint">说明只对现在这两个数有效；数变了需要重新说明。说明会随工作簿导出。</p>
    </Modal>
  )
}
