import { Alert, Button, Checkbox, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { type DiagnosticSection, diagnosticText } from '../../shared/channels/care-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import './help.css'

/** 诊断信息: the very text that would be handed over. The person leaves out what they like, saves it, and nobody sends it. */
export function Diagnostics({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const [sections, setSections] = useState<readonly DiagnosticSection[] | null>(null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isSaving, setIsSaving] = useState(false)
  useEffect(() => {
    void session.ask('app.diagnostics', {}).then((told) => {
      if (told.ok) setSections(told.value)
      else setRefusal(windowFaultText(told.fault))
    })
  }, [session])
  const kept = (sections ?? []).filter(({ key }) => !left.has(key))
  const save = async (): Promise<void> => {
    setIsSaving(true)
    const saved = await session.ask('export.diagnostics', { keys: kept.map(({ key }) => key) })
    setIsSaving(false)
    if (!saved.ok) setRefusal(windowFaultText(saved.fault))
    else if (saved.value !== null) session.onExported(saved.value)
  }
  const choose = (key: string, isKept: boolean): void => {
    const others = [...left].filter((one) => one !== key)
    setLeft(new Set(isKept ? others : [...others, key]))
  }
  return (
    <Modal
      open
      title="诊断信息"
      width="min(820px, 94vw)"
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          关闭
        </Button>,
        <Button key="save" type="primary" loading={isSaving} disabled={kept.length === 0} onClick={() => void save()}>
          保存…
        </Button>,
      ]}
    >
      <p>
        请求帮助时，可以把下面的内容保存成文件交给维护人员。里面没有金额、单位和个人名称、文字内容和路径；保存的就是您看到的这些，不想给的可以去掉。程序不会发送它。
      </p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {sections === null && refusal === null && <Spin size="small" />}
      {sections !== null && (
        <>
          <div className="diagnostic-parts" role="group" aria-label="包括哪些部分">
            {sections.map(({ key, title }) => (
              <Checkbox key={key} checked={!left.has(key)} onChange={(event) => choose(key, event.target.checked)}>
                {title}
              </Checkbox>
            ))}
          </div>
          <textarea
            className="diagnostic-text"
            readOnly
            aria-label="要保存的诊断信息"
            value={kept.length === 0 ? '' : diagnosticText(kept)}
          />
        </>
      )}
    </Modal>
  )
}
