import { Alert, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/channels/channels.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'

/** Integrity of the ledger: file, journals, editions. */
export function Verify({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const [problems, setProblems] = useState<Output<'ledger.verify'> | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    void session.ask('ledger.verify', {}).then((checked) => {
      if (checked.ok) setProblems(checked.value)
      else setRefusal(windowFaultText(checked.fault))
    })
  }, [session])
  return (
    <Modal open title="检查账套" width={600} footer={null} onCancel={onClose}>
      {refusal !== null && <Alert type="error" showIcon title={refusal} />}
      {refusal === null && problems === null && <Spin size="small" />}
      {problems !== null && problems.length === 0 && (
        <Alert type="success" showIcon title="账套完好：文件结构、操作记录的校验链和套表的校验值都相符。" />
      )}
      {problems !== null && problems.length > 0 && (
        <>
          <Alert
            type="error"
            showIcon
            title={`发现 ${problems.length} 处问题，请从备份恢复或联系维护人员。`}
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
