import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useFrame, useSession } from '../app/use-session.ts'
import { Icon, type IconName } from '../kit/icon.tsx'

/** What a person meets first, while no ledger is open: four ways in, and the ledgers known from before. */
export function StartScreen() {
  const session = useSession()
  const start = useFrame((state) => state.start)
  const recent = start?.recent ?? []
  return (
    <main className="start" aria-labelledby="start-title">
      <div className="start-sheet">
        <h1 id="start-title">部门决算填报</h1>
        <p className="start-lead">
          离线填报一个部门一个年度的决算：报表、审核公式、工作簿。所有数据只存在本机的账套文件里。
        </p>
        <div className="start-ways">
          <Way
            icon="add"
            title="新建决算"
            hint="填写部门、年度和单位，从空白开始"
            onClick={() => session.showDialog({ kind: 'new-book' })}
          />
          <Way
            icon="book"
            title="打开2024年示例"
            hint="已公开的一份完整决算，另存一份供练习，改动不影响别的账套"
            onClick={() => void session.withLedger('正在准备示例', () => session.ask('ledger.openSample', {}))}
          />
          <Way
            icon="import"
            title="打开账套"
            hint="打开已有的 .juesuan 文件"
            onClick={() => void session.withLedger('正在打开账套', () => session.ask('ledger.choose', {}))}
          />
          <Way
            icon="undo"
            title="从备份恢复"
            hint="账套损坏或换了电脑时，从备份文件恢复"
            onClick={() => void session.withLedger('正在恢复', () => session.ask('ledger.restoreFile', {}))}
          />
        </div>
        {recent.length > 0 && <RecentLedgers />}
      </div>
    </main>
  )
}

type WayProps = { readonly icon: IconName; readonly title: string; readonly hint: string; readonly onClick: () => void }

const Way = ({ icon, title, hint, onClick }: WayProps) => (
  <button type="button" className="start-way" onClick={onClick}>
    <span className="start-way-icon">
      <Icon name={icon} />
    </span>
    <span className="start-way-words">
      <strong>{title}</strong>
      <span>{hint}</span>
    </span>
  </button>
)

/** Ledgers known from before; one that is no longer there says so. */
export function RecentLedgers({ title = '最近的账套' }: { readonly title?: ReactNode }) {
  const session = useSession()
  const recent = useFrame((state) => state.start?.recent) ?? []
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{title}</h2>
      <ul>
        {recent.map(({ name, path, present }, number) => (
          <li key={path}>
            <Button
              type="link"
              disabled={!present}
              onClick={() =>
                void session.withLedger('正在打开账套', () => session.ask('ledger.openRecent', { recent: number }))
              }
            >
              {name}
            </Button>
            <span className="recent-path">{present ? path : `${path}（文件不在原处）`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
