import { Alert, Button, Modal, Progress } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'

/** An export as its window runs it. */
export type Export<T> = {
  readonly isWorking: boolean
  readonly isCancelling: boolean
  readonly refusal: string | null
  /** what the last one made; null before, and when it was called off or refused */
  readonly made: T | null
  readonly start: () => Promise<void>
  /** Calls the work off, or closes the window where there is none. */
  readonly cancel: () => void
}

/**
 * Runs an export that takes a while and can be called off. The finished file is offered by the frame.
 *
 * @param write has main make it; null is: called off
 * @param onMade what else is done with what was made
 */
export function useExport<T extends FileToken>(
  write: () => Promise<Result<T | null>>,
  onClose: () => void,
  onMade?: (made: T) => void,
): Export<T> {
  const session = useSession()
  const [isWorking, setIsWorking] = useState(false)
  const [isCancelling, setIsCancelling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [made, setMade] = useState<T | null>(null)

  const start = async (): Promise<void> => {
    if (!(await session.leave())) return
    session.set({ progress: null })
    setRefusal(null)
    setMade(null)
    setIsWorking(true)
    const file = await write()
    setIsWorking(false)
    setIsCancelling(false)
    session.set({ progress: null })
    if (!file.ok) setRefusal(windowFaultText(file.fault))
    else if (file.value !== null) {
      session.onExported({ token: file.value.token, name: file.value.name })
      setMade(file.value)
      onMade?.(file.value)
    }
  }
  const cancel = (): void => {
    if (!isWorking) onClose()
    else if (!isCancelling) {
      setIsCancelling(true)
      void session.ask('document.cancel', {})
    }
  }
  return { isWorking, isCancelling, refusal, made, start, cancel }
}

/** The window around an export: what to choose, how far it is, what became of it. */
export function ExportWindow({
  title,
  width,
  run: { isWorking, isCancelling, refusal, start, cancel },
  outcome,
  children,
}: {
  readonly title: string
  readonly width: number
  readonly run: Omit<Export<unknown>, 'made'>
  readonly outcome: ReactNode
  readonly children: ReactNode
}) {
  const progress = useFrame((state) => state.progress)
  return (
    <Modal
      open
      title={title}
      width={width}
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
      {outcome}
      {children}
      {isWorking && <Progress percent={Math.round((progress ?? 0) * 100)} size="small" />}
    </Modal>
  )
}
