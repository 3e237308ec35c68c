import { Alert, Button, Modal, Progress } from 'antd'
import { useEffect, useState } from 'react'
import type { Problems } from '../../shared/channels/salvage-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'

/** Integrity of the ledger: file, journals, editions; and what to do where it is not whole. */
export function Verify({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const progress = useFrame((state) => state.progress)
  const [problems, setProblems] = useState<Problems | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    session.set({ progress: null })
    void session.ask('ledger.verify', {}).then((checked) => {
      session.set({ progress: null })
      if (checked.ok) setProblems(checked.value)
      else setRefusal(windowFaultText(checked.fault))
    })
  }, [session])
  const isBroken = refusal !== null || (problems !== null && problems.length > 0)
  return (
    <Modal
      open
      title="检查账套"
      width={600}
      onCancel={onClose}
      footer={
        isBroken
          ? [
              <Button key="salvage" onClick={() => session.showDialog({ kind: 'salvage' })}>
                救出可读的账套到新文件…
              </Button>,
              <Button key="restore" type="primary" onClick={() => session.showDialog({ kind: 'backups' })}>
                从备份恢复…
              </Button>,
            ]
          : null
      }
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} />}
      {refusal === null && problems === null && (
        <>
          <p>正在核对文件结构、操作记录的校验链、各表的数、套表和上报文件。检查时可以继续填报。</p>
          <Progress percent={Math.round((progress ?? 0) * 100)} size="small" aria-label="检查进度" />
        </>
      )}
      {problems !== null && problems.length === 0 && (
        <Alert
          type="success"
          showIcon
          title="账套完好：文件结构、操作记录的校验链、各表的数、套表和上报文件的校验值都相符。"
        />
      )}
      {problems !== null && problems.length > 0 && (
        <>
          <Alert
            type="error"
            showIcon
            title={`发现 ${problems.length} 处问题，请从备份恢复，或把可读的账套救出到新文件。`}
            className="form-alert"
          />
          <ul className="problems">
            {problems.map(({ where, problem }) => (
              <li key={where + problem}>
                <strong>{where}</strong>：{problem}
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}
