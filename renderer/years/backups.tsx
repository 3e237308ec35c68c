import { Alert, Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/channels/channels.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { backupReason, bytesText, momentText } from '../kit/moments.ts'
import { PathField } from '../kit/path-field.tsx'
import { type BackupCheck, useBackupChecks } from './use-backup-checks.ts'
import './backups.css'

type Backup = Output<'ledger.backups'>[number]

/** Backups of the ledger: what there are, whether they are sound, one more, and going back to one. */
export function Backups({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const ledger = useFrame((state) => state.start?.ledger) ?? null
  const [backups, setBackups] = useState<readonly Backup[] | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [wanted, setWanted] = useState<Backup | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const [folder, setFolder] = useState<string | null>(null)
  const { checks, check } = useBackupChecks()
  const isFaulty = ledger === null

  useEffect(() => {
    void session.ask('ledger.backups', {}).then((listed) => {
      if (!listed.ok) {
        setRefusal(windowFaultText(listed.fault))
        return
      }
      setBackups(listed.value)
      // whoever has to go back to one wants to know which can be gone back to
      if (isFaulty) for (const { id, reason } of listed.value) if (reason !== 'damaged') check(id)
    })
  }, [session, isFaulty, check])

  const showFolder = async (): Promise<void> => {
    setRefusal(null)
    const shown = await session.ask('ledger.backupFolder', {})
    if (!shown.ok) setRefusal(windowFaultText(shown.fault))
    else if (!shown.value.isOpened) setFolder(shown.value.path)
  }

  const backUp = async (): Promise<void> => {
    setIsWorking(true)
    if (await session.leave()) {
      const made = await session.ask('ledger.backup', {})
      if (made.ok) setBackups(made.value)
      else setRefusal(windowFaultText(made.fault))
    }
    setIsWorking(false)
  }
  const restore = (id: string): void => {
    onClose()
    void session.withLedger('正在恢复', () => session.ask('ledger.restore', { backup: id }))
  }
  return (
    <Modal
      open
      title="备份与恢复"
      width={760}
      onCancel={onClose}
      footer={[
        <Button key="folder" disabled={backups?.length === 0} onClick={() => void showFolder()}>
          打开备份文件夹
        </Button>,
        isFaulty && (
          <Button key="salvage" onClick={() => session.showDialog({ kind: 'salvage' })}>
            救出可读的账套到新文件…
          </Button>
        ),
        <Button
          key="file"
          onClick={() => {
            onClose()
            void session.withLedger('正在恢复', () => session.ask('ledger.restoreFile', {}))
          }}
        >
          从备份文件恢复…
        </Button>,
        <Button
          key="now"
          type="primary"
          loading={isWorking}
          disabled={ledger === null || ledger.readOnly}
          onClick={() => void backUp()}
        >
          立即备份
        </Button>,
      ]}
    >
      <p className="hint">
        每天打开账套、导入、更换套表版次和升级之前会自动备份，保留最近 10 份。恢复时现有账套会先另存一份，不会丢掉。
      </p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {folder !== null && (
        <p>
          备份在这个文件夹里，请在文件管理器中打开：
          <PathField label="备份文件夹" path={folder} />
        </p>
      )}
      {wanted !== null && (
        <Alert
          type="warning"
          showIcon
          className="form-alert"
          title={`恢复到 ${momentText(wanted.time)} 的备份？此后的改动只留在另存的那一份里。`}
          action={
            <>
              <Button size="small" type="primary" danger onClick={() => restore(wanted.id)}>
                恢复
              </Button>{' '}
              <Button size="small" onClick={() => setWanted(null)}>
                不恢复
              </Button>
            </>
          }
        />
      )}
      {backups !== null && backups.length === 0 && <p>还没有备份。</p>}
      {backups !== null && backups.length > 0 && (
        <table className="plain backups">
          <thead>
            <tr>
              <th>时间</th>
              <th>原因</th>
              <th className="number">大小</th>
              <th>校验</th>
              <th>
                <span className="unseen">恢复</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {backups.map((backup) => (
              <tr key={backup.id}>
                <td>{momentText(backup.time)}</td>
                <td>{backupReason(backup.reason)}</td>
                <td className="number">{bytesText(backup.bytes)}</td>
                <td className="backup-outcome">
                  <Checked outcome={checks[backup.id]} onCheck={() => check(backup.id)} />
                </td>
                <td className="number">
                  <Button size="small" type="link" onClick={() => setWanted(backup)}>
                    恢复…
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  )
}

type CheckedProps = { readonly outcome: BackupCheck | 'running' | undefined; readonly onCheck: () => void }

/** Whether a backup is sound, or the way to find out. */
function Checked({ outcome, onCheck }: CheckedProps) {
  if (outcome === undefined) {
    return (
      <Button size="small" type="link" onClick={onCheck}>
        校验
      </Button>
    )
  }
  if (outcome === 'running') return <span role="status">正在校验…</span>
  return outcome.isSound ? (
    <span role="status">完好</span>
  ) : (
    <span role="status" className="backup-broken">
      不能用：{outcome.problem}
    </span>
  )
}
