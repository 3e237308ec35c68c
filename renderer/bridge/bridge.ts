import { z } from 'zod'
import type { Bridge } from '../../shared/channels/channels.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import { browserBridge } from './browser.ts'
import { type DesktopDoor, desktopBridge } from './desktop.ts'

/**
 * The window's side of the channels, whatever carries them. A call rejects only when the connection broke: what was
 * asked may or may not have been done. Anything main refuses is a fault in the result.
 */
export type WindowBridge = Bridge & {
  /**
   * Hands main a file dropped on the window, byte by byte: the page never sees or sends a path. The token goes to
   * `import.preview`. Faults: request-rejected for what is too large, is no file, or has an unknown ending.
   */
  readonly give: (file: File) => Promise<Result<FileToken>>
  /**
   * Asks before the tab is left while `isUnsaved`; in the desktop window main asks, after its `closing`. Returns how to
   * stop.
   */
  readonly guardLeaving: (isUnsaved: () => boolean) => () => void
  /**
   * Nonce that the page's content policy wants on style elements: AG Grid's `styleNonce`, antd's
   * `ConfigProvider csp={{ nonce }}`.
   */
  readonly styleNonce: string
}

// zod would try to compile its checks, which the page's content policy refuses with a complaint
z.config({ jitless: true })

/** The bridge of this window or tab: of a desktop window if its preload left a door, else of a browser. */
export function connect(): WindowBridge {
  const { juesuan } = window as Window & { readonly juesuan?: DesktopDoor }
  return juesuan === undefined ? browserBridge(styleNonce()) : desktopBridge(juesuan, styleNonce())
}

const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
