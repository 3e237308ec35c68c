import { Alert, Button } from 'antd'
import type { Fault } from '../../shared/channels/faults.ts'
import type { FaultOffer } from '../../shared/words/window-faults.ts'
import { faultScreen, windowFaultText } from '../../shared/words/window-faults.ts'
import type { Session } from '../app/session.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { RecentLedgers } from './start-screen.tsx'

type Offer = { readonly title: string; readonly take: (session: Session) => void }

const offers: Readonly<Record<FaultOffer, Offer>> = {
  retry: { title: '重试', take: (session) => void session.begin() },
  choose: {
    title: '另选账套…',
    take: (session) => void session.withLedger('正在打开账套', () => session.ask('ledger.choose', {})),
  },
  readOnly: {
    title: '以只读方式打开',
    take: (session) => void session.withLedger('正在打开账套', () => session.ask('ledger.openReadOnly', {})),
  },
  restore: { title: '从备份恢复…', take: (session) => session.showDialog({ kind: 'backups' }) },
  salvage: { title: '救出可读的账套到新文件…', take: (session) => session.showDialog({ kind: 'salvage' }) },
  new: { title: '新建决算…', take: (session) => session.showDialog({ kind: 'new-book' }) },
  sample: {
    title: '打开2024年示例',
    take: (session) => void session.withLedger('正在准备示例', () => session.ask('ledger.openSample', {})),
  },
}

/** Why the ledger is not open, and what can be done: never a blank window. */
export function FaultScreen({ fault }: { readonly fault: Fault }) {
  const session = useSession()
  const recent = useFrame((state) => state.start?.recent) ?? []
  const { title, advice, offers: ways } = faultScreen(fault)
  return (
    <main className="start" aria-labelledby="fault-title">
      <div className="start-sheet">
        <h1 id="fault-title">{title}</h1>
        <Alert type="error" showIcon title={windowFaultText(fault)} />
        <p className="start-lead">{advice}</p>
        <div className="fault-ways">
          {ways.map((way, place) => (
            <Button key={way} type={place === 0 ? 'primary' : 'default'} onClick={() => offers[way].take(session)}>
              {offers[way].title}
            </Button>
          ))}
        </div>
        {recent.length > 0 && <RecentLedgers title="其他账套" />}
      </div>
    </main>
  )
}
