import { Alert, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/channels/channels.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import './help.css'

/** Versions and licences. */
export function About({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const book = useFrame((state) => state.book)
  const ledger = useFrame((state) => state.start?.ledger)
  const [about, setAbout] = useState<Output<'app.about'> | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    void session.ask('app.about', {}).then((told) => {
      if (told.ok) setAbout(told.value)
      else setRefusal(windowFaultText(told.fault))
    })
  }, [session])
  const edition = book?.engine.edition.edition.head
  const lines: readonly (readonly [string, string])[] = [
    ...(about === null ? [] : ([['版本', about.version], ...about.runtime] as const)),
    ...(edition === undefined
      ? []
      : ([['套表', `${edition.title}（${edition.edition}，第 ${edition.revision} 次修订）`]] as const)),
    ...(ledger ? ([['账套', ledger.path]] as const) : []),
  ]
  return (
    <Modal open title="关于 部门决算填报" width={680} footer={null} onCancel={onClose}>
      {refusal !== null && <Alert type="error" showIcon title={refusal} />}
      {about === null && refusal === null && <Spin size="small" />}
      <table className="plain">
        <tbody>
          {lines.map(([what, value]) => (
            <tr key={what}>
              <td>{what}</td>
              <td className="about-value">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {about !== null && about.licences !== '' && (
        <>
          <h3 className="about-title">本程序和所用软件的许可</h3>
          <textarea className="about-licences" readOnly aria-label="许可" value={about.licences} />
        </>
      )}
    </Modal>
  )
}
