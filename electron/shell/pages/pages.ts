import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** A file of the window as it is answered with. */
export type Page = { readonly bytes: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> }

/** What the build leaves in `index.html` where the nonce of each answer goes (build/electron.vite.config.ts). */
export const noncePlace = 'JUESUAN_NONCE'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * What a page of ours may do: run its own scripts and nothing inline, style elements of ours only, talk to where it
 * came from, be framed by nobody. Grid and components place things through the style object, which needs no leave.
 */
const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')

/** Headers of every answer, whatever it is. */
export const plainHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/**
 * The built window, some megabytes. Its files are read once, and only what was read can be asked for: no path of a
 * request ever reaches the file system, and a build meanwhile does not tear a window that is open.
 */
export class Pages {
  private readonly files: ReadonlyMap<string, Buffer>

  /** @throws system errors if there is no such folder */
  constructor(folder: string) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const paths = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile())
    this.files = new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path)]))
  }

  /** The file of a request path, as it stands in the address; null for anything else. */
  get(path: string): Page | null {
    const name = path === '/' ? '/index.html' : path
    const file = this.files.get(name)
    if (file === undefined) return null
    const type = types[extname(name)] ?? 'application/octet-stream'
    if (extname(name) === '.html') return htmlPage(file.toString('utf8'), type)
    // names of built files carry their content's hash
    const caching = name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
    return {
      bytes: Uint8Array.from(file),
      headers: { ...plainHeaders, 'content-type': type, 'cache-control': caching },
    }
  }
}

/** A page of HTML under the policy, its nonce filled in. */
export function htmlPage(html: string, type = 'text/html; charset=utf-8'): Page {
  const nonce = randomBytes(18).toString('base64')
  return {
    bytes: new TextEncoder().encode(html.replaceAll(noncePlace, nonce)),
    headers: { ...plainHeaders, 'content-type': type, 'content-security-policy': policyWith(nonce) },
  }
}
