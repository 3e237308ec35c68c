import { ipcMain, type WebContents, type WebFrameMain } from 'electron'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { type FileToken, isImportable, onlyImportable } from '../../../shared/channels/values.ts'
import { safeFileName } from '../../services/window/file-tokens.ts'
import type { Services } from '../../services/window/handlers.ts'
import { windowOrigin } from './pages-protocol.ts'

/** There is one window; the handlers know it by this name. */
export const theWindow = 'window'

/** The largest file a page may give; the reader of workbooks refuses beyond the same. */
const mostBytes = 50 * 1024 * 1024

type Caller = { readonly sender: WebContents; readonly senderFrame: WebFrameMain | null }

/** The only listener to the page: calls, and files dropped on it. */
export function answerCalls(
  services: Services,
  shell: {
    readonly isOurWindow: (contents: WebContents) => boolean
    /** keeps the bytes under a safe name and says where */
    readonly takeIn: (name: string, bytes: Uint8Array) => string
  },
): void {
  const isTrusted = ({ sender, senderFrame }: Caller): boolean =>
    shell.isOurWindow(sender) &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    originOf(senderFrame.url) === windowOrigin

  ipcMain.handle('call', (event, name: unknown, input: unknown) =>
    services.serve(name, input, { client: theWindow, isTrusted: isTrusted(event) }),
  )

  ipcMain.handle('give', (event, name: unknown, bytes: unknown): Result<FileToken> => {
    const isFile = typeof name === 'string' && bytes instanceof ArrayBuffer && bytes.byteLength <= mostBytes
    const safe = isFile ? safeFileName(name) : ''
    if (!isTrusted(event) || !isFile || !isImportable(safe)) {
      return refuse({ kind: 'request-rejected', where: safe, reason: onlyImportable })
    }
    return ok(services.files.keep(shell.takeIn(safe, new Uint8Array(bytes))))
  })
}

/** Origin of an address; URL gives none for schemes it does not know. */
function originOf(address: string): string {
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}
