import { App, Button, ConfigProvider, type ConfigProviderProps } from 'antd'
import zhCN from 'antd/es/locale/zh_CN.js'
import { useEffect, useState } from 'react'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { WindowBridge } from '../bridge/bridge.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Frame } from './frame.tsx'
import './frame.css'
import { Session } from './session.ts'
import { theme } from './theme.ts'
import { SessionContext, useSession } from './use-session.ts'

/** The whole window over a bridge. */
export function Application({ bridge }: { readonly bridge: WindowBridge }) {
  const [session] = useState(() => new Session(bridge))
  return (
    <ConfigProvider
      // an ES module to the bundler; the type checker takes it for CommonJS
      locale={zhCN as unknown as NonNullable<ConfigProviderProps['locale']>}
      theme={theme}
      componentSize="small"
      button={{ autoInsertSpace: false }}
      csp={{ nonce: bridge.styleNonce }}
      // what hangs on the body itself locks its scrolling by a style element that the page's policy refuses
      getPopupContainer={() => document.getElementById('root') ?? document.body}
    >
      <App className="application" message={{ maxCount: 3, top: 44 }}>
        <ErrorBoundary onReload={() => document.location.reload()}>
          <SessionContext value={session}>
            <Notices />
            <Frame />
          </SessionContext>
        </ErrorBoundary>
      </App>
    </ConfigProvider>
  )
}

/** Short messages over the frame, and what to do with a finished file. */
function Notices() {
  const session = useSession()
  const { message, notification } = App.useApp()
  useEffect(() => {
    // what nobody caught is told, not swallowed; what was typed is stored all the same
    const onRejection = ({ reason }: PromiseRejectionEvent): void =>
      session.notice(`刚才的操作没有完成：程序出错（${String(reason)}）`, 'error')
    globalThis.addEventListener('unhandledrejection', onRejection)
    return () => globalThis.removeEventListener('unhandledrejection', onRejection)
  }, [session])
  useEffect(() => {
    session.onNotice = ({ text, tone }) => {
      void message.open({ type: tone, content: text, duration: tone === 'error' || tone === 'warning' ? 6 : 3 })
    }
    session.onExported = ({ token, name }) => {
      const isDesktop = session.state.start?.shell === 'desktop'
      const key = `exported ${token}`
      notification.success({
        key,
        title: '导出完成',
        description: name,
        duration: 8,
        placement: 'bottomRight',
        actions: (
          <Button
            size="small"
            type="primary"
            onClick={() => {
              void session.ask('file.reveal', { file: token }).then((shown) => {
                if (!shown.ok) session.notice(windowFaultText(shown.fault), 'warning')
              })
              notification.destroy(key)
            }}
          >
            {isDesktop ? '打开所在文件夹' : '再下载一次'}
          </Button>
        ),
      })
    }
  }, [session, message, notification])
  return null
}
