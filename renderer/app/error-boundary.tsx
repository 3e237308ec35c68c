import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { Component } from 'react'

type Props = { readonly children: ReactNode; readonly onReload: () => void }

/** A fault of the window itself: told, with a way on. What was typed is in the ledger, gesture by gesture. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override readonly state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <main className="start">
        <div className="start-sheet">
          <h1>窗口出错了</h1>
          <p className="start-lead">已填的内容没有丢：每一步都在完成时存进了账套。请重新载入窗口继续。</p>
          <Alert type="error" showIcon title={`${error.name}：${error.message}`} />
          <div className="fault-ways">
            <Button type="primary" onClick={this.props.onReload}>
              重新载入
            </Button>
          </div>
        </div>
      </main>
    )
  }
}
