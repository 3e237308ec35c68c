import { ownFolders } from '../../program/person-folders.ts'
import { pagesFolder } from '../../program/places.ts'
import { Pages } from '../pages/pages.ts'
import { openBrowser } from './open-browser.ts'
import { type BrowserShell, startBrowserShell } from './server.ts'

/**
 * Serves the built window to the person's browser until the process is told to end (Ctrl+C). Prints nothing.
 * @throws system errors if the window is not built, or the port is taken
 */
export async function serveWindow(request: {
  /** absolute path of a ledger to open first; null for the last one */
  readonly ledger: string | null
  /** 0 for any free one */
  readonly port: number
  /** also opens the browser, where there is one */
  readonly opens: boolean
}): Promise<BrowserShell> {
  const { ledger, port, opens } = request
  const shell = await startBrowserShell({
    pages: new Pages(pagesFolder()),
    folders: ownFolders(),
    ledger,
    port,
    checksOutput: process.env['JUESUAN_CHECKS_OUTPUT'] === '1',
  })
  const end = (): void => void shell.stop().then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  if (opens) openBrowser(shell.address)
  return shell
}
