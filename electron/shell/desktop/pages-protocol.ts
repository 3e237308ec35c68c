import { protocol, type Session } from 'electron'
import { type Pages, plainHeaders } from '../pages/pages.ts'

const scheme = 'juesuan'

/** The one place the window is loaded from. */
export const windowOrigin = `${scheme}://window`
export const windowAddress = `${windowOrigin}/`

/**
 * Before the program is ready: a scheme with an origin of its own, which `file:` pages do not have. The page's scripts
 * are kept compiled from the second start on.
 */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Answers the window's own addresses with built files and printed pages, and lets the session reach nothing else. */
export function servePages(
  session: Session,
  pages: Pages,
  preview: (token: string) => Uint8Array<ArrayBuffer> | null,
): void {
  session.protocol.handle(scheme, (request) => {
    const address = new URL(request.url)
    const isAsked = request.method === 'GET' && address.host === 'window'
    const printed = isAsked && address.pathname.startsWith('/preview/') ? preview(address.pathname.slice(9)) : null
    if (printed !== null)
      return new Response(printed, { headers: { ...plainHeaders, 'content-type': 'application/pdf' } })
    const page = isAsked ? pages.get(address.pathname) : null
    return page === null ? new Response(null, { status: 404 }) : new Response(page.bytes, { headers: page.headers })
  })
  // offline is a promise: whatever a page or a library would fetch from elsewhere does not leave the machine
  session.webRequest.onBeforeRequest((details, done) => {
    const isOurs = details.url.startsWith(windowAddress) || /^(blob|data|devtools):/.test(details.url)
    done({ cancel: !isOurs })
  })
}
