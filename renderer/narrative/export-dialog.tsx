import { Alert, Button, Modal, Progress, Radio } from 'antd'
import { useRef, useState } from 'react'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'

const choices = [
  { value: 'pdf', label: 'PDF：封面、目录、报表和决算说明' },
  { value: 'word', label: 'Word：封面、目录、报表和决算说明' },
  { value: 'text', label: 'Word：只有决算说明的文字' },
  { value: 'xlsx', label: 'Excel 工作簿：全部报表' },
  { value: 'supplements', label: 'Excel 工作簿：报表连同补充资料和审核说明' },
] as const
type Choice = (typeof choices)[number]['value']

/** What to export; the finished file is offered by the frame. Printing a document may take seconds and can be called off. */
export function ExportDialog({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const progress = useFrame((state) => state.progress)
  const [choice, setChoice] = useState<Choice>('pdf')
  const [isWorking, setIsWorking] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [remarks, setRemarks] = useState<readonly string[]>([])
  const isCancelled = useRef(false)

  const write = () => {
    switch (choice) {
      case 'xlsx':
      case 'supplements':
        return session.ask('export.workbook', { book: book.id, supplements: choice === 'supplements' })
      case 'pdf':
        return session.ask('export.document', { book: book.id, format: 'pdf', textOnly: false, form: null })
      case 'word':
      case 'text':
        return session.ask('export.document', {
          book: book.id,
          format: 'docx',
          textOnly: choice === 'text',
          form: null,
        })
    }
  }
  const start = async (): Promise<void> => {
    if (!(await session.leave())) return
    isCancelled.current = false
    session.set({ progress: null })
    setRefusal(null)
    setIsWorking(true)
    const file = await write()
    setIsWorking(false)
    session.set({ progress: null })
    if (!file.ok) setRefusal(windowFaultText(file.fault))
    else if (file.value !== null) {
      session.onExported({ token: file.value.token, name: file.value.name })
      const said = 'remarks' in file.value ? (file.value.remarks as readonly string[]) : []
      setRemarks(said)
      if (said.length === 0) onClose()
    }
  }
  const cancel = (): void => {
    if (!isWorking) onClose()
    else if (!isCancelled.current) {
      isCancelled.current = true
      void session.ask('document.cancel', {})
    }
  }
  return (
    <Modal
      open
      title="导出"
      mask={{ closable: false }}
      onCancel={cancel}
      footer={[
        <Button key="cancel" onClick={cancel}>
          {isWorking ? '取消导出' : '关闭'}
        </Button>,
        <Button key="ok" type="primary" loading={isWorking} onClick={() => void start()}>
          导出
        </Button>,
      ]}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {remarks.map((remark) => (
        <Alert key={remark} type="warning" showIcon title={remark} className="form-alert" />
      ))}
      <Radio.Group
        className="export-choices"
        aria-label="导出什么"
        value={choice}
        disabled={isWorking}
        onChange={(event) => setChoice(event.target.value as Choice)}
        options={choices.map((one) => ({ ...one }))}
        vertical
      />
      {isWorking && <Progress percent={Math.round((progress ?? 0) * 100)} size="small" />}
    </Modal>
  )
}
