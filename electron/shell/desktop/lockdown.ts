import { app, type Session, type WebContents } from 'electron'

/**
 * What Chromium would do on the network by itself, whatever a page does: ask for names, look for proxies, report, fetch
 * updates. Before the program is ready.
 */
export function stayOffline(): void {
  const { commandLine } = app
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  for (const one of ['no-proxy-server', 'disable-background-networking', 'dns-prefetch-disable', 'no-pings'])
    commandLine.appendSwitch(one)
}

/** Before the first window: the checker of spelling fetches its dictionaries as soon as there is one. */
export function withoutDictionaries(session: Session): void {
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
}

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
