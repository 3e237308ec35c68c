import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/**
 * Who may talk to the server. Anybody on this machine can reach 127.0.0.1, and any page in the person's browser can
 * make it send requests there; so: the address was printed for one person, the token in it is exchanged once for a
 * cookie that scripts cannot read and other sites cannot send, and every request names us as the place it is for
 * (against DNS rebinding) and as the page it comes from.
 */
export class Gate {
  readonly origin: string
  /** in the printed address; null once it was exchanged */
  private token: string | null = randomBytes(24).toString('base64url')
  private readonly secret = randomBytes(32).toString('base64url')
  private readonly host: string
  /** cookies know no ports: without it two programs would take each other's */
  private readonly cookieName: string

  constructor(port: number) {
    this.host = `127.0.0.1:${port}`
    this.origin = `http://${this.host}`
    this.cookieName = `juesuan-${port}`
  }

  /** The address to print. It lets one browser in. */
  get address(): string {
    return `${this.origin}/?token=${this.token ?? ''}`
  }

  /** True if the request is for us and, where it says so, from a page of ours. */
  isForUs({ method, headers }: IncomingMessage): boolean {
    if (headers.host !== this.host) return false
    if (headers.origin !== undefined && headers.origin !== this.origin) return false
    if (method === 'POST' && headers.origin === undefined) return false
    const site = headers['sec-fetch-site']
    // following the printed address from a mail or a chat is a navigation from another site
    const isNavigation = method === 'GET' && headers['sec-fetch-mode'] === 'navigate'
    return site === undefined || site === 'same-origin' || site === 'none' || isNavigation
  }

  /** True if the request carries the cookie. */
  isKnown({ headers }: IncomingMessage): boolean {
    const given = cookiesOf(headers).get(this.cookieName)
    return given !== undefined && isSame(given, this.secret)
  }

  /** Exchanges the token: the cookie to set, or null for a wrong or spent one. */
  exchange(token: string): string | null {
    if (this.token === null || !isSame(token, this.token)) return null
    this.token = null
    // kept for a while, so that closing the browser does not lock the person out while the program runs
    return `${this.cookieName}=${this.secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800`
  }
}

function cookiesOf({ cookie = '' }: IncomingHttpHeaders): Map<string, string> {
  const pairs = cookie.split(';').map((pair) => pair.trim())
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}

/** Compares without telling by its time how much is right. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
