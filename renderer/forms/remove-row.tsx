import { Alert, Modal } from 'antd'
import { useState } from 'react'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { LossList } from './loss-list.tsx'
import { lossesOf, rowsOfCode } from './losses.ts'
import { printedName } from './printed-name.ts'

/** Removes a code after naming every amount that goes with it. */
export function RemoveRow({
  book,
  code,
  onClose,
}: {
  readonly book: OpenedBook
  readonly code: string
  readonly onClose: () => void
}) {
  const { engine, names } = book
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const name = printedName(engine, code)
  const projects = engine.book.projects().filter((project) => project.code === code)

  const remove = async (): Promise<void> => {
    setIsWorking(true)
    const removed = await book.structure({ kind: 'remove-row', code }, `删除科目 ${code}`)
    setIsWorking(false)
    if (removed.ok) onClose()
    else setRefusal(windowFaultText(removed.fault))
  }
  return (
    <Modal
      open
      title={`删除科目 ${code} ${name}`}
      okText="删除"
      cancelText="不删除"
      confirmLoading={isWorking}
      okButtonProps={{ danger: true, disabled: projects.length > 0 }}
      onOk={() => void remove()}
      onCancel={onClose}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {projects.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`科目下还有 ${projects.length} 个项目：${projects.map((one) => one.name).join('、')}。请先在“项目”里移走或删除它们。`}
        />
      ) : (
        <LossList losses={lossesOf(engine, names, rowsOfCode(code))} />
      )}
    </Modal>
  )
}
