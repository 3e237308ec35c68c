import { Alert, Button, Modal, Progress, Radio } from 'antd'
import { useState } from 'react'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken, PrintedFile } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { FontChoices } from './font-choices.tsx'

const choices = [
  { value: 'pdf', label: 'PDF：封面、目录、报表和决算说明' },
  { value: 'word', label: 'Word：封面、目录、报表和决算说明' },
  { value: 'text', label: 'Word：只有决算说明的文字' },
  { value: 'xlsx', label: 'Excel 工作簿：全部报表' },
  { value: 'supplements', label: 'Excel 工作簿：报表连同补充资料和审核说明' },
] as const
type Choice = (typeof choices)[number]['value']

/** What to export; the finished file is offered by the frame. It may take seconds, and can be called off. */
export function ExportDialog({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const progress = useFrame((state) => state.progress)
  const [choice, setChoice] = useState<Choice>('pdf')
  const [isWorking, setIsWorking] = useState(false)
  const [isCancelling, setIsCancelling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [remarks, setRemarks] = useState<readonly string[]>([])

  const write = (): Promise<Result<PrintedFile | FileToken | null>> => {
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
    session.set({ progress: null })
    setRefusal(null)
    setRemarks([])
    setIsWorking(true)
    const file = await write()
    setIsWorking(false)
    setIsCancelling(false)
    session.set({ progress: null })
    if (!file.ok) setRefusal(windowFaultText(file.fault))
    else if (file.value !== null) {
      session.onExported({ token: file.value.token, name: file.value.name })
      const said = 'remarks' in file.value ? file.value.remarks : []
      setRemarks(said)
      if (said.length === 0) onClose()
    }
  }
  const cancel = (): void => {
    if (!isWorking) onClose()
    else if (!isCancelling) {
      setIsCancelling(true)
      void session.ask('document.cancel', {})
    }
  }
  return (
    <Modal
      open
      title="导出"
      width={560}
      mask={{ closable: false }}
      onCancel={cancel}
      footer={[
        <Button key="cancel" disabled={isCancelling} onClick={cancel}>
          {isWorking ? '取消导出' : '关闭'}
        </Button>,
        <Button key="ok" type="primary" loading={isWorking} onClick={() => void start()}>
          导出
        </Button>,
      ]}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {remarks.length > 0 && <Remarks remarks={remarks} done="已导出。请留意：" />}
      <Radio.Group
        className="export-choices"
        aria-label="导出什么"
        value={choice}
        disabled={isWorking}
        onChange={(event) => setChoice(event.target.value as Choice)}
        options={choices.map((one) => ({ ...one }))}
        vertical
      />
      {choice === 'pdf' && <FontChoices book={book} isOff={isWorking} />}
      {isWorking && <Progress percent={Math.round((progress ?? 0) * 100)} size="small" />}
    </Modal>
  )
}

/** What a person should know of a printed document: characters no font has and where they stand, fonts that are gone. */
export function Remarks({ remarks, done }: { readonly remarks: readonly string[]; readonly done: string }) {
  return (
    <Alert
      type="warning"
      showIcon
      className="form-alert"
      title={done}
      description={
        <ul className="print-remarks">
          {remarks.map((remark, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same text may stand in several places; the list never changes
            <li key={place}>{remark}</li>
          ))}
        </ul>
      }
    />
  )
}
