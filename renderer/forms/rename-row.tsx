import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { printedName } from './printed-name.ts'

/** Gives a code of the book another printed name; the code table's own is a click away. */
export function RenameRow({
  book,
  code,
  onClose,
}: {
  readonly book: OpenedBook
  readonly code: string
  readonly onClose: () => void
}) {
  const before = printedName(book.engine, code)
  const table = book.engine.edition.codes.get(code)?.name
  const [name, setName] = useState(before)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const rename = async (): Promise<void> => {
    setIsWorking(true)
    const done = await book.structure({ kind: 'rename-row', code, name: name.trim() }, `科目 ${code} 改名`)
    setIsWorking(false)
    if (done.ok) onClose()
    else setRefusal(windowFaultText(done.fault))
  }
  const canStore = name.trim() !== '' && name.trim() !== before
  return (
    <Modal
      open
      title={`科目 ${code} 改名`}
      okText="保存"
      cancelText="取消"
      confirmLoading={isWorking}
      okButtonProps={{ disabled: !canStore }}
      onOk={() => void rename()}
      onCancel={onClose}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <label className="field">
        印在报表上的名称
        <Input
          autoFocus
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => {
            if (canStore) void rename()
          }}
        />
      </label>
      {table !== undefined && <p className="hint">科目表上的名称：{table}。与它不一致时，审核结果会提示核实。</p>}
    </Modal>
  )
}
