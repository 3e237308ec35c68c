import type { Session, WebContents } from 'electron'

/**
 * What no page gets: permissions, other addresses, other windows, embedded pages, downloads.
 *
 * @param home the one address the window may show
 */
export function lockDown(contents: WebContents, session: Session, home: string): void {
  session.setPermissionRequestHandler((_, __, done) => done(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  // about:blank is gone to without asking
  contents.on('did-navigate', (_, address) => {
    if (address !== home) void contents.loadURL(home)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
