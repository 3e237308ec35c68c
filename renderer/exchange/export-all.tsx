import { Alert, Button, Checkbox, Modal, Progress } from 'antd'
import { useState } from 'react'
import type { ExportedAll } from '../../shared/channels/care-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'

/** 导出全部年度: every book of the ledger as files that need no program of ours. It takes a while, and can be called off. */
export function ExportAll({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const progress = useFrame((state) => state.progress)
  const isDesktop = useFrame((state) => state.start?.shell === 'desktop')
  const [replace, setReplace] = useState(false)
  const [isWorking, setIsWorking] = useState(false)
  const [isCancelling, setIsCancelling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [done, setDone] = useState<ExportedAll | null>(null)

  const start = async (): Promise<void> => {
    if (!(await session.leave())) return
    session.set({ progress: null })
    setRefusal(null)
    setDone(null)
    setIsWorking(true)
    const made = await session.ask('export.all', { replace })
    setIsWorking(false)
    setIsCancelling(false)
    session.set({ progress: null })
    if (!made.ok) setRefusal(windowFaultText(made.fault))
    else if (made.value !== null) {
      setDone(made.value)
      session.onExported({ token: made.value.token, name: made.value.name })
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
      title="导出全部年度"
      width={620}
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
      {done !== null && <Outcome done={done} />}
      <p>
        把账套里全部部门、全部年度导出为不用本程序也能读的文件：工作簿、PDF、Word、决算说明的文字、每张表的
        CSV，填列的数据和操作记录（JSON）、套表，以及上报时留存的文件。里面的 README.txt 说明每个文件是什么。
      </p>
      {isDesktop ? (
        <>
          <p className="hint">在您选择的文件夹里另建一个文件夹。取消或中断以后，再导出到同一处会接着做。</p>
          <Checkbox checked={replace} disabled={isWorking} onChange={(event) => setReplace(event.target.checked)}>
            替换上次导出的文件
          </Checkbox>
        </>
      ) : (
        <p className="hint">浏览器里得到的是一个 ZIP 压缩文件。</p>
      )}
      {isWorking && <Progress percent={Math.round((progress ?? 0) * 100)} size="small" />}
    </Modal>
  )
}

function Outcome({ done: { books, files, kept, problems, remarks } }: { readonly done: ExportedAll }) {
  const unchanged = kept === 0 ? '' : `，其中 ${kept} 个没有变化`
  const notes = [...problems, ...remarks]
  return (
    <Alert
      type={problems.length > 0 ? 'error' : notes.length > 0 ? 'warning' : 'success'}
      showIcon
      className="form-alert"
      title={`已导出 ${books} 个年度决算${unchanged}，${files} 个文件${problems.length > 0 ? '。以下决算没有导全：' : ''}`}
      description={
        notes.length > 0 && (
          <ul className="print-remarks">
            {notes.map((note, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same text may stand in several places; the list never changes
              <li key={place}>{note}</li>
            ))}
          </ul>
        )
      }
    />
  )
}
