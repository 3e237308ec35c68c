import { protocol, type Session } from 'electron'
import type { Pages } from '../pages/pages.ts'

const scheme = 'juesuan'

/** The one place the window is loaded from. */
export const windowOrigin = `${scheme}://window`
export const windowAddress = `${windowOrigin}/`

/** Before the program is ready: a scheme with an origin of its own, which `file:` pages do not have. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers the window's own addresses with built files, and lets the session reach nothing else. */
export function servePages(session: Session, pages: Pages): void {
  session.protocol.handle(scheme, (request) => {
    const address = new URL(request.url)
    const page = request.method === 'GET' && address.host === 'window' ? pages.get(address.pathname) : null
    return page === null ? new Response(null, { status: 404 }) : new Response(page.bytes, { headers: page.headers })
  })
  // offline is a promise: whatever a page or a library would fetch from elsewhere does not leave the machine
  session.webRequest.onBeforeRequest((details, done) => {
    const isOurs = details.url.startsWith(windowAddress) || /^(blob|data|devtools):/.test(details.url)
    done({ cancel: !isOurs })
  })
}
